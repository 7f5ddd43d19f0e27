"""Raw HTML in a manuscript, cleaned: what means something in every format joins the tree, the rest is taken out.

nh3 keeps of a tag what the allow-list has; words between tags stay, with what Markdown is in them. What runs or fetches
something is an error; that which comes as Markdown is found by ``dangers``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from bindery import tree
from bindery.model import Blocks, Finding, Inlines, Node, Severity
from bindery.source import Source
from bindery.tools import pandoc

_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>")
_MEANING = {
    **dict.fromkeys(("em", "i", "cite", "var", "dfn"), "Emph"),
    **dict.fromkeys(("strong", "b"), "Strong"),
    **dict.fromkeys(("u", "ins"), "Underline"),
    **dict.fromkeys(("s", "del", "strike"), "Strikeout"),
    "sup": "Superscript",
    "sub": "Subscript",
}
_CODE = {"code", "tt", "samp"}
# What has no element of pandoc's own travels as a span with its name as its class.
_SPANS = {"kbd", "mark", "small", "abbr"}
_INLINE = {*_MEANING, *_CODE, *_SPANS, "q", "a"}
_BREAKS = {"br", "wbr"}
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_BLOCK = {*_HEADINGS, "p", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "td", "th"}
# How things look, and groups of them: the words stay, the tag goes.
_LOOKS = {
    "font", "center", "big", "nobr", "bdi", "time", "data", "section", "article", "header", "footer", "main", "aside",
    "address", "figure", "figcaption", "details", "summary", "hgroup", "caption", "colgroup", "col", "label", "ruby",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
_MOST, _DEEPEST = 100, 30
_OURS = {"call"}  # how notes.py marks a call in the tree
_HINT = "Write it in Markdown; <sup>, <sub>, <em>, <strong>, <br> and their like are understood."


def clean(blocks: Blocks, source: Source) -> tuple[Blocks, list[Finding]]:
    """Return blocks without raw HTML, and a finding for each piece that had to go; words between tags stay."""
    cleaner = _Cleaner(source)
    paired = cleaner.below(blocks)

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] in {"RawBlock", "RawInline"}:
            raw = node["c"][1].strip()
            if raw and not raw.startswith("<!--"):
                cleaner.refuse(raw)
            return []
        if node["t"].startswith("bindery-"):  # a part of a list or table that stands in none
            cleaner.take(f"<{node['t'].removeprefix('bindery-')}>", "the tag")
            inner: Blocks = tree.rewrite(node["c"], change)
            return inner
        own = tree.attr_of(node)
        if own and _OURS & {*own[1]}:
            cleaner.take(f"{{.{' .'.join(own[1])}}}", "a class of the press's own")
            own[1][:] = [name for name in own[1] if name not in _OURS]
        return None

    cleaned = tree.rewrite(paired, change)
    return cleaned, list(cleaner.findings())


class _Cleaner:
    """Makes elements of the raw tags of one chapter, and notes what it took out."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.refused: dict[str, int] = {}
        self.taken: dict[tuple[str, str], int] = {}

    def refuse(self, raw: str) -> None:
        """Note a piece that nothing can be made of."""
        first = raw.splitlines()[0][:60]
        self.refused[first] = self.refused.get(first, 0) + 1

    def findings(self) -> Iterator[Finding]:
        """Yield what was refused and what was taken out."""
        for first, times in [*self.refused.items()][:_MOST]:
            message = f"raw HTML {first!r} is not printed{f' ({times} times)' if times > 1 else ''}."
            yield self.source.find("raw-html", Severity.ERROR, self._line(first), message, _HINT)
        if len(self.refused) > _MOST:
            message = f"and {len(self.refused) - _MOST} more pieces of raw HTML."
            yield self.source.find("raw-html", Severity.ERROR, 0, message, _HINT)
        for (tag, what), times in [*self.taken.items()][:_MOST]:
            message = f"{tag[:60]!r}: {what} taken out{f' ({times} times)' if times > 1 else ''}; the words stay."
            yield self.source.find("raw-html-cleaned", Severity.WARNING, self._line(tag[:60]), message, _HINT)

    def _line(self, raw: str) -> int:
        # pandoc writes an attribute's quotes where the author wrote none.
        return (
            self.source.line_of(raw)
            or self.source.line_of(raw.replace('"', ""))
            or self.source.line_of(raw.split(maxsplit=1)[0])
        )

    def below(self, node: Any) -> Any:
        """Return what is below a node with its tags paired."""
        if isinstance(node, list):
            made = [item if tree.is_word(item) else self.below(item) for item in node]
            kinds = {item.get("t") for item in made if isinstance(item, dict)}
            if "RawInline" in kinds:
                return self._paired(made, _INLINE | _LOOKS, self._inline)
            if "RawBlock" in kinds:
                return self._paired(made, _BLOCK | _LOOKS, self._block)
            return made
        if isinstance(node, dict):
            return {key: self.below(value) for key, value in node.items()}
        return node

    def _paired(
        self, nodes: list[Node], known: set[str], make: Callable[[str, dict[str, str], list[Node]], list[Node]]
    ) -> list[Node]:
        """Return nodes with ``<sup>…</sup>`` and its like made elements."""
        stack: list[tuple[str, Node | None, list[Node]]] = [("", None, [])]
        for node in nodes:
            raw = node["c"][1].strip() if node.get("t") in {"RawInline", "RawBlock"} and node["c"][0] == "html" else ""
            match = _TAG.fullmatch(raw)
            name = match[2].lower() if match else ""
            if match and (name in _BREAKS or (name == "hr" and node["t"] == "RawBlock")):
                self._attributes(name, raw)
                made = {"br": [{"t": "LineBreak"}], "hr": [{"t": "HorizontalRule"}], "wbr": []}[name]
                stack[-1][2].extend([{"t": "Plain", "c": made}] if node["t"] == "RawBlock" and name == "br" else made)
            elif name == "col":
                self.take(raw, "the tag")
            elif match and name in known and not match[1] and len(stack) < _DEEPEST:
                stack.append((name, node, []))
            elif match and match[1] and name == stack[-1][0]:
                _, opening, inner = stack.pop()
                stack[-1][2].extend(
                    make(name, self._attributes(name, opening["c"][1].strip() if opening else ""), inner)
                )
            elif match and match[1] and name in {*_LOOKS, "p"}:
                self.take(raw, "the tag")
            else:
                stack[-1][2].append(node)
        while len(stack) > 1:  # a tag that nobody closed stays what it was, to be found
            name, opening, inner = stack.pop()
            if name in {*_LOOKS, "p"} and opening:
                self.take(opening["c"][1].strip(), "the tag")
                opening = None
            stack[-1][2].extend([opening, *inner] if opening else inner)
        return stack[0][2]

    def take(self, raw: str, what: str) -> None:
        """Note what was taken out of a tag, or that the tag was."""
        self.taken[raw, what] = self.taken.get((raw, what), 0) + 1

    def _attributes(self, name: str, raw: str) -> dict[str, str]:
        """Return what nh3 leaves of a tag's attributes; what it does not is noted, what runs is refused."""
        match = _TAG.fullmatch(raw)
        if not match or not match[3].strip(" \t\n/"):
            return {}
        import nh3

        given, kept = _Reader(raw).attributes, {}
        if allowed := _ATTRIBUTES.get(name):
            kept = _Reader(
                nh3.clean(
                    raw,
                    tags={name},
                    attributes={name: allowed},
                    url_schemes={"http", "https", "mailto"},
                    link_rel=None,
                )
            ).attributes
        for key in given.keys() - kept.keys():
            if pandoc.ACTIVE.fullmatch(key) and key != "style":
                self.refuse(raw)
                break
        else:
            if gone := sorted(given.keys() - kept.keys()):
                self.take(raw, f"{', '.join(gone)}")
        return kept

    def _inline(self, name: str, attributes: dict[str, str], inner: Inlines) -> Inlines:
        if name in _MEANING:
            return [{"t": _MEANING[name], "c": inner}]
        if name in _CODE and not any(node["t"] == "RawInline" or tree.is_call(node) for node in tree.walk(inner)):
            notes = [node for node in tree.walk(inner) if node["t"] == "Note"]
            return [{"t": "Code", "c": [tree.attr(), tree.text(inner)]}, *notes]
        if name == "q":
            return [{"t": "Quoted", "c": [{"t": "DoubleQuote"}, inner]}]
        if name in _SPANS:
            return [tree.span(tree.attr("", name, **attributes), inner)]
        if name == "a" and "href" in attributes:
            return [{"t": "Link", "c": [tree.attr(), inner, [attributes["href"], attributes.get("title", "")]]}]
        self.take(f"<{name}>", "the tag")
        return inner

    def _block(self, name: str, attributes: dict[str, str], inner: Blocks) -> Blocks:  # noqa: PLR0911 (one a kind)
        if name == "p":
            return _paragraphs(inner)
        if name == "blockquote":
            return [{"t": "BlockQuote", "c": _paragraphs(inner)}] if inner else []
        if name in _HEADINGS and len(inner) == 1 and inner[0]["t"] in {"Plain", "Para"}:
            words = inner[0]["c"]
            identifier = "-".join(re.sub(r"[^\w\s.-]", "", tree.text(words).lower()).split())
            return [{"t": "Header", "c": [_HEADINGS[name], tree.attr(identifier), words]}]
        if name in {"li", "td", "th", "tr", "thead", "tbody", "tfoot"}:
            return [{"t": f"bindery-{name}", "c": inner}]  # until its list or table closes
        if name in {"ul", "ol"}:
            items = [block["c"] if block["t"] == "bindery-li" else [block] for block in inner]
            if not items:
                return []
            start = int(attributes["start"]) if re.fullmatch(r"\d{1,6}", attributes.get("start", "")) else 1
            style = [start, {"t": "DefaultStyle"}, {"t": "DefaultDelim"}]
            return [{"t": "BulletList", "c": items} if name == "ul" else {"t": "OrderedList", "c": [style, items]}]
        if name == "table":
            return _table(inner)
        self.take(f"<{name}>", "the tag")
        return _paragraphs(inner)


