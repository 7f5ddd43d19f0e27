"""Typography of the language, the same in every format, and calls that never start a line."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bindery import notes, tree
from bindery.house import DEFAULTS, House
from bindery.labels import labelled
from bindery.languages import read_language
from bindery.model import Language, Ties
from bindery.source import Source
from bindery.ties import tie_text
from bindery.tools import pandoc
from bindery.typography import set_type, set_typed


def typeset(text: str, language: str = "en") -> list[tree.Node]:
    [blocks] = pandoc.read([labelled(Source("a.md", text))])
    taken = notes.Notebook().take("a.md", blocks)
    return set_type(taken, read_language(House(DEFAULTS), language))


def as_html(text: str) -> str:
    marked = tree.rewrite(typeset(text), lambda n: tree.string("CALL") if tree.is_call(n) else None)
    return pandoc.write([marked])[0]


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "He said “yes, ‘maybe’ yes” twice."),
        ("uk", "He said «yes, „maybe“ yes» twice."),
        ("be", "He said «yes, „maybe“ yes» twice."),
        ("ru", "He said «yes, „maybe“ yes» twice."),
        ("pl", "He said „yes, «maybe» yes” twice."),
        ("de", "He said „yes, ‚maybe‘ yes“ twice."),
        ("lt", "He said „yes, ‚maybe‘ yes“ twice."),
    ],
)
def test_quotes_are_the_languages_own(language: str, printed: str) -> None:
    """Straight quotes become those of the edition's language, the inner ones too."""
    assert tree.plain(typeset("He said \"yes, 'maybe' yes\" twice.", language)) == printed


TYPED = [
    # language, what a translator typed, what is printed
    ("uk", "Слово “хаб” і „інше”.", "Слово «хаб» і «інше»."),
    ("uk", "Він: “так, ‘може’, об’єкт”.", "Він: «так, „може“, об’єкт»."),
    ("be", "Яны “*тут*”[^a], і (“там”).", "Яны «тут», і («там»)."),
    ("pl", "To “słowo”, „inne”.", "To „słowo”, „inne”."),
    ("de", "Ein “Wort” und «noch eins».", "Ein „Wort“ und „noch eins“."),
    ("he", "הוא “כאן” שם.", "הוא ”כאן” שם."),
    ("en", "A „word“ and “another”.", "A “word” and “another”."),
    # what leaves a doubt stays as it is, the whole of it
    ("uk", "Слово „хаб“ і “інше”.", "Слово „хаб“ і “інше”."),
    ("uk", "Слово “хаб” і “інше.", "Слово “хаб” і “інше."),
    ("uk", "Слово ‘дім’ і “хаб”.", "Слово ‘дім’ і “хаб”."),
    ("uk", 'Слово “хаб” і "інше".', "Слово “хаб” і «інше»."),
    ("uk", "Слово“хаб”тут.", "Слово“хаб”тут."),
    ("he", "צה”ל “כאן” שם.", "צה”ל “כאן” שם."),
    # another language and code keep theirs; a note keeps what it cites as it stands in the source
    ("uk", "Є [“The State of it”]{lang=en}, `“x”` і “хаб”.", "Є “The State of it”, “x” і «хаб»."),
    ("uk", "Див. “Про роботу банків” і “хаб”.", "Див. “Про роботу банків” і «хаб»."),
]


@pytest.mark.parametrize(("language", "typed", "printed"), TYPED, ids=[typed for _, typed, _ in TYPED])
def test_a_translators_marks_are_set_where_there_is_no_doubt(language: str, typed: str, printed: str) -> None:
    """Curly quotes of another language become the language's own, at their depth."""
    [[paragraph]] = pandoc.read([typed.replace("[^a]", "[]{.call}")])
    own = read_language(House(DEFAULTS), language)
    made = set_typed(paragraph["c"], own, "“Про роботу банків” 2022.")
    assert tree.plain(set_type([{"t": "Para", "c": made}], own)).replace("\xa0", " ") == printed


def test_single_quotes_stay_single_in_english() -> None:
    """An English author's single quotes stay single, even outermost."""
    assert tree.plain(typeset("A 'word' here.")) == "A ‘word’ here."


def test_quotes_cling_to_their_word() -> None:
    """A quotation mark is one word with what it encloses, so that no line ends between them."""
    [paragraph] = typeset('A "word" here.')
    assert {"t": "Str", "c": "“word”"} in paragraph["c"]


