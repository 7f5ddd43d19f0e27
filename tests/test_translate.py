"""`build translate`, through the real command, as an editor and a translator use it."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import yaml

from bindery import bureau, configuration, press
from bindery.errors import ShelfError
from bindery.house import House
from bindery.model import Publication
from bindery.translation import catalogs

sys.path.insert(0, str(Path(__file__).parent))
from project import BUILD, build, make

YAML = """# The title page.
title: "On Rivers"
authors: [{name: Ada Example, honorific: Dr.}]
date: "2024" # a year
language: en
notes: {translation: optional}
"""
TEXT = """## Rivers

The first river rises in the hills[^a] and ends in the sea in 2022.

There are three bridges. Two of them are old.

[^a]: A note on hills.
"""
UK = {
    "On Rivers": "Про ріки",
    "Ada Example": "Ада Приклад",
    "Dr.": "д-р",
    "Belarus Research Network on Neighborhood Policy": "Білоруська дослідницька мережа сусідської політики",
    "Belarus\nResearch\nNetwork\non Neighborhood\nPolicy": "Білоруська\nдослідницька\nмережа\nсусідської\nполітики",
    "Rivers": "Ріки",
    "The first river rises in the hills[^1] and ends in the sea in 2022.": "Перша ріка бере початок у горах[^1] і впадає в море у 2022 році.",
    "There are three bridges. Two of them are old.": "Є три мости. Два з них старі.",
    "A note on hills.": "Примітка про гори.",
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make(tmp_path, "rivers", YAML, text=TEXT)
    return tmp_path


def catalog(root: Path, language: str = "uk") -> Path:
    return root / f"manuscript/rivers/translations/{language}.po"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def translate(root: Path, translations: dict[str, str] = UK) -> None:
    """Fill a catalogue as a translator does."""
    file = catalog(root)
    text = file.read_text("utf-8")
    for source, target in translations.items():
        lines = source.split("\n")
        msgid = f'msgid "{escaped(source)}"' if len(lines) == 1 else 'msgid ""\n' + "\n".join(
            f'"{escaped(line)}{chr(92) + "n" if at < len(lines) - 1 else ""}"' for at, line in enumerate(lines)
        )  # fmt: skip
        assert f'{msgid}\nmsgstr ""' in text, source
        text = text.replace(
            f'{msgid}\nmsgstr ""', f'{msgid}\nmsgstr "{escaped(target).replace(chr(10), chr(92) + "n")}"'
        )
    file.write_text(text, "utf-8")


def ready(root: Path) -> Path:
    assert build(root, "translate", "add", "uk").returncode == 0
    translate(root)
    return root


def html(root: Path, language: str = "uk") -> str:
    done = build(root, "html", "-l", language)
    assert done.returncode == 0, done.stderr
    return (root / f"output/rivers/rivers.{language}.html").read_text("utf-8")


def words(page: str) -> str:
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\u00a0", " ").split())


def test_add_lists_the_language_and_changes_nothing_else(project: Path) -> None:
    """`add` begins a catalogue and adds one line to publication.yaml; comments and quotes there stay."""
    done = build(project, "translate", "add", "uk")
    assert done.returncode == 0, done.stderr
    assert "9 units to translate" in done.stdout
    yaml = (project / "manuscript/rivers/publication.yaml").read_text("utf-8")
    assert yaml == YAML.replace("language: en\n", "language: en\nlanguages: [en, uk]\n")
    assert build(project, "translate", "add", "pl").returncode == 0
    assert "languages: [en, uk, pl]" in (project / "manuscript/rivers/publication.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("listed", "more"),
    [
        ("  - en # ours\n  - pl", "  - uk\n"),
        ("  -   en\n  -   pl", "  - uk\n"),
        ("-  en\n-  pl # theirs", "- uk\n"),
        ("  - en\n  - |-\n   pl", "  - uk\n"),
    ],
)
def test_add_to_a_list_of_lines(project: Path, listed: str, more: str) -> None:
    """A list written one a line goes on so, however its lines are indented; a remark stays beside its language."""
    file = project / "manuscript/rivers/publication.yaml"
    file.write_text(f"{YAML}languages:\n{listed}\n# the end\n", "utf-8")
    assert build(project, "translate", "add", "uk").returncode == 0
    assert file.read_text("utf-8") == f"{YAML}languages:\n{listed}\n{more}# the end\n"
    assert press.open_publication("rivers", House(project)).languages == ("en", "pl", "uk")


def test_add_lists_the_language_of_a_catalogue_that_is_there(project: Path) -> None:
    """One that came from elsewhere, or whose language was taken out of the list: its translations stay."""
    ready(project)
    file = project / "manuscript/rivers/publication.yaml"
    file.write_text(YAML, "utf-8")
    assert "Add it with `build translate add uk rivers`" in build(project, "translate", "update", "-l", "uk").stderr
    done = build(project, "translate", "add", "uk")
    assert done.returncode == 0, done.stderr
    assert "is listed now: 9 kept, 0 fuzzy, 0 new, 0 obsolete." in done.stdout
    assert "languages: [en, uk]" in file.read_text("utf-8")
    assert "Є три мости" in catalog(project).read_text("utf-8")
    done = build(project, "translate", "add", "uk")
    assert (done.returncode, "is there already" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("code", "said"), [("ua", "Did you mean uk?"), ("pol", "Did you mean pl?"), ("fr", "Copy one of them"), ("xx", "no language file for xx"), ("../en", "no language file"), ("en", "is written in en")]
)  # fmt: skip
def test_add_refuses(project: Path, code: str, said: str) -> None:
    """An unknown code gets a suggestion; the publication's own language is none to translate into."""
    done = build(project, "translate", "add", code)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (project / "manuscript/rivers/translations").exists()


