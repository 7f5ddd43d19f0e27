"""The door to PDF/X-4: a printed PDF made ready for a press (ISO 15930-7).

In ink by ``inks``; boxes, marks, intent and metadata here. All but what is printed is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

import pikepdf

from bindery.tools.inks import Separation
from bindery.tools.palette import Palette

MM = 72 / 25.4
BLEED = 3 * MM
_GAP = BLEED + 0.5 * MM  # marks begin behind the bleed
_CONDITION = "FOGRA39"  # its name in the registry of characterizations, www.color.org
_REGISTRY = "http://www.color.org"
# What PDF/X forbids in the catalogue, or a press does not read.
_NOT_PRINTED = (
    *("/AA", "/AcroForm", "/AF", "/Collection", "/Dests", "/Legal", "/MarkInfo", "/Names", "/OpenAction"),
    *("/Outlines", "/PageMode", "/StructTreeRoot", "/URI"),
)
_NOT_ON_PAGES = ("/AA", "/Annots", "/ArtBox", "/CropBox", "/StructParents", "/Tabs", "/PresSteps", "/Trans")


@dataclass(frozen=True, slots=True)
class Title:
    """What the file says of itself; ``date`` is a year or a day, since no clock is read."""

    title: str
    author: str
    date: str
    name: str


def make(data: bytes, colours: Mapping[str, str], profile: bytes | None, title: Title) -> bytes:
    """Return a PDF printed with a bleed as PDF/X-4, the same bytes each time.

    Without the printer's profile the intent is by name, and the colours are reckoned.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        for name in _NOT_PRINTED:
            if name in pdf.Root:
                del pdf.Root[name]
        Separation(pdf, Palette(colours, profile)).run()
        every = pdf.make_indirect(_every_plate())
        for page in pdf.pages:
            _impose(page, every)
        _intend(pdf, profile)
        _describe(pdf, title, sha256(data).hexdigest())
        pdf.remove_unreferenced_resources()
        out = BytesIO()
        pdf.save(
            out,
            min_version="1.6",
            force_version="1.6",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
        )
    return out.getvalue()


def _impose(page: pikepdf.Page, every: pikepdf.Object) -> None:
    """Set a page's boxes, cut its content at the bleed, and put marks on what is left of the sheet."""
    for name in _NOT_ON_PAGES:
        if name in page.obj:
            del page.obj[name]
    left, bottom, right, top = trim = tuple(float(number) for number in page.trimbox)
    bleed = (left - BLEED, bottom - BLEED, right + BLEED, top + BLEED)
    page.obj["/TrimBox"], page.obj["/BleedBox"] = _box(trim), _box(bleed)
    # Blending happens in ink, whatever a reader thinks best (ISO 32000-1, 11.4.7).
    page.obj["/Group"] = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)
    x, y, x2, y2 = bleed
    cut = f"q\n{x:.4f} {y:.4f} {x2 - x:.4f} {y2 - y:.4f} re\nW\nn\n"
    page.contents_add(cut.encode(), prepend=True)
    page.contents_add(b"Q\n" + _marks(trim).encode())
    # Pages share their resources: this one's list of colour spaces is its own, of one name.
    shared = dict(page.obj["/Resources"])
    page.obj["/Resources"] = pikepdf.Dictionary({**shared, "/ColorSpace": pikepdf.Dictionary({"/All": every})})
    page.contents_coalesce()


def _marks(trim: tuple[float, ...]) -> str:
    """Return crop marks at the corners and a register mark at each side, on all plates and outside the bleed."""
    left, bottom, right, top = trim
    end = 9.5 * MM
    lines = [(x + side * _GAP, y, x + side * end, y) for x, side in ((left, -1), (right, 1)) for y in (bottom, top)]
    lines += [(x, y + side * _GAP, x, y + side * end) for y, side in ((bottom, -1), (top, 1)) for x in (left, right)]
    far, reach, radius = 6.5 * MM, 2.6 * MM, 1.5 * MM
    middles = (
        ((left + right) / 2, top + far),
        ((left + right) / 2, bottom - far),
        (left - far, (bottom + top) / 2),
        (right + far, (bottom + top) / 2),
    )
    said = ["q", "/All CS", "1 SCN", "0.3 w", "[] 0 d", "0 J"]
    for x, y in middles:
        lines += [(x - reach, y, x + reach, y), (x, y - reach, x, y + reach)]
        said.append(_circle(x, y, radius))
    said += [f"{x:.4f} {y:.4f} m {x2:.4f} {y2:.4f} l S" for x, y, x2, y2 in lines]
    return "\n".join([*said, "Q"])


