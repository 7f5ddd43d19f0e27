"""Foreign passages are found whole, tagged with the right language, and nothing else is touched."""

from __future__ import annotations

import copy
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bindery.passages import carry, identify, tag

PHRASES = {
    "ru": """Белорусское телеграфное агентство | Русская служба «Голоса Америки» | Новости Беларуси
        Гулийчук, Дмитрий | Игорь Кизим | Украина и Россия | Минск | Киев | Харьков | Днепр | Львов | Одесса
        В Одессе | Белоруссия | Россия | В стране | Владимир Зеленский | Александр Лукашенко
        Светлана Тихановская | Мария Колесникова | Большая война | Комсомольская правда | Независимая газета
        Коммерсантъ | Известия | Российская газета | Министерство иностранных дел | Что известно о переговорах
        Союзное государство | Союзная решимость-2022 | Граница с Беларусью | Витебск | Могилёв | Совет Федерации
        Военное обозрение | В Гомеле и Бресте | Об обмене пленными | Литва закрыла границу | Еженедельник
        Экономика | Съезд депутатов | Как живут белорусы в Польше | Хартия'97 | Радио Свобода
        Внешняя политика после выборов | Дневник посла | Мост через Неман и обратно""",
    "uk": """Офіційний вебпортал парламенту України | Про роботу банківської системи | Українська правда | Київ
        Харків | Дніпро | Львів | Одеса | В Одесі | Чернігів | Суми та Чернігів | Верховна Рада України | Луцьк
        Дзеркало тижня | Білорусь | Мінськ | Росія | Польща | Володимир Зеленський | Олександр Лукашенко
        Олена Зеленська | Світлана Тихановська | Ігор Кизим | Роза Турарбекова та інші | Служба безпеки України
        Голос Америки українською | Суспільне | Громадське | Уніан. Новини дня | Укрінформ | Вісті | Війна
        Економіка | Кабінет Міністрів | Закон про мову | Обмін полоненими | Що відомо про переговори | Ґанок
        прем'єр-міністр | Об’єднання громадян | Кривий Ріг | Маріуполь | Радіо Свобода | Рішення суду
        Державна прикордонна служба | Зовнішня політика після виборів | Щоденник посла | Генеральна прокуратура України""",
    "be": """Беларускае тэлеграфнае агенцтва | Наша Ніва | Звязда | Мінск | Кіеў | Магілёў | Віцебск | Гродна
        Брэст | Гомель і Брэст | Берасце | Расія | Украіна | Польшча | Вільня | Полацк | Уладзімір Зяленскі
        Аляксандр Лукашэнка | Святлана Ціханоўская | Кастусь Каліноўскі | Ігар Кізім | Вайна | Народная думка
        Рэспубліка Беларусь | Радыё Свабода | Еўрарадыё | Міністэрства замежных спраў | Беларуская думка
        Паведамленне прэзідэнта | Літва | Новая зямля | Хто мы і адкуль | На мяжы вайны | Абмен палоннымі
        Гэта было ў Мінску | Беларускі дзяржаўны ўніверсітэт | Пагоня | Жыве Беларусь | Дзеці | Эканоміка
        Літаратура і мастацтва | Салідарнасць | Міхась Стральцоў | Пра ўрад | Зміцер Дашкевіч
        Палата прадстаўнікоў | Знешняя палітыка пасля выбараў | Дзённік пасла | Генеральная пракуратура Рэспублікі""",
    "el": "Ελληνική Δημοκρατία | Αθήνα",
    "he": "שלום | מדינת ישראל",
    "ar": "السلام عليكم | بيروت",
    "ka": "საქართველო | თბილისი",
    "hy": "Հայաստան | Երևան",
}
CASES = [(lang, p.strip()) for lang, many in PHRASES.items() for p in re.split(r"[|\n]", many) if p.strip()]

