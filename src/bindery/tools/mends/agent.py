"""WeasyPrint's own style sheets read once, as Python compiles its modules once, and kept beside the press's.

It reads them whenever it is imported, which takes a third of the import.
"""

from __future__ import annotations

import io
import marshal
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import MAGIC_NUMBER
from types import CodeType, FunctionType, ModuleType
from typing import Any

from bindery.tools import pycache

_MODULE = "weasyprint.html"
_READERS = ("weasyprint", "cssselect2", "tinycss2")  # a sheet that others have read is read anew


@contextmanager
def kept() -> Iterator[None]:
    """Let the import of WeasyPrint find its sheets read.

    Were ``weasyprint.html`` to read a sheet when a page asks for it, and to keep it, this module would go.
    """
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder:
    """Finds the one module that reads sheets."""

    @staticmethod
    def find_spec(name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == _MODULE else None
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)  # type: ignore[assignment]  # all that the import asks of one
        return spec


class _Loader:
    """Loads it while ``CSS`` gives what is kept."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._plain.create_module(spec)
        return module

    def exec_module(self, module: Any) -> None:
        package: Any = sys.modules["weasyprint"]
        plain, module.__spec__.loader, module.__loader__ = package.CSS, self._plain, self._plain
        package.CSS = _Sheets(plain)
        try:
            self._plain.exec_module(module)
            module.CSS = plain
        finally:
            package.CSS = plain


class _Sheets:
    """Stands for the class ``CSS`` while its sheets are asked for."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain
        self._readers = [MAGIC_NUMBER.hex(), *(sys.modules[name].VERSION for name in _READERS)]

    def __call__(self, *, string: str, counter_style: Any = None) -> Any:
        counters = {} if counter_style is None else counter_style
        name = sha256(f"{self._readers}{sorted(counters)}{string}".encode()).hexdigest()[:16]
        file = pycache.file(f"sheet-{name}")
        sheet = self._plain.__new__(self._plain)
        with suppress(OSError, ValueError, EOFError, TypeError, LookupError, AttributeError, pickle.UnpicklingError):
            state, told = _read(pycache.read(file))
            sheet.__dict__.update(state)
            counters.update(told)
            return sheet
        known = dict(counters)
        sheet = self._plain(string=string, counter_style=counters)
        told = {style: what for style, what in counters.items() if known.get(style) is not what}
        if sheet.base_url is None:
            pycache.keep(file, _written((sheet.__dict__, told)))
        return sheet


def _globals() -> dict[str, Any]:
    """Return what the test of a selector may call (``cssselect2.compiler``)."""
    from cssselect2 import compiler

    return {name: getattr(compiler, name) for name in ("split_whitespace", "ascii_lower", "urlparse")}


def _written(what: Any) -> bytes:
    """Return a sheet as bytes: the tests of its selectors are code, all else is values."""
    codes: list[CodeType] = []

    class Pickler(pickle.Pickler):
        def persistent_id(self, thing: Any) -> int | None:
            if not isinstance(thing, FunctionType) or thing.__name__ != "<lambda>":
                return None
            codes.append(thing.__code__)
            return len(codes) - 1

    out = io.BytesIO()
    Pickler(out, pickle.HIGHEST_PROTOCOL).dump(what)
    return marshal.dumps((codes, out.getvalue()))


def _read(data: bytes) -> Any:
    """Return what was written."""
    codes, values = marshal.loads(data)  # noqa: S302 (it was written here)
    names = _globals()

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, at: int) -> FunctionType:
            return FunctionType(codes[at], names)

    return Unpickler(io.BytesIO(values)).load()
