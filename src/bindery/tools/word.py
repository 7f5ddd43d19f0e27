"""The door to python-docx: a table as a Word file, and the tables of a file that came back."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

UNPACKED = 64 * 1024 * 1024
_RATIO = 200  # a table of the same few words packs at 1:60
_LONGEST = 255  # letters of a property, for python-docx; the title itself stands above the table
_STYLES = {"id": (8, "595959"), "kind": (7, "7F7F7F"), "text": (10.5, "000000"), "warning": (9, "B45F06")}
# Whatever python-docx stumbles over, it is the file that is damaged. lxml's errors are SyntaxErrors.
_DAMAGE = (
    LookupError, ValueError, TypeError, AttributeError, OSError, RuntimeError, SyntaxError, EOFError, AssertionError,
    zlib.error,
)  # fmt: skip


class Unreadable(Exception):
    """The file is no Word file, or one that should not be opened; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph to be written; ``language`` is "" for what has no spelling, ``hidden`` stays out of sight."""

    text: str
    style: str
    language: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A Word file: its keywords, its tables as python-docx has their XML, its comments and its links by number."""

    keywords: str
    tables: list[Any]
    notes: dict[str, str]
    links: dict[str, str]


def write(
    title: str, keyword: str, intro: Iterable[Paragraph], widths: Sequence[int], lines: Iterable[list[list[Paragraph]]]
) -> bytes:
    """Return a Word file with a table on A4 across; ``widths`` are in millimetres, the first line is its head.

    ``keyword`` goes with the file, out of the translator's sight. The same table gives the same bytes.
    """
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    _set_up(document, title, keyword)
    document.add_paragraph(title, style="Title")
    body = document.element.body
    for paragraph in intro:
        body.insert(len(body) - 1, parse_xml(_named(_paragraph(paragraph))))
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    table = parse_xml(
        _named(
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(map(_twips, widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
        )
    )
    for number, line in enumerate(lines):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>'
            + ('<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if number == 0 or at < 2 else "")
            + f"</w:tcPr>{''.join(map(_paragraph, cell))}</w:tc>"
            for at, (width, cell) in enumerate(zip(widths, line, strict=True))
        )
        head = "" if number else "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        table.append(parse_xml(_named(f"<w:tr>{head}{cells}</w:tr>")))
    body.insert(len(body) - 1, table)
    body.insert(len(body) - 1, parse_xml(_named("<w:p/>")))  # Word wants a paragraph after a table
    out = BytesIO()
    document.save(out)
    return _dateless(out.getvalue())


def read(data: bytes) -> Opened:
    """Return a Word file opened.

    Raises Unreadable, also for a file that would unpack to far more than a text is.
    """
    import docx
    from docx.oxml.ns import qn

    try:
        _weigh(data)
        document = docx.Document(BytesIO(data))
        return Opened(
            document.core_properties.keywords or "",
            list(document.element.body.iter(qn("w:tbl"))),
            {str(note.comment_id): f"{note.author}: {note.text}" for note in document.comments},
            {key: link.target_ref for key, link in document.part.rels.items() if link.is_external},
        )
    except zipfile.BadZipFile as error:
        raise Unreadable("the file is no Word file (.docx).") from error
    except _DAMAGE as error:
        raise Unreadable(f"the Word file is damaged ({type(error).__name__}).") from error


def _set_up(document: Document, title: str, keyword: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    core = document.core_properties
    core.title, core.author, core.comments, core.keywords = title[:_LONGEST], "", "", keyword
    normal: Any = document.styles["Normal"]
    normal.font.name = "Calibri"
    for script in ("w:cs", "w:eastAsia"):
        normal.element.rPr.rFonts.set(qn(script), "Calibri")
    heading: Any = document.styles["Title"]
    heading.font.size, heading.font.name = Pt(16), "Calibri"
    for name, (size, colour) in _STYLES.items():
        style: Any = document.styles.add_style(f"Bindery {name}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        style.paragraph_format.space_after = Pt(2)


def _paragraph(paragraph: Paragraph) -> str:
    kind = f'<w:lang w:val="{html.escape(paragraph.language)}"/>' if paragraph.language else "<w:noProof/>"
    parts = []
    for part in re.split("([\n\t])", paragraph.text):
        if part in {"\n", "\t"}:
            parts.append("<w:br/>" if part == "\n" else "<w:tab/>")
        elif part:
            parts.append(f'<w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t>')
    hidden = f"<w:t xml:space='preserve'>{html.escape(paragraph.hidden)}</w:t>"
    # The language stands on the empty paragraph too, so that what is typed into it has it.
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Bindery{paragraph.style}"/><w:rPr>{kind}</w:rPr></w:pPr>'
        + (f"<w:r><w:rPr>{kind}</w:rPr>{''.join(parts)}</w:r>" if parts else "")
        + (f"<w:r><w:rPr><w:noProof/><w:vanish/></w:rPr>{hidden}</w:r>" if paragraph.hidden else "")
        + "</w:p>"
    )


def _named(xml: str) -> str:
    from docx.oxml.ns import nsdecls

    return re.sub(r"^<(w:\w+)", lambda found: f"<{found[1]} {nsdecls('w')}", xml)


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)


def _dateless(data: bytes) -> bytes:
    """Return the package with every date in it the same."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _weigh(data: bytes) -> None:
    """Refuse a package that unpacks to far more than a text is, and one whose XML has a DTD."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        size = sum(part.file_size for part in parts)
        if size > UNPACKED or len(parts) > 5000 or size > max(1024 * 1024, _RATIO * len(data)):
            raise Unreadable(f"the Word file would unpack to {size // 1024 // 1024} MB; that is no text.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(part):
                raise Unreadable("the Word file has a document type, which Word never writes.")