def test_an_edition_is_made(project: Path) -> None:
    """A translated edition has the translation, the same notes, and says that nobody has reviewed it."""
    page = html(ready(project))
    assert "Перша ріка бере початок у горах" in words(page)
    assert "Про ріки" in words(page)
    assert "д-р Ада Приклад" in words(page)
    assert "Білоруська дослідницька мережа" in words(page)
    assert 'href="#note-1"' in page
    assert "Неперевірений переклад" in words(page)
    assert "Unreviewed" not in words(page)
    assert '<html lang="uk"' in page
    assert "By " not in words(page)


def test_every_language_is_built(project: Path) -> None:
    """Without -l every language of publication.yaml is made; with it only those asked for."""
    ready(project)
    done = build(project, "html")
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (project / "output/rivers").glob("*.html")} == {"rivers.en.html", "rivers.uk.html"}
    done = build(project, "html", "-l", "pl")
    assert done.returncode == 2
    assert "build translate add pl rivers" in done.stderr


def test_one_catalogue_remakes_one_edition(project: Path) -> None:
    """A change in one catalogue leaves the other editions alone."""
    ready(project)
    build(project, "html")
    catalog(project).write_text(catalog(project).read_text("utf-8").replace("Ріки", "Річки"), "utf-8")
    lines = build(project, "html").stdout.splitlines()
    assert [("rivers.en" in line, "(unchanged)" in line) for line in lines] == [(True, True), (False, False)]


def test_a_draft_says_so(project: Path) -> None:
    """What is not translated stands in the source language, tagged, and the title page counts it."""
    ready(project)
    text = catalog(project).read_text("utf-8")
    catalog(project).write_text(text.replace('msgstr "Є три мости. Два з них старі."', 'msgstr ""'), "utf-8")
    page = html(project)
    assert '<span class="untranslated" lang="en-US">There are three bridges.' in page
    assert "Чорновий переклад" in words(page)
    assert re.search(r"1 .*9", words(page))


def test_final_refuses_and_counts(project: Path) -> None:
    """`--final` says how many units are fuzzy, missing, stale, damaged or unreviewed, and makes nothing of it."""
    ready(project)
    (project / "manuscript/rivers/text.md").write_text(TEXT.replace("are old", "are rather old"), "utf-8")
    assert build(project, "translate", "update").returncode == 0
    done = build(project, "html", "-l", "uk", "--final")
    assert done.returncode == 1
    assert "not final: of 9 units 1 fuzzy, 8 unreviewed." in done.stderr
    assert not (project / "output").exists()
    assert build(project, "html", "-l", "en", "--final").returncode == 0


