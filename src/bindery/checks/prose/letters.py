"""Characters that are not what they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Paragraph, Slip, around, quote

_INVISIBLE = {
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\u2060": "word joiner",
    "\ufeff": "byte-order mark",
    "\ufffc": "object replacement character",
    "\ufffd": "replacement character, for a letter that was lost,",
    **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), "direction mark"),
    **dict.fromkeys(map(chr, (*range(9), 11, *range(14, 32), *range(0x7F, 0xA0))), "control character"),
}
_ANY_INVISIBLE = re.compile("[" + re.escape("".join(_INVISIBLE)) + "]+")
# Joiners belong into emoji and the words of scripts that join, direction marks beside scripts that turn.
_JOINING = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u2190-\u2bff\ufb1d-\ufefc\U0001f000-\U0001faff]")
_JOINERS = set("\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")

_LATIN, _CYRILLIC = "aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_IS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATED = re.compile(r"[A-Z]{2,}[а-яёіїєґў]+")  # SMSка, PRщик
# One-letter words of a language that a Latin keyboard types as well.
_ALONE = {
    language: re.compile(
        rf"(?:(?<=[а-яёіїєґў][ \n])|(?<=[а-яёіїєґў][,;:)»”][ \n]))[{letters}](?=[ \n][а-яёіїєґўА-ЯЁІЇЄҐЎ])"
    )
    for language, letters in (("be", "iay"), ("uk", "iayo"), ("ru", "acyo"))
}


def find_invisible(chapter: Chapter) -> Iterator[Slip]:
    """Find characters that nobody sees, but search, hyphenation and speech do."""
    for paragraph in chapter.prose():
        text = paragraph.source
        for match in _ANY_INVISIBLE.finditer(text):
            beside = text[max(match.start() - 2, 0) : match.end() + 2]
            if set(match[0]) <= _JOINERS and _JOINING.search(beside):
                continue
            left, right = around(text, *match.span())
            word = quote(_ANY_INVISIBLE.sub("", text[left:right]))
            code = f"U+{ord(match[0][0]):04X}"
            message = f"an invisible {_INVISIBLE[match[0][0]]} ({code}) stands in {word}."
            line = paragraph.line + text.count("\n", 0, match.start())
            yield Slip(line, "prose-invisible", message, "Delete it.")


def find_homoglyphs(chapter: Chapter) -> Iterator[Slip]:
    """Find words of two scripts whose odd letters look like the right ones."""
    for paragraph in chapter.prose():
        if not _IS_CYRILLIC.search(paragraph.text):
            continue
        for match in _WORD.finditer(paragraph.text):
            if odd := _odd(match[0]):
                message = f"{quote(match[0])} mixes Latin and Cyrillic letters that look alike."
                hint = f"Type {quote(odd[1])} in {odd[0]}."
                yield Slip(paragraph.line_at(match.start()), "prose-homoglyph", message, hint)
        if chapter.language in _ALONE:
            yield from _find_alone(paragraph, _ALONE[chapter.language])


def _find_alone(paragraph: Paragraph, alone: re.Pattern[str]) -> Iterator[Slip]:
    for match in alone.finditer(paragraph.text):
        message = f"{quote(match[0])} between Cyrillic words is a Latin letter."
        hint = f"Type {quote(match[0].translate(_TO_CYRILLIC))} in Cyrillic."
        yield Slip(paragraph.line_at(match.start()), "prose-homoglyph", message, hint)


def _odd(word: str) -> tuple[str, str] | None:
    """Return the script of a mixed word and the word wholly in it, if its other letters only look right."""
    cyrillic = _IS_CYRILLIC.findall(word)
    latin = [char for char in word if char.isascii()]
    if not cyrillic or not latin or _ABBREVIATED.fullmatch(word):
        return None
    to_latin, to_cyrillic = set(cyrillic) <= set(_CYRILLIC), set(latin) <= set(_LATIN)
    if to_latin and (not to_cyrillic or len(cyrillic) < len(latin)):
        return "Latin", word.translate(_TO_LATIN)
    return ("Cyrillic", word.translate(_TO_CYRILLIC)) if to_cyrillic else None
