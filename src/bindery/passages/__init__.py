"""Foreign passages in a manuscript, found by their script and tagged with their language.

A reader's software pronounces, hyphenates and spells a passage by its ``lang``. So every longest run of
inlines in a script that is not the edition's is put into ``Span ("", [], [("lang", …)])``. A run begins and
ends at a foreign word and goes on over digits, spaces and punctuation between; quotes and brackets at its
ends join it in pairs, emphasis and links where all their words are foreign. Words that mix two scripts letter by
letter are left alone: slips, which ``checks.prose`` reports.

Russian, Ukrainian and Belarusian share a script: ``tongues`` tells them apart. A run that stays undecided
takes the language of its paragraph, then of its whole note or chapter, then the first of
``tongues.TONGUES``. An author's own ``[…]{lang=sr}`` always wins: nothing inside it is touched.

In an edition that is itself in Cyrillic only a sentence, a quotation or an emphasis of several words is
tagged, and only where letters that the edition's language lacks leave no doubt; but what a translation takes over
from its source is what it was there (``carry``). Of Latin words in another script's edition only English is told, in
titles and sentences whose small words leave no doubt (``latin``).
"""

from bindery.passages.carried import carry
from bindery.passages.runs import tag
from bindery.passages.tongues import identify
from bindery.passages.turns import turn

__all__ = ["carry", "identify", "tag", "turn"]