def test_review_makes_final(project: Path) -> None:
    """A review takes the mark away and names the reader; a later change of a unit brings it back."""
    ready(project)
    done = build(project, "translate", "review", "uk", "--by", "Jana Novak")
    assert done.stdout == "rivers (uk): 9 units reviewed by Jana Novak, 0 still unreviewed.\n", done.stderr
    assert build(project, "html", "-l", "uk", "--final").returncode == 0
    page = (project / "output/rivers/rivers.uk.html").read_text("utf-8")
    assert "Jana Novak" in words(page)
    assert "Неперевірений" not in words(page)
    catalog(project).write_text(catalog(project).read_text("utf-8").replace("Два з них", "Обидва з них"), "utf-8")
    assert "1 unreviewed" in build(project, "html", "-l", "uk", "--final").stderr


def test_review_by_unit(project: Path) -> None:
    """A review of one unit is of that unit alone, whose words are told; a number that is none is told."""
    ready(project)
    done = build(project, "translate", "review", "uk", "--by", "Jana Novak", "--unit", "6")
    assert "1 unit reviewed by Jana Novak, 8 still unreviewed.\n  unit 6: “Rivers”" in done.stdout
    assert (
        "unit 99 is not translated" in build(project, "translate", "review", "uk", "--by", "J", "--unit", "99").stderr
    )


def test_taking_the_flag_away_reviews_nothing(project: Path) -> None:
    """The flag `unreviewed` only shows what is so; a review is a name and a seal."""
    ready(project)
    build(project, "translate", "update")
    assert "#, unreviewed" in catalog(project).read_text("utf-8")
    catalog(project).write_text(catalog(project).read_text("utf-8").replace("#, unreviewed\n", ""), "utf-8")
    assert "9 unreviewed" in build(project, "html", "-l", "uk", "--final").stderr


def test_status(project: Path) -> None:
    """`status` has a line a language with its counts."""
    ready(project)
    done = build(project, "translate", "status")
    assert done.returncode == 0
    head, row = (line.split() for line in done.stdout.splitlines()[1:])
    assert dict(zip(head[1:], row[1:], strict=False)) == {
        "units": "9", "translated": "9", "fuzzy": "0", "missing": "0", "stale": "0", "damaged": "0", "unreviewed": "9", "optional": "0",
    }  # fmt: skip
    assert row[-1] == "unreviewed"


def test_stale_catalogues_are_told(project: Path) -> None:
    """A build after the source changed says that the catalogue is behind, and prints no stale translation."""
    ready(project)
    build(project, "translate", "update")
    (project / "manuscript/rivers/text.md").write_text(TEXT.replace("three bridges", "four bridges"), "utf-8")
    page = html(project)
    assert "three bridges" not in words(page)
    assert "Є три мости" not in words(page)
    assert "There are four bridges" in words(page)
    done = build(project, "check", "-l", "uk", "--only", "sources")
    assert "the source has changed since" in done.stdout
    assert "[translation-stale]" in done.stdout


DAMAGE = {
    "a call lost": ("у горах[^1] і", "у горах і"),
    "a call doubled": ("у горах[^1] і", "у горах[^1] і[^1]"),
    "a call garbled": ("у горах[^1] і", "у горах[^ 1] і"),
    "a call unknown": ("у горах[^1] і", "у горах[^2] і"),
}


@pytest.mark.parametrize(("old", "new"), DAMAGE.values(), ids=DAMAGE)
def test_damage_never_loses_a_note(project: Path, old: str, new: str) -> None:
    """A translation with damaged calls isn't printed: the source stands there, every note is called, check says where."""
    ready(project)
    catalog(project).write_text(catalog(project).read_text("utf-8").replace(old, new), "utf-8")
    page = html(project)
    assert 'href="#note-1"' in page
    assert "rises in the hills" in words(page)
    done = build(project, "check", "-l", "uk", "--only", "sources")
    assert done.returncode == 1
    assert re.search(r"translations/uk\.po:\d+: ", done.stdout)
    assert "1 damaged" in build(project, "html", "-l", "uk", "--final").stderr


