"""Fonts: those of an edition looked at before it is made, for what is set with a damaged one nobody has chosen."""

from __future__ import annotations

from bindery.errors import ConfigurationError
from bindery.model import Document, Finding, Place, Severity
from bindery.templates import Templates
from bindery.tools import faces


def hold(document: Document, templates: Templates) -> None:
    """Hold a document's fonts to what a font is.

    Raises ConfigurationError with all that are none.
    """
    files = [path for font in document.brand.fonts for path in templates.font_files(font.file)]
    wrong = {path: fault for path in files if (fault := faces.fault(path))}
    if wrong:
        hint = "Put a whole font there, or take the file away."
        raise ConfigurationError(
            [
                Finding("styles-file", Severity.ERROR, Place(templates.house.place(path)), f"the file {fault}.", hint)
                for path, fault in wrong.items()
            ]
        )
