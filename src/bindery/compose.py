"""A manuscript composed into a document: typography, one note list, one table of contents, one set of ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise

from bindery import anchors, notes, passages, tree
from bindery.model import (
    Blocks,
    Chapter,
    Document,
    Endnote,
    Inlines,
    Language,
    Manuscript,
    Node,
    Note,
    Section,
    Subheading,
)
from bindery.tools import pandoc
from bindery.typography import set_type

_TOP = 2  # h1 is the publication's title
_TASK = re.compile(r'<label><input type="checkbox"( checked="")? />(.*?)</label>', re.DOTALL)
_HELD = 4  # ways back that stay on the line of a note's last word: no line holds twenty
_IN_NOTES = 3  # h2 is theirs
# Around the number of a list's item, as the author has it; pandoc's HTML would have a full stop after each.
_BRACKETS = {"TwoParens": "bracketed", "OneParen": "half-bracketed"}
_NUMERALS = {
    "LowerAlpha": "lower-alpha", "UpperAlpha": "upper-alpha", "LowerRoman": "lower-roman", "UpperRoman": "upper-roman"
}  # fmt: skip


def compose(
    manuscript: Manuscript,
    language: Language,
    editions: Sequence[Language] = (),
    meanwhile: Callable[[], object] = lambda: None,
) -> Document:
    """Return the edition that every renderer makes the same text from; ``editions`` are all of the publication.

    ``meanwhile`` is done while pandoc writes.
    """
    manuscript = _tagged(manuscript)
    style = manuscript.publication.note_style
    typeset = [
        replace(note, blocks=_levelled([set_type(note.blocks, language, style)], _IN_NOTES)[0])
        for note in manuscript.notes
    ]
    chapters, note_blocks = anchors.unique(
        _levelled([set_type(chapter.blocks, language, style) for chapter in manuscript.chapters]), typeset
    )
    parts, openings = list[tuple[Node | None, Blocks]](), set[int]()
    for chapter in chapters:
        openings.add(len(parts))
        parts += _sections(chapter)
    endnotes = [
        _as_printed(note, blocks, style, language) for note, blocks in zip(manuscript.notes, note_blocks, strict=True)
    ]
    marked = [_with_calls(blocks, style, language) for head, body in parts for blocks in (_paragraph(head), body)]
    writing = pandoc.begin_to_write([*marked, *endnotes])
    meanwhile()
    written = [_with_tasks(html) for html in writing()]
    texts, note_texts = written[: len(marked)], written[len(marked) :]
    sections = []
    for at, (head, body) in enumerate(parts):
        attributes = tree.attr_of(head) if head else None
        sections.append(
            Section(
                id=attributes[0] if attributes else anchors.reserve(f"text-{at + 1}"),
                title=tree.text(head).strip(),
                heading=texts[2 * at].removeprefix("<p>").removesuffix("</p>"),
                html=texts[2 * at + 1],
                subheadings=tuple(
                    Subheading(b["c"][1][0], tree.text(b).strip(), b["c"][0]) for b in body if b["t"] == "Header"
                ),
                opens=at > 0 and at in openings,
            )
        )
    brand = manuscript.brand
    return Document(
        manuscript.publication,
        replace(brand, fonts=(*brand.fonts, *language.faces)),
        language,
        tuple(sections),
        tuple(
            Endnote(notes.note_id(n.number), notes.label(n.number, style), html, _calls_of(n))
            for n, html in zip(manuscript.notes, note_texts, strict=True)
        ),
        manuscript.images,
        manuscript.standing,
        tuple(editions),
    )


def _tagged(manuscript: Manuscript) -> Manuscript:
    """Return the manuscript with passages in other languages than its own tagged, and those that turn the line."""
    language = manuscript.language

    def passed(blocks: Blocks) -> Blocks:
        return passages.turn(passages.tag(blocks, language), language)

    return replace(
        manuscript,
        # Block by block: a passage's neighbours within a paragraph help to tell its language, a chapter's do not.
        chapters=tuple(
            Chapter(c.file, [block for given in c.blocks for block in passed([given])]) for c in manuscript.chapters
        ),
        notes=tuple(replace(note, blocks=passed(note.blocks)) for note in manuscript.notes),
    )


def _levelled(chapters: list[Blocks], top: int = _TOP) -> list[Blocks]:
    """Return chapters whose highest heading has the rank ``top`` and whose headings skip none on the way down."""
    ranks = [block["c"][0] for blocks in chapters for block in blocks if block["t"] == "Header"]
    lift = top - min(ranks, default=top)
    made = []
    for blocks in chapters:
        open_ranks: list[int] = []
        levelled: Blocks = []
        for block in blocks:
            if block["t"] == "Header":
                rank, attributes, words = block["c"]
                while open_ranks and open_ranks[-1] >= rank:
                    open_ranks.pop()
                open_ranks.append(rank)
                level = min(len(open_ranks) + top - 1, rank + lift, 6)
                levelled.append({"t": "Header", "c": [level, attributes, words]})
            else:
                levelled.append(block)
        made.append(levelled)
    return made


def _sections(blocks: Blocks) -> list[tuple[Node | None, Blocks]]:
    """Return a chapter cut at its h2 headings; what stands before the first has none."""
    cuts = [at for at, block in enumerate(blocks) if block["t"] == "Header" and block["c"][0] == _TOP]
    made: list[tuple[Node | None, Blocks]] = []
    if (cuts[0] if cuts else len(blocks)) > 0:
        made.append((None, blocks[: cuts[0] if cuts else None]))
    made += [(blocks[start], blocks[start + 1 : end]) for start, end in pairwise([*cuts, len(blocks)])]
    return made


def _paragraph(head: Node | None) -> Blocks:
    return [{"t": "Para", "c": head["c"][2]}] if head else []


def _with_tasks(html: str) -> str:
    """Return HTML with signs for pandoc's boxes, which say in the text what is done: nobody ticks one in a book."""
    return _TASK.sub(lambda m: f"{'☑' if m[1] else '☐'} {m[2]}", html)