@pytest.mark.parametrize("medium", ["docx", "xliff"])
def test_out_and_back(project: Path, medium: str) -> None:
    """A table or an XLIFF that nobody touched comes back without a change, and without one in the file."""
    ready(project)
    done = build(project, "translate", "export", "-l", "uk", "--to", medium)
    assert done.returncode == 0, done.stderr
    before = catalog(project).read_bytes()
    file = project / f"output/rivers/rivers.uk.{'docx' if medium == 'docx' else 'xlf'}"
    done = build(project, "translate", "import", str(file))
    assert done.stdout.startswith("rivers (uk): 0 units changed."), done.stderr
    assert catalog(project).read_bytes() == before


@pytest.mark.parametrize("added", ["-final", "-2", "_Jana", " (1)"])
def test_what_people_add_to_a_name(project: Path, added: str) -> None:
    """Neither a version nor a translator's name is a country of the language."""
    ready(project)
    assert build(project, "translate", "export", "-l", "uk").returncode == 0
    file = (project / "output/rivers/rivers.uk.docx").rename(project / f"rivers.uk{added}.docx")
    done = build(project, "translate", "import", file.name)
    assert done.stdout.startswith("rivers (uk): 0 units changed."), done.stderr


def test_an_empty_catalogue_is_begun_anew_as_it_says(project: Path) -> None:
    """A save that failed leaves such a file; `add` alone says that it is there, `update` that it has no header."""
    ready(project)
    catalog(project).write_bytes(b"\n")
    said = build(project, "translate", "update").stderr
    assert "uk.po:1: the catalogue is empty. Take it from a backup, or remove it and begin anew" in said
    catalog(project).unlink()
    assert "9 units to translate" in build(project, "translate", "add", "uk").stdout


@pytest.mark.parametrize(("medium", "ending"), [("docx", "docx"), ("xliff", "xlf")])
def test_a_table_that_was_filled_in_is_not_overwritten(project: Path, medium: str, ending: str) -> None:
    """A week of a translator's work stays where it is, and a line says so; what is as it went out is written anew."""
    ready(project)
    export = ("translate", "export", "-l", "uk", "--to", medium)
    file, second = (project / f"output/rivers/rivers.uk{number}.{ending}" for number in ("", ".2"))
    assert build(project, *export).returncode == 0
    first = file.read_bytes()
    catalog(project).write_text(catalog(project).read_text("utf-8").replace("Є три мости", "Мостів три"), "utf-8")
    done = build(project, *export)
    assert (done.returncode, done.stderr) == (0, "")
    assert file.read_bytes() != first
    file.write_bytes(first)
    for _ in "twice":
        done = build(project, *export)
        assert done.returncode == 0
        assert f"rivers.uk.{ending}: was changed since it went out, so it stays" in done.stderr
        assert done.stdout == f"wrote output/rivers/rivers.uk.2.{ending}\n"
        assert file.read_bytes() == first
    assert not (project / f"output/rivers/rivers.uk.3.{ending}").exists()
    assert build(project, "translate", "import", str(second)).stdout.startswith("rivers (uk): 0 units changed.")


def test_a_file_that_cannot_be_taken_fails(project: Path) -> None:
    """Of a file that is none nothing is taken, and a script can tell."""
    ready(project)
    before = catalog(project).read_bytes()
    (project / "rivers.uk.docx").write_text("no Word file", "utf-8")
    done = build(project, "translate", "import", "rivers.uk.docx")
    assert done.returncode == 1
    assert "no Word file" in done.stderr
    assert "Nothing was taken" in done.stderr
    assert catalog(project).read_bytes() == before


