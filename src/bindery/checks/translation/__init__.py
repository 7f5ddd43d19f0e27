"""What is suspicious in a translation: reported beside its unit, never corrected.

``examine`` sets each unit beside its translation, both as pandoc reads them. What would damage the edition is an
error, and such a translation is not used (``damages``); all else is a warning. A check is read as long as it is right:
so every rule would rather miss a fault than cry at a right translation.

==================================  =================================================================
``translation-call``                a note call lost, doubled, unknown, moved or garbled (error)
``translation-character``           a character that no edition can hold (error)
``translation-code``                code changed (error)
``translation-html``                HTML that the source does not have (error)
``translation-image``               an image lost, added or changed (error)
``translation-kept``                text marked {translate=no} changed (error)
``translation-link``                an address lost, added or changed (error)
``translation-maths``               a formula changed (error)
``translation-paragraph``           the translation is not one paragraph (error)
``translation-word``                a word without end on the title page (error)
``translation-wordless``            a translation without a word (error)
``translation-date``                the month of a date changed or dropped
``translation-double-space``        two spaces within a sentence
``translation-doubled-word``        “the the”
``translation-emphasis``            emphasis lost or added
``translation-ending``              no full stop, question mark or colon where the source has one
``translation-foreign-letter``      “и” in Belarusian, “ы” in Ukrainian
``translation-foreign-word``        “только” in Ukrainian
``translation-homoglyph``           Latin and Cyrillic letters that look alike within one word
``translation-inconsistent``        the same source, two translations
``translation-invisible``           soft hyphens, zero-width spaces, direction marks, …
``translation-long``                a sentence too many, or everything twice
``translation-markup``              stars, brackets and attributes that print as they are, straight quotes in metadata
``translation-month``               “January 17, 2022” in Ukrainian
``translation-moved-call``          a note call that stands in another sentence than in the source
``translation-name``                Кізім in one unit, Кизим in another
``translation-number``              630 that became 360
``translation-quotes``              quote marks of another language, or of the wrong level
``translation-raised``              raised and lowered numbers lost or added
``translation-remains``             words of the source in the midst of a translation
``translation-repeated-mark``       “..”, “,,”
``translation-short``               a sentence too few, or half of one
``translation-space-before-call``   a space before a note call
``translation-spaced-hyphen``       a hyphen for a dash
``translation-stray-space``         “Relations ]”, “word ,”
``translation-term``                a term that the glossary says otherwise
``translation-unbalanced``          a bracket or quote without its other
``translation-untranslated``        a translation that is its source
``translation-wordmark``            a wordmark that is not the network's name
==================================  =================================================================
"""

from __future__ import annotations

from collections.abc import Sequence

from bindery.checks.translation.structure import damages
from bindery.model import Finding, Language, Pair, Term

__all__ = ["damages", "examine"]


def examine(pairs: Sequence[Pair], source: Language, target: Language, terms: Sequence[Term]) -> list[Finding]:
    """Return what is suspicious in the translations of units from one language into another, in their order."""
    from bindery.checks.translation import rules  # an edition asks for its damages first, and prints meanwhile

    return rules.examine(pairs, source, target, terms)
