"""The apparatus of a PDF: its link annotations, its named destinations, and the text printed where they stand."""

from __future__ import annotations

import re

from bindery.checks.artefacts.apparatus import Apparatus, Call, Note, Return
from bindery.tools import pdfs

_TURNED = re.compile(r"[\u0590-\u08ff]")
_NOTE, _CALL = re.compile(r"note-(\d+)$"), re.compile(r"call-(\d+)(?:-(\d+))?$")
_NEAR = 3.0  # points
_LINE = 16.0


def read(data: bytes) -> Apparatus:
    """Return the apparatus of a PDF.

    A note's label is the first word printed at its destination; a call's is the text under its link. A link lands
    where its destination exists and the label stands there; a way back lands on the page and at the height of its call.
    """
    found = pdfs.read(data)
    notes = sorted((name for name in found.spots if _NOTE.match(name)), key=lambda name: _position(found.spots[name]))
    call_links = [link for link in found.links if link.inner and _NOTE.match(link.target)]
    called = {link.target: link.text for link in call_links}
    labels = {name: label(found.spots[name].text, called.get(name, "")) for name in notes}
    # Calls are known by their destinations: each link to a note stands where one of them is.
    spots = {name: spot for name, spot in found.spots.items() if _CALL.match(name)}
    calls: list[Call] = []
    places: dict[str, pdfs.Link] = {}
    for link in call_links:
        name = next((n for n, spot in spots.items() if n not in places and _is_at(spot, link)), "")
        places[name] = link
        calls.append(
            Call(
                name,
                link.text,
                link.target,
                bool(labels.get(link.target)) and labels[link.target] == link.text,
                f"page {link.page}",
            )
        )
    returns = [
        Return(
            _note_at(link, notes, found),
            link.target,
            link.target in spots and link.target in places,
            f"page {link.page}",
        )
        for link in _whole(found.links)
        if link.inner and _CALL.match(link.target)
    ]
    return Apparatus(
        tuple(calls),
        tuple(Note(name, labels[name], f"page {found.spots[name].page}") for name in notes),
        tuple(returns),
    )


def label(text: str, called: str) -> str:
    """Return the first word of a text, without a mark that is read as close to it, as one of a note in Hebrew is.

    PDFium turns a whole line round that has more Hebrew than English: its first word is then its last.
    """
    words = text.split() or [""]
    word = words[-1] if _TURNED.search(text) and words[0] != called == words[-1] else words[0]
    rest = word.removeprefix(called)
    return called if called.isalnum() and word != rest and not any(map(str.isalnum, rest)) else word


def _whole(links: tuple[pdfs.Link, ...]) -> list[pdfs.Link]:
    """Return links with those that go on behind or below another part of themselves made one."""
    whole: list[pdfs.Link] = []
    for link in links:
        last = whole[-1] if whole else None
        if (
            last is None
            or last.target != link.target
            or last.page != link.page
            or abs(last.rectangle[1] - link.rectangle[1]) > 2 * _LINE
        ):
            whole.append(link)
    return whole


def _position(spot: pdfs.Spot) -> tuple[int, float]:
    return spot.page, -spot.top


def _is_at(spot: pdfs.Spot, link: pdfs.Link) -> bool:
    left, bottom, right, top = link.rectangle
    return (
        spot.page == link.page
        and left - _NEAR <= spot.left <= right + _NEAR
        and bottom - _NEAR <= spot.top <= top + _NEAR
    )


def _note_at(link: pdfs.Link, notes: list[str], found: pdfs.Map) -> str:
    """Return the note that a way back stands in: the last that begins above it."""
    here = (link.page, -link.rectangle[3] - _NEAR)
    above = [name for name in notes if _position(found.spots[name]) <= (here[0], here[1] + 2 * _NEAR)]
    return above[-1] if above else ""
