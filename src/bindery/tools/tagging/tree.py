"""The structure tree of a PDF, one structure element an element of the page (ISO 32000-1, 14.7).

WeasyPrint builds its tree of boxes, so a paragraph cut by a page is two, and what an element says of itself (its
language, its role) is lost. Were its tree one of elements with a hook for their types, this module would go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bindery.tools.tagging.marks import within
from bindery.tools.tagging.roles import GROUPING, INLINE, Family, alternative, numbering

_POINTS = 0.75  # a pixel of CSS


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is painted on a page, by its number there or in a group's own stream; or an annotation, by its reference."""

    page: int
    what: int | bytes
    group: Any = None


@dataclass(eq=False, slots=True)
class Node:
    """A structure element: its type, the page that it begins on, what it holds, and what is said of it."""

    role: str
    page: int
    up: Node | None = None
    kids: list[Node | _Mark] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    ours: bool = False  # a paragraph around stray words
    object: Any = None


class Tree:
    """Takes pages one after another; ``write`` puts the tree into the file."""

    def __init__(self, pdf: Any, family: Family) -> None:
        self._pdf = pdf
        self._family = family
        self._nodes: dict[Any, Node] = {}
        self._entries: dict[Any, Node] = {}  # LI by the element that opens it
        self._labels: dict[Any, Node] = {}
        self._document = Node("Document", 0)
        self._parents: list[dict[int, Node]] = []
        self._groups: list[tuple[Any, dict[int, Node]]] = []
        self._annotations: list[tuple[Any, Node]] = []

    def take(self, page: Any, marks: dict[Any, int], groups: list[tuple[Any, dict[Any, int]]]) -> None:
        """Add what a page has, in the order of its boxes."""
        self._parents.append({})
        own: list[tuple[Any, dict[Any, int], dict[int, Node]]] = [(None, marks, self._parents[-1])]
        for group, painted in groups:
            if painted:
                self._groups.append((group, {}))
                own.append((group, painted, self._groups[-1][1]))
        for box in within(page._page_box):  # noqa: SLF001 (it has no public way to its boxes)
            self._visit(box, page.height, own)

    def _visit(self, box: Any, height: float, own: list[tuple[Any, dict[Any, int], dict[int, Node]]]) -> None:
        page = len(self._parents) - 1
        if box.element is not None and box.element.tag in {"tr", "td", "th"}:
            self._node(box.element, page)  # an empty cell is a cell
        if box.link_annotation:
            self._annotate(box, page)
        for group, marks, parents in own:
            if box not in marks:
                continue
            node = self._paragraph(self._node_of(box, page), page)
            node.kids.append(_Mark(page, marks[box], group))
            parents[marks[box]] = node
            if node.role in {"Figure", "Formula"}:
                node.said["A"] = {"O": "/Layout", "BBox": _rectangle(box, height)}

    def _annotate(self, box: Any, page: int) -> None:
        """Tie a link's annotation to its element and say in words where it leads (ISO 14289-1, 7.18.5).

        WeasyPrint says the name of its destination; were it to read ``aria-label``, this would go.
        """
        import pydyf

        element = self._family.link(box.element)
        node, annotation = self._node(element, page), box.link_annotation
        annotation["Contents"] = pydyf.String(self._family.description(element))
        node.kids.append(_Mark(page, annotation.reference))
        self._annotations.append((annotation, node))

    def _node_of(self, box: Any, page: int) -> Node:
        """Return the structure element that a box's words belong to."""
        node = self._node(box.element, page)
        if box.element_tag != "li::marker" or box.element not in self._entries:
            return node
        if box.element not in self._labels:
            self._labels[box.element] = self._new("Lbl", self._entries[box.element], page, first=True)
        return self._labels[box.element]

    def _node(self, element: Any, page: int) -> Node:
        """Return an element's structure element, made with all around it where it is met first."""
        missing = []
        while element is not None and element not in self._nodes:
            missing.append(element)
            element = self._family.parent(element)
        node = self._nodes[element] if element is not None else self._document
        for inner in reversed(missing):
            node = self._made(inner, node, page) if inner is not self._family.root else self._document
            self._nodes[inner] = node
        return node

    def _made(self, element: Any, node: Node, page: int) -> Node:
        """Return a new structure element in that of the element around."""
        roles = self._family.roles(element)
        if roles == ("Lbl",):  # a note's label is the note's, not its first paragraph's
            node = self._new("Lbl", self._nodes[self._family.note(element)], page, first=True)
            roles = ()
        for role in roles:
            if role == "LI":
                opens = self._family.term(element) if element.tag in {"dt", "dd"} else element
                node = self._entries.get(opens) or self._new(role, node, page)
                self._entries[opens] = node
            else:
                node = self._new(role, node, page)
        if foreign := self._family.foreign(element):
            node.said["Lang"] = foreign
        self._describe(node, element)
        return node

    def _describe(self, node: Node, element: Any) -> None:
        if node.role == "Note":
            node.said["ID"] = element.get("id")
        elif node.role in {"Figure", "Formula"} and (alt := alternative(element)):
            node.said["Alt"] = alt
        elif node.role == "L" and element.tag in {"ol", "ul", "dl"}:
            node.said["A"] = {"O": "/List", "ListNumbering": f"/{numbering(element)}"}
        elif node.role in {"TH", "TD"}:
            spans = {"ColSpan": element.get("colspan", "1"), "RowSpan": element.get("rowspan", "1")}
            cell: dict[str, Any] = {name: int(value) for name, value in spans.items() if value not in {"1", ""}}
            if node.role == "TH":
                cell["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            if cell:
                node.said["A"] = {"O": "/Table", **cell}

    def _new(self, role: str, up: Node, page: int, *, first: bool = False) -> Node:
        if role in INLINE:
            up = self._paragraph(up, page)
        node = Node(role, page, up)
        up.kids.insert(0 if first else len(up.kids), node)
        return node

    def _paragraph(self, node: Node, page: int) -> Node:
        """Return where words may stand: the node itself, or a paragraph in it where it is only a group."""
        if node.role not in GROUPING:
            return node
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last.ours:
            return last
        made = self._new("P", node, page)
        made.ours = True
        return made

    def write(self, direction: str) -> None:
        """Put the tree into the file and say that it is there."""
        import pydyf

        pdf, pages = self._pdf, self._pdf.page_references
        page_objects = [pdf.objects[at] for at in pdf.pages["Kids"][::3]]
        parents = pydyf.Dictionary()
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        nodes = list(_all(self._document))
        for thing in (root, parents):
            pdf.add_object(thing)
        for node in nodes:
            node.object = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}"})
            pdf.add_object(node.object)
        for node in nodes:
            node.object["P"] = (node.up.object if node.up else root).reference
            node.object["Pg"] = pages[node.page]
            node.object["K"] = pydyf.Array([_kid(kid, node.page, pages) for kid in node.kids])
            node.object.update({name: _value(value) for name, value in node.said.items()})
        rows: list[Any] = []
        for number, marked in enumerate(self._parents):
            page_objects[number].update({"StructParents": number, "Tabs": "/S"})
            rows += [number, pydyf.Array([marked[at].object.reference for at in range(len(marked))])]
        for number, (group, marked) in enumerate(self._groups, len(self._parents)):
            group.extra["StructParents"] = number
            rows += [number, pydyf.Array([marked[at].object.reference for at in range(len(marked))])]
        for number, (annotation, node) in enumerate(self._annotations, len(self._parents) + len(self._groups)):
            annotation["StructParent"] = number
            rows += [number, node.object.reference]
        parents["Nums"] = pydyf.Array(rows)
        root["K"] = pydyf.Array([self._document.object.reference])
        root["ParentTree"], root["ParentTreeNextKey"] = parents.reference, len(rows) // 2
        named = sorted((node.said["ID"], node.object.reference) for node in nodes if "ID" in node.said)
        if named:
            root["IDTree"] = pydyf.Dictionary(
                {"Names": pydyf.Array([thing for name, at in named for thing in (pydyf.String(name), at)])}
            )
        pdf.catalog["StructTreeRoot"] = root.reference
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        preferences = {"DisplayDocTitle": "true"}
        if direction == "rtl":
            # WeasyPrint leaves it out, and facing pages and scrolling go the wrong way (ISO 32000-1, 12.2); were it
            # to write the root's direction, this would go.
            preferences["Direction"] = "/R2L"
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(preferences)