def _circle(x: float, y: float, radius: float) -> str:
    bent = radius * 0.5523
    corners = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    said = [f"{x + radius:.4f} {y:.4f} m"]
    for (a, b), (c, d) in pairwise(corners):
        points = (
            (x + a * radius - b * bent, y + b * radius + a * bent),
            (x + c * radius + d * bent, y + d * radius - c * bent),
            (x + c * radius, y + d * radius),
        )
        said.append(" ".join(f"{u:.4f} {v:.4f}" for u, v in points) + " c")
    return "\n".join([*said, "s"])


def _every_plate() -> pikepdf.Array:
    """Return the colour of registration: one tint, on every plate there is (ISO 32000-1, 8.6.6.4)."""
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, tint])


def _intend(pdf: pikepdf.Pdf, profile: bytes | None) -> None:
    """Say for which printing condition the inks are (ISO 32000-1, 14.11.5): with its profile, or by its name."""
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=pikepdf.String(_CONDITION),
        RegistryName=pikepdf.String(_REGISTRY),
        OutputCondition=pikepdf.String("Offset on coated paper, ISO 12647-2:2004/Amd 1"),
        Info=pikepdf.String("FOGRA39L coated"),
    )
    if profile:
        embedded = pdf.make_stream(profile, N=4, Alternate=pikepdf.Name.DeviceCMYK)
        intent["/DestOutputProfile"] = embedded
    pdf.Root["/OutputIntents"] = pdf.make_indirect(pikepdf.Array([intent]))


def _describe(pdf: pikepdf.Pdf, title: Title, digest: str) -> None:
    """Write the claim and the metadata, Info and XMP alike (ISO 15930-7)."""
    digits = title.date.replace("-", "")
    # Info's day is whole: a year alone is its first day, and XMP says the very same.
    day = f"{digits}0101"[:8] if len(digits) == 4 else f"{digits}01"[:8]
    written = f"{day[:4]}-{day[4:6]}-{day[6:8]}T00:00:00Z"
    for name in list(pdf.docinfo.keys()):
        if name not in {"/Subject", "/Keywords"}:
            del pdf.docinfo[name]
    entries = {"Title": title.title, "Author": title.author, "Creator": "Bindery", "Producer": "Bindery"}
    for name, value in entries.items():
        pdf.docinfo[f"/{name}"] = pikepdf.String(value)
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = pikepdf.String(f"D:{day}000000Z")
    pdf.docinfo["/Trapped"] = pikepdf.Name("/False")
    for name in ("/Subject", "/Keywords"):
        if name in pdf.docinfo:
            entries[name[1:]] = str(pdf.docinfo[name])
    packet = _xmp(entries, written, str(uuid5(NAMESPACE_URL, f"{title.name} {digest}")))
    pdf.Root["/Metadata"] = pdf.make_stream(packet.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _xmp(entries: Mapping[str, str], day: str, identifier: str) -> str:
    said = {name: escape(value) for name, value in entries.items()}
    more = ""
    if "Subject" in said:
        line = f'<rdf:Alt><rdf:li xml:lang="x-default">{said["Subject"]}</rdf:li></rdf:Alt>'
        more += f"<dc:description>{line}</dc:description>\n"
    if "Keywords" in said:
        more += f"<pdf:Keywords>{said['Keywords']}</pdf:Keywords>\n"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{said["Title"]}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{said["Author"]}</rdf:li></rdf:Seq></dc:creator>
{more}<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmp:MetadataDate>{day}</xmp:MetadataDate>
<xmp:CreatorTool>{said["Creator"]}</xmp:CreatorTool>
<xmpMM:DocumentID>uuid:{identifier}</xmpMM:DocumentID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<xmpMM:VersionID>1</xmpMM:VersionID>
<pdf:Producer>{said["Producer"]}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _box(corners: tuple[float, ...]) -> pikepdf.Array:
    return pikepdf.Array([round(number, 4) for number in corners])
