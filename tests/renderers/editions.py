"""One publication in all its editions, as the tests of the renderers ask for it."""

from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from bindery import press
from bindery.house import House
from bindery.model import Artefact, Document


@dataclass
class Edition:
    """One publication of the house of the tests; each medium is rendered when first asked for."""

    slug: str
    house: House
    made: dict[str, Artefact] = field(default_factory=dict)

    @cached_property
    def document(self) -> Document:
        publication = press.open_publication(self.slug, self.house)
        return press.compose(press.read(publication, self.house), self.house)

    def again(self, medium: str) -> Artefact:
        return press.render(self.document, medium, self.house)

    def artefact(self, medium: str) -> Artefact:
        if medium not in self.made:
            self.made[medium] = self.again(medium)
        return self.made[medium]

    def file(self, medium: str) -> Path:
        artefact = self.artefact(medium)
        path = self.house.shelf / artefact.name
        if not path.exists():
            path.write_bytes(artefact.data)
        return path

    @cached_property
    def book(self) -> dict[str, bytes]:
        with ZipFile(BytesIO(self.artefact("epub").data)) as book:
            return {name: book.read(name) for name in book.namelist()}
