"""Received Markdown made into a publication: ``decode``, ``read``, ``write``."""

from __future__ import annotations

from bindery.received.nouns import Action, ChapterFile, Metadata, Received
from bindery.received.reading import decode, read
from bindery.received.writing import files, write

__all__ = ["Action", "ChapterFile", "Metadata", "Received", "decode", "files", "read", "write"]
