"""A PDF's objects put into bytes once: pydyf does it for the file, and again for the file's identifier."""

from __future__ import annotations

from typing import Any

_kinds: dict[Any, Any] = {}


def said(pdf: Any) -> None:
    """Let each object keep its bytes from when it is first asked for them; nothing may change it after that.

    Were ``pydyf.PDF.write`` to hash what it writes, this would go.
    """
    for thing in pdf.objects:
        kind = type(thing)
        thing.__class__ = _kinds.get(kind) or _kinds.setdefault(kind, _once(kind))


def _once(kind: Any) -> Any:
    plain = kind.data.fget

    class Once(kind):  # type: ignore[misc]
        """Says its bytes once."""

        @property
        def data(self) -> bytes:
            """The object as it stands in the file."""
            if "said" not in self.__dict__:
                self.said: bytes = plain(self)
            return self.said

    return Once
