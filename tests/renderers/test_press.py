"""The printer's edition: PDF/X-4 in ink, with bleed and marks; and the preflight, which names what is not."""

import base64
import re
import subprocess
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from editions import Edition
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from bindery import press as house_press
from bindery.checks.artefacts import preflight
from bindery.errors import BinderyError
from bindery.house import House
from bindery.model import Artefact, Document, Finding, Severity
from bindery.renderers import press
from bindery.templates import Templates
from bindery.tools.palette import Palette
from bindery.tools.plates import Reader
from tools import need

MM = 72 / 25.4
_made: dict[str, Artefact] = {}


def made(edition: Edition) -> Artefact:
    if edition.slug not in _made:
        _made[edition.slug] = press.render(edition.document, Templates(edition.house))
    return _made[edition.slug]


def examined(data: bytes, tmp_path: Path) -> list[Finding]:
    path = tmp_path / "a.press.pdf"
    path.write_bytes(data)
    return preflight.examine(path, path.name)


def errors(found: list[Finding]) -> list[str]:
    return [f"{finding.place.spot}: {finding.message}" for finding in found if finding.severity is Severity.ERROR]


@pytest.fixture
def pdf(edition: Edition) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(made(edition).data)) as opened:
        yield opened


def test_the_preflight_passes(edition: Edition, tmp_path: Path) -> None:
    """What we make for a press has nothing that a printer would send back."""
    assert errors(examined(made(edition).data, tmp_path)) == []
    assert made(edition).findings == ()


def test_name_and_pages(edition: Edition) -> None:
    """It is named after the edition, and has the pages of the print edition, so every page number in it is true."""
    assert made(edition).name == f"{edition.document.name}.press.pdf"
    assert made(edition).pages == edition.artefact("pdf").pages


def test_the_words_are_those_of_the_print_edition(edition: Edition) -> None:
    """Every page says what the same page of the print edition says, which heals the words that a line cuts."""

    def words(data: bytes) -> list[str]:
        with pdfium.PdfDocument(data) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        return ["".join(re.sub("[-\u00ad\u2010\ufffe]", "", page).split()) for page in pages]

    for mine, other in zip(words(made(edition).data), words(edition.artefact("pdf").data), strict=True):
        assert mine == other, [
            (mine[at - 9 : at + 20], other[at - 9 : at + 20])
            for at in range(len(mine))
            if mine[: at + 1] != other[: at + 1]
        ][:1]


