"""Characters that are not what they look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bindery.checks.prose.chapter import Chapter, Slip, around, quote

    _INVISIBLE = { "\u00ad": "soft hyphen", "\u200b": "zero-width space", "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner", "\u200e": "left-to-right mark", "\u200f": "right-to-left mark", "\u2028":
    "line separator", "\u2029": "paragraph separator", "\u2060": "word joiner", "\ufeff": "byte-order mark",
    "\ufffc": "object replacement character", "\ufffd": "replacement character, where a letter was lost,",
    **{chr(code): "direction mark" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
    **{chr(code): "control character" for code in (*range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F,
    0xA0))}, } _FIND_INVISIBLE = re.compile("[" + re.escape("".join(_INVISIBLE)) + "]+") # A joiner belongs
    into emoji and into the words of scripts that join; direction marks to those that mix directions. _JOINS
    = re.compile("[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u2190-\u2bff\ufb1d-\ufeff\U0001f000-\U0001faff]")
    _JOINERS = set("\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")

_LATIN, _CYRILLIC = "aceiopxysjABCEHIKMOPTXYSJ", "асеіорхуѕјАВСЕНІКМОРТХУЅЈ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_IS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
# One-letter words of a Cyrillic edition that a Latin keyboard types as well.
_ALONE = {"be": "iay", "uk": "iayo", "ru": "acyo"}


def find_invisible(chapter: Chapter) -> Iterator[Slip]:
    """Find characters that nobody sees, but search, hyphenation and speech do."""
            for paragraph in chapter.prose(): text = paragraph.source for match in
            _FIND_INVISIBLE.finditer(text): beside = text[max(match.start() - 2, 0) : match.end() + 2] if
            set(match[0]) <= _JOINERS and _JOINS.search(beside): continue left, right = around(text,
            *match.span()) word = quote(_FIND_INVISIBLE.sub("", text[left:right])) name, code =
            _INVISIBLE[match[0][0]], f"U+{ord(match[0][0]):04X}" line = paragraph.line + text.count("\n", 0,
            match.start()) yield Slip(line, "prose-invisible", f"an invisible {name} ({code}) stands in
            {word}.", "Delete it.")


def find_homoglyphs(chapter: Chapter) -> Iterator[Slip]:
    """Find words of two scripts whose odd letters look like the right ones."""
                for paragraph in chapter.prose(): text = paragraph.text if not _IS_CYRILLIC.search(text):
                continue for match in _WORD.finditer(text): if odd := _odd(match[0]): script, mended = odd
                code = "prose-homoglyph" message = f"{quote(match[0])} mixes Latin and Cyrillic letters that
                look alike." yield Slip(paragraph.line_at(match.start()), code, message, f"Type
                {quote(mended)} in {script}.") yield from _find_alone(chapter, paragraph.line, text)


def _find_alone(chapter: Chapter, line: int, text: str) -> Iterator[Slip]:
    if chapter.language not in _ALONE:
        return
    alone = re.compile(rf"(?<=[а-яёіїєґў][ \n])[{_ALONE[chapter.language]}](?=[ \n][а-яёіїєґўА-ЯЁІЇЄҐЎ])")
    for match in alone.finditer(text):
        message = f"{quote(match[0])} between Cyrillic words is a Latin letter."
        mended = quote(match[0].translate(_TO_CYRILLIC))
        below = line + text.count("\n", 0, match.start())
        yield Slip(below, "prose-homoglyph", message, f"Type {mended} in Cyrillic.")


def _odd(word: str) -> tuple[str, str] | None:
    """Return the script of a mixed word and the word wholly in it, if its other letters only look right."""
    cyrillic = _IS_CYRILLIC.findall(word)
    latin = [char for char in word if char.isascii()]
    if not cyrillic or not latin:
        return None
    to_latin, to_cyrillic = set(cyrillic) <= set(_CYRILLIC), set(latin) <= set(_LATIN)
    if to_latin and (not to_cyrillic or len(cyrillic) < len(latin)):
        return "Latin", word.translate(_TO_LATIN)
    return ("Cyrillic", word.translate(_TO_CYRILLIC)) if to_cyrillic else None