# The notes of On the Brink of War as they were received; 〔…〕 holds what must be tagged, with its language.
NOTES = [
    "〔ru:“Военное учение Беларуси и России получило название ‘Союзная решимость-2022,’”〕 [the military exercise of Belarus and Russia has been named “Union Resolve-2022”]. 〔ru:Белорусское телеграфное агентство〕, January 17, 2022, <https://belta.by/society/view/479783-2022/>",
    "*Ibid.*",
    "〔ru:Русская служба «Голоса Америки.» 2023. “Госдепартамент: Беларусь участвует в систематической депортации Россией украинских детей.”〕 [State Department: belarus is involved in the systematic deportation of Ukrainian children by Russia]. 〔ru:ГОЛОС АМЕРИКИ〕, November 17, 2023. <https://www.golosameriki.com/a/7358796.html>.",
    "〔ru:“В стране.”〕 [In the country]. 2023. 〔ru:ТАСС〕. 2023. <https://tass.ru/politika/17974417>.",
    "〔ru:Броскова, Ольга. 2022. “Послу Беларуси, который покидает Украину, вручили символ предательства (видео).”〕 [The Belarusian ambassador leaving Ukraine was presented with a symbol of betrayal (video)]. War Telegraf, March 19, 2022. <https://war.telegraf.com.ua/ukraina/2022-03-19/5699914>.",
    "〔ru:“Украина и Россия провели очередной обмен пленными на границе с Беларусью.”〕 [Ukraine and Russia conducted another prisoner exchange at the border with Belarus]. 2024. Wwww.pap.pl. <https://www.pap.pl/ru/russian/news/ukraina>.",
    "〔ru:Можейко, Вадим〕, and 〔ru:Роза Турарбекова. 2023. *Беларусско-украинский экспертный диалог: будущее двусторонних отношений*〕. [Belarusian-Ukrainian Expert Dialogue: the Future of Bilateral Relations ]. <https://library.fes.de/20366.pdf>.",
    "〔uk:“Про роботу банківської системи в період запровадження воєнного стану.”〕 [On the Operation of the Banking System During the Implementation of Martial Law]. 2022. 〔uk:Офіційний вебпортал парламенту України〕. <https://zakon.rada.gov.ua/laws/show/v0018500-22#Text>.",
    "“Analytical Report ‘Opinions and Views of Ukrainians on State Electronic Services in 2023.’” 2023. UNDP. <https://www.undp.org/ukraine/publications/2023>.",
    "〔ru:Гулийчук, Дмитрий. 2024. “Сколько белорусов сражаются на стороне Украины – цифры.”〕 [How many Belarusians are fighting on the side of Ukraine – the numbers]. 〔ru:ТСН.ua〕, August 4, 2024. <https://tsn.ua/ru/ato/2634087.html>.",
    "〔ru:“Игорь Кизим назначен послом по особым поручениям в Беларуси.”〕 [Igor Kizim has been appointed as the ambassador for special assignments in Belarus]. 2024. 〔ru:Новости Беларуси〕 | Euroradio.fm, February 3, 2024. <https://euroradio.fm/ru/igor-kizim>.",
]

