"""Nothing is compiled while a test's clock runs."""

from __future__ import annotations

import pytest

from pairing.grouping import prepare


@pytest.fixture(scope="session", autouse=True)
def prepared() -> None:
    """The kernels are compiled, or loaded, before the first test."""
    prepare()