def test_same_bytes_twice(synthetic: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same document is the same file, on another day too."""
    monkeypatch.setattr("time.time", lambda: 86400.0 * 365)
    assert press.render(synthetic.document, Templates(synthetic.house)).data == made(synthetic).data


def test_claim_intent_and_metadata(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """It says PDF/X-4 and FOGRA39, carries the profile, and Info and XMP agree; the date is the publication's."""
    assert pdf.pdf_version == "1.6"
    with pdf.open_metadata() as packet:
        assert packet["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert packet["dc:title"] == str(pdf.docinfo.Title) == edition.document.publication.full_title
        assert packet["pdf:Trapped"] == "False"
        assert packet["xmp:CreateDate"].startswith(edition.document.publication.date)
    assert pdf.docinfo.Trapped == "/False"
    assert str(pdf.docinfo.CreationDate).startswith(f"D:{edition.document.publication.year}")
    [intent] = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFX"
    assert (str(intent.OutputConditionIdentifier), str(intent.RegistryName)) == ("FOGRA39", "http://www.color.org")
    assert intent.DestOutputProfile.read_bytes()[12:20] == b"prtrCMYK"
    assert not {"/Outlines", "/Names", "/StructTreeRoot", "/OpenAction"} & set(pdf.Root.keys())


def test_boxes(pdf: pikepdf.Pdf) -> None:
    """The page is A4 at the cut, the bleed is 3 mm around it, and the sheet has room for marks outside of that."""
    for page in pdf.pages:
        x, y, x2, y2 = (float(n) for n in page.trimbox)
        assert [round((x2 - x) / MM), round((y2 - y) / MM)] == [210, 297]
        for box, room in ((page.obj.BleedBox, 3), (page.mediabox, 10)):
            assert [round((float(a) - b) / MM, 2) for a, b in zip(box, (x, y, x2, y2), strict=True)] == [
                -room,
                -room,
                room,
                room,
            ]


def test_marks_stand_outside_the_bleed(pdf: pikepdf.Pdf) -> None:
    """Each page has its crop and register marks on every plate, and none reaches into the bleed."""
    for page in pdf.pages:
        x, y, x2, y2 = (float(n) for n in page.obj.BleedBox)
        marks = [mark.box for mark in Reader().page(page) if mark.ink.family == "all"]
        assert len(marks) == 8 + 4 * 3
        assert all(u2 <= x or u >= x2 or v2 <= y or v >= y2 for u, v, u2, v2 in marks)


def test_the_cover_runs_into_the_bleed(edition: Edition) -> None:
    """The cover's colour ends where the bleed ends: at its edge it is there, and behind it is paper."""
    with pdfium.PdfDocument(made(edition).data) as document:
        picture = document[0].render(scale=10 / MM).to_pil()  # ten dots a millimetre
    width, height = picture.size
    for inner, outer in (
        ((72, height // 3), (65, height // 3)),
        ((width - 73, height // 3), (width - 66, height // 3)),
        ((width // 3, 72), (width // 3, 65)),
        ((width // 3, height - 73), (width // 3, height - 66)),
    ):
        assert sum(picture.getpixel(inner)) < 400
        assert picture.getpixel(outer) == (255, 255, 255)


def test_text_is_black_alone(pdf: pikepdf.Pdf) -> None:
    """Text in the ink of the brand is printed with black and nothing else; no other text has more than three inks."""
    found = {mark.ink.parts for page in pdf.pages for mark in Reader().page(page) if mark.kind == "text"}
    assert (0.0, 0.0, 0.0, 1.0) in found
    assert all(len(parts) == 4 and 0.0 in parts for parts in found)


@pytest.mark.parametrize(
    "ink", ["#124", "#112244", "#112244ff", "rgb(17, 34, 68)", "RGB(17 34 68 / 1)", "hsl(220, 60%, 16.667%)"]
)
def test_the_ink_of_the_brand_is_black_however_it_is_written(ink: str) -> None:
    """It is known by its colour, and so is the paper, which takes none."""
    palette = Palette({"ink": ink, "paper": "ivory", "rule": "lab(50% 20 20)", "muted": "currentcolor"}, None)
    assert palette.ink((17 / 255, 34 / 255, 68 / 255)) == (0.0, 0.0, 0.0, 1.0)
    assert palette.ink((1.0, 1.0, 240 / 255)) == (0.0, 0.0, 0.0, 0.0)


def test_ghostscript_agrees(edition: Edition, tmp_path: Path) -> None:
    """Ghostscript counts no cyan within the pages, and colour only where the brand's is."""
    gs = need("gs")
    path = tmp_path / "a.pdf"
    path.write_bytes(made(edition).data)
    command = [gs, "-q", "-o", "-", "-dUseTrimBox", "-sDEVICE=inkcov", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = [[float(part) for part in line.split()[:4]] for line in said.splitlines() if "CMYK" in line]
    assert len(pages) == made(edition).pages
    pictures = [
        any(mark.kind == "picture" for mark in Reader().page(page))
        for page in pikepdf.open(BytesIO(path.read_bytes())).pages
    ]
    for (cyan, magenta, _, black), has_picture in list(zip(pages, pictures, strict=True))[1:]:
        assert black > 0
        if not has_picture:
            assert cyan == 0
            assert magenta < black


def _document(folder: Path, text: str) -> tuple[Document, House]:
    (folder / "publication.yaml").write_text('title: "P"\nauthors: [{name: A}]\ndate: "2024"\nlanguage: en\n', "utf-8")
    (folder / "text.md").write_text(text, "utf-8")
    house = House(folder.parents[1])
    return house_press.compose(house_press.read(house_press.open_publication(folder.name, house), house), house), house


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Artefact:
    """An edition with a picture of every kind: JPEG of three and four channels, alpha, grey, gradients."""
    folder = tmp_path_factory.mktemp("pictures") / "manuscript/pictures"
    (folder / "media").mkdir(parents=True)
    colours = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)]).resize((900, 300))
    colours.save(folder / "media/photo.jpg")
    colours.convert("CMYK").save(folder / "media/inks.jpg")
    clear = Image.new("RGBA", (900, 200), (0, 0, 0, 0))
    ImageDraw.Draw(clear).ellipse((50, 10, 400, 190), fill=(20, 120, 200, 128))
    clear.save(folder / "media/clear.png")
    Image.linear_gradient("L").resize((900, 150)).save(folder / "media/grey.png")
    (folder / "media/drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60" width="300" height="60"><defs>'
        '<linearGradient id="a"><stop offset="0" stop-color="#e02020"/><stop offset="1" stop-color="#2030e0"'
        ' stop-opacity="0"/></linearGradient><pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse">'
        '<circle cx="5" cy="5" r="4" fill="#c0a020"/></pattern></defs><rect width="100" height="60" fill="url(#a)"/>'
        '<rect x="160" width="60" height="60" fill="url(#p)"/></svg>'
    )
    names = ("photo.jpg", "inks.jpg", "clear.png", "grey.png", "drawing.svg")
    document, house = _document(folder, "## One\n\n" + "\n\n".join(f"![A picture](media/{name})" for name in names))
    return press.render(document, Templates(house))


def test_pictures_of_every_kind(pictured: Artefact, tmp_path: Path) -> None:
    """Photographs, transparency, greys, gradients and tiles come out in ink, under 300 %."""
    assert errors(examined(pictured.data, tmp_path)) == []
    with pikepdf.open(BytesIO(pictured.data)) as pdf:
        images = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        spaces = [str(image.ColorSpace) for image in images]
        assert sorted(spaces) == ["/DeviceCMYK"] * 4 + ["/DeviceGray"], "the soft mask alone is grey"
        assert sum("/SMask" in image for image in images) == 1
        for thing in pdf.objects:
            assert not (isinstance(thing, pikepdf.Dictionary) and thing.get("/ColorSpace") == "/DeviceRGB")


def test_a_picture_in_the_mask_of_a_drawing(tmp_path: Path) -> None:
    """What it lets through is grey, also where it stands on the page in ink beside it."""
    folder = tmp_path / "manuscript/masked"
    (folder / "media").mkdir(parents=True)
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "PNG")
    data = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    for name, beside in (("alone", ""), ("beside", f'<image x="120" width="100" height="60" href="{data}"/>')):
        (folder / f"media/{name}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 60" width="220" height="60">'
            f'<mask id="m"><image width="100" height="60" href="{data}"/></mask>'
            f'<rect width="100" height="60" fill="#205080" mask="url(#m)"/>{beside}</svg>'
        )
        document, house = _document(folder, f"## One\n\n![A picture](media/{name}.svg)")
        artefact = press.render(document, Templates(house))
        assert errors(examined(artefact.data, tmp_path)) == []
        with pikepdf.open(BytesIO(artefact.data)) as pdf:
            streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            spaces = sorted(str(each.ColorSpace) for each in streams if each.get("/Subtype") == "/Image")
        assert spaces == ["/DeviceCMYK"] * bool(beside) + ["/DeviceGray"], name


def test_pictures_keep_their_colours(pictured: Artefact) -> None:
    """A photograph is not inverted, and a grey picture has black alone."""
    with pikepdf.open(BytesIO(pictured.data)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        images = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        found = [pikepdf.PdfImage(image).as_pil_image(apply_mask=False) for image in images if "/SMask" not in image]
    grey = next(image for image in found if image.mode == "CMYK" and image.size == (900, 150))
    assert [band.getextrema()[1] for band in grey.split()[:3]] == [0, 0, 0]
    assert grey.getpixel((5, 0))[3] > 240 > 10 > grey.getpixel((5, 149))[3]
    photograph = next(i for i, image in zip(found, images, strict=False) if i.size == (900, 300))
    assert photograph.mode == "CMYK"


def test_ghostscript_finds_no_more_ink(pictured: Artefact, tmp_path: Path) -> None:
    """No pixel that Ghostscript paints, with pictures and transparency, has more than 300 % of ink."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pictured.data)
    device = ["-q", "-o", str(tmp_path / "%d.tif"), "-r40", "-sDEVICE=tiff32nc", "-dUseTrimBox"]
    subprocess.run([need("gs"), *device, str(path)], check=True, capture_output=True)
    pages = list(tmp_path.glob("*.tif"))
    assert len(pages) == pictured.pages
    for page in pages:
        with Image.open(page) as image:
            data = image.tobytes()
        assert max(sum(data[at : at + 4]) for at in range(0, len(data), 4)) <= 3 * 255


def test_without_the_profile(synthetic: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no profile the intent is by name, the press says so, and the file is sound all the same."""
    monkeypatch.setattr(press, "PROFILE", "styles/icc/none.icc")
    artefact = press.render(synthetic.document, Templates(synthetic.house))
    assert any("told by its name" in finding.message for finding in artefact.findings)
    found = examined(artefact.data, tmp_path)
    assert errors(found) == []
    assert any(finding.code == "preflight-condition" for finding in found)


@pytest.mark.parametrize("named", [True, False])
def test_no_colour_takes_more_than_three_inks(*, named: bool, synthetic: Edition) -> None:
    """A flat colour has two colours and black at most; greys and the brand's ink have black alone."""
    profile = synthetic.house.file(press.PROFILE).read_bytes() if named else None
    palette = Palette(synthetic.document.brand.colours, profile)
    steps = (0.0, 0.4, 0.7, 1.0)
    for colour in ((r, g, b) for r in steps for g in steps for b in steps):
        ink = palette.ink(colour)
        assert 0.0 in ink[:3]
        assert all(0 <= part <= 1 for part in ink)
        if len(set(colour)) == 1:
            assert ink[:3] == (0, 0, 0)
    assert palette.ink((0x1B / 255, 0x1D / 255, 0x22 / 255)) == (0, 0, 0, 1)


# What can be wrong with a file, each put into a sound one.


def _paint(pdf: pikepdf.Pdf, content: bytes, page: int = 2) -> None:
    pdf.pages[page].contents_add(b"q\n" + content + b"\nQ")


def _picture(pdf: pikepdf.Pdf, data: bytes, space: Name, size: int = 10, shown: int = 4) -> None:
    image = pdf.make_stream(
        data, Type=Name.XObject, Subtype=Name.Image, Width=size, Height=size, ColorSpace=space, BitsPerComponent=8
    )
    name = pdf.pages[0].add_resource(image, Name.XObject)
    _paint(pdf, f"{shown} 0 0 {shown} 100 200 cm {name} Do".encode(), 0)


def _annotate(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 90, 60], Border=[0, 0, 0])
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(link)])


def _trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.TrimBox = Array([-20, 0, 595, 842])


def _bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.BleedBox = Array([-4, -4, 599, 846])


def _font(pdf: pikepdf.Pdf) -> None:
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    name = pdf.pages[2].add_resource(font, Name.Font)
    _paint(pdf, f"BT 0 0 0 1 k {name} 9 Tf 100 100 Td (x) Tj ET".encode())


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _cut_cover(pdf: pikepdf.Pdf) -> None:
    _paint(pdf, b"0 0 0 0 k -30 -30 30 900 re f", 0)


def _claim(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-3"))


def _wrong_profile(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


def _group(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Group.CS = Name.DeviceRGB


def _gradient(pdf: pikepdf.Pdf) -> None:
    shade = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 1, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=shade)
    name = pdf.pages[2].add_resource(pdf.make_indirect(shading), Name.Shading)
    _paint(pdf, f"{name} sh".encode())


def _hidden(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"1 0 0 rg 99 99 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[99, 99, 108, 108])
    name = pdf.pages[2].add_resource(form, Name.XObject)
    _paint(pdf, f"{name} Do".encode())


def _deep_script(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("x"))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=Dictionary(A=Dictionary(S=Name.GoTo, Next=Array([script])))))


def _nameless_font(pdf: pikepdf.Pdf) -> None:
    name = pdf.pages[2].add_resource(pdf.make_indirect(Dictionary()), Name.Font)
    pdf.pages[2].obj.Resources.Font[name] = Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica)
    _paint(pdf, f"BT 0 0 0 1 k {name} 9 Tf 100 100 Td (x) Tj ET".encode())


def _tile(pdf: pikepdf.Pdf) -> None:
    parts = Dictionary(PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9)
    name = pdf.pages[2].add_resource(pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f", parts), Name.Pattern)
    _paint(pdf, f"/Pattern cs {name} scn 99 99 9 9 re f".encode())


def _plain_tile(pdf: pikepdf.Pdf) -> None:
    parts = Dictionary(PatternType=1, PaintType=2, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9)
    name = pdf.pages[2].add_resource(pdf.make_stream(b"0 0 5 5 re f", parts), Name.Pattern)
    space = pdf.pages[2].add_resource(Array([Name.Pattern, Name.DeviceRGB]), Name.ColorSpace)
    _paint(pdf, f"{space} cs 1 0 0 {name} scn 99 99 9 9 re f".encode())


def _borrower(pdf: pikepdf.Pdf) -> None:
    space = pdf.pages[2].add_resource(Array([Name.CalRGB, Dictionary(WhitePoint=[1, 1, 1])]), Name.ColorSpace)
    parts = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[99, 99, 108, 108])
    form = pdf.make_stream(f"{space} cs 1 0 0 sc 99 99 9 9 re f".encode(), parts)
    _paint(pdf, f"{pdf.pages[2].add_resource(form, Name.XObject)} Do".encode())


def _samples(pdf: pikepdf.Pdf) -> None:
    parts = Dictionary(FunctionType=0, Domain=[0, 1], Range=[0, 1] * 4, Size=[2], BitsPerSample=8)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[200, 200, 209, 209])
    shading.Function = pdf.make_stream(b"\xff" * 8, parts)
    _paint(pdf, f"200 200 9 9 re W n {pdf.pages[2].add_resource(shading, Name.Shading)} sh".encode())


def _state(pdf: pikepdf.Pdf, **parts: object) -> None:
    _paint(pdf, f"{pdf.pages[2].add_resource(Dictionary(**parts), Name.ExtGState)} gs".encode())


def _other_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes().replace(b"prtrCMYK", b"mntrRGB ", 1))


def _form(pdf: pikepdf.Pdf, **parts: object) -> None:
    form = pdf.make_stream(b"", Dictionary(Type=Name.XObject, BBox=[0, 0, 9, 9], **parts))
    _paint(pdf, f"{pdf.pages[2].add_resource(form, Name.XObject)} Do".encode())


def _torn_photograph(pdf: pikepdf.Pdf) -> None:
    out = BytesIO()
    Image.effect_noise((200, 200), 90).convert("CMYK").save(out, "JPEG")
    _picture(pdf, out.getvalue()[:2000], Name.DeviceCMYK, 200)
    [photograph] = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Width") == 200]
    photograph.Filter = Name.DCTDecode


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_deep_script, ": it acts by itself: JavaScript."),
        (_nameless_font, ": the font Helvetica is not in the file."),
        (_tile, "page 3: RGB area."),
        (_plain_tile, "page 3: RGB area."),
        (_borrower, "page 3: RGB area."),
        (_samples, "page 3: gradient: its colours can't be read."),
        (_other_profile, ": the output intent's profile can't be read, or is not that of a press"),
        (_torn_photograph, "page 1: picture, 200 × 200 pixels"),
        (lambda pdf: _state(pdf, TR=Name.Default), ": it says how plates are made, which is the printer's."),
        (lambda pdf: _form(pdf, Subtype=Name.Form, Ref=Dictionary()), ": a part of a page stands in another file."),
        (lambda pdf: _form(pdf, Subtype=Name.PS), ": a part of a page is a PostScript program."),
        (lambda pdf: pdf.pages[1].obj.__setitem__("/UserUnit", 2), "page 2: it is printed at 200 % of its size"),
        (lambda pdf: pdf.pages[1].obj.__setitem__("/TrimBox", Array([50] * 4)), "page 2: the TrimBox holds nothing."),
        (lambda pdf: _paint(pdf, b"BT 2 Tr 1 0 0 RG 0 0 0 1 k (x) Tj ET"), "page 3: RGB text."),
        (lambda pdf: _paint(pdf, b"1 0 0 rg BI /W 1 /H 1 /IM true ID \x00 EI"), "page 3: RGB picture, within"),
        (
            lambda pdf: _picture(pdf, bytes(300), Name.DeviceRGB),
            "page 1: RGB picture, 10 × 10 pixels, 35 mm from the left",
        ),
        (lambda pdf: _picture(pdf, b"\xff" * 400, Name.DeviceCMYK), "page 1: picture, 10 × 10 pixels"),
        (lambda pdf: _paint(pdf, b"1 0 0 rg 9 9 9 9 re f"), "page 3: RGB area."),
        (lambda pdf: _paint(pdf, b"/DeviceRGB CS 1 0 0 SCN 9 9 m 99 9 l S"), "page 3: RGB line."),
        (lambda pdf: _paint(pdf, b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI"), "page 3: RGB picture"),
        (lambda pdf: _paint(pdf, b".9 .9 .9 .9 k 9 9 9 9 re f"), "page 3: area with 360 % of ink, over 300 %."),
        (lambda pdf: _paint(pdf, b"BT .7 .6 .6 1 k (x) Tj ET"), "page 3: black text in more than black ink."),
        (lambda pdf: _paint(pdf, b"/All cs 1 scn 9 9 9 9 re f"), "page 3: area in the colour of registration marks"),
        (_gradient, "page 3: RGB gradient."),
        (_hidden, "page 3: RGB area."),
        (_group, "page 2: RGB group."),
        (_annotate, "page 2: 1 link."),
        (_trim, "page 2: the TrimBox reaches out of the BleedBox."),
        (_bleed, "page 2: 1.3 mm of bleed, where 3 mm are needed."),
        (_cut_cover, "page 1: what is printed at the left edge stops at the cut"),
        (_font, ": the font Helvetica is not in the file."),
        (_script, ": it acts by itself: JavaScript on opening."),
        (_claim, ": it says PDF/X-3 of itself, not PDF/X-4."),
        (_wrong_profile, ": the output intent's profile has 3 channels"),
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), ": no output intents for a press"),
        (lambda pdf: pdf.docinfo.__delitem__("/Trapped"), ": whether it is trapped is unclear"),
    ],
)
def test_the_preflight_names(
    spoil: Callable[[pikepdf.Pdf], None], named: str, synthetic: Edition, tmp_path: Path
) -> None:
    """One thing wrong in a sound file is said in plain words, with its page, and nothing else is."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made(synthetic).data)) as pdf:
        spoil(pdf)
        pdf.save(out)
    said = errors(examined(out.getvalue(), tmp_path))
    assert any(line.startswith(named) for line in said), said
    assert len(said) <= 2, said


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda pdf: _picture(pdf, bytes(400), Name.DeviceCMYK, shown=100), "is printed at 7 dpi, under 150."),
        (lambda pdf: _paint(pdf, b"0 0 0 1 K .1 w 9 9 m 99 9 l S"), "a line 0.10 pt wide, under 0.25 pt."),
    ],
)
def test_the_preflight_warns(
    spoil: Callable[[pikepdf.Pdf], None], named: str, synthetic: Edition, tmp_path: Path
) -> None:
    """What prints badly, and yet prints, is a warning."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made(synthetic).data)) as pdf:
        spoil(pdf)
        pdf.save(out)
    found = examined(out.getvalue(), tmp_path)
    assert any(named in finding.message and finding.severity is Severity.WARNING for finding in found), found
    assert errors(found) == []