PASSAGES = [
    # edition, what is written, with 〔lang:…〕 around what must be tagged
    ("en", "Nothing foreign here – “not at all”."),
    ("en", "The word 〔be:«Пагоня»〕 is Belarusian."),
    ("en", "The words 〔be:«Пагоня» (і «Жыве»!)〕, [said 〔uk:Київ〕]."),
    ("en", "See 〔uk:Українська правда〕, *and* 〔be:*Наша Ніва*〕."),
    ("en", "A *mixed 〔uk:Київ〕 container* here."),
    ("en", "〔uk:*Дзеркало тижня* 24, 2023: «Війна»〕."),
    ("en", "The XX 〔ru:съезд〕 and 〔uk:початок XX століття〕, then XX."),
    ("en", "〔ru:ТАСС〕 alone takes the fallback."),
    ("en", "〔uk:ТАСС〕 takes its neighbours': 〔uk:Київ〕 and 〔uk:Львів〕."),
    ("en", "Homoglyphs as in Bеlarus and Mіnsk are another module's."),
    ("en", "An address such as www.президент.рф or почта@пример.рф is no passage."),
    ("en", "〔el:Ελλάδα〕 yes, the letter β and a 5 μm gap no."),
    ("en", "〔he:שלום〕 and 〔ru:Москва и мир〕 and 〔ka:თბილისი〕"),
    ("en", "〔ru:Минск〕 〔el:Αθήνα〕 side by side."),
    ("sr-Latn", "U gradu 〔ru:Россия〕 je."),
    ("be-tarask", "Газэта «Известия» піша."),
    ("be", "Паміж Беларуссю і Украінай: The Guardian, Ігар Кізім, слова «щит»."),
    ("be", "Гл. 〔uk:“Про роботу банківської системи в період запровадження воєнного стану”〕 тут."),
    ("be", "У газеце 〔ru:«Новости Беларуси»〕 і ў 〔ru:*Беларусско-украинский диалог*〕."),
    ("uk", "Див. 〔ru:“Украина и Россия провели обмен пленными на границе с Беларусью”〕 та «Звязда»."),
    ("uk", "Слово «съезд», літера ы, Мухтарбек Тлеужанов і Ілля Рєпін."),
    ("ru", "См. газету 〔be:«Наша Ніва»〕. Писатель Кастусь Каліноўскі и слово «їжак»."),
    ("uk", "Див. 〔en:«Analytical Report „Opinions and Views of Ukrainians in 2023“»〕. 2023. UNDP."),
    ("uk", "Пишуть The Guardian, War Telegraf, New York Times і 〔en:*The State of the World*〕."),
    ("uk", "Є 〔en:Journal of the Rivers 5〕, Gazeta Wyborcza, Warszawa, і *Polska polityka wschodnia*."),
    ("uk", "Назви *Der Krieg, or the War of the Worlds* і *Café society of the West* непевні."),
    ("uk", "Адреса https://the.of.and/with або the.of.and@example.org, www.state-of-the-world.org."),
    ("be", "Аўтар Вадим Можейко, і Роза Турарбекова; ГОЛОС АМЕРИКИ, 17 лістапада 2023 г."),
    ("he", "ראו 〔en:“On *Rivers* and the Bridges”〕, New York, 5."),
    ("de", "Der Titel The State of the World."),
    ("el", "Η 〔ru:Россия〕 και η Ελλάδα."),
    ("kk", "Қазақстан Республикасы және Россия."),
]


def inlines(text):
    """Return pandoc's inlines for words, spaces, ``*…*`` and ``<address>``."""
    out, inner = [], None
    for piece in re.findall(r"\*|<[^>]*>| |[^ *<]+", text):
        if piece == "*":
            if inner is None:
                inner = []
            else:
                out.append({"t": "Emph", "c": inner})
                inner = None
            continue
        target = out if inner is None else inner
        if piece == " ":
            target.append({"t": "Space"})
        elif piece[0] == "<":
            target.append({"t": "Link", "c": [["", ["uri"], []], [{"t": "Str", "c": piece[1:-1]}], [piece[1:-1], ""]]})
        else:
            target.append({"t": "Str", "c": piece})
    return out


def para(text):
    return {"t": "Para", "c": inlines(text)}


def show(nodes):
    """Return inlines as written, each tagged Span as ``〔lang:…〕``."""
    out = ""
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind == "Span":
            out += f"〔{dict(content[0][2])['lang']}:{show(content[1])}〕"
        elif kind == "Link":
            out += f"<{content[2][0]}>"
        else:
            out += {"Str": content, "Space": " "}.get(kind) or f"*{show(content)}*"
    return out


