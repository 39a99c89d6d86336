"""The programs that come with the software."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parents[1]


def programs() -> dict[str, Path]:
    """The built-in programs by name."""
    return {path.stem: path for path in sorted(shipped_folder("models").glob("*.toml"))}


def shipped_folder(name: str) -> Path:
    """A shipped folder: inside the installed package, or at the top of a source checkout."""
    installed = HERE / name
    return installed if installed.is_dir() else HERE.parents[1] / name
