"""Quote marks of another language, or of the wrong level."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.checks.prose.chapter import quote
from bindery.checks.translation import markup
from bindery.checks.translation.nouns import Case, Mark, Work
from bindery.model import Finding, Language
from bindery.quotations import Quotation, expected, meant


def find_wrong(work: Work) -> Iterator[Finding]:
    """Find quotations whose marks are not those of the language at their depth.

    Straight marks are never wrong by themselves, for the press sets them; but it counts only them, so within written
    marks they would come out as marks of the outer level.
    """
    for case in work.cases:
        if case.is_same or work.is_damaged(case) or markup.leftovers(case):
            continue
        exempt = {quotation.start for quotation in case.target.quotations if _is_exempt(case, quotation)}
        be_set = {} if case.target.auto or case.is_meta else meant(case.target.text, work.target, exempt)
        for quotation in case.target.quotations:
            if quotation.start in exempt:
                continue
            if fault := _fault(case, quotation, work.target, is_set=quotation.start in be_set):
                yield fault


def _fault(case: Case, quotation: Quotation, language: Language, *, is_set: bool) -> Finding | None:
    text, automatic = case.target.text, case.target.auto
    start, end, depth = quotation
    words = text[start + 1 : end]
    printed, right = text[start] + text[end], "".join(expected(language, depth))
    if start in automatic:
        above = [each for each in case.target.quotations if each.start < start and end < each.end]
        level = sum(each.start in automatic for each in above)
        if language.code == "en" or level % 2 == depth % 2:
            return None
        printed = "".join(expected(language, level))
        message = f"{quote(words)} would be printed {_marked(words, printed)} inside other quote marks."
    elif printed == right or (language.code == "en" and printed in {"“”", "‘’"}):
        return None
    elif printed in {"".join(language.quotes[:2]), "".join(language.quotes[2:])}:
        where = "inside other quote marks" if depth else "inside no other quote marks"
        message = f"{_marked(words, printed)} has the marks of the wrong level: it stands {where}."
    else:
        message = f"{_marked(words, printed)} has quote marks that are not those of the language."
    hint = f"It is printed {_marked(words, right)}; write it so." if is_set else f"Write {_marked(words, right)}."
    return case.finding("quotes", message, hint)


def _is_exempt(case: Case, quotation: Quotation) -> bool:
    """Tell whether a quotation is the source's own, as a title in a note is, or is in another language."""
    start, end, _ = quotation
    if case.target.is_in(start, Mark.FOREIGN, Mark.KEPT) or case.target.is_in(end, Mark.FOREIGN, Mark.KEPT):
        return True
    return case.is_note and start not in case.target.auto and case.target.text[start : end + 1] in case.source.text


def _marked(words: str, marks: str) -> str:
    shown = quote(words)[1:-1]
    return f"{marks[0]}{shown}{marks[1]}"
