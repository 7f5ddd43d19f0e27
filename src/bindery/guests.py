"""Guests: faces that another language brings, for its letters in an edition whose own faces have none for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from bindery.errors import BinderyError
from bindery.house import House
from bindery.languages import languages, read_language
from bindery.model import Document, Face, Language

_FACES = b"faces"


def invite(document: Document, house: House) -> Document:
    """Return a document with the faces of each language whose letters are in it; what has none of them is as it was."""
    faces: list[Face] = []
    for language in _hosts(document.language.code, house):
        letters = _letters(language)
        if letters and any(letters.search(text) for text in texts(document)):
            faces += language.faces
    return seat(document, faces)


def seat(document: Document, faces: Iterable[Face]) -> Document:
    """Return a document with faces beside its own, which stand behind those in each stack."""
    new = tuple(face for face in faces if face not in document.brand.fonts)
    if not new:
        return document
    brand = replace(document.brand, fonts=(*document.brand.fonts, *new))
    return replace(document, brand=brand, guests=(*document.guests, *new))


def texts(document: Document) -> list[str]:
    """Return all that is set of a document: text and notes as HTML, and what the title page says."""
    publication = document.publication
    said = [publication.full_title, *(author.full_name for author in publication.authors), document.brand.name]
    said += [publication.kind, publication.abstract, publication.publisher, publication.rights]
    return [*(s.title + s.html for s in document.sections), *(note.html for note in document.endnotes), *said]


def _hosts(own: str, house: House) -> list[Language]:
    """Return the other languages that bring faces; one whose file is wrong is told where its editions are made."""
    found = []
    for code in languages(house):
        if code != own and _FACES in house.file(f"styles/languages/{code}.toml").read_bytes():
            with suppress(BinderyError):
                found.append(read_language(house, code))
    return [language for language in found if language.faces]


@lru_cache(maxsize=16)
def _pattern(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]")


def _letters(language: Language) -> re.Pattern[str] | None:
    """Return what finds a letter of a language: those that its own words are written with, but for English ones."""
    said = {sign for word in language.words.values() for sign in word if sign.isalpha() and not sign.isascii()}
    return _pattern("".join(sorted(said))) if said else None
