"""The type case: a document's fonts in files that are nowhere, so that no process takes them from another.

WeasyPrint puts fonts into a temporary folder, which it removes when they are let go. A process that was forked lets go
of them too, while others still print with them; and one that is killed, as every worker is, leaves the folder behind.
Were ``FontConfiguration`` to take fonts as bytes, this module would go.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import Any

from bindery.house import DEFAULTS

_LOADING = Lock()
_FONTCONFIG = "FONTCONFIG_FILE"
_LAST_RESORT = DEFAULTS / "styles/fonts/SourceSans3-Regular.ttf"
_OPEN = Path("/proc/self/fd")  # of whoever looks: a forked process has the same files open


class Case:
    """Takes the place of the folder."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def __truediv__(self, name: str) -> File:
        return self._files.setdefault(name, File())

    def close(self) -> None:
        """Let go of the files, in this process."""
        while self._files:
            self._files.popitem()[1].close()


class File:
    """Takes the place of a path in it (``pathlib.Path``)."""

    def __init__(self) -> None:
        self._number: int | None = None

    def exists(self) -> bool:
        """Tell whether it has been written."""
        return self._number is not None

    def write_bytes(self, data: bytes) -> None:
        """Write the file."""
        self._number = os.memfd_create("font")
        with os.fdopen(self._number, "wb", closefd=False) as file:
            file.write(data)

    def as_posix(self) -> str:
        """Return where it can be opened."""
        return str(_OPEN / str(self._number))

    def close(self) -> None:
        """Let go of it."""
        if self._number is not None:
            os.close(self._number)


def fonts() -> Any:
    """Return a configuration of fonts that knows none of the machine's: an edition would depend on what that has.

    Fontconfig reads the name of its file from the environment alone; were WeasyPrint to take one, this would go.
    """
    from weasyprint.text import fonts as doors

    with _LOADING:
        before = os.environ.get(_FONTCONFIG)
        os.environ[_FONTCONFIG] = str(Path(__file__).with_name("fonts.conf"))
        try:
            made = _kind(doors)()
        finally:
            os.environ.pop(_FONTCONFIG)
            if before is not None:
                os.environ[_FONTCONFIG] = before
    # Pango crashes where there is no font at all, as when those of a brand are broken.
    doors.fontconfig.FcConfigAppFontAddFile(made._config, os.fsencode(_LAST_RESORT))  # noqa: SLF001
    doors.pangoft2.pango_fc_font_map_config_changed(doors.ffi.cast("PangoFcFontMap *", made.font_map))
    return made


def _kind(doors: Any) -> Any:
    """Return the class of configurations; on a system without such files WeasyPrint's folder has to do."""
    if not hasattr(os, "memfd_create") or not _OPEN.is_dir():
        return _whose(doors)

    class Fonts(doors.FontConfiguration):  # type: ignore[misc]
        """Has its files nowhere."""

        def __init__(self) -> None:
            super().__init__()
            self._folder = Case()

        def __del__(self) -> None:
            if self._folder:
                self._folder.close()

    return Fonts


def _whose(doors: Any) -> Any:
    class Fonts(doors.FontConfiguration):  # type: ignore[misc]
        """Removes its folder in the process that made it alone."""

        def __init__(self) -> None:
            super().__init__()
            self._process = os.getpid()

        def __del__(self) -> None:
            if os.getpid() == self._process:
                super().__del__()

    return Fonts
