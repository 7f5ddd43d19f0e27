"""Which structure types of PDF an element of a page is (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from bindery.joints import unmarked

# Types that hold blocks only: words among them are put into a paragraph (ISO 32000-1, 14.8.4.2).
GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote"})
INLINE = frozenset({"Span", "Link", "Reference", "Code", "Quote", "Formula"})
_ROLES = {
    "address": ("P",), "article": ("Art",), "aside": ("Div",), "blockquote": ("BlockQuote",), "caption": ("Caption",),
    "code": ("Code",), "div": ("Div",), "dl": ("L",), "figcaption": ("Caption",), "figure": ("Div",), "h1": ("H1",),
    "h2": ("H2",), "h3": ("H3",), "h4": ("H4",), "h5": ("H5",), "h6": ("H6",), "main": ("Part",), "p": ("P",),
    "pre": ("P",), "q": ("Quote",), "section": ("Sect",), "table": ("Table",), "tbody": ("TBody",), "td": ("TD",),
    "tfoot": ("TFoot",), "th": ("TH",), "thead": ("THead",), "tr": ("TR",),
}  # fmt: skip
_NUMBERING = {
    "1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman",
    "disc": "Disc", "circle": "Circle", "square": "Square",
}  # fmt: skip
_MATHS = frozenset({"inline", "display"})  # classes of a drawn formula
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SVG = "{http://www.w3.org/2000/svg}"
# What stands in a line without ending a word, and what is no part of one that it follows.
_RUNNING = {"a", "abbr", "b", "cite", "code", "del", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "u"}
_PARTING = {"br", "img", "sub", "sup", f"{SVG}svg"}


class Family:
    """A page's elements with their parents, which ElementTree does not keep."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._named = {name: element for element in root.iter() if (name := element.get("id"))}
        self._terms: dict[Any, Any] = {}

    def parent(self, element: Any) -> Any:
        """Return the element around this one, or None around the root."""
        return self._parents.get(element)

    def up(self, element: Any) -> Iterator[Any]:
        """Yield the elements around this one, the nearest first."""
        while (element := self._parents.get(element)) is not None:
            yield element

    def language(self, element: Any) -> str:
        """Return the language of an element's words, its own or inherited."""
        return next((said for e in (element, *self.up(element)) if (said := own_language(e))), "")

    def foreign(self, element: Any) -> str:
        """Return the language of an element where it is not that of what is around it, else nothing."""
        said, around = own_language(element), self.parent(element)
        return said if said and around is not None and said != self.language(around) else ""

    def roles(self, element: Any) -> tuple[str, ...]:
        """Return the types of an element from the outermost; none where it is nothing in itself."""
        special = _SPECIAL.get(element.tag)
        found = special(self, element) if special else _ROLES.get(element.tag, ())
        return found or (("Span",) if self.foreign(element) else ())

    def note(self, element: Any) -> Any:
        """Return the note that an element stands in, or None."""
        return next((e for e in (element, *self.up(element)) if self.is_note(e)), None)

    def is_note(self, element: Any) -> bool:
        """Tell whether an element is one note of the list of notes."""
        around = self.parent(element)
        return element.tag == "li" and around is not None and self.is_notes(around)

    def is_notes(self, element: Any) -> bool:
        """Tell whether an element is the list of the notes."""
        around = self.parent(element)
        return element.tag == "ol" and around is not None and around.get("role") == "doc-endnotes"

    def is_contents(self, element: Any) -> bool:
        """Tell whether an element belongs to the table of contents."""
        return any(around.tag == "nav" for around in self.up(element))

    def term(self, element: Any) -> Any:
        """Return the first term of the entry of a list of terms that an element belongs to."""
        if element not in self._terms:  # all of its list at once: a list may be a whole glossary
            first, before = None, None
            for child in self.parent(element):
                if child.tag == "dt" and (before is None or before.tag == "dd"):
                    first = child
                self._terms[child] = first if first is not None else child
                before = child
        return self._terms[element]

    def link(self, element: Any) -> Any:
        """Return the link that an element is or stands in, or None."""
        return next((e for e in (element, *self.up(element)) if e.tag == "a" and e.get("href")), None)

    def goes_on(self, element: Any, child: Any) -> bool:
        """Tell whether a letter follows at once where an element's text stops: in a child, or after its own end."""
        while True:
            rest = list(element)
            for each in rest[rest.index(child) :] if child is not None else ():
                if each.tag in _PARTING:
                    return False
                if after := "".join(each.itertext()) + (each.tail or ""):
                    return not after[0].isspace()
            around = self.parent(element)
            if element.tag not in _RUNNING or around is None:
                return False
            if element.tail:
                return not element.tail[0].isspace()
            siblings = list(around)
            at = siblings.index(element) + 1
            element, child = around, siblings[at] if at < len(siblings) else None

    def description(self, link: Any) -> str:
        """Return what a link says of itself: its name, or its words and, where they do not say it, where it leads."""
        if name := link.get("aria-label") or link.get("title"):
            return str(name)
        seen, where = words(link), self._where(link.get("href"))
        return f"{seen} ({where})" if seen and where and where not in seen else seen or where

    def _where(self, address: str) -> str:
        """Return where a link leads: the heading, or the address as people write it."""
        if address.startswith("#"):
            heading = self._named.get(address[1:])
            if heading is None or heading.tag not in HEADINGS:
                return ""
            return heading.get("data-title") or words(heading)
        plain = " ".join(unquote(address.removeprefix("mailto:")).split())
        return address if "\N{REPLACEMENT CHARACTER}" in plain else plain


