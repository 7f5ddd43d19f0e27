"""What an exchanged file says to the translator, in English and in the language translated into."""

from __future__ import annotations

from bindery.model import Entry

ENGLISH = (
    "Please write the translation in the third column and leave the first two as they are. Marks such as [^1], *, # "
    "and [text](address) belong to the text: leave them as they are, in their place. Where the fourth column shows ⚠, "
    "the source has changed: correct the translation or, if it is right, delete the paragraph with ⚠. "
    "Comments go into the fourth column."
)
_WORDS = {
    "be": "Калі ласка, пішыце пераклад у трэці слупок, а першыя два не змяняйце. Знакі кшталту [^1], *, # і "
    "[тэкст](адрас) — частка тэксту: пакідайце іх як ёсць, на сваім месцы. Калі ў чацвёртым слупку стаіць ⚠, "
    "арыгінал змяніўся: выпраўце пераклад або, калі ён правільны, выдаліце абзац з ⚠. "
    "Каментары пішыце ў чацвёрты слупок.",
    "de": "Bitte schreiben Sie die Übersetzung in die dritte Spalte; die ersten beiden bleiben, wie sie sind. Zeichen "
    "wie [^1], *, # und [Text](Adresse) gehören zum Text: Lassen Sie sie unverändert an ihrer Stelle. Steht in der "
    "vierten Spalte ⚠, hat sich das Original geändert: Berichtigen Sie die Übersetzung oder löschen Sie, wenn sie "
    "stimmt, den Absatz mit ⚠. Anmerkungen kommen in die vierte Spalte.",
    "fr": "Écrivez la traduction dans la troisième colonne et laissez les deux premières telles quelles. Les signes "
    "comme [^1], *, # et [texte](adresse) font partie du texte : laissez-les à leur place, sans les changer. Si la "
    "quatrième colonne porte ⚠, l’original a changé : corrigez la traduction ou, si elle est juste, supprimez le "
    "paragraphe avec ⚠. Les remarques vont dans la quatrième colonne.",
    "pl": "Tłumaczenie prosimy wpisywać w trzeciej kolumnie, a pierwszych dwóch nie zmieniać. Znaki takie jak [^1], "
    "*, # i [tekst](adres) należą do tekstu: prosimy zostawić je bez zmian, na swoim miejscu. Jeśli w czwartej "
    "kolumnie stoi ⚠, oryginał się zmienił: prosimy poprawić tłumaczenie albo, jeśli jest dobre, usunąć akapit z ⚠. "
    "Uwagi prosimy wpisywać w czwartej kolumnie.",
    "ru": "Пожалуйста, пишите перевод в третий столбец, а первые два не меняйте. Знаки вроде [^1], *, # и "
    "[текст](адрес) — часть текста: оставляйте их как есть, на своём месте. Если в четвёртом столбце стоит ⚠, "
    "оригинал изменился: исправьте перевод или, если он верен, удалите абзац с ⚠. "
    "Комментарии пишите в четвёртый столбец.",
    "uk": "Будь ласка, пишіть переклад у третій стовпець, а перших двох не змінюйте. Позначки на кшталт [^1], *, # і "
    "[текст](адреса) — частина тексту: залишайте їх як є, на своєму місці. Якщо в четвертому стовпці стоїть ⚠, "
    "оригінал змінився: виправте переклад або, якщо він правильний, видаліть абзац із ⚠. "
    "Коментарі пишіть у четвертий стовпець.",
}
# A word processor's spelling is that of a country; a code that names one is left as it is.
_COUNTRIES = {
    "be": "be-BY", "bg": "bg-BG", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-ES",
    "et": "et-EE", "fi": "fi-FI", "fr": "fr-FR", "hu": "hu-HU", "it": "it-IT", "ka": "ka-GE", "lt": "lt-LT",
    "lv": "lv-LV", "nl": "nl-NL", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK",
    "sl": "sl-SI", "sv": "sv-SE", "uk": "uk-UA",
}  # fmt: skip
CHANGED, GUESS = "⚠ The source has changed.", "⚠ This translation is a guess."


def instructions(language: str) -> str:
    """Return how to fill the file in, in the language's own words, or "" where we have none."""
    return _WORDS.get(tag(language).partition("-")[0].lower(), "")


def tag(language: str) -> str:
    """Return a catalogue's language as XML and Word have it: ``be_BY`` is ``be-BY``."""
    return language.replace("_", "-").partition("@")[0].partition(".")[0]


def spelling(language: str) -> str:
    """Return the language whose spelling Word should check by."""
    return _COUNTRIES.get(tag(language), tag(language))


def warning(entry: Entry) -> str:
    """Return what a fuzzy entry's translator should know."""
    return f"{CHANGED} It was: {entry.previous_source}" if entry.previous_source else f"{GUESS} Is it right?"
