"""Modules imported when they are used: what WeasyPrint imports for fonts that are rarely there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

# A third of the time of WeasyPrint's import: the one where HarfBuzz can't subset, the other for variable fonts. Were
# ``weasyprint.pdf.fonts`` to import them where it calls them, this module would go.
SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")


class _Later(ModuleType):
    """Has whatever is asked of it, as a function that imports the module when it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*arguments: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **named)

        return called


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
