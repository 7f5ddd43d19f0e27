"""What a PDF says of itself in XMP (ISO 16684-1), in one block for PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from bindery.characters import printable
from bindery.model import Colophon

# PDF/A knows no PDF/UA: its identifier needs its schema beside it (ISO 19005-3, 6.6.2.3).
_RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about="">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
{said}
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def rdf(own: Any, more: Colophon, producer: str) -> bytes:
    """Return the one block of a file's metadata, what Info says and ``more``.

    WeasyPrint writes the identifier of one standard; could it write two with their schema, this would go.
    """
    languages = more.languages or ((own.lang,) if own.lang else ())
    said = [
        _property("dc:format", "application/pdf"),
        _property("dc:identifier", more.identifier),
        _list("dc:title", "Alt", [own.title] if own.title else []),
        _list("dc:creator", "Seq", own.authors),
        _list("dc:description", "Alt", [own.description] if own.description else []),
        _list("dc:subject", "Bag", own.keywords),
        _list("dc:language", "Bag", languages),
        _list("dc:publisher", "Bag", [more.publisher] if more.publisher else []),
        _list("dc:contributor", "Bag", more.contributors),
        _property("dc:source", more.source),
        _property("pdf:Keywords", ", ".join(own.keywords)),
        _property("pdf:Producer", producer),
        _property("xmp:CreatorTool", own.generator or ""),
        _property("xmp:CreateDate", own.created or ""),
        _property("xmp:ModifyDate", own.modified or ""),
    ]
    return _RDF.format(said="\n".join(filter(None, said))).encode()


def _property(name: str, value: str) -> str:
    return f"<{name}>{_said(value)}</{name}>" if value else ""


def _list(name: str, kind: str, values: Iterable[str]) -> str:
    default = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{default}>{_said(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _said(value: str) -> str:
    return escape(printable(value), quote=False)