BAD = {
    "does not parse": (b'msgid "a\nmsgstr "b"\n', "uk.po:1"),
    "wrong encoding": ('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "я"\n'.encode("cp1251"), "not UTF-8"),
    "another publication": (b'msgid ""\nmsgstr ""\n"Project-Id-Version: bridges\\n"\n"Language: uk\\n"\n', "belongs to 'bridges'"),
    "another language": (b'msgid ""\nmsgstr ""\n"Project-Id-Version: rivers\\n"\n"Language: pl\\n"\n', "language is 'pl'"),
    "one key twice": (b'msgid ""\nmsgstr ""\n"Project-Id-Version: rivers\\n"\n"Language: uk\\n"\n\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "uk.po:9"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD)
def test_a_bad_catalogue(project: Path, data: bytes, said: str) -> None:
    """A catalogue that can't be used is told with its line; it is never rewritten; the source edition is made."""
    ready(project)
    catalog(project).write_bytes(data)
    for command in (
        ["html"],
        ["translate", "update"],
        ["translate", "status"],
        ["check", "-l", "uk", "--only", "sources"],
    ):
        done = build(project, *command)
        assert done.returncode == 1, command
        assert said in done.stderr + done.stdout, command
        assert catalog(project).read_bytes() == data
    assert (project / "output/rivers/rivers.en.html").is_file()
    assert not (project / "output/rivers/rivers.uk.html").exists()


def test_a_listed_language_without_catalogue(project: Path) -> None:
    """A language that is listed and has no catalogue says how to begin it."""
    (project / "manuscript/rivers/publication.yaml").write_text(YAML + "languages: [en, uk]\n", "utf-8")
    done = build(project, "html")
    assert done.returncode == 2
    assert "Make it with `build translate add uk rivers`" in done.stderr


@pytest.mark.parametrize(
    ("command", "done_all_the_same"),
    [
        (["translate", "update"], ["rivers/translations/uk.po: 9 kept", "banks/translations/uk.po: 0 kept"]),
        (["translate", "status"], ["uk            9", "unreviewed", "banks\n"]),
        (["check", "--only", "sources"], ["rivers (uk): 0 errors, 0 warnings.", "banks (uk): 0 errors"]),
    ],
)
def test_a_missing_catalogue_stops_no_other(project: Path, command: list[str], done_all_the_same: list[str]) -> None:
    """The other languages and publications are looked at all the same, and all that is missing is told together."""
    ready(project)
    make(project, "banks", YAML, text=TEXT)
    assert build(project, "translate", "add", "uk", "banks").returncode == 0
    for slug in ("banks", "rivers"):
        file = project / f"manuscript/{slug}/publication.yaml"
        file.write_text(file.read_text("utf-8").replace("[en, uk]", "[en, be, pl, uk]"), "utf-8")
    done = build(project, *command)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    for slug in ("banks", "rivers"):
        for language in ("be", "pl"):
            file = f"manuscript/{slug}/translations/{language}.po"
            assert f"{file}: not there. Make it with `build translate add {language} {slug}`." in said
            assert said.count(f"{file}: not there") == 1
    for words in done_all_the_same:
        assert words in done.stdout


def test_add_begins_all_that_are_not_begun(project: Path) -> None:
    """In a house of several publications the one that has the language already stops no other."""
    ready(project)
    make(project, "shores", YAML, text=TEXT)
    make(project, "banks", YAML, text=TEXT)
    done = build(project, "translate", "add", "uk")
    assert done.returncode == 2
    assert "rivers/translations/uk.po: is there already" in done.stderr
    for slug in ("banks", "shores"):
        assert f"{slug}/translations/uk.po: 9 units to translate" in done.stdout
        assert "languages: [en, uk]" in (project / f"manuscript/{slug}/publication.yaml").read_text("utf-8")


def test_marks_that_metadata_prints_as_they_are(project: Path) -> None:
    """Metadata is plain text: straight quotes, stars and calls in it are told where they stand, in both languages."""
    file = project / "manuscript/rivers/publication.yaml"
    file.write_text(
        YAML.replace('"On Rivers"', "'On \"Rivers\"'") + 'abstract: >\n  All\n  *of* it.\nkind: 2*3*4, 5 \\* 6, 7"\n',
        "utf-8",
    )
    assert build(project, "translate", "add", "uk").returncode == 0
    said = build(project, "check", "--only", "sources", "-l", "en").stdout
    assert 'publication.yaml:2: `title`: a straight quote mark is printed as it is typed, “"Rivers"”.' in said
    assert "publication.yaml:8: `abstract`: Markdown is printed as it is typed, “*of*”." in said
    assert said.count("[metadata-markup]") == 2
    more = {'On "Rivers"': 'Про "ріки"', "All *of* it.": "Усе[^1].", '2*3*4, 5 \\* 6, 7"': "Про «ріки»"}
    translate(project, {**{k: v for k, v in UK.items() if k != "On Rivers"}, **more})
    said = build(project, "check", "--only", "sources", "-l", "uk").stdout
    lines = catalog(project).read_text("utf-8").split("\n")
    for text, what in ((escaped('Про "ріки"'), "a straight quote mark"), ("Усе[^1].", "Markdown")):
        at = lines.index(f'msgstr "{text}"')  # the line of the msgid above it
        assert re.search(rf"uk\.po:{at}: unit \d+: {what} is printed", said)
    assert said.count("[translation-markup]") == 2


def test_an_unwritable_catalogue_stays(project: Path) -> None:
    """A catalogue that can't be replaced stays as it was, and the message is one line."""
    ready(project)
    folder = catalog(project).parent
    (project / "manuscript/rivers/text.md").write_text(TEXT.replace("are old", "are rather old"), "utf-8")
    before = catalog(project).read_bytes()
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("/proc/self")  # a folder in which nobody can write
    done = subprocess.run(
        [str(BUILD), "translate", "add", "uk"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    folder.unlink()
    folder.with_name("elsewhere").rename(folder)
    assert catalog(project).read_bytes() == before


def test_other_editions_are_linked(project: Path) -> None:
    """Each page has a switch and hreflang links to every edition, relative or by the address that says {language}."""
    ready(project)
    page = html(project)
    assert '<link rel="alternate" hreflang="en-US" href="rivers.en.html">' in page
    assert '<a href="rivers.en.html" hreflang="en-US" lang="en-US">English</a>' in page
    assert '<span aria-current="page">Українська</span>' in page
    yaml = project / "manuscript/rivers/publication.yaml"
    yaml.write_text(yaml.read_text("utf-8") + 'url: "https://example.org/rivers/{language}.html"\n', "utf-8")
    page = html(project)
    assert '<link rel="canonical" href="https://example.org/rivers/uk.html">' in page
    assert '<link rel="alternate" hreflang="x-default" href="https://example.org/rivers/en.html">' in page


def test_proof(project: Path) -> None:
    """The proof has every unit numbered, both sides, the findings where they are, and what changed in a fuzzy one."""
    ready(project)
    (project / "manuscript/rivers/text.md").write_text(TEXT.replace("are old", "are rather old"), "utf-8")
    build(project, "translate", "update")
    text = catalog(project).read_text("utf-8").replace("у 2022 році", "у 2023 році")
    catalog(project).write_text(text, "utf-8")
    done = build(project, "proof", "-l", "uk")
    assert done.returncode == 0, done.stderr
    page = (project / "output/rivers/rivers.uk.proof.html").read_text("utf-8")
    assert [int(n) for n in re.findall(r'id="unit-(\d+)"', page)] == list(range(1, 10))
    assert "<ins>rather</ins>" in page
    row = re.search(r'<tr id="unit-7".*?</tr>', page, re.DOTALL)
    assert row
    assert "2023" in re.sub(r"<[^>]+>", " ", row[0].split('class="findings"')[1])
    assert (project / "output/rivers/rivers.uk.proof.pdf").read_bytes().startswith(b"%PDF")


def test_a_proof_says_who_has_reviewed_what_it_shows(project: Path) -> None:
    """In words of the language, and only where the review still holds; a translator's own comments stand beside it."""
    ready(project)
    text = catalog(project).read_text("utf-8").replace("#: text.md", "# Чому гори?\n#: text.md")
    catalog(project).write_text(text, "utf-8")
    build(project, "translate", "review", "uk", "--by", "Ada Novak")
    (project / "manuscript/rivers/text.md").write_text(TEXT.replace("are old", "are rather old"), "utf-8")
    build(project, "translate", "update")
    assert build(project, "proof", "-l", "uk").returncode == 0
    page = (project / "output/rivers/rivers.uk.proof.html").read_text("utf-8")
    rows = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r'<tr id="unit.*?</tr>', page, re.DOTALL)]
    assert ["Перевірка перекладу: Ada Novak" in " ".join(row.split()) for row in rows] == [
        "rather" not in row for row in rows
    ]
    assert "Reviewed by" not in page
    assert sum("Чому гори?" in row for row in rows) == 4


def test_a_unit_of_a_proof_stands_on_one_page(project: Path) -> None:
    """Its number is not left behind on the page before; one that is longer than a page goes on on the next."""
    long = "A very long passage. " * 400
    passages = [
        f"Here is passage {n:03}. " + "It has a few more words to fill its lines. " * (n % 5) for n in range(100)
    ]
    (project / "manuscript/rivers/text.md").write_text("\n\n".join([long, *passages]), "utf-8")
    build(project, "translate", "add", "uk")
    assert build(project, "proof", "-l", "uk").returncode == 0
    with pypdfium2.PdfDocument(project / "output/rivers/rivers.uk.proof.pdf") as document:
        pages = [page.get_textpage().get_text_range().split() for page in document]
    for n in range(100):
        [page] = [page for page in pages if f"{n:03}." in page]
        assert str(n + 7) in page, n


def test_a_link_within_the_folder_stays_one(project: Path) -> None:
    """What it leads to is brought up to date: whoever works in that file would go on in one that nobody reads."""
    folder = project / "manuscript/rivers"
    assert build(project, "translate", "add", "uk").returncode == 0
    for link, target in (("translations/uk.po", "shared.po"), ("publication.yaml", "about.yaml")):
        (folder / link).rename(folder / target)
        (folder / link).symlink_to(folder / target)
    (folder / "text.md").write_text(TEXT + "\nNew words.\n", "utf-8")
    assert build(project, "translate", "update").returncode == 0
    assert build(project, "translate", "add", "pl").returncode == 0
    assert (folder / "translations/uk.po").is_symlink()
    assert "New words." in (folder / "shared.po").read_text("utf-8")
    assert (folder / "publication.yaml").is_symlink()
    assert "languages: [en, uk, pl]" in (folder / "about.yaml").read_text("utf-8")


def test_what_went_out_to_translators_is_no_stranger_on_the_shelf(project: Path) -> None:
    """The press itself has put it there, whatever a translator has written into it since."""
    ready(project)
    assert build(project, "html").returncode == 0
    assert build(project, "translate", "export", "-l", "uk").returncode == 0
    with (project / "output/rivers/rivers.uk.docx").open("ab") as file:
        file.write(b"\0")
    (project / "output/rivers/other.docx").write_bytes(b"")
    told = build(project, "verify").stdout
    assert "rivers.uk.docx" not in told
    assert "other.docx: is not in the manifest" in told


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_a_merge_makes_no_guess_sure(project: Path, side: str) -> None:
    """A translator confirms a guess while its source changes again: whichever side git is told to take, it is one still."""
    ready(project)
    file, text = catalog(project), project / "manuscript/rivers/text.md"
    bridges = "Є три мости. Два з них старі."

    def reword(words: str) -> Path:
        text.write_text(TEXT.replace("are old", words), "utf-8")
        build(project, "translate", "update")
        return Path(shutil.copy(file, project / words.replace(" ", "-")))

    base, editor = reword("are fairly old"), reword("are not old")
    translator = project / "translator"
    entries = base.read_text("utf-8").split("\n\n")
    confirmed = [re.sub("^#, fuzzy, ", "#, ", e, flags=re.MULTILINE) if bridges in e else e for e in entries]
    translator.write_text(re.sub(r"#\| .*\n", "", "\n\n".join(confirmed)), "utf-8")
    git = ["git", "merge-file", "-p", side, editor, base, translator]
    file.write_bytes(subprocess.run(git, capture_output=True, check=True).stdout)
    assert "are not old" in file.read_text("utf-8")
    assert "not final: of 9 units 1 fuzzy" in build(project, "html", "-l", "uk", "--final").stderr
    assert "1 fuzzy" in build(project, "translate", "update").stdout
    # and once it is confirmed for this source, it is sure, and no flag of ours stays
    file.write_text(re.sub("#, fuzzy, ", "#, ", file.read_text("utf-8")), "utf-8")
    assert "0 fuzzy" in build(project, "translate", "update").stdout
    assert "source-" not in file.read_text("utf-8")


def test_a_language_with_its_country_is_the_same(project: Path) -> None:
    """Poedit writes `uk_UA` into the header: the catalogue is brought up to date, reviewed, sent out and taken back."""
    build(project, "translate", "add", "uk")
    translate(project)
    file = catalog(project)
    file.write_text(file.read_text("utf-8").replace("Language: uk\\n", "Language: uk_UA\\n"), "utf-8")
    (project / "manuscript/rivers/text.md").write_text(TEXT.replace("three", "four"), "utf-8")
    assert "1 fuzzy" in build(project, "translate", "update").stdout
    assert build(project, "translate", "review", "uk", "--by", "Ada").returncode == 0
    assert build(project, "translate", "export", "-l", "uk", "--to", "docx").returncode == 0
    back = build(project, "translate", "import", "output/rivers/rivers.uk.docx")
    assert "0 units changed" in back.stdout, back
    assert "Language: uk_UA" in file.read_text("utf-8")
    assert [each.name for each in file.parent.iterdir()] == ["uk.po"]


def test_the_same_words_are_remembered(project: Path) -> None:
    """What another publication of the house has translated is filled in as a guess."""
    ready(project)
    make(project, "lakes", YAML.replace("On Rivers", "On Lakes"), text="## Lakes\n\nWords.\n")
    done = build(project, "translate", "add", "uk", "lakes")
    assert "4 of them known from other publications" in done.stdout, done.stdout
    assert "Ада Приклад" in (project / "manuscript/lakes/translations/uk.po").read_text("utf-8")


def test_a_hidden_folder_is_not_remembered(project: Path) -> None:
    """It is somebody's backup, or half of an import, and no publication."""
    ready(project)
    (project / "manuscript/rivers").rename(project / "manuscript/.rivers")
    make(project, "lakes", YAML.replace("On Rivers", "On Lakes"), text="## Lakes\n\nWords.\n")
    done = build(project, "translate", "add", "uk", "lakes")
    assert "none of them known" in done.stdout, done.stdout


def test_what_a_translator_saves_meanwhile_stays(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue that was saved after it was read is not written over; the command says so."""
    assert build(project, "translate", "add", "uk").returncode == 0
    house = House(project)
    publication = press.open_publication("rivers", house)
    file = catalogs.path(publication, "uk")
    read = catalogs.open_catalog(publication, "uk", house)
    saved = file.read_text("utf-8") + "\n# Saved by the translator.\n"
    file.write_text(saved, "utf-8")
    with pytest.raises(ShelfError, match="meanwhile"):
        catalogs.save(replace(read, comment="Another head."), publication, house)
    assert file.read_text("utf-8") == saved


def test_languages_added_at_once_are_all_listed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second command waits while the first has publication.yaml in hand, and neither undoes the other's line."""
    house = House(project)
    publication = press.open_publication("rivers", house)
    others: list[subprocess.Popen[bytes]] = []
    listing = configuration.with_language

    def slowly(text: str, publication: Publication, language: str) -> str:
        command = [str(BUILD), "translate", "add"]
        others.extend(subprocess.Popen([*command, code], cwd=project) for code in ("pl", "uk"))
        with suppress(subprocess.TimeoutExpired):
            others[0].wait(2)
        return listing(text, publication, language)

    monkeypatch.setattr(configuration, "with_language", slowly)
    bureau.add(publication, "uk", house)
    for other in others:
        other.wait(30)
    listed = yaml.safe_load((project / "manuscript/rivers/publication.yaml").read_text("utf-8"))["languages"]
    assert sorted(listed) == ["en", "pl", "uk"]


def test_a_folder_that_knows_no_locks_is_written_all_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As NFS knows none for folders."""

    def flock(*_: object) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr(fcntl, "flock", flock)
    house = House(project)
    bureau.add(press.open_publication("rivers", house), "uk", house)
    assert press.open_publication("rivers", house).languages == ("en", "uk")
    assert catalog(project).exists()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{title: "T", authors: [{name: A}], date: "2024", language: en}\n', ", languages: [en, uk]"),
        ('{title: "T", authors: [{name: A}],\n  language: en,\n  date: "2024"}\n', ", languages: [en, uk]"),
        ('title: "T"\r\nauthors: [{name: A}]\r\nlanguage: en\r\ndate: "2024"\r\n', "languages: [en, uk]\r\n"),
    ],
)
def test_add_keeps_the_way_in_which_it_is_written(project: Path, written: str, expected: str) -> None:
    """In braces, or with the line ends of Windows: nothing else changes, and it reads as before."""
    file = project / "manuscript/rivers/publication.yaml"
    file.write_bytes(written.encode())
    assert build(project, "translate", "add", "uk").returncode == 0
    made = file.read_bytes().decode()
    assert expected in made
    assert made.replace(expected, "") == written
    assert press.open_publication("rivers", House(project)).languages == ("en", "uk")