def plain(text):
    return re.sub(r"〔\w+:|〕", "", text)


@pytest.mark.parametrize(("language", "phrase"), CASES, ids=[phrase for _, phrase in CASES])
def test_a_short_phrase_is_told_by_itself(language, phrase):
    """Place names, headlines, outlets and persons are told apart without any context."""
    assert identify(phrase) == language


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "2023",
        "Minsk",
        "Wałęsa",
        "Голос Америки",
        "Броскова, Ольга",
        "Можейко, Вадим",
        "Санкт-Петербург",
        "ТАСС",
        "Наказ",
        "Газета «День»",
        "Янка Купала",
        "Слонім",
    ],
)
def test_what_could_be_either_is_left_open(phrase):
    """A phrase that is spelled alike in two of the languages gets no verdict of its own."""
    assert identify(phrase) is None


@pytest.mark.parametrize("note", NOTES, ids=[plain(note)[:30] for note in NOTES])
def test_every_note_as_received(note):
    """Each run in the notes of the first publication is whole, and in its language."""
    [block] = tag([para(plain(note))], "en")
    assert show(block["c"]) == note


@pytest.mark.parametrize(("language", "text"), PASSAGES, ids=[plain(text)[:30] for _, text in PASSAGES])
def test_passages(language, text):
    """A run begins and ends at foreign words; marks join it in pairs; hosts and symbols stay out."""
    [block] = tag([para(plain(text))], language)
    assert show(block["c"]) == text


CARRIED = [
    # edition, the source, its translation with 〔lang:…〕 around what is known by the source
    (
        "uk",
        "“Военное учение получило название ‘Союзная’,” [the]. ТАСС",
        "〔ru:«Военное учение получило название „Союзная“»〕 [про]. ТАСС",
    ),
    (
        "be",
        "Можейко, Вадим, and Роза Турарбекова. *О войне*. ТАСС.",
        "〔ru:Можейко, Вадим〕, і Роза Турарбекова. *Пра вайну*. ТАСС.",
    ),
    ("be", "ГОЛОС АМЕРИКИ, November 17, 2023.", "〔ru:ГОЛОС АМЕРИКИ〕, 17 лістапада 2023 г."),
    ("uk", "The paper Наша Ніва and Голос Америки.", "Газета 〔be:Наша Ніва〕 і Голос Америки."),
    ("uk", "About Об обмене пленными.", "Об обмене жодного слова."),
    ("pl", "About Об обмене пленными.", "O: Об обмене пленными."),
]


@pytest.mark.parametrize(("language", "source", "text"), CARRIED, ids=[source[:20] for _, source, _ in CARRIED])
def test_a_translation_keeps_what_the_source_knows(language, source, text):
    """What is taken over word for word from the source is in the language that it has there."""
    assert show(carry(inlines(plain(text)), inlines(source), "en", language)) == text


def test_nothing_given_is_changed_and_tagging_twice_is_tagging_once():
    """tag() is pure and idempotent."""
    blocks = [para(plain(note)) for note in NOTES]
    before = copy.deepcopy(blocks)
    once = tag(blocks, "en")
    assert blocks == before
    assert tag(once, "en") == once


def test_a_word_of_another_script_ends_what_is_told_as_a_whole():
    """It stands in a Span of its own, so what is around it is told the first time as it is the next."""
    for text in ("Ελλάδα КиївТСН.ua", "Minsk Ελλάδα Київ“ТСН.ua"):
        once = tag([para(text)], "be")
        assert "〔uk:Київ" in show(once[0]["c"])
        assert tag(once, "be") == once


