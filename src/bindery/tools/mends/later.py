"""Modules imported when they are used: what WeasyPrint imports for what is rarely there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

# Nearly half the time of WeasyPrint's import: where HarfBuzz can't subset, for variable, packed, bitmap and emoji
# fonts; for addresses of the web, of which the press fetches none; and for HTML that is not well-formed (``parsed``).
# Were they imported where they are used, this module would go.
SELDOM = ("fontTools.ttLib", "fontTools.subset", "fontTools.varLib.instancer", "ssl", "tinyhtml5")


class _Named:
    """A class, function or module within one that is imported when something is done with it."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        module = import_module(self._module)
        return getattr(module, self._name, None) or import_module(f"{self._module}.{self._name}")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._real()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


class _Later(ModuleType):
    """Has whatever is asked of it; an error is any error, for ``except`` can't wait."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Exception if name.endswith("Error") else _Named(self.__name__, name)


@contextmanager
def imported(names: tuple[str, ...] = SELDOM) -> Iterator[None]:
    """Put off the import of modules whose functions and classes are only ever called."""
    put = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in put})
    try:
        yield
    finally:
        for name in put:  # whoever imports them next gets them
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]
