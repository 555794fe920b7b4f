"""Loops as machine code: compiled by numba once a machine, kept for the next process, never met again once stale."""

from __future__ import annotations

from hashlib import blake2b
from importlib import import_module
from types import CodeType
from typing import Any

__all__ = ["compiled"]


def compiled(loop: Any) -> Any:
    """The loop compiled by numba, its code kept beside its source, or in the user's cache, or not at all.

    Loops that it calls must have been compiled before it, and stand in its globals: their code goes into its own. numba
    alone asks of what it kept only whether the loop's own file has changed; so the name under which it is kept bears a
    digest of all that went into it, the constants of other modules included. A read-only installation without a
    home compiles anew in every process. Loads numba (.35 s).
    """
    numba = import_module("numba")
    loop.__qualname__ = f"{loop.__name__}_{_digest(loop)}"
    try:
        return numba.njit(cache=True, nogil=True)(loop)
    except RuntimeError:  # nowhere to keep the code
        return numba.njit(nogil=True)(loop)


def _digest(loop: Any) -> str:
    code: CodeType = loop.__code__
    said = [code.co_code, repr((code.co_names, code.co_varnames, code.co_consts)).encode("utf-8", "surrogatepass")]
    for name in sorted(set(code.co_names)):
        value = loop.__globals__.get(name)
        if hasattr(value, "py_func"):  # a loop compiled before: its name has its digest
            value = value.py_func.__qualname__
        if isinstance(value, bool | int | float | str | tuple):
            said.append(f"{name}={value!r}".encode())
    return blake2b(b"\0".join(said), digest_size=6).hexdigest()
