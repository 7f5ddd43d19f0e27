"""Pages of the print edition in the others: where each begins, so that a reader of the EPUB can cite the PDF's page.

Print numbers every block of text (``numbered``) and tells of each page the block and the letter it begins with. The
other editions get an empty mark there (``paginated``): DPUB-ARIA 1.1, ``doc-pagebreak``; EPUB Accessibility 1.1, 4.1.
Letters are counted without white space, which a layout may change at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from bindery.joints import unmarked
from bindery.model import Document

ATTRIBUTE = "data-block"
_BLOCK = re.compile(r"<(p|li|h[1-6]|dt|dd|td|th|figcaption|caption|pre|figure|div)(?=[\s>])")
_NUMBER = re.compile(rf' {ATTRIBUTE}="[^"]*"')
_TOKEN = re.compile(r"<math\b.*?</math>|<[^>]*>|&[^;\s]+;|.", re.DOTALL)  # print draws maths


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins: its number as printed, the block, and how many letters of the block stand before it."""

    page: int
    block: str
    letters: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page mark: its number as printed, and where it stands: a section's id, "notes", "title" or "contents"."""

    number: int
    home: str

    @property
    def id(self) -> str:
        """The id of the mark, the same in every edition."""
        return f"page-{self.number}"


def numbered(document: Document) -> Document:
    """Return the document with every block of its text numbered, as print needs it."""
    return replace(
        document,
        sections=tuple(replace(s, html=_numbered(s.html, f"s{at}b")) for at, s in enumerate(document.sections)),
        endnotes=tuple(replace(n, html=_numbered(n.html, f"n{at}b")) for at, n in enumerate(document.endnotes)),
    )


def paginated(document: Document, starts: Sequence[Start]) -> tuple[Document, tuple[Page, ...]]:
    """Return the document with a mark where each page of print begins, and those marks in their order."""
    pages: list[Page] = []
    marks: dict[str, list[Start]] = {}
    for start in starts:
        marks.setdefault(start.block.split("b")[0].split("h")[0], []).append(start)
    sections = []
    for at, section in enumerate(document.sections):
        heading, html = section.heading, _numbered(section.html, f"s{at}b")
        for start in marks.get(f"s{at}", ()):
            pages.append(Page(start.page, section.id))
            if start.block.endswith("h") and section.title:
                heading = _mark(start) + heading
            else:
                html = _inserted(html, start)
        sections.append(replace(section, heading=heading, html=_NUMBER.sub("", html)))
    endnotes = []
    for at, note in enumerate(document.endnotes):
        html = _numbered(note.html, f"n{at}b")
        for start in marks.get(f"n{at}", ()):
            pages.append(Page(start.page, "notes"))
            html = _inserted(html, start)
        endnotes.append(replace(note, html=_NUMBER.sub("", html)))
    made = replace(document, sections=tuple(sections), endnotes=tuple(endnotes))
    first = min((start.page for start in starts), default=1)
    pages += [Page(number, "title" if number == 1 else "contents") for number in range(1, first)]
    return made, tuple(sorted(pages, key=lambda page: page.number))


def letters(text: str) -> str:
    """Return a text without its white space and without what says where a line may break."""
    return unmarked("".join(text.split()))


def _numbered(html: str, prefix: str) -> str:
    count = iter(range(html.count("<")))
    return _BLOCK.sub(lambda m: f'<{m[1]} {ATTRIBUTE}="{prefix}{next(count)}"', html)


def _mark(start: Start) -> str:
    return f'<span id="page-{start.page}" role="doc-pagebreak" title="{start.page}"></span>'


def _inserted(html: str, start: Start) -> str:
    """Return HTML with a page's mark before the letter it begins with; at the end where there are fewer."""
    found = html.find(f' {ATTRIBUTE}="{start.block}"')
    if found < 0:
        return html
    begin = at = html.index(">", found) + 1
    count = 0
    for token in _TOKEN.finditer(html, begin):
        if token[0].startswith("<"):
            continue
        text = letters(unescape(token[0]))
        if text and count >= start.letters:
            at = token.start()
            break
        count += len(text)
    return html[:at] + _mark(start) + html[at:]
