"""A translated edition: a manuscript with its units in another language, and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bindery import characters, passages, tree, typography
from bindery.model import Blocks, Catalog, Finding, Inlines, Language, Manuscript, Node, Note, Standing, Unit
from bindery.translation import markdown
from bindery.translation import units as placing
from bindery.translation.pairs import Row, State
from bindery.translation.review import reviewer
from bindery.translation.units import Slot


@dataclass(frozen=True, slots=True)
class Translation:
    """All that makes an edition of a manuscript: its units, the rows beside them, the catalogue, both languages."""

    units: tuple[Unit, ...]
    rows: tuple[Row, ...]
    catalog: Catalog
    file: str  # the catalogue's name in findings
    damages: Mapping[int, Sequence[Finding]]  # what keeps a row's translation from being printed, by its number
    source: Language
    target: Language

    def uses(self, row: Row) -> bool:
        """Tell whether a row's translation is printed."""
        return row.state is State.TRANSLATED and row.number not in self.damages


def translate(manuscript: Manuscript, translation: Translation) -> Manuscript:
    """Return the manuscript in the target language; units without a usable translation stay as the author wrote them.

    Those are tagged with the source's language. Ids, note numbers, pictures and links are those of the source.
    """
    usable = {row.unit.key: row for row in translation.rows if translation.uses(row)}
    placed = iter(unit for unit in translation.units if not unit.context.startswith("meta:"))

    def change(slot: Slot) -> Inlines:
        row = usable.get(next(placed).key)
        if row is None or row.pair is None:
            return _untranslated(slot, translation)
        return markdown.globalised(_set(row.pair.blocks[0]["c"], slot, translation), slot.inlines)

    def say(context: str, words: str) -> str:
        row = usable.get((context, words))
        return row.entry.translation if row and row.entry else words

    made = placing.put(placing.with_metadata(manuscript, say), change)
    return replace(
        made,
        chapters=tuple(replace(c, blocks=_kept(c.blocks, translation)) for c in made.chapters),
        notes=tuple(replace(note, blocks=_note_blocks(note, made, translation)) for note in made.notes),
        language=translation.target.code,
        standing=standing(translation),
    )


def standing(translation: Translation) -> Standing:
    """Return how far the edition is; every unit counts once, however often it stands in the text."""
    rows = translation.rows
    done = [row for row in rows if row.entry and translation.uses(row)]
    readers = [reviewer(row.entry) for row in done if row.entry]
    states: Mapping[State, int] = {state: sum(row.state is state for row in rows) for state in State}
    return Standing(
        units=len(rows),
        translated=len(done),
        fuzzy=states[State.FUZZY],
        missing=states[State.MISSING],
        stale=len(stale(translation.units, translation.catalog)),
        damaged=len(translation.damages),
        unreviewed=sum(not name for name in readers),
        optional=states[State.OPTIONAL],
        translators=translators(translation.catalog),
        reviewers=tuple(sorted({name for name in readers if name})),
    )


def stale(units: Sequence[Unit], catalog: Catalog) -> list[tuple[str, str]]:
    """Return the keys of translations whose source is no longer in the text."""
    keys = {unit.key for unit in units}
    return [e.key for e in catalog.entries if not e.obsolete and e.translation.strip() and e.key not in keys]


def translators(catalog: Catalog) -> tuple[str, ...]:
    """Return who translated: the names of the header's ``Last-Translator``, as PO editors write it, without mail."""
    header = characters.printable(catalog.header.get("Last-Translator", ""))
    names = re.sub(r"<[^>]*>", "", header).split(",")
    return tuple(name for part in names if (name := part.strip()) and name.upper() != "FULL NAME")


def _set(inlines: Inlines, slot: Slot, translation: Translation) -> Inlines:
    """Return a translated unit with what it takes over from its source tagged, and its own quote marks set."""
    source, target = translation.source, translation.target
    carried = passages.carry(inlines, slot.inlines, source.tag, target.tag)
    [tagged] = passages.tag([{"t": "Para", "c": carried}], target.tag)
    original = tree.text(slot.inlines) if slot.context == "note" else ""
    made = typography.set_typed(tagged["c"], target, original)
    return carried if made is tagged["c"] else made


def _untranslated(slot: Slot, translation: Translation) -> Inlines:
    source = translation.source
    [paragraph] = passages.tag([{"t": "Para", "c": slot.inlines}], source.tag)
    return [tree.span(_attributes(translation, "untranslated"), paragraph["c"])]


def _attributes(translation: Translation, *classes: str) -> tree.Attr:
    source, target = translation.source, translation.target
    turned = {"dir": source.direction} if source.direction != target.direction else {}
    return tree.attr("", *classes, lang=source.tag, **turned)


def _note_blocks(note: Note, manuscript: Manuscript, translation: Translation) -> Blocks:
    if manuscript.publication.note_translation != "copy":
        return _kept(note.blocks, translation)
    tagged = passages.tag(note.blocks, translation.source.tag)
    return tree.rewrite(  # type: ignore[no-any-return]
        tagged,
        lambda node: (
            {"t": node["t"], "c": [tree.span(_attributes(translation), node["c"])]}
            if node["t"] in {"Para", "Plain"}
            else None
        ),
    )


def _kept(blocks: Blocks, translation: Translation) -> Blocks:
    """Return blocks in which what is marked ``{translate=no}`` says whose language it is in."""

    def change(node: Node) -> Node | None:
        own = tree.attr_of(node)
        if own and placing.is_kept(node) and "lang" not in tree.pairs_of(node):
            return tree.with_attributes(node, tree.with_pairs(own, dict(_attributes(translation)[2])))
        return None

    kept: Blocks = tree.rewrite(blocks, change)
    return kept
