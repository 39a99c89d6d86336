"""What a workbook says, whatever it looks like."""

from __future__ import annotations

import io

from openpyxl import load_workbook

FINGERPRINT = "SHA-256 of "


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every sheet, without the fingerprints of the season's files."""
    book = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [
            row for row in sheet.iter_rows(values_only=True) if not str(row[0] if row else "").startswith(FINGERPRINT)
        ]
        for sheet in book.worksheets
    }
