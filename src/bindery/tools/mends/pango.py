"""What WeasyPrint says to Pango in C, ready-made: parsed anew by cffi it costs each process a quarter of a second."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any


@contextmanager
def declared() -> Iterator[None]:
    """Let the import of WeasyPrint take its declarations from a table, where it is that of this very version.

    ``pango_table.py`` is made by ``scripts/declare.py``; what it was made of is known by its hash. Were WeasyPrint to
    ship its declarations compiled (cffi, "out-of-line ABI mode"), this module would go.
    """
    if "weasyprint" in sys.modules or not sys.platform.startswith("linux"):
        yield
        return
    with _ready() if digest() == _made_of() else _by_name():
        yield


def digest() -> str:
    """Return the hash of the declarations of the WeasyPrint that is here, or "" where it has none."""
    found = find_spec("weasyprint")
    if found is None or found.origin is None:
        return ""
    source = Path(found.origin).with_name("text") / "ffi.py"
    return sha256(source.read_bytes()).hexdigest() if source.is_file() else ""


def _made_of() -> str:
    from bindery.tools.mends import pango_table

    return pango_table.MADE_OF


@contextmanager
def _ready() -> Iterator[None]:
    import _cffi_backend  # type: ignore[import-untyped]

    from bindery.tools.mends import pango_table

    class Declared(_cffi_backend.FFI):  # type: ignore[misc]
        """Has been told already what it is told."""

        def cdef(self, _: str) -> None:
            """Take declarations that are in the table."""

    def made() -> Any:
        return Declared("pango", **pango_table.TABLE)

    with _instead("cffi", made):
        yield


@contextmanager
def _instead(name: str, made: Any) -> Iterator[None]:
    """Put a module with nothing but a class ``FFI`` in the place of one that need not be imported."""
    plain = sys.modules.get(name)
    sys.modules[name] = stand_in = ModuleType(name)
    stand_in.FFI = made  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if plain is None:
            del sys.modules[name]
        else:
            sys.modules[name] = plain


@contextmanager
def _by_name() -> Iterator[None]:
    """Let the loader find libraries by their names alone.

    For each name that is not a file's, cffi asks ctypes, which runs ldconfig and a compiler: fifty processes, half the
    time of the import. The loader knows the names that WeasyPrint tries after those. Were it to try the names of
    Linux first on Linux, this would go.
    """
    plain = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = plain