def test_quotes_reach_over_emphasis_and_notes() -> None:
    """A quotation around emphasis is closed where it ends; code keeps its straight quotes."""
    assert tree.plain(typeset('"*All* of it" and `"code"`.')) == '“All of it” and "code".'


@pytest.mark.parametrize("end", ["!", "?", "—", "-", "…", "–", "?!", "%"])
def test_calls_are_tied_where_a_line_could_break(end: str) -> None:
    """After "!", "?", a dash or a hyphen a line may break, so the call is tied to the last letter."""
    html = as_html(f"Some words here{end}[^a] go on.\n\n[^a]: N.\n")
    [tied] = re.findall(r'<span class="tied">(.*?)</span>', html)
    assert tied == f"e{end}CALL"


def test_calls_after_spaced_dash_are_tied_to_it() -> None:
    """A call after a dash that stands alone clings to the dash."""
    assert '<span class="tied">—CALL</span>' in as_html("A dash —[^a] here.\n\n[^a]: N.\n")


def test_two_calls_stay_together() -> None:
    """Two calls in a row are held to each other."""
    html = as_html("Twice![^a][^b] Yes.\n\n[^a]: N.\n\n[^b]: M.\n")
    assert re.search(r'<span class="tied">.*CALL.*CALL</span>', html)


@pytest.mark.parametrize("text", ["A word[^a] here.", "A stop.[^a] Here.", "A comma,[^a] here.", '"Quoted."[^a] Here.'])
def test_words_stay_whole(text: str) -> None:
    """No letter is added or lost when a call is tied."""
    html = re.sub(r"<[^>]+>", "", as_html(f"{text}\n\n[^a]: N.\n"))
    expected = text.replace("[^a]", "CALL")
    expected = re.sub(r'"([^"]*)"', "“\\1”", expected)
    assert html.strip() == expected


LANGUAGES = {code: read_language(House(DEFAULTS), code) for code in ("en", "be", "uk", "ru", "pl", "de", "lt")}