def _with_calls(blocks: Blocks, style: str, language: Language) -> Blocks:
    """Return blocks as a reader sees them: calls as marks, lists in boxes that tell their brackets, verse in lines.

    A mark's ``sup`` stands outside its link (PDF/UA-1, 7.18.5).
    """

    def change(node: Node) -> Node | None:
        if node["t"] == "Header" and any(notes.calls_in(node)):
            # Bookmarks and running heads take this instead of what is printed, which has the call's label in it.
            level, attributes, words = node["c"]
            titled = tree.with_pairs(attributes, {"data-title": tree.text(node).strip()})
            return {"t": "Header", "c": [level, titled, tree.rewrite(words, change)]}
        if node["t"] == "OrderedList" and node["c"][0][2]["t"] in _BRACKETS:
            _, numerals, brackets = node["c"][0]
            # Both in one name: HTML takes type="a" for type="A".
            name = f"{_BRACKETS[brackets['t']]}-{_NUMERALS.get(numerals['t'], 'decimal')}"
            return {"t": "Div", "c": [tree.attr("", "bracketed", name), [tree.rewrite_below(node, change)]]}
        if node["t"] == "LineBlock":
            return {"t": "Div", "c": [tree.attr("", "line-block"), [_verse(line, change) for line in node["c"]]]}
        if node["t"] == "DefinitionList":
            parted = [[term, [_parted(meaning) for meaning in meanings]] for term, meanings in node["c"]]
            return tree.rewrite_below({"t": "DefinitionList", "c": parted}, change)
        if not tree.is_call(node):
            return None
        number = int(tree.pairs_of(node)["note"])
        label = notes.label(number, style)
        name = escape(language.words["note"].format(label=label))
        classes = "call next" if tree.has_class(node, "next") else "call"
        return tree.html(
            f'<sup class="{classes}"><a id="{node["c"][0][0]}" href="#{notes.note_id(number)}" '
            f'role="doc-noteref" aria-label="{name}">{label}</a></sup>'
        )

    marked: Blocks = tree.rewrite(blocks, change)
    return marked


def _verse(line: Inlines, change: Callable[[Node], Node | None]) -> Node:
    """Return a line of verse as a block, so that what turns over is told from the next line; an empty one has room."""
    words = tree.rewrite(line, change) or [tree.string("\N{NO-BREAK SPACE}")]
    return {"t": "Div", "c": [tree.attr(""), [{"t": "Plain", "c": words}]]}


def _parted(meaning: Blocks) -> Blocks:
    """Return a definition whose paragraphs are two where pandoc has them in a tight list, which it writes as one."""
    tight = sum(block["t"] == "Plain" for block in meaning) > 1
    return [{"t": "Para", "c": b["c"]} if tight and b["t"] == "Plain" else b for b in meaning]


def _as_printed(note: Note, blocks: Blocks, style: str, language: Language) -> Blocks:
    """Return a note's blocks with its label before the first word and the ways back to its calls after the last."""
    blocks = _with_calls(blocks, style, language)
    label = notes.label(note.number, style)
    name = escape(language.words["return"].format(label=label))
    links = []
    for time, identifier in enumerate(_calls_of(note), 1):
        # The letter stands beside the link: a link's name must begin as what is seen of it (WCAG 2.1, 2.5.3).
        letter = "" if note.calls == 1 else notes.label(time, "lower-alpha")
        seen = f'<span class="turn" aria-hidden="true">{letter}</span>' if letter else ""
        shown = f"{name} ({letter})" if letter else name
        links += [
            {"t": "Str", "c": "\N{NO-BREAK SPACE}"} if time <= _HELD else {"t": "Space"},
            tree.html(f'{seen}<a class="return" href="#{identifier}" role="doc-backlink" aria-label="{shown}">↑</a>'),
        ]
    mark = [tree.html(f'<span class="label">{label}</span>'), tree.string(" ")]
    if blocks and blocks[0]["t"] in {"Para", "Plain"}:
        blocks = [{"t": "Para", "c": [*mark, *blocks[0]["c"]]}, *blocks[1:]]
    else:
        blocks = [{"t": "Para", "c": mark}, *blocks]
    if blocks[-1]["t"] in {"Para", "Plain"}:
        return [*blocks[:-1], {"t": "Para", "c": [*blocks[-1]["c"], *links]}]
    return [*blocks, {"t": "Para", "c": links[1:]}]


def _calls_of(note: Note) -> tuple[str, ...]:
    return tuple(notes.call_id(note.number, time) for time in range(1, note.calls + 1))