def own_language(element: Any) -> str:
    """Return the language that an element itself names."""
    said: str = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return said


def words(element: Any) -> str:
    """Return an element's words on one line."""
    return " ".join(unmarked("".join(element.itertext())).split())


def alternative(element: Any) -> str | None:
    """Return what a picture says in words; "" where it is there for the eye only, None where nobody said."""
    if element.tag == f"{SVG}svg":
        title = element.find(f"{SVG}title")
        said = element.get("aria-label") or (title.text if title is not None else "")
        return said or ""
    alt: str | None = element.get("alt")
    return alt


def numbering(element: Any) -> str:
    """Return how a list is numbered (ISO 32000-1, 14.8.5.5)."""
    if element.tag == "ol":
        return _NUMBERING.get(element.get("type", "1"), "Decimal")
    return "Disc" if element.tag == "ul" else "None"


def _link(family: Family, element: Any) -> tuple[str, ...]:
    if not element.get("href"):
        return ()
    # A call is a citation of a note, and so is a line of the contents (ISO 32000-1, 14.8.4.4.1 and 14.8.4.3.2).
    cites = element.get("role") == "doc-noteref" or family.is_contents(element)
    return ("Reference", "Link") if cites else ("Link",)


def _list(family: Family, element: Any) -> tuple[str, ...]:
    if family.is_notes(element):
        return ()
    return ("TOC",) if family.is_contents(element) else ("L",)


def _item(family: Family, element: Any) -> tuple[str, ...]:
    if family.is_note(element):
        return ("Note",)
    return ("TOCI",) if family.is_contents(element) else ("LI", "LBody")


def _span(family: Family, element: Any) -> tuple[str, ...]:
    return ("Lbl",) if "label" in element.get("class", "").split() and family.note(element) is not None else ()


def _picture(_: Family, element: Any) -> tuple[str, ...]:
    return ("Formula",) if _MATHS & set(element.get("class", "").split()) else ("Figure",)


_SPECIAL: dict[str, Callable[[Family, Any], tuple[str, ...]]] = {
    "a": _link, "dd": lambda *_: ("LI", "LBody"), "dt": lambda *_: ("LI", "Lbl"), "img": _picture, "li": _item,
    "ol": _list, "span": _span, f"{SVG}svg": _picture, "ul": _list,
}  # fmt: skip
