"""The apparatus of a web page, and of each page of an EPUB."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

from bindery.checks.artefacts.apparatus import Apparatus, Call, Note, Return
from bindery.errors import BinderyError

ELEMENTS = 4_000_000  # no text that the press reads makes as many, and lxml looks through no more than some of them


def read(data: bytes) -> Apparatus:
    """Return the apparatus of an HTML edition."""
    from lxml import html

    try:
        root = html.document_fromstring(data.decode())
    except (ValueError, html.etree.ParserError) as error:
        raise BinderyError(f"not a web page: {error}.") from error
    if not data.rstrip().endswith(b"</html>"):  # lxml, as a browser, reads a torn page as far as it goes
        raise BinderyError("not a whole web page: its end is missing.")
    return collect([("", root)])


def collect(pages: list[tuple[str, Any]]) -> Apparatus:
    """Return the apparatus of pages in reading order, each with its address within the book ("" for the only one).

    Raises BinderyError where they have more elements than a text has.
    """
    if sum(1 for _, root in pages for _ in islice(root.iter(), ELEMENTS + 1)) > ELEMENTS:
        raise BinderyError(f"not a text of the press: it has more than {ELEMENTS} elements.")
    ids = Counter(f"{address}#{node.get('id')}" for address, root in pages for node in root.iter() if node.get("id"))
    calls: list[Call] = []
    notes: list[Note] = []
    returns: list[Return] = []
    for address, root in pages:
        for section in root.xpath("//*[@role='doc-endnotes']"):
            for item in section.xpath("./*[local-name()='ol']/*[local-name()='li']"):
                label = "".join("".join(mark.itertext()) for mark in item.xpath(".//*[@class='label']"))
                notes.append(Note(item.get("id", ""), label, address, _empty(item)))
                for link in item.xpath(".//*[@role='doc-backlink']"):
                    target = _target(link, address)
                    returns.append(Return(item.get("id", ""), target.split("#")[-1], ids[target] == 1, address))
        for link in root.xpath("//*[@role='doc-noteref']"):
            target = _target(link, address)
            calls.append(
                Call(link.get("id", ""), "".join(link.itertext()), target.split("#")[-1], ids[target] == 1, address)
            )
    return Apparatus(tuple(calls), tuple(notes), tuple(returns))


def _empty(note: Any) -> bool:
    """Return whether a note has neither words nor a picture beside its label and its ways back."""
    words = "".join(note.xpath(".//text()[not(ancestor::*[@class='label' or @role='doc-backlink'])]"))
    return not words.strip() and not note.xpath(".//*[local-name()='img' or local-name()='svg' or local-name()='math']")


def _target(link: Any, address: str) -> str:
    href = link.get("href", "")
    if base := link.xpath("string(//*[local-name()='base']/@href)"):  # it turns every link of the page elsewhere
        return f"{base}{href}"
    return f"{address}{href}" if href.startswith("#") else href
