"""The apparatus of an EPUB: over all pages of its spine."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from bindery.checks.artefacts import html
from bindery.checks.artefacts.apparatus import Apparatus
from bindery.errors import BinderyError

UNPACKED = 200 << 20  # bytes of all pages: no text that the press reads makes as many


def read(data: bytes) -> Apparatus:
    """Return the apparatus of an EPUB, in the order of its spine."""
    return html.collect([(name, root) for name, root in pages(data)])


def pages(data: bytes) -> list[tuple[str, Any]]:
    """Return the pages of the spine, each with its name in the package and its tree.

    Raises BinderyError where the file is no EPUB of ours: no zip, no package, a page that is no XML.
    """
    from lxml import etree

    torn = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            _weigh(book, ["EPUB/package.opf"])
            package = etree.fromstring(book.read("EPUB/package.opf"), parser)
            items = {str(item.get("id")): str(item.get("href")) for item in package.iterfind(".//{*}manifest/{*}item")}
            spine = [items[str(ref.get("idref"))] for ref in package.iterfind(".//{*}spine/{*}itemref")]
            _weigh(book, [f"EPUB/{name}" for name in spine])
            made = [(name, etree.fromstring(book.read(f"EPUB/{name}"), parser)) for name in spine]
            _look_through(book)
            return made
    except (*torn, KeyError, etree.XMLSyntaxError) as error:
        raise BinderyError(f"not a whole EPUB: {error}.") from error


def _look_through(book: zipfile.ZipFile) -> None:
    """Refuse a package with a damaged part, as a font or a picture: EPUBCheck does not read them to their end."""
    for name in book.namelist():
        try:
            with book.open(name) as part:
                while part.read(1 << 20):
                    pass
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BinderyError(f"not a whole EPUB: {name} is damaged.") from error


def _weigh(book: zipfile.ZipFile, names: list[str]) -> None:
    """Refuse parts that unpack to more than a text is; no more of one is read than the package says."""
    size = sum(book.getinfo(name).file_size for name in names)
    if size > UNPACKED:
        raise BinderyError(f"not an EPUB of the press: its pages would unpack to {size >> 20} MB.")
