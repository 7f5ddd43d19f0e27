"""What an edition is known by, the same in every format."""

from __future__ import annotations

import uuid

from bindery.model import Document

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:bindery")


def identifier(document: Document, language: str) -> str:
    """Return an edition's identifier: the publication's own, else a UUID of the publication and the language."""
    publication = document.publication
    if publication.identifier and language == publication.language:
        return publication.identifier
    return uuid.uuid5(_NAMESPACE, f"{document.brand.identity}/{publication.slug}/{language}").urn
