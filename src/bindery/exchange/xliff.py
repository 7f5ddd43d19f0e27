"""Catalogues as XLIFF 1.2, strict core; and what a translator's program made of it, read without trust."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from bindery.catalog import same_language
from bindery.characters import printable
from bindery.exchange import pieces, words
from bindery.exchange.units import Base, Row, live, misplaced, refusal, seal, some, warning
from bindery.model import Catalog, Entry, Finding, Place

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_DONE = {"translated", "final", "signed-off"}
_MOST = 20
_TO_DO = {"new", "needs-translation"}
# What a translation that was done has only where somebody put it back.
_WORK = "translation", "adaptation", "l10n"
_UNSURE = {*(f"needs-{what}" for what in _WORK[1:]), *(f"needs-review-{what}" for what in _WORK)}

echo = printable


def write(catalog: Catalog, source_language: str, title: str) -> bytes:
    """Return the catalogue as an XLIFF file."""
    from lxml import etree

    languages = words.tag(source_language), words.tag(catalog.language)
    plain: Any = {None: _NAMESPACE}
    root = etree.Element(f"{{{_NAMESPACE}}}xliff", {"version": "1.2"}, nsmap=plain)
    name = catalog.header.get("Project-Id-Version", "").strip() or title
    about = {"original": name, "source-language": languages[0], "datatype": "plaintext", "product-name": title}
    file = _add(root, "file", about | ({"target-language": languages[1]} if languages[1] else {}))
    body = _add(file, "body")
    for key, entry in live(catalog).items():
        _unit(body, key, entry, languages)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def read(data: bytes, catalog: Catalog, shown: str, others: Collection[str]) -> tuple[list[Row], list[Finding]]:
    """Return the rows of a translator's file and findings; one of severity error where nothing can be taken."""
    opened = pieces.open_file(data)
    refused = _refuse(opened, catalog, shown)
    if refused := refused or misplaced(opened.original.partition(" ")[0], others, shown):
        return [], refused
    findings = []
    if opened.error:
        message = f"not well-formed: {opened.error[1]}."
        findings.append(warning("exchange-xml", Place(shown, opened.error[0]), message, "What is whole was taken."))
    noted = any(_notes(unit.element) for unit in opened.units if unit.element is not None)
    rows: list[Row] = []
    copies = []
    torn: list[Finding] = []
    for unit in opened.units:
        place = Place(shown, unit.line)
        where = f"unit {unit.id or 'without an id'}"
        if unit.element is not None:
            row, copied = _row(unit.element, place, where, noted=noted)
            rows.append(row)
            copies += [row.source or ""] if copied else []
            continue
        message = f"{where}: not well-formed, so nothing of it was taken: {unit.error}."
        torn.append(warning("exchange-xml", place, message, "Mend the file and take it again."))
        rows.append(Row(unit.id, None, None, None, place, where))
    findings += torn[:_MOST]
    if len(torn) > _MOST:
        message = f"and {len(torn) - _MOST} more units that are not well-formed."
        findings.append(warning("exchange-xml", Place(shown), message))
    if copies:
        message = f"{len(copies)} targets are their sources, not yet translated as their state says: {some(copies)}."
        hint = "Where it is meant to be the same, set the state to translated."
        findings.append(warning("exchange-copy", Place(shown), message, hint))
    if not noted and any(entry.comment for entry in live(catalog).values()):
        message = "no comment came back, so those of the catalogue stay."
        findings.append(warning("exchange-comment", Place(shown), message))
    return rows, findings


