"""The bilingual proof: source and translation side by side, unit by unit, for a reviewer to read, mark and sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from markupsafe import Markup

from bindery import guests, passages, tree
from bindery.model import Artefact, Blocks, Document, Finding, Node, Place, Severity
from bindery.renderers import pdf
from bindery.renderers.cover import font_url, print_fonts
from bindery.renderers.web import inline_font
from bindery.templates import Templates
from bindery.tools import pandoc, weasyprint
from bindery.translation.edition import Translation
from bindery.translation.likeness import changes
from bindery.translation.pairs import Row, State
from bindery.translation.review import remarks, reviewer


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the proof, ready for the page."""

    number: int
    context: str
    state: str
    source: Markup
    translation: Markup
    change: Markup
    comment: str
    reviewer: str
    findings: tuple[Finding, ...]


def render(
    document: Document, translation: Translation, findings: Sequence[Finding], templates: Templates
) -> tuple[Artefact, Artefact]:
    """Return the proof as HTML and as PDF; ``document`` is the edition that it proves."""
    document = guests.seat(document, translation.source.faces)  # its letters are read too
    by_place: dict[Place, list[Finding]] = {}
    for finding in findings:
        by_place.setdefault(finding.place, []).append(finding)
    lines = _lines(translation, by_place)
    placed = {finding for line in lines for finding in line.findings}
    words = {
        "document": document,
        "source": translation.source,
        "sections": [(kind, list(group)) for kind, group in groupby(lines, key=lambda line: _part(line.context))],
        "general": [finding for finding in findings if finding not in placed],
        "count": len(findings),
    }
    name = f"{document.name}.proof"
    page = templates.fill("proof.html", **words, printed=False, font_url=lambda file: inline_font(file, templates))
    sheet = templates.fill("proof.html", **words, printed=True, font_url=font_url)
    both = (translation.target.tag, translation.source.tag)
    made = weasyprint.print_pages(
        sheet, print_fonts(document, templates), colophon=replace(pdf.colophon(document), identifier="", languages=both)
    )
    return (
        Artefact(f"{name}.html", "html", page.encode()),
        Artefact(
            f"{name}.pdf",
            "pdf",
            made.data,
            made.pages,
            tuple(Finding("pdf-layout", Severity.WARNING, Place(f"{name}.pdf"), f"{w}.", "") for w in made.warnings),
        ),
    )


def _lines(translation: Translation, findings: Mapping[Place, list[Finding]]) -> list[Line]:
    rows = translation.rows
    source, target = translation.source.tag, translation.target.tag
    sources = pandoc.write([_shown(_said([{"t": "Para", "c": row.unit.inlines}], source)) for row in rows])
    translations = pandoc.write([_shown(_said(row.pair.blocks if row.pair else [], target)) for row in rows])
    return [
        Line(
            number=row.number,
            context=row.unit.context,
            state="damaged" if row.number in translation.damages else str(row.state),
            source=_html(row, row.unit.source, source),
            translation=_html(row, row.pair.translation if row.pair else "", target),
            change=_change(row),
            comment=remarks(row.entry).strip() if row.entry else "",
            reviewer=reviewer(row.entry) if row.entry else "",
            findings=tuple(findings.get(row.pair.place, ()) if row.pair else ()),
        )
        for row, source, target in zip(rows, sources, translations, strict=True)
    ]


def _part(context: str) -> str:
    """Return which part of the proof a unit stands in: the metadata, the text or the notes."""
    return "meta" if context.startswith("meta:") else "note" if context == "note" else "text"


def _html(row: Row, text: str, html: str) -> Markup:
    plain = row.unit.context.startswith("meta:")
    return Markup("<br>".join(escape(line) for line in text.split("\n")) if plain else html)  # noqa: S704 (pandoc's own)


def _said(blocks: Blocks, language: str) -> Blocks:
    """Return blocks with what is in another language, or turns the line, in elements of its own, as in the edition."""
    return passages.turn(passages.tag(blocks, language), language)


def _shown(blocks: Blocks) -> Blocks:
    """Return a unit's blocks with calls and pictures as a reader of the proof should see them."""

    def change(node: Node) -> Node | None:
        if tree.is_call(node):
            return tree.html(f'<sup class="call">[{escape(tree.pairs_of(node)["note"])}]</sup>')
        if node["t"] == "Image":
            alt = tree.pairs_of(node).get("alt") or tree.text(node)
            return tree.html(f'<span class="picture">{escape(node["c"][2][0])}: {escape(alt)}</span>')
        if node["t"] == "Link":  # an address must be read, not only followed
            return {"t": "Link", "c": [["", ["uri"], []], node["c"][1], node["c"][2]]}
        return None

    shown: Blocks = tree.rewrite(blocks, change)
    return shown


def _change(row: Row) -> Markup:
    """Return, word by word, what changed in the source since a fuzzy translation was made."""
    if row.state is not State.FUZZY or not row.entry or not row.entry.previous_source:
        return Markup()
    tags = {"delete": "del", "insert": "ins"}
    return Markup(" ").join(
        Markup("<{0}>{1}</{0}>").format(tags[kind], words) if kind in tags else Markup("{0}").format(words)
        for kind, words in changes(row.entry.previous_source, row.unit.source)
    )