# A tie is written "_"; every other space stays a space.
TIED = [
    ("en", "Kyiv_– not Minsk_— was the place."),
    ("en", "Here Dr._Roza Turarbekova met Prof._Smith and Mr._Bean in St._Petersburg."),
    ("en", "Here J._R._R._Tolkien wrote of George W._Bush, F._Kafka, and Smith_J., who left."),
    ("en", "See p._12, pp._12–15, vol._II, no._5 and No._7; §_4."),
    ("en", "It cost 6.9_billion and 5_% of 12_km at 6_p.m. here."),
    ("en", "On 14_March 2019 it was 4_°C at 10_m, and 12_MW or 3_kWh or 5_t, as chs._2–3 and figs._4 say."),
    ("en", "Plokhy et_al. say so."),
    ("en", "“Dr._Who” (Prof._X) stays."),
    ("be", "У_Мінску і_ў_Гродне, а_таксама з_Берасця."),
    ("be", "Ён жыў у_«Народнай волі», (у_Вільні) і_„у_Празе“."),
    ("be", "Мова_– гэта_— скарб."),
    ("be", "Што_ж рабіць? Каб_жа яны_б ведалі, не_змоўчалі_бы."),
    ("be", "У_2022_г. і_ў_2020–2022_гг. было 6,9_млрд руб., 12_500_чал. і_5_%."),
    ("be", "Гл. №_5, с._12, с._XII, арт._3, л._7."),
    ("be", "Тут А._С._Пушкін, Ж.-Ж._Русо, Дж._Байдэн і_Колас_Я. былі."),
    ("be", "Тут жылі праф._Коўт і_г._Мінск, вул._Міцкевіча, св._Еўфрасіння."),
    ("be", "Хлеб, соль і_г._д. і_да_т._п."),
    ("be", "Усе, у_т._л. дзеці, г._зн. сказаў т._зв. ваш."),
    ("be", "Ён не_пайшоў з-за_дажджу на_поле."),
    ("be", "1_мая 2024_г. у_XX_ст. было."),
    ("uk", "У_Києві і_в_Одесі, а_також о_п’ятій з_Ковеля й_далі."),
    ("uk", "Слово_— діло; хто_б сказав, що_ж робити."),
    ("uk", "У_2022_р. і_в_2020–2022_рр. було 6,9_млрд грн, 3_тис. осіб."),
    ("uk", "Дивись №_5, с._12–15, ст._10, т._II, §_3."),
    ("uk", "Там А._С._Пушкін, Т._Г._Шевченко, Франко_І., який писав."),
    ("uk", "Сюди м._Київ, вул._Хрещатик, проф._Ковт, ім._Шевченка, п._Олена."),
    ("uk", "Мати, батько і_т._д., і_т._ін., та_ін. тут."),
    ("uk", "Це було до_н._е. і_тепер."),
    ("uk", "Він не_пішов із-за_дощу по_хліб."),
    ("uk", "ВІЙНА В_УКРАЇНІ"),
    ("ru", "В_Минске и_в_Гродно, а_также с_востока к_западу о_войне."),
    ("ru", "Слово_— дело; если_бы он_же знал_ли."),
    ("ru", "В_2022_г. и_в_2020–2022_гг. было 6,9_млрд долларов, 12_км, 5_°C."),
    ("ru", "См. №_5, с._12, ст._10, рис._3, гл._IV."),
    ("ru", "Тогда А._С._Пушкин и_Толстой_Л._Н. писали."),
    ("ru", "Это г._Минск, ул._Ленина, акад._Сахаров, г-н_Иванов."),
    ("ru", "Хлеб, соль и_т._д. и_т._п., т._е. всё, и_др. люди."),
    ("ru", "Он не_вышел из-за_дождя на_улицу."),
    ("ru", "В_XX_в. и_до_н._э. жили."),
    ("ru", "12_000_000_чел. живут здесь."),
    ("pl", "W_Polsce i_w_Mińsku, a_także z_Wilna u_nas o_świcie."),
    ("pl", "Słowo_– czyn_— rzecz."),
    ("pl", "W_2022_r. było 6,9_mld zł, 5_tys. osób, 12_500_zł, 7_%."),
    ("pl", "Zob. s._12, nr_5, art._3, t._II, poz._7."),
    ("pl", "Tam A._S._Puszkin i_Mickiewicz_A., poeta."),
    ("pl", "Oto dr_Anna, prof._dr_hab._Jan_A., ks._Jerzy, ul._Długa, św._Anna."),
    ("pl", "W_XVI_w. 1_maja 1791_r. tak było."),
    ("pl", "Kowalski i_in. piszą."),
    ("de", "Das Wort_– die Tat."),
    ("de", "Siehe S._12, Nr._5, Bd._II, Art._3, §_4 und Abb._7."),
    ("de", "Hier J._W._Goethe, Dr._Müller, Prof._Dr._Weber und St._Gallen."),
    ("de", "Es gab 6,9_Mrd. Euro, 5_% und 12_km um 18_Uhr."),
    ("de", "Am 1._Mai 2024 im 20._Jh. war es."),
    ("de", "Städte, z._B. Berlin, d._h. hier, u._a. dort, i._d._R. so, z.B. Bonn."),
    ("lt", "Į_Vilnių ir į_Kauną, o_paskui į_jūrą."),
    ("lt", "Žodis_– darbas."),
    ("lt", "Buvo 2024_m. gegužės 1_d. ir 6,9_mlrd. eurų, 5_proc., 12_km, XX_a. pradžia."),
    ("lt", "Žr. p._12, Nr._5, t._II."),
    ("lt", "Čia A._Mickevičius, dr._Jonas, prof._Petras, šv._Ona."),
    ("lt", "Duona, druska ir_t._t., t._y. viskas, ir_kt. žmonės."),
    ("lt", "Eik Gedimino_pr. tolyn."),
]
FREE = [
    ("en", "I saw a man and I ran. A dog, I say."),
    ("en", "See p. and no one 5 kinds of the well–known 1–2."),
    ("en", "The Drs. Smith; a prof. here; map. 12; grip. 5."),
    ("en", "In 1 000 days it 5 kmh."),
    ("be", "Вітамін С карысны, план Б добры, шмат ва ўсіх."),
    ("be", "Сказаў: –5 градусаў, так—сяк."),
    ("be", "Абс. 12 то"),
    ("be", "Ён жыў 5 гадоў, 2022 гады."),
    ("uk", "П’ять об’єктів, інтерв’ю про хто-небудь тут."),
    ("uk", "Це вже було 2022 рік."),
    ("uk", "Купив 5 мішків."),
    ("ru", "Витамин С полезен."),
    ("ru", "Кто-то где-то как-либо."),
    ("ru", "Через 2022 365 дней."),
    ("ru", "Белые жесты были либо бывшие."),
    ("pl", "Plan B działa, bo Wilno we."),
    ("pl", "Drzewo 5 metrów."),
    ("de", "Ein Wort war 5 Kinder u. ä."),
    ("de", "Das Drama; Nummer. 5; das S und 5."),
    ("lt", "Namas ir 5 medžiai."),
]
ALL = [*TIED, *FREE]


