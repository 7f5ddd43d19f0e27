"""Markup that lost its meaning, and emphasis that the source has or has not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from bindery.checks import metadata
from bindery.checks.prose.chapter import around, quote
from bindery.checks.translation import english
from bindery.checks.translation.nouns import Case, Mark, Side, Thing, Work
from bindery.model import Finding

# Signs that a reader should never see; each is a leftover where the translation has more of it than the source.
_LEFTOVERS = [
    re.compile(pattern)
    for pattern in (
        r"\]\(",
        r"!\[",
        r"\{\s*[.#=][^{}\s]*[^{}]*\}?|\{\s*[\w-]+=[^{}]*\}?|\{\s*translate\b[^{}]*\}?",
        r"\*+(?=\S)|(?<=\S)\*+",
        r"(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)",
        r"`+",
        r"~~+",
        r"\\(?=\S)",
        r"^#{1,6}(?=[ \w])|^>(?= ?\w)|^[-+](?= \w)",
        r"&(?:#\d+|#x[\da-f]+|[a-z]+);",
        r"<\s*/?\s*(?:b|i|em|strong|sup|sub|br|p|span|div|a)\b[^<>]*>?",
    )
]
_SUSPICIOUS = re.compile(r"[\](){}*_`~\\#>+&<-]")
# What a language may print without emphasis once it is a word of its own.
_BORROWED = re.compile(rf"\W*(?:{english.LATIN.pattern})\W*", re.IGNORECASE)
_SQUARE = re.compile(
    r"\b(?:кв|куб|sq|kw)\b\.?|квадрат|куб[аиіі]ч|square|cubic|kwadrat|sześcien|quadrat|kubik|qkm", re.IGNORECASE
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉⁻−", "01234567890123456789--")
_RAISED_SIGNS = re.compile("[⁰¹²³⁴-⁹₀-₉⁻]+")


def find_leftovers(work: Work) -> Iterator[Finding]:
    """Find stars, brackets and attributes that print as they are, in metadata straight quotes too."""
    for case in work.cases:
        if case.is_meta and not work.is_damaged(case) and (said := metadata.typed(case.pair.translation)):
            yield case.finding("markup", f"{said}.", metadata.HINT)
        if not (case.is_meta or work.is_damaged(case)) and (found := leftovers(case)):
            message = f"markup prints as it is: {', '.join(found)}."
            yield case.finding("markup", message, "Close it, or write it as the source does.")


def find_emphasis(work: Work) -> Iterator[Finding]:
    """Find emphasis lost or added; a title may change from emphasis to quotes, as languages have it."""
    for case in work.cases:
        if work.is_damaged(case) or leftovers(case):
            continue
        quoted = len(case.target.quotations) - len(case.source.quotations)
        for thing, sign in ((Thing.EMPHASIS, "*…*"), (Thing.STRONG, "**…**")):
            had, has = (_own(side.having(thing)) for side in (case.source, case.target))
            least, most = len(had) - max(quoted, 0), len(had) + max(-quoted, 0)
            borrowed = len(case.source.having(thing)) - len(had)
            if least <= len(has) <= most + borrowed:
                continue
            if len(has) < least:
                message = f"emphasised in the source: {_list(had)}; here: {_list(has) or 'nothing'}."
            else:
                message = f"emphasised here: {_list(has)}; in the source: {_list(had) or 'nothing'}."
            yield case.finding("emphasis", message, f"Set the same words between {sign} as the source.")


def find_raised(work: Work) -> Iterator[Finding]:
    """Find raised and lowered numbers lost or added; the ends of ordinals, as in 2nd, are each language's own."""
    for case in work.cases:
        had, has = _raised(case.source), _raised(case.target)
        if had == has or work.is_damaged(case):
            continue
        lost, added = list((had - has).elements()), list((has - had).elements())
        if {*lost, *added} <= {"2", "3"} and (_SQUARE.search(case.target.text) or _SQUARE.search(case.source.text)):
            continue
        message = f"raised or lowered in the source: {_list(lost) or 'nothing'}; here: {_list(added) or 'nothing'}."
        yield case.finding("raised", message, "Write it as the source does: `m^2^`, `H~2~O`.")


@lru_cache(maxsize=1 << 11)
def leftovers(case: Case) -> list[str]:
    """Return the words of a translation in which markup prints as it is, quoted."""
    text, source = case.target.without(Mark.KEPT), case.source.without(Mark.KEPT)
    found: dict[str, None] = {}
    for sign in _LEFTOVERS if _SUSPICIOUS.search(text) else ():
        matches = list(sign.finditer(text))
        if matches and len(matches) > len(sign.findall(source)):
            for match in matches:
                left, right = around(text, *match.span())
                found[quote(text[left:right])] = None
    return list(found)


def _own(emphasised: list[str]) -> list[str]:
    return [words for words in emphasised if not _BORROWED.fullmatch(words)]


def _raised(side: Side) -> Counter[str]:
    said = [*side.having(Thing.RAISED), *_RAISED_SIGNS.findall(side.text)]
    return Counter(each.translate(_RAISED) for each in said if not each.isalpha())


def _list(texts: list[str]) -> str:
    return ", ".join(quote(text) for text in texts)