def test_the_screen_edition_is_no_press_edition(synthetic: Edition, tmp_path: Path) -> None:
    """The print edition for the screen is sent back: RGB, links, no bleed, no intent."""
    codes = {finding.code for finding in examined(synthetic.artefact("pdf").data, tmp_path)}
    assert {"preflight-rgb", "preflight-link", "preflight-bleed", "preflight-intent", "preflight-claim"} <= codes


def test_a_torn_file(synthetic: Edition, tmp_path: Path) -> None:
    """A file damaged within is said to be, or read as far as it goes; nothing else is raised."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made(synthetic).data)) as pdf:
        pdf.pages[0].contents_add(b"/x\xe0 gs /y cs 1 2 sc 1 2 3 re f (a) w")
        pdf.save(out)
    with pytest.raises(BinderyError, match="not a whole PDF"):
        examined(out.getvalue(), tmp_path)


def test_forms_within_themselves(synthetic: Edition, tmp_path: Path) -> None:
    """A form that draws itself, twice, is not read for ever."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made(synthetic).data)) as pdf:
        form = pdf.make_stream(b"/F Do /F Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(F=form))
        name = pdf.pages[0].add_resource(form, Name.XObject)
        _paint(pdf, f"{name} Do".encode(), 0)
        pdf.save(out)
    with pytest.raises(BinderyError, match="never end"):
        examined(out.getvalue(), tmp_path)


def _colours_within_themselves(pdf: pikepdf.Pdf) -> None:
    space = pdf.make_indirect(Array([Name.Indexed, Name.DeviceRGB, 1, b"abcdef"]))
    space[1] = space
    name = pdf.pages[0].add_resource(space, Name.ColorSpace)
    _paint(pdf, f"{name} cs 1 sc 0 0 9 9 re f".encode(), 0)


def _gradient_within_itself(pdf: pikepdf.Pdf) -> None:
    function = pdf.make_indirect(Dictionary(FunctionType=3, Domain=[0, 1], Bounds=[], Encode=[0, 1]))
    function.Functions = Array([function])
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 1, 1], Function=function)
    _paint(pdf, f"{pdf.pages[0].add_resource(shading, Name.Shading)} sh".encode(), 0)


