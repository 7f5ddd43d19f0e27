"""What tells English in a translation: small words, and headings of one word; and what is not English in it."""

from __future__ import annotations

import re

from bindery.passages import latin


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SURE = latin.SURE
SMALL = SURE | _words(
    "a an in on to by at as or not be it he we us but if no so up out over was will can may do did his her also both "
    "all any more most such only other some what how why after before during under against within without per "
    "ed eds vol vols trans pp no nos rev repr ch chap fig"
)
# What makes a sentence of a note, for titles seldom have any.
FINITE = _words(
    "is are was were has have had been will would can could should may see this these those we our they it he she his "
    "her also not there according"
)
HEADINGS = _words(
    "abstract acknowledgements acknowledgments analysis appendix background bibliography conclusion conclusions "
    "contents discussion findings foreword introduction methodology methods notes overview preface recommendations "
    "references results sources summary"
)
# Latin and French that are English words as well, and stay what they are in other languages.
LATIN = re.compile(
    r"\b(?:ibid(?:em)?|idem|op\. ?cit|loc\. ?cit|passim|et al|etc|cf|vs|sic|de facto|de jure|ad hoc|status quo|a priori"
    r"|a posteriori|inter alia|per se|pro forma|casus belli|modus vivendi|ex officio|in (?:absentia|situ|vitro|vivo)"
    r"|in memoriam|sine qua non|terra incognita|persona non grata|vice versa|ipso facto|sui generis|pro et contra"
    r"|realpolitik|alma mater|curriculum vitae|per capita|prima facie|mutatis mutandis|habeas corpus|vis-à-vis|détente"
    r"|raison d[’']état|par excellence|laissez-faire)\b",
    re.IGNORECASE,
)