WORDS = st.lists(
    st.sampled_from(
        [
            "Minsk",
            "Київ",
            "Минск",
            "Кіеў",
            "“",
            "”",
            "(",
            ").",
            " ",
            " ",
            ",",
            "2022",
            "«",
            "»",
            "*",
            "’",
            "α",
            "Ελλάδα",
            "[",
            "]",
            "XX",
            "ТСН.ua",
        ]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(WORDS, st.sampled_from(["en", "be", "uk", "ru", "el", "he"]))
def test_no_word_is_lost_and_no_span_is_empty(text, language):
    """Tagging moves nothing: without its Spans the text is what it was."""
    given_blocks = [para(text)]
    [block] = tag(given_blocks, language)
    assert plain(show(block["c"])) == show(given_blocks[0]["c"])
    assert "〔ru:〕" not in show(block["c"])
    assert tag([block], language) == [block]


def test_a_chapter_decides_for_its_short_runs():
    """An undecided run takes its paragraph's language before its chapter's."""
    blocks = tag([para("Київ and Харків."), para("ТАСС here."), para("ТАСС and Минск.")], "en")
    assert [show(block["c"]) for block in blocks] == [
        "〔uk:Київ〕 and 〔uk:Харків〕.",
        "〔uk:ТАСС〕 here.",
        "〔ru:ТАСС〕 and 〔ru:Минск〕.",
    ]


@pytest.mark.parametrize("kind", ["Span", "Link"])
def test_an_authors_own_language_wins(kind):
    """Nothing inside an element with its own lang is touched, and it ends a run."""
    own = {
        "t": kind,
        "c": [["", [], [["lang", "sr"]]], inlines("Нова Пазова"), *([["x", ""]] if kind == "Link" else [])],
    }
    assert tag([{"t": "Para", "c": [own]}], "en") == [{"t": "Para", "c": [own]}]
    div = {"t": "Div", "c": [["", [], [["lang", "mk"]]], [para("Скопје")]]}
    assert tag([div], "en") == [div]


@pytest.mark.parametrize(("home", "own", "way"), [("en", "he", "rtl"), ("uk", "ar", "rtl"), ("he", "en", "ltr")])
def test_an_authors_own_language_says_which_way_it_is_read(home, own, way):
    """A passage whose language the author gives turns paragraphs, lists and full stops too; what says its way is left."""
    span = {"t": "Span", "c": [["", [], [["lang", own]]], inlines("שלום")]}
    div = {"t": "Div", "c": [["", [], [["lang", own]]], [para("שלום"), {"t": "BulletList", "c": [[para("עולם")]]}]]}
    for block in (div, {"t": "Para", "c": [span]})[: 1 if home == "he" else 2]:  # Hebrew turns lines by their words
        [told] = tag([block], home)
        element = told if block is div else told["c"][0]
        assert element["c"][0][2] == [["lang", own], ["dir", way]]
        assert tag([told], home) == [told]
        assert tag([block], own) == [block]


def test_a_passage_that_is_read_the_other_way_keeps_what_is_in_it_in_order():
    """Code and English within an author's Hebrew are read from left to right, as in a Hebrew edition."""
    code = {"t": "CodeBlock", "c": [["", [], []], "print()"]}
    [div] = tag([{"t": "Div", "c": [["", [], [["lang", "he"]]], [para("ראו Rivers 5 שם"), code]]}], "en")
    paragraph, code = div["c"][1]
    assert ["dir", "ltr"] in code["c"][0][2]
    assert [node["c"][0][2] for node in paragraph["c"] if node["t"] == "Span"] == [[["dir", "ltr"]]]


def test_a_call_between_two_words_stays_a_call():
    """The house's note calls are empty spans: they neither begin nor end a run, and end no run either."""
    call = {"t": "Span", "c": [["call-1", ["call"], [["note", "1"]]], []]}
    [block] = tag([{"t": "Para", "c": [*inlines("Кіеў"), call, *inlines(" і Мінск"), call]}], "en")
    assert [node["t"] for node in block["c"]] == ["Span", "Span"]
    assert block["c"][0]["c"][1] == [*inlines("Кіеў"), call, *inlines(" і Мінск")]
    assert block["c"][1] == call


@pytest.mark.parametrize("kind", ["Code", "Math", "RawInline"])
def test_what_is_not_prose_is_never_tagged(kind):
    """Code, maths and raw inlines end a run and keep their words."""
    node = {"t": kind, "c": [["", [], []], "Россия"]}
    [block] = tag([{"t": "Para", "c": [*inlines("Минск"), node, *inlines("Киев")]}], "en")
    assert [each["t"] for each in block["c"]] == ["Span", kind, "Span"]
    code = {"t": "CodeBlock", "c": [["", [], []], "Россия"]}
    assert tag([code], "en") == [code]


def test_a_quotation_and_a_link_join_whole():
    """Quoted and Link belong to a run where all their words do; a link that shows its address never does."""
    quoted = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, inlines("Наша Ніва")]}
    link = {"t": "Link", "c": [["", [], []], inlines("Звязда"), ["https://zviazda.by", ""]]}
    shown = {"t": "Link", "c": [["", [], []], inlines("пример.рф"), ["пример.рф", ""]]}
    [block] = tag([{"t": "Para", "c": [quoted, {"t": "Space"}, link, *inlines(" and "), shown]}], "en")
    assert block["c"][0] == {"t": "Span", "c": [["", [], [["lang", "be"]]], [quoted, {"t": "Space"}, link]]}
    assert block["c"][-1] == shown


