"""Compiling with numba, cached by the content of the engine: machine code never outlives the source it was made of.

numba's own cache looks only at the file of the function it compiled, not at those of the functions it calls. So each
kernel gets a cache in a folder of our own; numba's settings for the rest of the process stay as they are.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import caching, types

__all__ = ["cache_folder", "inner", "njit"]

HERE = Path(__file__).resolve().parent


@cache
def fingerprint() -> str:
    """A short name for all source files of the engine as they are: kernels take its records."""
    content = hashlib.sha256()
    for path in sorted(HERE.parent.rglob("*.py")):
        content.update(path.name.encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:16]


@cache
def cache_folder() -> Path:
    """Where machine code is kept: where NUMBA_CACHE_DIR says, beside the source, or else with the user's files."""
    if numba.config.CACHE_DIR:  # type: ignore[attr-defined]
        return Path(numba.config.CACHE_DIR)  # type: ignore[attr-defined]
    beside = HERE / "__pycache__"
    try:
        beside.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=beside):
            return beside / f"compiled-{fingerprint()}"
    except OSError:
        return Path.home() / ".cache" / "pairing" / f"compiled-{fingerprint()}"


def njit(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """numba's `njit`, with machine code kept in `cache_folder`; where nothing can be written it is made each time."""

    def compiled(function: Callable[..., Any]) -> Any:
        dispatcher = numba.njit(**options)(function)
        _one_signature(dispatcher)
        try:
            dispatcher._cache = _KernelCache(dispatcher.py_func)  # type: ignore[no-untyped-call]
        except (OSError, RuntimeError):  # no folder can be written to
            return dispatcher
        return dispatcher

    return compiled


def inner(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """`njit` for what only other kernels call: what Python would need to call it is not made."""
    return njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)


def _one_signature(dispatcher: Any) -> None:
    """Let constants among the arguments count as their types: otherwise each of them is compiled once more."""
    template = dispatcher.get_call_template
    type_of: Callable[[Any], Any] = types.unliteral

    def plain(args: Any, kws: Any) -> Any:
        return template(tuple(type_of(a) for a in args), {name: type_of(a) for name, a in kws.items()})

    dispatcher.get_call_template = plain


_ByFolder: Any = getattr(caching, "UserProvidedCacheLocator", None) or getattr(caching, "_UserProvidedCacheLocator")  # noqa: B009
"""numba renamed it in 0.61."""


class _OurFolder(_ByFolder):  # type: ignore[misc]
    """Says where one kernel's machine code is."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._py_file = file
        self._lineno = function.__code__.co_firstlineno
        self._cache_path = str(cache_folder() / self.get_suitable_cache_subpath(file))

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> Any:
        """The locator of a kernel, or None where its folder cannot be written to."""
        return super(_ByFolder, cls).from_function(function, file)


class _KernelImpl(caching.CompileResultCacheImpl):
    _locator_classes = [_OurFolder]  # noqa: RUF012


class _KernelCache(caching.FunctionCache):
    _impl_class = _KernelImpl