def _all(node: Node) -> Iterator[Node]:
    todo = [node]
    while todo:
        node = todo.pop()
        yield node
        todo += [kid for kid in reversed(node.kids) if isinstance(kid, Node)]


def _kid(kid: Node | _Mark, page: int, pages: tuple[bytes, ...]) -> Any:
    """Return a kid as its parent names it: an element, a number of its page or another, or an annotation."""
    import pydyf

    if isinstance(kid, Node):
        return kid.object.reference
    if isinstance(kid.what, bytes):
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.what, "Pg": pages[kid.page]})
    if kid.page == page and kid.group is None:
        return kid.what
    stream = {"Stm": kid.group.reference} if kid.group else {}
    return pydyf.Dictionary({"Type": "/MCR", "Pg": pages[kid.page], **stream, "MCID": kid.what})


def _value(value: Any) -> Any:
    import pydyf

    if isinstance(value, dict):
        return pydyf.Dictionary({n: pydyf.Array(v) if isinstance(v, tuple) else v for n, v in value.items()})
    return pydyf.String(value)


def _rectangle(box: Any, height: float) -> tuple[float, ...]:
    """Return a picture's rectangle in points from the foot of the page; WeasyPrint gives pixels from the top."""
    x, y = box.content_box_x(), box.content_box_y()
    edges = (x, height - y - box.height, x + box.width, height - y)
    return tuple(round(edge * _POINTS, 3) for edge in edges)
