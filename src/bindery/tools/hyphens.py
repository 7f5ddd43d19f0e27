"""The door to pyphen, which has the dictionaries that WeasyPrint hyphenates by."""

from __future__ import annotations


def has_dictionary(tag: str) -> bool:
    """Tell whether print can hyphenate a language (BCP 47), by its own dictionary or by that of its first subtag."""
    import pyphen  # type: ignore[import-untyped]

    return pyphen.language_fallback(tag) is not None
