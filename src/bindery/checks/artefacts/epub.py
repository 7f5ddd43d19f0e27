"""The apparatus of an EPUB: over all pages of its spine."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from bindery.checks.artefacts import html
from bindery.checks.artefacts.apparatus import Apparatus
from bindery.errors import BinderyError


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
            package = etree.fromstring(book.read("EPUB/package.opf"), parser)
            items = {str(item.get("id")): str(item.get("href")) for item in package.iterfind(".//{*}manifest/{*}item")}
            spine = [items[str(ref.get("idref"))] for ref in package.iterfind(".//{*}spine/{*}itemref")]
            return [(name, etree.fromstring(book.read(f"EPUB/{name}"), parser)) for name in spine]
    except (*torn, KeyError, etree.XMLSyntaxError) as error:
        raise BinderyError(f"not a whole EPUB: {error}.") from error
