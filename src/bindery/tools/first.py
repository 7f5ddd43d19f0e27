"""The first page, looked at by another process while this one lays out the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from typing import Any

from bindery.tools import painters, parts

_LEISURE = 10  # how much the others come before it (nice(2)): there are more of them than cores
Look = Callable[[bytes], bytes]  # what is made of a page that is a PDF of its own


class First:
    """A page that is laid out twice: here with all others, and there alone, sooner, if somebody looks.

    ``helpers`` are those that are let go of when nothing more is asked of the document.
    """

    def __init__(self) -> None:
        self.helpers = ExitStack()
        self._pipe: Connection | None = None

    def begin(self, boxes: Any, write: Callable[[Any], bytes], look: Look) -> None:
        """Have another process look at the page."""

        def work(pipe: Connection) -> None:
            os.nice(_LEISURE)
            document = boxes.document(_alone(boxes))
            pipe.send((painted(document), look(write(document))))

        self._pipe = self.helpers.enter_context(painters.forked(work))

    def seen(self, document: Any) -> bytes | None:
        """Return what the other process has made of a document's first page; None where it had another, or none."""
        if self._pipe is None:
            return None
        try:
            made, seen = self._pipe.recv()
        except (EOFError, OSError):  # it was killed, or the page can't be laid out alone
            return None
        return seen if made == painted(document) else None


def painted(document: Any) -> list[Any]:
    """Return all that is painted on a document's first page: its operators, and what they name."""
    from pydyf import _to_bytes

    page = document.pages[0]
    stream, resources = painters.blank(document, page, {})
    page.paint(stream, painters.SCALE)
    named = [(name, _said(value)) for kind in resources.values() for name, value in kind.items()]
    return [b"\n".join(map(_to_bytes, stream.stream)), *named]


def _said(value: Any) -> Any:
    return value.data if hasattr(value, "data") else repr(value)


def _alone(boxes: Any) -> list[Any]:
    """Return the first page, laid out without the others.

    Raises Indivisible where it can't be.
    """
    from weasyprint.layout import initialize_page_maker

    part = parts.Part(boxes.context, boxes.root, boxes.source)
    initialize_page_maker(boxes.context, boxes.root)
    part.pages = [part.laid(0)[0]]
    part.say(0)
    return part.frame(0)
