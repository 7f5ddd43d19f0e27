"""Spaces at which a language lets no line end, made no-break by the table of its language file.

A paragraph is read as one text, whatever elements its words stand in, so that a preposition clings to an emphasized
word and a dash to a quotation. Only spaces change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from bindery import tree
from bindery.model import Blocks, Inlines, Language, Node, Ties
from bindery.tools import compiled

NO_BREAK = "\N{NO-BREAK SPACE}"

# Where an element keeps the words inside it: within its content, or its content is they (None).
_HOLDERS: dict[str, int | None] = {
    **dict.fromkeys(("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"), None),
    **dict.fromkeys(("Span", "Link", "Quoted", "Cite"), 1),
}
_SPACES = {"Space", "SoftBreak"}
_INLINES = {*_HOLDERS, *_SPACES, "Str", "LineBreak", "Code", "Math", "RawInline", "Image", "Note"}
_OPAQUE = "\N{OBJECT REPLACEMENT CHARACTER}"  # code, maths, a picture, words of another language: not to be read

# A space is found whether it is tied already or not, so that a second time changes nothing.
_SPACE = f"[ {NO_BREAK}]"
# A stress mark belongs to its letter, an apostrophe and a hyphen to their word.
_STARTS = r"(?<![\w\u0300-\u036f\u00ad’'ʼ-])"
_ENDS = r"(?![\w\u0300-\u036f])"
_CAPITAL = f"[{''.join(letter for letter in map(chr, range(0x41, 0x2000)) if letter.isupper())}]"
_ROMAN = "[IVXLCDMІХ]+"  # some are typed in Cyrillic
_INITIAL = rf"{_CAPITAL}\."
# A capital letter alone is a word at the start of a sentence or among capitals, else a name: "vitamin C", "plan B".
_OPENS = rf"(?:(?<![^\n«„“‚‘\"(\[])|(?<=[.!?…:»”“–—)]{_SPACE})|(?={_CAPITAL}{_SPACE}{_CAPITAL}{{2}}))"


def tie(blocks: Blocks, language: Language) -> Blocks:
    """Return blocks whose spaces are no-break where the language lets no line end."""
    rules = _rules(language.ties, language.decimal)
    made: Blocks = _tied(blocks, rules, _primary(language.tag)) if rules else blocks
    return made


def tie_text(text: str, language: Language) -> str:
    """Return a line of plain text, as a title, tied as the text of the edition is."""
    rules = _rules(language.ties, language.decimal)
    if not rules:
        return text
    found = set(_gaps(text, rules))
    return "".join(NO_BREAK if at in found else letter for at, letter in enumerate(text))


def joined(inlines: list[Any]) -> list[Any]:
    """Return inlines with neighbouring words made one, so that no line ends between them."""
    made: list[Any] = []
    for item in inlines:
        last = made[-1] if made else None
        if isinstance(item, dict) and isinstance(last, dict) and item.get("t") == last.get("t") == "Str":
            made[-1] = tree.string(str(last["c"]) + str(item["c"]))
        else:
            made.append(item)
    return made


def _tied(node: Any, rules: re.Pattern[str], home: str) -> Any:
    if isinstance(node, list):
        if node and isinstance(node[0], dict) and node[0].get("t") in _INLINES:
            return _paragraph(node, rules, home)
        return [item if tree.is_word(item) else _tied(item, rules, home) for item in node]
    if isinstance(node, dict) and not ("t" in node and _is_foreign(node, home)):
        return {key: _tied(value, rules, home) for key, value in node.items()}
    return node


def _paragraph(inlines: Inlines, rules: re.Pattern[str], home: str) -> Inlines:
    text = "".join(_read(inlines, home))
    if " " not in text:
        return inlines
    found = set(_gaps(text, rules))
    spaces = (at in found for at, letter in enumerate(text) if letter == " ")
    return _set(inlines, spaces, home) if found else inlines


def _read(inlines: Inlines, home: str) -> Iterator[str]:
    """Yield a paragraph piece by piece, a plain space for each that it has and nothing else."""
    for node in inlines:
        kind = node["t"]
        if kind in _SPACES:
            yield " "
        elif kind == "Str":
            yield node["c"]
        elif kind == "LineBreak":
            yield "\n"
        elif tree.is_call(node) or kind == "Note":
            yield ""
        elif kind not in _HOLDERS or _is_foreign(node, home):
            yield _OPAQUE
        else:
            yield from _read(_inside(node), home)


def _set(inlines: Inlines, spaces: Iterator[bool], home: str) -> Inlines:
    """Return inlines with those spaces no-break of which ``spaces``, in the order of ``_read``, says so."""
    made: Inlines = []
    for node in inlines:
        kind = node["t"]
        if kind in _SPACES:
            made.append(tree.string(NO_BREAK) if next(spaces) else node)
        elif kind == "Str" and " " in node["c"]:
            made.append(tree.string("".join(NO_BREAK if a == " " and next(spaces) else a for a in node["c"])))
        elif kind not in _HOLDERS or tree.is_call(node) or _is_foreign(node, home):
            made.append(node)
        else:
            at, inner = _HOLDERS[kind], _set(_inside(node), spaces, home)
            content = inner if at is None else [*node["c"][:at], inner, *node["c"][at + 1 :]]
            made.append({"t": kind, "c": content})
    return joined(made)


def _inside(node: Node) -> Inlines:
    at = _HOLDERS[node["t"]]
    inlines: Inlines = node["c"] if at is None else node["c"][at]
    return inlines


def _is_foreign(node: Node, home: str) -> bool:
    """Tell whether an element says that it is in another language than the edition."""
    found = tree.attr_of(node)
    return bool(found) and any(
        key in {"lang", "xml:lang"} and _primary(value) != home
        for key, value in found[2]  # type: ignore[index]
    )


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _gaps(text: str, rules: re.Pattern[str]) -> Iterator[int]:
    """Yield where in a text a space is to be tied."""
    for match in rules.finditer(text):
        for at in range(match.start(), match.end()):
            if text[at] == " ":
                yield at


@cache
def _rules(ties: Ties, decimal: str) -> re.Pattern[str] | None:
    """Return the table as one pattern: each match has in it the spaces to tie; None where nothing is asked for."""
    rules = []
    if ties.phrases:  # first, for "z. B." at the start of a phrase is no initial
        rules.append(f"{_STARTS}(?:{_any(map(_phrase, ties.phrases))}){_ENDS}")
    if ties.signs:
        rules.append(rf"{_STARTS}(?:{_any(map(_either, ties.signs))}){_SPACE}(?=\d|{_ROMAN}{_ENDS})")
    if ties.titles:  # "in 2022 г. Минск" is a year, "в г. Минск" a town
        titles = _any(map(_either, ties.titles))
        rules.append(rf"(?<!\d{_SPACE}){_STARTS}(?:{titles}){_SPACE}(?=[«„“]?{_CAPITAL})")
    if ties.initials:
        # "А. С. Пушкін"; "Пушкін А. С." only where no other name follows, lest three words become one.
        rules.append(rf"(?<![\w\u0300-\u036f’'ʼ]){_INITIAL}{_SPACE}(?={_CAPITAL})")
        run = rf"{_INITIAL}(?:[ {NO_BREAK}-]?{_INITIAL})*(?![ {NO_BREAK}-]?(?:{_CAPITAL}|\d))"
        rules.append(rf"{_STARTS}{_CAPITAL}[\w’'ʼ-]+,?{_SPACE}(?={run})")
    if ties.units:
        units = _any(map(_literally, ties.units))
        rules.append(rf"(?:(?<=\d)|(?<=\d\.)|{_STARTS}{_ROMAN}){_SPACE}(?=(?:{units}){_ENDS})")
    if decimal == ",":  # then it is spaces that part the thousands
        rules.append(rf"(?<![\w.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)")
    if ties.before:
        rules.append(rf"(?<=\S){_SPACE}(?=(?:{_any(map(_literally, ties.before))}){_ENDS})")
    if ties.after:
        rules.append(rf"{_STARTS}(?:{_any(map(_either, ties.after))}){_SPACE}(?=\S)")
    if ties.one_letter:
        rules.append(_one_letter(ties))
    return compiled.pattern("|".join(rules)) if rules else None


def _one_letter(ties: Ties) -> str:
    """Return the rule for words of one letter that are neither a particle of the word before nor a unit."""
    excepted = [rf"(?!(?:{_any(map(_literally, ties.before))}){_ENDS})"] if ties.before else []
    if ties.units:
        excepted.append(rf"(?!(?<=\d{_SPACE})(?:{_any(map(_literally, ties.units))}){_ENDS})")
    return rf"{_STARTS}{''.join(excepted)}(?:(?!{_CAPITAL})[^\W\d_]|{_OPENS}{_CAPITAL}){_SPACE}(?=\S)"


def _any(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


def _either(word: str) -> str:
    """Return a pattern of a word as written and with its first letter as a sentence begins."""
    first = {word[0], word[0].upper()}
    start = re.escape(word[0]) if len(first) == 1 else f"[{''.join(sorted(first))}]"
    return start + _literally(word[1:])


def _literally(word: str) -> str:
    return re.escape(word).replace(r"\ ", _SPACE)


def _phrase(phrase: str) -> str:
    """Return a pattern of a phrase whose abbreviations may stand close: "т. д." is found in "т.д." too."""
    return _SPACE.join(map(_either, phrase.split(" "))).replace(rf"\.{_SPACE}", rf"\.{_SPACE}?")
