"""The press's own templates compiled once, as Python compiles its modules once, and beside those."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha1
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from bindery.tools import pycache


class Kept(FileSystemBytecodeCache):
    """What Jinja2 compiles of templates below ``home``; those of a house, which may be a stranger's, are never kept.

    ``makers`` are the modules that say how they are compiled: other ones, or another Jinja2, compile anew.
    """

    def __init__(self, home: Path, *makers: str) -> None:
        super().__init__(str(pycache.FOLDER), pycache.file("template-%s").name)
        self._home = f"{home}/"
        self._maker = "".join(Path(maker).read_text("utf-8") for maker in makers) + jinja2.__version__

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return a template's key, or "" for one that is not kept."""
        return super().get_cache_key(name, filename) if filename and filename.startswith(self._home) else ""

    def get_source_checksum(self, source: str) -> str:
        """Return the hash of all that a compiled template is made of."""
        return sha1(f"{self._maker}\0{source}".encode(), usedforsecurity=False).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; what can't be read is compiled."""
        try:
            if bucket.key:
                super().load_bytecode(bucket)
        except (OSError, UnpicklingError, EOFError, ValueError, TypeError, LookupError, AttributeError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled, where Python may keep its own."""
        if bucket.key and pycache.is_open():
            with suppress(OSError):
                super().dump_bytecode(bucket)