def paragraph(text: str) -> list[tree.Node]:
    """A paragraph of plain words, as pandoc reads it."""
    inlines = [part for word in text.split(" ") for part in ({"t": "Space"}, tree.string(word))]
    return [{"t": "Para", "c": inlines[1:]}]


def shown(blocks: list[tree.Node]) -> str:
    """Blocks as text with ties written "_"."""
    return tree.plain(blocks).replace("\N{NO-BREAK SPACE}", "_")


@pytest.mark.parametrize(("code", "text"), ALL, ids=[f"{code}-{text[:24]}" for code, text in ALL])
def test_no_line_ends_there(code: str, text: str) -> None:
    """Just these spaces become no-break; in plain text and in the tree alike."""
    plain = text.replace("_", " ")
    assert tie_text(plain, LANGUAGES[code]).replace("\N{NO-BREAK SPACE}", "_") == text
    assert shown(set_type(paragraph(plain), LANGUAGES[code])) == text


def test_there_are_cases_of_every_language() -> None:
    """The table has what it promises: sixty cases at least, ties and none in each language."""
    assert len(ALL) >= 60
    assert {code for code, _ in TIED} == {code for code, _ in FREE} == set(LANGUAGES)
    assert not any("_" in text for _, text in FREE)


@pytest.mark.parametrize(
    ("language", "markdown", "printed"),
    [
        ("uk", "Він у *Мінську*, а **в** Києві.", "Він у_Мінську, а_в_Києві."),
        ("be", "Слова у [спасылцы у тэксце](https://a.b/c) тут.", "Слова у_спасылцы у_тэксце тут."),
        ("ru", '"В доме" — "и *так*" — вот.', "«В_доме»_— «и_так»_— вот."),
        ("pl", 'Pisał "o *nas*" w domu.', "Pisał „o_nas” w_domu."),
        ("uk", "Слово[^n] – діло у[^n] нас.\n\n[^n]: Так.", "Слово_– діло у_нас."),
        ("ru", "Было 10^5^ км и 5 **км** в\nМинске.", "Было 105_км и_5_км в_Минске."),
        ("uk", "Він `у коді` та $x = 5 км$ з `кодом`.", "Він у коді та x = 5 км з_кодом."),
        ("uk", "Кінець у\\\nМінську у домі.", "Кінець у Мінську у_домі."),
        ("be", "Ён у [домь в лесу и]{lang=ru} у нас.", "Ён у_домь в лесу и у_нас."),
        ("en", "Here [Dr. Who]{lang=en-GB} and Dr. No.", "Here Dr._Who and Dr._No."),
        ("uk", "::: {lang=ru}\nОн в доме.\n:::\n\nВін у домі.", "Он в доме.\nВін у_домі."),
        ("uk", "# Війна в Україні\n\n- у домі\n\n> з дому", "Війна в_Україні\nу_домі\nз_дому"),
        ("uk", "| у | домі |\n|---|---|\n| в домі | з дому |", "удомів_доміз_дому"),
        ("uk", "Він [\"так, 'ні' так\"]{lang=ru} каже.", "Він «так, „ні“ так» каже."),
    ],
)
def test_ties_reach_over_elements(language: str, markdown: str, printed: str) -> None:
    """Ties hold across emphasis, quotes, links, calls and line ends, and never in code, maths or another language."""
    assert shown(typeset(markdown, language)).strip() == printed


def test_addresses_stay() -> None:
    """A link's address and title are not text."""
    [block] = typeset('Тут [у домі](https://a.b/c "у домі") є.', "uk")
    [link] = [node for node in tree.walk(block) if node["t"] == "Link"]
    assert link["c"][2] == ["https://a.b/c", "у домі"]


def test_tied_words_are_one_word() -> None:
    """A tied space is part of the word that it makes of its neighbours."""
    assert set_type(paragraph("Він у домі"), LANGUAGES["uk"]) == [
        {"t": "Para", "c": [tree.string("Він"), {"t": "Space"}, tree.string("у\N{NO-BREAK SPACE}домі")]}
    ]


