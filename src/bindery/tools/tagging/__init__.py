"""Makes what WeasyPrint prints both PDF/UA-1 and PDF/A-3a: marks, structure tree and metadata of our own."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from typing import Any

from bindery.model import Colophon
from bindery.tools.tagging.marks import Marks
from bindery.tools.tagging.metadata import rdf
from bindery.tools.tagging.roles import Family
from bindery.tools.tagging.tree import Tree

__all__ = ["OPTIONS", "VARIANT", "Marks", "Tags", "prepare"]

VARIANT = "pdf/ua-1"  # what asks for all this
# PDF/A-3 without tags, for those are ours; its output intent and its annotations' flags are WeasyPrint's.
OPTIONS = {"pdf_variant": "pdf/a-3u", "pdf_tags": False, "output_intent": "screen"}


Tags = tuple[Marks | None, Callable[[Any, Any], None] | None]  # the marks, and what finishes a PDF


def prepare(document: Any, more: Colophon) -> Tags:
    """Make a laid-out document mark what it paints; return the marks, and what finishes its PDF."""
    from weasyprint import VERSION
    from weasyprint.css import ColorProfile

    # WeasyPrint's own "srgb" leaves its file open, which Python warns of; were it to close it, this would go.
    profile = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    document.color_profiles["screen"] = ColorProfile(
        BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )
    family = Family(document._html.etree_element)  # noqa: SLF001 (its own copy of what it was given)
    marks = Marks(family)
    for page in document.pages:
        if hasattr(page, "is_sent"):
            continue
        # WeasyPrint makes a link of every box in one: each is a stop for who goes from link to link; were it to
        # make one a line, this would go.
        page.links = [link for link in page.links if _is_whole(link[-1])]
        marks.watch(page)
    own = document.metadata
    own.generate_rdf_metadata = lambda *_: rdf(own, more, f"WeasyPrint {VERSION}")

    def finish(_: Any, pdf: Any) -> None:
        tree = Tree(pdf, family)
        for page, marked, groups in zip(document.pages, marks.of_page, marks.of_groups, strict=True):
            tree.take(page, marked, groups)
        tree.write(family.root.get("dir", ""))
        for thing in pdf.objects:
            # WeasyPrint asks to smooth every picture, which PDF/A forbids (ISO 19005-3, 6.2.8); were its variants
            # to heed it, this would go.
            extra = getattr(thing, "extra", {})
            if extra.get("Subtype") == "/Image":
                extra["Interpolate"] = "false"

    return marks, finish


def _is_whole(box: Any) -> bool:
    """Tell whether a box is all that a link has on its line, or a picture in it, which may be higher."""
    from weasyprint.formatting_structure import boxes

    own = box.element_tag == "a" and bool(box.element.get("href"))
    return own or isinstance(box, boxes.ReplacedBox)