def test_an_image_carries_the_language_itself():
    """Alternative text becomes an attribute, where no Span can be."""
    image = {"t": "Image", "c": [["", [], []], inlines("Мапа Берасця"), ["map.png", ""]]}
    [block] = tag([{"t": "Para", "c": [image]}], "en")
    assert block["c"][0]["c"] == [["", [], [["lang", "be"]]], inlines("Мапа Берасця"), ["map.png", ""]]


def test_every_kind_of_block_is_entered():
    """Lists, tables, figures, definitions and notes are searched like paragraphs; a note is its own unit."""
    plain_text = {"t": "Plain", "c": inlines("in Київ")}
    cell = [["", [], []], {"t": "AlignDefault"}, 1, 1, [plain_text]]
    row = [["", [], []], [cell]]
    blocks = [
        {"t": "BulletList", "c": [[plain_text]]},
        {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], [[plain_text]]]},
        {"t": "DefinitionList", "c": [[inlines("in Київ"), [[plain_text]]]]},
        {"t": "BlockQuote", "c": [plain_text]},
        {"t": "LineBlock", "c": [inlines("in Київ")]},
        {"t": "Header", "c": [1, ["id", [], []], inlines("in Київ")]},
        {"t": "Figure", "c": [["", [], []], [None, [plain_text]], [plain_text]]},
        {
            "t": "Table",
            "c": [
                ["", [], []],
                [None, [plain_text]],
                [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]],
                [["", [], []], [row]],
                [[["", [], []], 0, [], [row]]],
                [["", [], []], []],
            ],
        },
        {"t": "Para", "c": [{"t": "Note", "c": [plain_text]}]},
        {"t": "HorizontalRule"},
    ]
    tagged = tag(blocks, "en")
    assert len(re.findall("'lang', 'uk'", str(tagged))) == len(re.findall("Київ", str(blocks))) == 13
    assert tagged[-1] == blocks[-1]


def test_a_long_manuscript_takes_no_time():
    """Sixty articles with their notes are tagged in well under 0.3 s."""
    words = "Relations between Minsk and Kyiv – “pragmatic” ones – were Ukraine’s and Belarus’s. " * 8
    article = [*(para(words) for _ in range(25)), *(para(plain(note)) for note in NOTES)]
    fastest = 9.0
    for _ in range(3):  # the machine may be busy with something else once
        start = time.process_time()
        for _ in range(60):
            tag(article, "en")
        fastest = min(fastest, time.process_time() - start)
    assert fastest < 0.3
