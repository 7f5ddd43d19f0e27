"""The preflight: whether a press can print a file as it is, in plain words (ISO 15930-7, PDF/X-4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bindery.model import Finding, Place, Severity
from bindery.tools import sheets
from bindery.tools.plates import Box, Mark
from bindery.tools.sheets import MM, File, Sheet

MOST = 3.0  # 300 %: more ink than that does not dry on a sheet
_BLEED = 3.0  # millimetres
_COARSE = 150.0  # dpi
_HAIR = 0.25  # points
_NEAR = 0.05  # points: what rounding may take away
_Fault = tuple[str, str]  # code, what


def examine(path: Path, shown: str) -> list[Finding]:
    """Return what a printer would send the file back for, and as warnings what would print badly.

    Raises BinderyError where the file is no PDF.
    """
    file = sheets.read(path.read_bytes())
    found = [(code, "", said) for code, said in (*_whole(file), *_intents(file))]
    for sheet in file.sheets:
        found += [
            (code, f"page {sheet.number}", said) for code, said in (*_boxes(sheet), *_links(sheet), *_inks(sheet))
        ]
    weak = {"coarse", "hairline", "condition"}
    return [
        Finding(
            f"preflight-{code}",
            Severity.WARNING if code in weak else Severity.ERROR,
            Place(shown, spot=spot),
            said,
            "" if code in weak else "Build it again with --press.",
        )
        for code, spot, said in dict.fromkeys(found)
    ]


def _whole(file: File) -> Iterator[_Fault]:
    """Check what the file says of itself (ISO 15930-7; fonts: ISO 32000-1, 9.9)."""
    if file.claim != "PDF/X-4":
        yield "claim", f"it says {file.claim or 'nothing'} of itself, not PDF/X-4."
    if not "1.6" <= file.version < "2":
        yield "version", f"PDF {file.version}, where PDF/X-4 is built on 1.6."
    if file.encrypted:
        yield "encrypted", "it is encrypted."
    if set(file.trapped) != {"False"} and set(file.trapped) != {"True"}:
        info, packet = (word or "nothing" for word in file.trapped)
        yield "trapped", f"whether it is trapped is unclear: {info} in Info, {packet} in XMP."
    if not file.identified:
        yield "id", "it has no identifier (ID) by which it is told from another."
    for script in file.scripts:
        yield "script", f"it acts by itself: {script}."
    for said in file.foreign:
        yield "foreign", f"{said}."
    for font in file.loose_fonts:
        yield "font", f"the font {font} is not in the file."


def _intents(file: File) -> Iterator[_Fault]:
    """Check that one printing condition is told, by its profile or by a registered name (ISO 32000-1, 14.11.5)."""
    if len(file.intents) != 1:
        yield "intent", f"{len(file.intents) or 'no'} output intents for a press, where one is needed."
    for intent in file.intents:
        if not intent.condition:
            yield "intent", "the output intent names no printing condition."
        if intent.channels not in {0, 4}:
            yield "intent", f"the output intent's profile has {intent.channels} channels, not the four of a press."
        elif intent.torn:
            yield "intent", "the output intent's profile can't be read, or is not that of a press in four inks."
        if not intent.channels and intent.registry != "http://www.color.org":
            yield "intent", "the output intent has no profile and names no registry to find it in."
        elif not intent.channels:
            yield (
                "condition",
                f"the printing condition {intent.condition} is told by its name alone, without a profile.",
            )


def _boxes(sheet: Sheet) -> Iterator[_Fault]:
    """Check trim within bleed within sheet (ISO 32000-1, 14.11.2) and what is printed at the trim."""
    media, trim, bleed = (sheet.boxes.get(name) for name in ("MediaBox", "TrimBox", "BleedBox"))
    if trim is None or media is None:
        yield (
            "box",
            "no TrimBox says where it is cut." if "ArtBox" not in sheet.boxes else "an ArtBox stands for a TrimBox.",
        )
        return
    if sheet.unit != 1:
        yield "box", f"it is printed at {sheet.unit * 100:.0f} % of its size (UserUnit)."
    if trim[2] - trim[0] < MM or trim[3] - trim[1] < MM:
        yield "box", "the TrimBox holds nothing."
    if "ArtBox" in sheet.boxes:
        yield "box", "it has an ArtBox beside its TrimBox."
    bleed = bleed or trim
    if not _holds(media, bleed):
        yield "box", "the BleedBox reaches out of the sheet."
    if not _holds(bleed, trim):
        yield "box", "the TrimBox reaches out of the BleedBox."
    else:
        least = min(abs(a - b) for a, b in zip(trim, bleed, strict=True))
        if least < _BLEED * MM - _NEAR:
            yield "bleed", f"{least / MM:.1f} mm of bleed, where {_BLEED:g} mm are needed."
    if (crop := sheet.boxes.get("CropBox")) and not _holds(crop, bleed):
        yield "box", "the CropBox hides a part of the bleed."
    for side in sheet.cut:
        yield "bleed", f"what is printed at the {side} edge stops at the cut and does not reach into the bleed."


def _links(sheet: Sheet) -> Iterator[_Fault]:
    """Check that nothing lies on the page that is not printed."""
    for kind in sorted(set(sheet.links)):
        many = sheet.links.count(kind)
        what = {"Link": "link", "Widget": "form field"}.get(kind, f"annotation ({kind})")
        yield "link", f"{many} {what}{'s' if many > 1 else ''}."


def _inks(sheet: Sheet) -> Iterator[_Fault]:
    """Check what is printed: its colours, how much of them, and how fine it is."""
    bleed = sheet.boxes.get("BleedBox", sheet.boxes["MediaBox"])
    totals: dict[str, float] = {}
    for mark in sheet.marks:
        outside = mark.ink.family == "all" and not _within(mark, bleed)  # registration marks: 400 % is their trade
        what = _named(mark, sheet)
        if not outside:
            yield from _colours(mark, what)
        if mark.ink.total > MOST + 0.005 and not outside:
            totals[what] = max(totals.get(what, 0.0), mark.ink.total)
        if mark.dpi is not None and mark.dpi < _COARSE:
            yield "coarse", f"{what}, is printed at {mark.dpi:.0f} dpi, under {_COARSE:.0f}."
        if mark.width is not None and mark.width < _HAIR - 0.005:
            yield "hairline", f"a line {mark.width:.2f} pt wide, under {_HAIR} pt."
    for what, total in totals.items():
        yield "ink", f"{what} with {total * 100:.0f} % of ink, over {MOST * 100:.0f} %."


def _colours(mark: Mark, what: str) -> Iterator[_Fault]:
    """Check that a mark is in the four inks of the press, and black text in one."""
    family = mark.ink.family
    if family in {"RGB", "Lab"}:
        yield "rgb", f"{family} {what}."
    elif family in {"unknown", "unreadable"}:
        yield "colour", f"{what}: its colours can't be read."
    elif family == "spot":
        yield "spot", f"{what} in a spot colour, for which there is no plate."
    elif family == "all":
        yield "registration", f"{what} in the colour of registration marks, on all plates."
    if mark.kind == "text" and _rich(mark.ink.parts):
        yield "rich-black", "black text in more than black ink."


def _named(mark: Mark, sheet: Sheet) -> str:
    """Return what a mark is and, of a picture, where on the page a reader finds it."""
    said = f"{mark.kind}{f', {mark.name}' if mark.name else ''}"
    trim = sheet.boxes.get("TrimBox", sheet.boxes["MediaBox"])
    if mark.kind != "picture" or mark.box is None:
        return said
    across, down = (mark.box[0] - trim[0]) / MM, (trim[3] - mark.box[3]) / MM
    return f"{said}, {across:.0f} mm from the left and {down:.0f} mm from the top"


def _rich(parts: tuple[float, ...]) -> bool:
    """Return whether a colour is meant as black and made of more than black."""
    if len(parts) != 4:
        return False
    cyan, magenta, yellow, black = parts
    dark = black >= 0.85 or min(cyan, magenta, yellow) >= 0.6
    return dark and cyan + magenta + yellow > 0.02


def _within(mark: Mark, bleed: Box) -> bool:
    if mark.box is None:
        return True
    x, y, x2, y2 = mark.box
    return x < bleed[2] and x2 > bleed[0] and y < bleed[3] and y2 > bleed[1]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + _NEAR
        and outer[1] <= inner[1] + _NEAR
        and outer[2] >= inner[2] - _NEAR
        and outer[3] >= inner[3] - _NEAR
    )