def _paragraphs(blocks: Blocks) -> Blocks:
    return [{"t": "Para", "c": block["c"]} if block["t"] == "Plain" else block for block in blocks]


def _table(blocks: Blocks) -> Blocks:
    """Return a table of its rows; what stood between the rows comes after it."""
    heads: Blocks = []
    rows: Blocks = []
    rest: Blocks = []
    for block in blocks:
        part = block["t"].removeprefix("bindery-")
        if part in {"thead", "tbody", "tfoot"}:
            own = [row for row in block["c"] if row["t"] == "bindery-tr"]
            rest += [row for row in block["c"] if row["t"] != "bindery-tr"]
            (heads if part == "thead" else rows).extend(own)
        elif part == "tr":
            rows.append(block)
        else:
            rest.append(block)
    if not heads and rows and all(cell["t"] == "bindery-th" for cell in rows[0]["c"]):
        heads, rows = rows[:1], rows[1:]
    width = max((len(_cells(row)) for row in (*heads, *rows)), default=0)
    if not width:
        return _plain(rest)
    head, *bodies = [[_row(row, width) for row in part] for part in (heads, rows)]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in range(width)]
    body = [[tree.attr(), 0, [], bodies[0]]]
    made = {"t": "Table", "c": [tree.attr(), [None, []], columns, [tree.attr(), head], body, [tree.attr(), []]]}
    return [made, *_plain(rest)]


def _cells(row: Node) -> list[Blocks]:
    return [block["c"] if block["t"] in {"bindery-td", "bindery-th"} else [block] for block in row["c"]]


def _row(row: Node, width: int) -> list[Any]:
    cells = _cells(row)
    cells += [[] for _ in range(width - len(cells))]
    return [tree.attr(), [[tree.attr(), {"t": "AlignDefault"}, 1, 1, blocks] for blocks in cells]]


def _plain(blocks: Blocks) -> Blocks:
    """Return blocks without parts of lists and tables that stand in no list or table."""
    return [
        inner for block in blocks for inner in (_plain(block["c"]) if block["t"].startswith("bindery-") else [block])
    ]


class _Reader(HTMLParser):
    """Reads the attributes of one tag."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}
        self.feed(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Keep what a tag has."""
        self.attributes = {key: value or "" for key, value in attrs}
