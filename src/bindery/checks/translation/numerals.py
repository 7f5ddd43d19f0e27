"""Numbers in a text: in figures, with the magnitude that a word gives them, in Roman figures, and as words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bindery import roman
from bindery.tools import compiled

_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d+)?"
_NUMBER = re.compile(rf"{_GROUPED}|\d+(?:[.,’':]\d+)*")
_SEPARATOR = re.compile(r"[.,’':]")
_SHORT_RANGE = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)s?[ \u00a0]?[-–—/][ \u00a0]?(\d\d)(?![\d.,]\d|\d)")
# Magnitudes that English ties to their figures: €3.1bn, $5m, 100k.
_TIED = {3: "[Kk]", 6: "[Mm]n?", 9: "[Bb]n|B", 12: "tr?n"}
_CLOCK = re.compile(r"[ \u00a0]?([ap])\.?[ \u00a0]?m\b", re.IGNORECASE)
ROMAN = re.compile(r"(?<![^\W_])[IVXІХ]+(?![^\W_]|[.’'][^\W\d_])")
_TO_LATIN = str.maketrans("ІХ", "IX")

# Words for magnitudes, as powers of ten. A billion is not one everywhere.
_SCALES = {
    "en": {3: "thousand", 6: "million|mln", 9: "billion|bn", 12: "trillion|trn"},
    "be": {3: "тыс", 6: "млн|мільён", 9: "млрд|мільярд", 12: "трлн|трыльён|більён"},
    "uk": {3: "тис", 6: "млн|мільйон", 9: "млрд|мільярд", 12: "трлн|трильйон|більйон"},
    "ru": {3: "тыс", 6: "млн|миллион", 9: "млрд|миллиард", 12: "трлн|триллион|биллион"},
    "pl": {3: "tys", 6: "mln|milion", 9: "mld|miliard", 12: "bln|bilion"},
    "de": {3: "Tsd|[Tt]ausend", 6: "Mio|Million", 9: "Mrd|Milliarde", 12: "Bio|Billion"},
    "lt": {3: "tūkst", 6: "mln|milijon", 9: "mlrd|milijard", 12: "trln|trilijon"},
}
# What begins the words for one to twelve, in this order.
_SMALL = {
    "en": r"one\b|first|once|single;two\b|second|both|twice|double|pair;three|third;four;five|fifth;six;seven;eight;"
    r"nine|ninth;ten\b|tenth;eleven;twel",
    "be": r"адз?ін|адн|перш;два|дву|дзв|друг|абод|аб[ое]е|абе|удв|дво;тры|тро|трэц;чатыр|чацв;пя[цт];ш[аэ]сц|шост;"
    r"сем\b|сям[іё]|сём;восе?[мь]|васьм;дз[ея]в[ея];дз[ея]с[ея];адзінац;дванац",
    "uk": "один|одн|перш;дв[аіо]|друг|обид|обоє|удв|вдв;три|тр[ьо]|трет;чотир|четвер;п.?ят;ш[еі]ст;с[іе]м|сьом;"
    "в[іо]с[іе]?м|восьм;дев;десят;одинадц;дванадц",
    "ru": "один|одн|перв;дв[аеуо]|втор|об[аео]|вдв;тр[иео];чет[ыв];пят;шест;сем|седьм;вос[еь]м;девят;десят;"
    "одиннадц;двенадц",
    "pl": "jed|pierw;dw[aióou]|drug|ob[aiuo]|podw;tr[zo]|trzec;czter|czwar;pię[ćc]|piąt;sze|szóst;siedem|siódm|siedm;"
    "o[śs]i?e?m|ósm;dziewi;dziesi;jedenas|jedenaś;dwunas|dwanaś",
    "de": "ein|erst;zwei|beid|doppel|paar;drei|dritt;vier;fünf;sechs;sieb;acht;neun;zehn;elf;zwölf",
}
# What begins the words for twenty to ninety, of which decades too are named.
_TENS = {
    "en": "twent[iy];thirt(?:y|ie);fort[iy];fift(?:y|ie);sixt(?:y|ie);sevent(?:y|ie);eight(?:y|ie);ninet(?:y|ie)",
    "be": r"дваццат|дваццац;трыццат|трыццац;сорак|сарак;пя[цт]\w*дз[ея]с;ш[аэ]с\w*дз[ея]с;с[ея]м\w*дз[ея]с;"
    r"в[ао]с\w*дз[ея]с;дз[ея]вяност",
    "uk": r"двадцят;тридцят;сорок|сорак;п.?ят\w*десят;ш[еі]ст\w*десят;с[еі]м\w*десят;в[оі]с\w*десят;дев.?яност",
    "ru": r"двадцат;тридцат;сорок|сорак;пят\w*десят;шест\w*десят;сем\w*десят;вос\w*десят;девяност",
    "pl": "dwudziest|dwadzie;trzydzie;czterdzie;pięćdziesi;sześćdziesi;siedemdziesi;osiemdziesi;dziewięćdziesi",
    "de": r"\w*zwanzig;\w*drei(?:ß|ss)ig;\w*vierzig;\w*fünfzig;\w*sechzig;\w*siebzig;\w*achtzig;\w*neunzig",
}
# What begins the other words from thirteen to hundreds; and those for thousands and for parts, which most texts share
# anyway.
_LARGE = {
    "en": r"\w+teen|hundred|fortnight",
    "be": r"\w+нацца|сто\b|ста\b|соты|двухсот|дзвес|трыст|нулявы",
    "uk": r"\w+надцят|сто\b|ста\b|соті|двіст|двохсот|трист|нульов",
    "ru": r"\w+надцат|сто\b|ста\b|соты|двест|двухсот|трист|нулев",
    "pl": r"\w+naśc|\w+nast|sto\b|stu\b|dwieś|dwust|trzyst|zerow",
    "de": r"\w*zehn|\w*hundert|null",
}
_SHARED = {
    "en": r"tens\b|thousand|million|billion|dozen|half|halv|quarter|third|twice",
    "be": r"сотн|\w*тысяч|мільён|мільярд|палов|палав|чвэрц|чвэрт|трац|дзясят|паўтар|паўпрац|паўгод|удв",
    "uk": r"сотн|\w*тисяч|мільйон|мільярд|полов|чверт|третин|десят|півтор|пів\b|піврок|удв|вдв",
    "ru": r"сотн|\w*тысяч|миллион|миллиард|полов|четверт|трет|десят|полтор|полгод|вдв",
    "pl": r"setk|setek|\w*tysi|milion|miliard|połow|pół\b|ćwier|trzeci|dziesiąt|półtor|podw|dwukrot",
    "de": r"\w*tausend|million|milliarde|dutzend|hälfte|\w*halb|viertel|drittel|anderthalb|doppelt|verdoppel",
}
# What makes a decade of a year: 1930s, 1930-х, 1930er.
_DECADE = re.compile(r"['’]?s\b|-?er\b|-[^\W\d]")
_ALWAYS = re.compile(r"(?<![\d/])24/7(?![\d/])")  # day and night: no number


@dataclass(frozen=True, slots=True)
class Number:
    """A number in figures: as it stands, all that it may mean, and the magnitude of the word after it, or 0."""

    shown: str
    values: frozenset[str]
    scale: int = 0
    parts: tuple[str, ...] = ()  # of figures with spaces between, which may be two numbers
    decade: int = 0  # 30 of the 1930s

    def is_like(self, other: Number) -> bool:
        """Tell whether two numbers may be the same; 1990 may be 90 in the name of a decade."""
        if self.values & other.values and (self.scale == other.scale or not self.scale or not other.scale):
            return True
        if self.scale or other.scale:
            return not self.whole().isdisjoint(other.whole())
        return any(_is_decade(one, two) for one in self.values for two in other.values)

    def whole(self) -> set[Decimal]:
        """Return what the number may mean with its magnitude."""
        return {Decimal(value).scaleb(self.scale) for value in self.values}

    def is_small(self) -> bool:
        """Tell whether a number is often said as a word."""
        return bool(self.small())

    def small(self) -> list[int]:
        """Return what a number may mean that has a word of its own in every language, up to twelve."""
        return [int(value) for value in self.values if len(value) <= 2 and value.isdigit() and int(value) <= 12]

    def named(self) -> list[int]:
        """Return what of a number has a word of its own: up to twelve, the tens, and the decade of a century."""
        tens = [int(value) for value in self.values if re.fullmatch("[2-9]0", value)]
        return [*self.small(), *tens, *([self.decade] if self.decade else [])]

    def is_round(self) -> bool:
        """Tell whether a number is sometimes said as a word."""
        return any(len(value) < 3 or value.endswith(("00", ".5")) for value in self.values)


@lru_cache(maxsize=1 << 11)
def find(text: str, language: str) -> tuple[Number, ...]:
    """Return the numbers in figures of a text in a language (its code)."""
    ranges = {match.start(2): match[1][:2] + match[2] for match in _SHORT_RANGE.finditer(text) if _rises(match)}
    return tuple(_read(text, language, ranges))


def romans(text: str, least: int = 2) -> set[str]:
    """Return the values of the Roman figures of a text of so many letters and more; a lone I is a word."""
    found = (match[0].translate(_TO_LATIN) for match in ROMAN.finditer(text))
    return {str(roman.value(figures)) for figures in found if len(figures) >= least and figures != "I"}


def says(number: Number, text: str, language: str) -> bool:
    """Tell whether a text has a number up to twelve, a ten or a decade as a word; True in a language unknown here."""
    words = _words(language)
    if not words:
        return bool(number.decade or any(number.small()))
    return any(words[value].search(text) for value in number.named() if value)


def may_say(text: str, language: str, other: str, language_of_other: str) -> bool:
    """Tell whether a text may have a number above twelve as a word that another has in figures."""
    if not {language, language_of_other} <= _LARGE.keys():
        return True
    if _begins(f"{_TENS[language].replace(';', '|')}|{_LARGE[language]}").search(text):
        return True
    shared, mine = (
        len(_begins(_SHARED[code]).findall(t)) for t, code in ((text, language), (other, language_of_other))
    )
    return shared > mine


@lru_cache
def _words(language: str) -> dict[int, re.Pattern[str]]:
    """Return what finds the word for one to twelve, and for each ten."""
    if language not in _SMALL:
        return {}
    small, tens = (enumerate(table[language].split(";"), 1) for table in (_SMALL, _TENS))
    return {value: _begins(stems) for value, stems in [*small, *((10 * ten + 10, stems) for ten, stems in tens)]}


@lru_cache
def _begins(stems: str) -> re.Pattern[str]:
    return compiled.pattern(rf"(?<![^\W_])(?:{stems})", re.IGNORECASE)


@lru_cache
def _scales(language: str) -> re.Pattern[str] | None:
    scales = _SCALES.get(language)
    groups = "|".join(f"(?P<s{power}>{words})" for power, words in scales.items()) if scales else ""
    tied = "|".join(f"(?P<t{power}>{letters})" for power, letters in _TIED.items()) if language == "en" else r"(?!)"
    return compiled.pattern(rf"[- \u00a0\u202f](?:{groups})\w*|(?:{tied})\b") if groups else None


def _read(text: str, language: str, ranges: dict[int, str]) -> Iterator[Number]:
    scales = _scales(language)
    text = _ALWAYS.sub("----", text)
    for match in _NUMBER.finditer(text):
        figures, at = match[0], match.end()
        scale = scales.match(text, at) if scales else None
        power = int((scale.lastgroup or "s0")[1:]) if scale else 0
        shown = text[match.start() : scale.end()] if scale else figures
        if " " in figures or "\u00a0" in figures or "\u202f" in figures or "\u2009" in figures:
            parts = tuple(re.split(r"[ \u00a0\u202f\u2009]", figures))
            yield Number(shown, frozenset(_meant("".join(parts))), power, parts)
            continue
        pieces = _SEPARATOR.split(figures)
        if len(pieces) > 2 and not all(len(piece) == 3 for piece in pieces[1:]):
            if len({*_SEPARATOR.findall(figures)}) == 1:  # 17.01.2022, 1.2.3
                yield from (Number(piece, frozenset({_plain(piece)})) for piece in pieces)
                continue
            figures = re.sub(r"[.,’'](?=.*[.,])", "", figures)  # 1,084.5
        values = _meant(figures)
        if match.start() in ranges:
            values |= {ranges[match.start()]}
        if language == "en" and len(pieces[0]) <= 2 and (clock := _CLOCK.match(text, at)):
            values |= _afternoon(pieces, clock[1].lower())
        decade = re.fullmatch(r"(?:1[5-9]|20)([1-9]0)", figures) if _DECADE.match(text, at) else None
        yield Number(shown, frozenset(values), power, decade=int(decade[1]) if decade else 0)


def _meant(shown: str) -> set[str]:
    """Return what a number may mean: 1,084 is a thousand or little more than one."""
    pieces = _SEPARATOR.split(shown)
    if len(pieces) == 1:
        soldiers = _meant(f"{shown[:2]}.{shown[2:]}") if re.fullmatch(r"0\d[0-5]\d", shown) else set()  # 0630 hours
        return {_plain(shown), *soldiers}
    if len(pieces) > 2:
        return {_plain("".join(pieces))}
    whole, rest = pieces
    decimal = f"{_plain(whole)}.{rest}"
    if len(rest) == 3 and len(whole) < 4 and whole != "0":
        return {decimal, _plain(whole + rest)}
    return {decimal.rstrip("0").rstrip(".")}


def _afternoon(pieces: list[str], half: str) -> set[str]:
    hour = int(pieces[0]) % 12 + (12 if half == "p" else 0)
    return _meant(".".join([str(hour), *pieces[1:2]]))


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _rises(match: re.Match[str]) -> bool:
    return int(match[2]) > int(match[1][2:])


def _is_decade(one: str, two: str) -> bool:
    long, short = max(one, two, key=len), min(one, two, key=len)
    return len(short) == 2 and bool(re.fullmatch(rf"(?:18|19|20){short}", long)) and short.endswith("0")