def _states_without_end(pdf: pikepdf.Pdf) -> None:
    _paint(pdf, b"q " * 100_000)


def _names_without_things(pdf: pikepdf.Pdf) -> None:
    _paint(pdf, b"BT 0 0 0 1 k /Nowhere 9 Tf (x) Tj ET")


def _larger_than_any_sheet(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = [0, 0, 10**7, 10**7]


@pytest.mark.parametrize(
    "spoil",
    [
        _colours_within_themselves,
        _gradient_within_itself,
        _states_without_end,
        _names_without_things,
        _larger_than_any_sheet,
    ],
)
def test_a_file_that_nobody_could_print(
    spoil: Callable[[pikepdf.Pdf], None], synthetic: Edition, tmp_path: Path
) -> None:
    """What stands within itself, and a page larger than a PDF may have, is told as any damage is."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made(synthetic).data)) as pdf:
        spoil(pdf)
        pdf.save(out)
    with pytest.raises(BinderyError, match="not a whole PDF"):
        examined(out.getvalue(), tmp_path)


def test_pictures_whose_colours_cannot_be_read(synthetic: Edition, tmp_path: Path) -> None:
    """A picture too large to unpack, and one in the text that names no colours, are told."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made(synthetic).data)) as pdf:
        _picture(pdf, b"torn", Name.DeviceCMYK, size=10**5)
        pdf.pages[0].contents_add(b"BI /W 1 ID abc EI")
        pdf.save(out)
    said = errors(examined(out.getvalue(), tmp_path))
    assert len([line for line in said if "its colours can't be read" in line]) == 2, said


def test_no_pdf(tmp_path: Path) -> None:
    """A file that is no PDF is said to be none."""
    with pytest.raises(BinderyError, match="not a whole PDF"):
        examined(b"nothing", tmp_path)
