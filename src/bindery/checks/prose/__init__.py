"""Slips of the pen in a manuscript: reported with their line, never corrected.

``examine`` reads a chapter's Markdown source, for only there a finding has a line. Code, maths, addresses, raw
HTML and attributes are not prose and are passed over. A check for slips is read as long as it is right: so
every rule would rather miss a slip than cry at clean text, and what none can tell (grammar, style) is left to
the editor.

===========================  =================================================================
``prose-doubled-word``       “the the”, “the all the”
``prose-double-space``       two spaces within a sentence
``prose-homoglyph``          Latin and Cyrillic letters that look alike within one word
``prose-invisible``          soft hyphens, zero-width spaces, direction marks, …
``prose-left-over``          “[[Kaliningrad]]”, “==word==”, “##Heading”: signs of another program
``prose-lower-case-name``    “belarus” where it is always “Belarus” elsewhere
``prose-malformed-host``     “wwww.pap.pl”, “http//…”
``prose-mixed-apostrophes``  straight apostrophes among curly ones, or the reverse
``prose-mixed-quotes``       straight quotes among curly ones, or the reverse
``prose-near-miss``          “Belarusia” among many “Belarusian”
``prose-note-end``           a note that ends otherwise than the others
``prose-paragraph-end``      a paragraph without its full stop
``prose-repeated-mark``      “..”, “,,”
``prose-space-before-call``  a space before a note call
``prose-spaced-hyphen``      a hyphen for a dash
``prose-split-paragraph``    a sentence cut in two by an empty line
``prose-stray-space``        “Relations ]”, “word ,”
``prose-two-spellings``      “EuroRadio” and “Euroradio”
``prose-unbalanced``         a bracket or quote without its other
``prose-year-hyphen``        “2022-2023”
===========================  =================================================================
"""

from __future__ import annotations

from bindery.model import Finding


def examine(source: str, file: str, language: str) -> list[Finding]:
    """Return the slips of a chapter's Markdown source, written in ``language`` (BCP 47), by line."""
    from bindery.checks.prose import rules

    return rules.examine(source, file, language)