def test_a_language_without_ties_changes_no_space() -> None:
    """A language file without ``[ties]`` leaves every space."""
    bare = replace(LANGUAGES["en"], ties=Ties())
    assert set_type(paragraph("Dr. Who – p. 5"), bare) == paragraph("Dr. Who – p. 5")
    assert tie_text("Dr. Who – p. 5", bare) == "Dr. Who – p. 5"


def test_entries_of_several_words() -> None:
    """Any entry of a table may be of several words; what is tied already counts as a space."""
    odd = replace(LANGUAGES["en"], ties=Ties(titles=("Sir Dr.",), units=("miles an hour",)))
    once = tie_text("So Sir Dr. No drove 5 miles an hour.", odd)
    assert once.replace("\N{NO-BREAK SPACE}", "_") == "So Sir_Dr._No drove 5_miles an hour."
    assert tie_text(once, odd) == once


WORDS = st.one_of(
    st.sampled_from(
        [
            "у",
            "в",
            "і",
            "—",
            "–",
            "№",
            "5",
            "2022",
            "1",
            "000",
            "г.",
            "р.",
            "т.",
            "д.",
            "п.",
            "z",
            "B.",
            "Dr.",
            "А.",
            "С.",
            "Пушкін",
            "Tolkien",
            "ж",
            "би",
            "o",
            "w",
            "не",
            "«так»",
            "(у",
            "XX!",
            "ст.",
            "й?",
        ]
    ),
    st.text("аАzZ.,–5№’\u0301\u00a0", min_size=1, max_size=4),
)
LEAVES = st.one_of(
    WORDS.map(tree.string),
    st.sampled_from(["Space", "SoftBreak", "LineBreak"]).map(lambda kind: {"t": kind}),
    st.just({"t": "Code", "c": [["", [], []], "у домі"]}),
    st.just({"t": "Math", "c": [{"t": "InlineMath"}, "5 км"]}),
    st.builds(lambda: notes.call(1, 1)),
)


def held(inner: st.SearchStrategy) -> st.SearchStrategy:
    inlines = st.lists(inner, max_size=6)
    return st.one_of(
        inlines.map(lambda c: {"t": "Emph", "c": c}),
        inlines.map(lambda c: {"t": "Quoted", "c": [{"t": "DoubleQuote"}, c]}),
        inlines.map(lambda c: {"t": "Link", "c": [["", [], []], c, ["https://a.b/у домі", "у домі"]]}),
        st.tuples(st.sampled_from(["ru", "uk", "en-GB"]), inlines).map(lambda c: tree.span(tree.attr(lang=c[0]), c[1])),
    )


PARAGRAPHS = st.lists(st.recursive(LEAVES, held, max_leaves=12), min_size=1, max_size=12)


def seen(blocks: list[tree.Node]) -> list[object]:
    """All of the tree but where a word ends and which kind of space stands there."""
    others = [node for node in tree.walk(blocks) if node["t"] not in {"Str", "Space", "SoftBreak"}]
    whole = [node if node["t"] in {"Code", "Math"} else node["t"] for node in others]
    return [whole, tree.plain(blocks).replace("\N{NO-BREAK SPACE}", " ")]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(LANGUAGES)), PARAGRAPHS)
def test_only_spaces_change(code: str, inlines: list[tree.Node]) -> None:
    """Ties change nothing but spaces to no-break spaces, and a second time changes nothing at all."""
    language: Language = LANGUAGES[code]
    blocks = [{"t": "Para", "c": inlines}]
    made = set_type(blocks, language)
    assert seen(made) == seen(set_type(blocks, replace(language, ties=Ties(), decimal=".")))
    assert set_type(made, language) == made


@settings(deadline=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.lists(WORDS, max_size=12).map(" ".join))
def test_only_spaces_change_in_plain_text(code: str, text: str) -> None:
    """A line of plain text keeps every letter, and a second time changes nothing."""
    made = tie_text(text, LANGUAGES[code])
    assert made.replace("\N{NO-BREAK SPACE}", " ") == text.replace("\N{NO-BREAK SPACE}", " ")
    assert tie_text(made, LANGUAGES[code]) == made


def test_a_book_is_set_in_seconds() -> None:
    """A hundred thousand words are set in less time than a page is printed in."""
    blocks = paragraph("У 2022 г. А. С. Пушкін — і т. д. — быў у Мінску, с. 12, і не ведаў, што ж рабіць. " * 3) * 1600
    start = time.process_time()
    set_type(blocks, LANGUAGES["be"])
    assert time.process_time() - start < 10
