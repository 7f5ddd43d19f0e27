"""An edition is known by one identifier in every format, and no two editions by the same."""

from dataclasses import replace
from pathlib import Path

from bindery.brand import read_brand
from bindery.configuration import read_publication
from bindery.house import House
from bindery.identity import identifier
from bindery.languages import read_language
from bindery.model import Document
from project import YAML, make


def document(root: Path, yaml: str = YAML) -> Document:
    house = House(root)
    brand = read_brand(house)
    publication = read_publication(make(root, yaml=yaml) / "publication.yaml", "publication.yaml", brand)
    return Document(publication, brand, read_language(house, "en"), (), ())


def test_the_publications_own_is_not_a_translations(tmp_path: Path) -> None:
    """An ISBN is one edition's: in another language it would be another book's."""
    own = document(tmp_path, YAML + "identifier: urn:isbn:9780000000002\n")
    assert identifier(own, "en") == "urn:isbn:9780000000002"
    assert identifier(own, "uk").startswith("urn:uuid:")


def test_each_language_has_one_of_its_own_that_stays(tmp_path: Path) -> None:
    """It is made of the house, the publication and the language: not of a title, nor of the house's name translated."""
    made = document(tmp_path)
    known = {code: identifier(made, code) for code in ("en", "uk", "pl")}
    assert len(set(known.values())) == 3
    said = replace(made, brand=replace(made.brand, name="Мережа"), publication=replace(made.publication, title="Інша"))
    assert {code: identifier(said, code) for code in known} == known
    other = replace(made, publication=replace(made.publication, slug="other"))
    assert identifier(other, "en") != known["en"]