def _refuse(opened: pieces.Opened, catalog: Catalog, shown: str) -> list[Finding]:
    """Return why nothing of a file is to be taken, or nothing."""
    hint = "Save it as XLIFF 1.2 and send it again."
    if opened.root != "xliff":
        told = f"its first element is {opened.root!r}" if opened.root else "it has no elements"
        return refusal("exchange-file", shown, f"the file is no XLIFF: {told}.", hint)
    if opened.doctype:
        message = "the file has a document type, through which it could read other files."
        return refusal("exchange-dtd", shown, message, "Take the line <!DOCTYPE …> out of it.")
    if len(opened.units) > pieces.UNITS:
        message = f"the file has more than {pieces.UNITS} units."
        return refusal("exchange-size", shown, message, "Is it the right file?")
    if opened.version.startswith("2"):
        return refusal("exchange-file", shown, "the file is XLIFF 2.", hint)
    if opened.language and not same_language(opened.language, catalog.language):
        message = f"the file is for {opened.language!r}, not for {catalog.language!r}."
        return refusal("exchange-language", shown, message, "Name the language that it belongs to.")
    return []


def _unit(body: _Element, key: str, entry: Entry, languages: tuple[str, str]) -> None:
    said = bool(entry.translation.strip())
    done = said and not entry.fuzzy
    base = Base(seal(echo(entry.translation)), seal(echo(entry.comment)), entry.fuzzy)
    about = {"id": key, "extradata": str(base), f"{_XML}space": "preserve"}
    if entry.context:
        about["resname"] = entry.context
    if done and "unreviewed" not in entry.flags:
        about["approved"] = "yes"
    unit = _add(body, "trans-unit", about)
    source, target = ({f"{_XML}lang": language} if language else {} for language in languages)
    _add(unit, "source", source, entry.source)
    state = "translated" if done else "needs-review-translation" if said else "needs-translation"
    _add(unit, "target", target | {"state": state}, entry.translation)
    if entry.fuzzy and entry.previous_source:
        before = _add(unit, "alt-trans", {"alttranstype": "previous-version"})
        _add(before, "source", source, entry.previous_source)
        _add(before, "target", target, entry.translation)
    for who, text in (("developer", entry.remark), ("translator", entry.comment)):
        if text:
            _add(unit, "note", {"from": who}, text)


def _add(parent: _Element, name: str, about: dict[str, str] | None = None, text: str = "") -> _Element:
    from lxml import etree

    node = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", {k: printable(v) for k, v in (about or {}).items()})
    node.text = printable(text) or None
    return node


def _notes(unit: _Element) -> list[str]:
    """Return the notes of a unit that are not ours."""
    return [_flat(note)[0] for note in unit.iterfind("{*}note") if note.get("from") != "developer"]


def _row(unit: _Element, place: Place, where: str, *, noted: bool) -> tuple[Row, bool]:
    """Return what a unit says, and whether its target is but a copy: programs fill in the source, to be overwritten."""
    source, target = unit.find("{*}source"), unit.find("{*}target")
    text, tags = _flat(target) if target is not None else ("", set())
    slips = []
    if tags:
        message = f"{where}: the tags {', '.join(sorted(tags))} were taken out; what stood between them is there."
        slips.append(warning("exchange-tags", place, message, "A text has no tags here, only Markdown."))
    state = target.get("state", "") if target is not None else ""
    original = _flat(source)[0] if source is not None else None
    copied = state in _TO_DO and text.strip() != "" and text == original
    base = Base.read(unit.get("extradata", ""))
    row = Row(
        id=unit.get("id", ""),
        source=original,
        translation=None if copied else text,
        comment="\n".join(_notes(unit)) if noted else None,
        place=place,
        where=where,
        context=unit.get("resname", ""),
        confirmed=state in _DONE or unit.get("approved") == "yes",
        guess=state in _UNSURE,
        state=state if state in _TO_DO | _UNSURE and (base is None or base.done) else "",
        base=base,
        slips=tuple(slips),
    )
    return row, copied


def _flat(node: _Element) -> tuple[str, set[str]]:
    """Return an element's text without the tags inside it, and which those were; segments are no news."""
    parts, tags = [node.text or ""], set()
    for child in _elements(node):
        inner, deeper = _flat(child)
        parts += [inner or child.get("equiv-text", ""), child.tail or ""]
        name = child.tag.rpartition("}")[2]
        tags |= deeper | ({name} if name != "mrk" or child.get("mtype") != "seg" else set())
    return "".join(parts), tags


def _elements(node: _Element) -> Iterator[_Element]:
    return (child for child in node if isinstance(child.tag, str))
