"""Glossaries are read whole, the later one wins, and every mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindery import glossary
from bindery.errors import ConfigurationError
from bindery.model import Severity, Term


def file(folder: Path, text: str | bytes, name: str = "glossary.toml") -> tuple[Path, str]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path, f"shown/{name}"


def said(folder: Path, text: str | bytes) -> list[str]:
    """What a wrong file is told, as place and message."""
    with pytest.raises(ConfigurationError) as error:
        glossary.read([file(folder, text)])
    assert all(each.severity is Severity.ERROR and each.hint.endswith((".", "…")) for each in error.value.findings)
    return [f"{each.place}: {each.message}" for each in error.value.findings]


def test_terms_are_read(tmp_path: Path) -> None:
    """A rendering is a text or a list of texts; spaces and line ends in them are single spaces."""
    text = """
    # ours
    [[term]]
    source = "United  Transitional Cabinet"
    uk = "Об’єднан* перехідн* кабінет*"
    be = ["Аб’яднан* пераходн*
    кабінет*", "АПК"]
    zh-Hant = "x"
    """.replace("\n    кабінет", " кабінет")
    assert glossary.read([file(tmp_path, text)]) == (
        Term(
            "United Transitional Cabinet",
            {
                "uk": ("Об’єднан* перехідн* кабінет*",),
                "be": ("Аб’яднан* пераходн* кабінет*", "АПК"),
                "zh-Hant": ("x",),
            },
        ),
    )


def test_the_later_file_wins_language_by_language(tmp_path: Path) -> None:
    """A publication's glossary overrides the house's where it says something, and leaves the rest."""
    house = file(tmp_path, '[[term]]\nsource = "A"\nuk = "а"\nbe = "б"\n[[term]]\nsource = "C"\nuk = "в"\n')
    own = file(tmp_path, '[[term]]\nsource = "A"\nuk = ["г"]\n', "own.toml")
    assert glossary.read([house, own]) == (
        Term("A", {"uk": ("г",), "be": ("б",)}),
        Term("C", {"uk": ("в",)}),
    )
    assert glossary.read([]) == ()
    assert glossary.read([file(tmp_path, "\ufeff# nothing yet\r\n")]) == ()


WRONG = [
    ('[[term]]\nsource = "A\nuk = "b"\n', "shown/glossary.toml:2: does not parse: "),
    ('[[term]]\nsource = "A"\nuk = [\n', "shown/glossary.toml:3: does not parse: "),
    (b"[[term]]\nsource = '\xff'\n", "shown/glossary.toml: not readable as UTF-8 text."),
    ("x = " + "[" * 5000, "shown/glossary.toml: is nested too deeply."),
    ('[[terms]]\nsource = "A"\n', "shown/glossary.toml:1: unknown key `terms`."),
    ('\nterm = "A"\n', "shown/glossary.toml:2: `term` is no list of tables."),
    ('\n[term]\nsource = "A"\n', "shown/glossary.toml:2: `term` is no list of tables."),
    ('[[term]]\nuk = "a"\n', "shown/glossary.toml:1: a term has no `source`."),
    ('[[term]]\nsource = ""\n', "shown/glossary.toml:1: a term has no `source`."),
    ("[[term]]\nsource = 7\n", "shown/glossary.toml:1: a term has no `source`."),
    ('[[term]]\nsource = "A"\n\nuk = 7\n', "shown/glossary.toml:4: “A”: `uk` is no text, and no list of texts."),
    ('[[term]]\nsource = "A"\nuk = []\n', "shown/glossary.toml:3: “A”: `uk` is no text, and no list of texts."),
    ('[[term]]\nsource = "A"\nuk = ["a", ""]\n', "shown/glossary.toml:3: “A”: `uk` is no text, and no list of texts."),
    ('[[term]]\nsource = "A"\nukrainian = "a"\n', "shown/glossary.toml:3: “A”: `ukrainian` is no language code."),
    ('[[term]]\nsource = "A"\nuk = "*"\n', "shown/glossary.toml:3: “A”: `uk` has a form that any word would fit."),
    (
        '[[term]]\nsource = "A"\nuk = "a"\n\n[[term]]\nsource = "A"\nbe = "a"\n',
        "shown/glossary.toml:5: “A” stands in line 1 already.",
    ),
]


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[str(at) for at in range(len(WRONG))])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    """What a glossary has wrong is said where it stands."""
    found = said(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(told)


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    """An editor mends both files in one go."""
    one = file(tmp_path, '[[term]]\nsource = "A"\nuk = 1\nbe = 2\n[[term]]\nuk = "x"\n')
    other = file(tmp_path, "[[term]\n", "other.toml")
    with pytest.raises(ConfigurationError) as error:
        glossary.read([one, other, (tmp_path / "none.toml", "shown/none.toml")])
    assert [(each.place.file, each.place.line) for each in error.value.findings] == [
        ("shown/glossary.toml", 3),
        ("shown/glossary.toml", 4),
        ("shown/glossary.toml", 5),
        ("shown/other.toml", 1),
        ("shown/none.toml", 0),
    ]


def test_a_glossary_without_measure_is_not_read(tmp_path: Path) -> None:
    """One that a stranger has filled holds nobody up."""
    assert said(tmp_path, "#" * (glossary._BYTES + 1)) == ["shown/glossary.toml: has 4 MB; 4 MB are read."]
