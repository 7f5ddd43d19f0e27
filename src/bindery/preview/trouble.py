"""Trouble: whatever stopped the press, as findings that the page can show."""

from __future__ import annotations

from bindery.errors import BinderyError, ConfigurationError, ManuscriptError
from bindery.house import House
from bindery.model import Finding, Place, Severity


def told(error: Exception, house: House) -> tuple[Finding, ...]:
    """Return what an editor should know of an error: where, what, and what next."""
    if isinstance(error, ManuscriptError | ConfigurationError):
        return error.findings
    if isinstance(error, BinderyError):
        return (_stopped("", str(error)),)
    if isinstance(error, OSError):
        from pathlib import Path

        where = house.place(Path(error.filename)) if isinstance(error.filename, str) else ""
        return (_stopped(where, f"{error.strerror or error}.", "Put it back, or save it again."),)
    if isinstance(error, MemoryError):
        return (_stopped("", "The memory does not suffice.", "Close other programs, and save the file again."),)
    if isinstance(error, RecursionError):
        return (_stopped("", "The text is nested too deeply to be set.", "Look for lists inside one another."),)
    what = f"Bindery itself failed: {type(error).__name__}: {error}."
    return (_stopped("", what, "Please report it with what `build html --verbose` prints."),)


def _stopped(where: str, message: str, hint: str = "") -> Finding:
    return Finding("stopped", Severity.ERROR, Place(where), message, hint)
