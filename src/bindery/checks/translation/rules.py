"""The rules by which translations are judged, in the order in which their findings are told."""

from __future__ import annotations

from collections.abc import Sequence

from bindery.checks.translation import (
    calls,
    length,
    letters,
    markup,
    names,
    numbers,
    quotes,
    slips,
    terms,
    untranslated,
)
from bindery.checks.translation.nouns import Work
from bindery.checks.translation.reading import case_of, is_paragraph
from bindery.checks.translation.structure import find_damage
from bindery.model import Finding, Language, Pair, Term

RULES = (
    markup.find_leftovers,
    markup.find_emphasis,
    markup.find_raised,
    calls.find_moved,
    numbers.find_numbers,
    numbers.find_centuries,
    numbers.find_dates,
    numbers.find_left_months,
    quotes.find_wrong,
    slips.find_unbalanced,
    slips.find_repeated,
    slips.find_stray_spaces,
    slips.find_double_spaces,
    slips.find_before_calls,
    slips.find_hyphens,
    slips.find_doubled,
    slips.find_invisible,
    slips.find_homoglyphs,
    untranslated.find_untranslated,
    untranslated.find_remains,
    letters.find_foreign_letters,
    letters.find_foreign_words,
    length.find_short,
    length.find_long,
    length.find_unended,
    terms.find_terms,
    names.find_names,
    names.find_inconsistent,
    names.find_wordmark,
)


def examine(pairs: Sequence[Pair], source: Language, target: Language, terms: Sequence[Term]) -> list[Finding]:
    """Return what is suspicious in the translations of units from one language into another, in their order."""
    examined = work(pairs, source, target, terms)
    found = [finding for findings in examined.damages.values() for finding in findings]
    found += [finding for rule in RULES for finding in rule(examined)]
    order = {pair.place: at for at, pair in enumerate(pairs)}
    return sorted(dict.fromkeys(found), key=lambda finding: order[finding.place])


def work(pairs: Sequence[Pair], source: Language, target: Language, terms: Sequence[Term]) -> Work:
    """Return pairs read for the rules; what is no single paragraph is told as damage, and no rule sees it."""
    cases = [case_of(pair, source.tag, target.tag) for pair in pairs]
    whole = tuple(case for case in cases if is_paragraph(case.pair.blocks))
    return Work(whole, source, target, terms, find_damage(cases))
