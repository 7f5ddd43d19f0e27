"""Languages told by their letters: scripts by range; Russian, Ukrainian and Belarusian by signs.

Each word says by the signs it shows, by its stem, or by being one of the small words, which of the three it
can be in; a text is in the language that most of its words point to. To teach a sign, add it to its table
and a phrase to the tests.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from unicodedata import normalize

# The three, and who takes what stays undecided: the first, for most sources about the region are in Russian.
TONGUES = ("ru", "uk", "be")

# The languages that a word can be in if it shows a sign; a word without any can be in all three.
_SIGNS = {
    "ru": r"ъ|[ыи]е$|ый$|(?<!^ч)и[яюи]$|ие[йм]$|(?<![пт]р)(?<!в)и[аоу]|тся$|(?<!^н)ь[еёюяи]$|[аеиоу]сс[аеиоуя]"
    r"|\w{3}ост(?:ь|и|ью)$|(?<=\w)ск(?:ий|ие|ое|ой|ого|ому|им|их|ими)$|^от[пкнслбдз]"
    r"|(?:[аеуюя]щ|вш)(?:ий|ая|ее|ие|его|ему|их|им|ими)$",
    "uk": r"[їєґ]|^що|[сцз]ьк|льне$|[іїє]в$|ість$|[^ао]ій$|\w{3}ити(?:ся)?$|[ую]вати(?:ся)?$|^роз[вдгпткбхмрс]",
    "be": r"ў|цца$|шч|[жшч]ы|дз[іьяё]|дзе(?!р)|[рчшжц]э|[аеояы]сц[еіьюя]|цё|ск(?:і|ім|іх|ія|ага|аму|ае|ай)$"
    r"|\w\w[нк]ага$|(?:нн|цц)[её]$|[аыі]ць$|[аео]віч|ньн|льл|цьц|зь[нмвб]|сь[нвлпц]",
    # Belarusian has no и or щ, no soft р, ж, ч, ш, т or д, and writes every unstressed о as а.
    "ru uk": r"[ищ]|[тдржчш][еёяюіь]|о.*о|\w{2}ого$|йо|ьо|енко$|[ое]в$|\w{3}[еа]но$",
    "ru be": r"[ыэё]|ая$|ое$|цк$|[бвгджлмнпрт]ск[аеу]?$|^раз[вдгрмнлб]|^рас[пстчшк]",
    "uk be": r"і|(?<=\w\w)[’'ʼ][яюєїеё]|ння$|ття$|ць$",
}
# Names and news that a note is likely to have, by how they begin where the signs leave them open.
_STEMS = {
    "ru": "александр алексей андрей белорус владимир войн герман госуд дмитрий дневник днепр европ ежен игор "
    "киев львов минск михаил одесс польша польше росси сергей сегодн стран украин харьков",
    "uk": "андрі білору війн володимир дзерк дмитро дніпр державн ігор львів одеса одесі олекс польщ "
    "прикордон росі світлан сергі тижн харків харков",
    "be": "аляк андрэ беларуск вайн вільн гродна дзмі звяз зям ігар кіе літаратур літв маскв мінск ніва "
    "пагоня полацк расі свабод святл сярге украін уладзі",
    "ru uk": "москв москов",
    "uk be": "думк",
}
_SMALL_WORDS = {
    "ru": "и в во не на что как с со по из о об от за для его ее её их это этот эта эти при до после над под "
    "между или но а у к ко же бы был была были быть есть нет уже только также чем где когда кто если мы "
    "вы они он она наш ваш который более против через без года году лет та то так да января февраля марта апреля мая "
    "июня июля августа сентября октября ноября декабря",
    "uk": "і й та в у не на що як з зі із по про від за для його її їх це цей ця ці при до після над під між "
    "або чи але а який яка які ще вже уже тільки також ніж коли хто якщо ми ви вони він вона наш ваш "
    "більше проти через без року років є був була були бути немає щодо так січня лютого березня квітня травня червня "
    "липня серпня вересня жовтня листопада грудня",
    "be": "і у ў не на што як з са па пра ад за для яго яе іх гэта гэты гэтая гэтыя пры да пасля над пад "
    "паміж або ці але а які якая якія яшчэ толькі таксама чым дзе калі хто мы вы яны ён яна наш ваш "
    "супраць праз без года годзе гадоў быў была былі быць няма ёсць так да студзеня лютага сакавіка красавіка мая "
    "траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
}
_BY_SIGN = [(frozenset(which.split()), re.compile(signs)) for which, signs in _SIGNS.items()]
_BY_STEM = [(frozenset(which.split()), tuple(stems.split())) for which, stems in _STEMS.items()]
_SMALL = {
    word: frozenset(tongue for tongue in TONGUES if word in _SMALL_WORDS[tongue].split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
# Letters that no native word of a language has.
_LACKS = {
    "ru": re.compile("[іїєґўІЇЄҐЎ]"),
    "uk": re.compile("[ыэёъўЫЭЁЪЎ]"),
    "be": re.compile("[ищъїєИЩЪЇЄ]"),
}

_RANGES = {
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Armn": "\u0530-\u058f\ufb13-\ufb17",
}
RIGHT_TO_LEFT = {"Hebr", "Arab"}
_ONLY = {"Grek": "el", "Hebr": "he", "Arab": "ar", "Geor": "ka", "Armn": "hy"}
_ORDER = [*TONGUES, *_ONLY.values(), "en"]
_HOMES = {
    **{language: script for script, language in _ONLY.items()},
    **dict.fromkeys(("fa", "ur", "ps", "ckb"), "Arab"),
    **dict.fromkeys((*TONGUES, "bg", "mk", "sr", "kk", "ky", "mn", "tg", "tt"), "Cyrl"),
    "yi": "Hebr",
}
_SCRIPT = re.compile("|".join(f"(?P<{script}>[{ranges}])" for script, ranges in _RANGES.items()))
_ABROAD = {
    at_home: re.compile("[" + "".join(ranges for script, ranges in _RANGES.items() if script != at_home) + "]")
    for at_home in (*_RANGES, "Latn")
}
_LATIN = re.compile("[A-Za-zÀ-ʯ]")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"(?<!\d-)\b[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")


def identify(text: str) -> str | None:
    """Return the language of a passage in a script other than Latin, or None where nothing decides."""
    script = _SCRIPT.search(text)
    if not script:
        return None
    leaders = lead(poll(text, script.lastgroup or ""))
    return leaders[0] if len(leaders) == 1 else None


def detect(text: str, language: str) -> str | None:
    """Return the language of a passage in an edition of its own script, where it is clearly another one.

    Clearly: of several words a third can't be in the edition's language, one of them by its letters, one can be in
    no other than the one found (names such as Вадим can't: with a Belarusian і they would be Ukrainian), and hardly
    any is at odds with it.
    """
    host = _primary(language)
    lacks, words = _LACKS.get(host), _WORD.findall(text.lower())
    if not lacks or len(words) < 2 or not lacks.search(text):
        return None
    found = identify(text)
    readings = [reading for word in words if (reading := _readings(word))]
    strangers = sum(host not in reading for reading in readings)
    contrary = sum(found not in reading for reading in readings)
    own = sum(reading == {found} for reading in readings)
    clearly = own and strangers * 3 >= len(words) and contrary * 8 <= len(words)
    return found if found in TONGUES and clearly else None


def is_strange(text: str, language: str) -> bool:
    """Tell whether a word of a text can't be in a language of the three."""
    host = _primary(language)
    return any(host not in reading for word in _WORD.findall(text.lower()) if (reading := _readings(word)))


def is_same(language: str, other: str) -> bool:
    """Tell whether two tags (BCP 47) name one language."""
    return _primary(language) == _primary(other)


def poll(text: str, key: str) -> Counter[str]:
    """Let every word vote: two for the only language it can be in, one for each of two.

    ``key`` is the text's script, or its language where that is known: then there is but one vote.
    """
    votes: Counter[str] = Counter()
    known = _ONLY.get(key, key)
    if known in _ORDER:
        votes[known] = 1
        return votes
    # A stress mark belongs to no letter; й and ё may stand as two characters.
    for word in _WORD.findall(normalize("NFC", text).replace("\u0301", "").lower()):
        readings = _readings(word)
        for tongue in readings:
            votes[tongue] += len(TONGUES) - len(readings)
    return votes


def lead(votes: Counter[str]) -> list[str]:
    """Return the languages with the most votes, in the order of ``TONGUES``."""
    most = max(votes.values(), default=0)
    return sorted((tongue for tongue in votes or TONGUES if votes[tongue] == most), key=_ORDER.index)


@lru_cache
def home(language: str) -> str:
    """Return the script (ISO 15924) that a language (BCP 47) is written in."""
    scripts = [subtag.title() for subtag in language.split("-")[1:] if len(subtag) == 4 and subtag.isalpha()]
    return scripts[0] if scripts else _HOMES.get(_primary(language), "Latn")


def is_suspect(text: str, language: str) -> bool:
    """Tell, fast, whether a text can have a foreign passage at all."""
    at_home = home(language)
    lacks = _LACKS.get(_primary(language)) if at_home == "Cyrl" else None
    return bool(_ABROAD[at_home].search(text) or (lacks and lacks.search(text)))


@lru_cache(maxsize=1 << 14)
def foreign(text: str, at_home: str) -> str:
    """Return the first script, not Latin and not the one at home, that a word is wholly in, or ""."""
    if not _SCRIPT.search(text):
        return ""
    for word in _LETTERS.findall(text):
        found = {match.lastgroup or "" for match in _SCRIPT.finditer(word)}
        script = found.pop() if len(found) == 1 and not _LATIN.search(word) else at_home
        # One Greek letter is a symbol, not a passage.
        if script != at_home and (script != "Grek" or len(word) > 1):
            return script
    return ""


@lru_cache(maxsize=1 << 14)
def _readings(word: str) -> frozenset[str]:
    """Return which of the three a word can be in; none if its signs contradict or it is in another script."""
    if word in _SMALL:
        return _SMALL[word]
    readings = frozenset(TONGUES) if _SCRIPT.match(word) else frozenset()
    for tongues, sign in _BY_SIGN:
        if sign.search(word):
            readings &= tongues
    for tongues, stems in _BY_STEM:
        if word.startswith(stems):
            readings &= tongues
    return readings


def _primary(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
