"""Hostile archives and packages: bombs, members that point elsewhere, XML that reads or calls others."""

import stat
import zipfile
from io import BytesIO

from tests.hostile import packages
from tests.hostile.files import Hostile, Site, packed, plain, repacked
from tests.hostile.raw_zip import RawMember, raw_zip, with_raw_part

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
WORD_END = b"</w:t></w:r></w:p></w:body></w:document>"
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"
ENTITIES = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = f'<!DOCTYPE z [<!ENTITY a "{"ha" * 30}">{ENTITIES}]>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_PART = "xl/worksheets/sheet1.xml"
SLIPPED = "/tmp/slipped-out-of-an-archive.md"  # noqa: S108  nothing is to be there
REFUSED = "can't be read as|unpacks to more than|needs more than|is damaged"


def bomb(package: bytes, part: str, size: int, *, declared: int | None = None) -> bytes:
    """The package with a part of this size, which may say another of itself."""
    start, end = (SHEET, SHEET_END) if part.endswith("sheet1.xml") else (WORD, WORD_END)
    start, end = (start + b"<row><c><v>", b"</v></c></row>" + end) if start is SHEET else (start, end)
    data = packages.deflated(start, b"0" * MEGABYTE, size // MEGABYTE, end)
    whole = len(start) + size // MEGABYTE * MEGABYTE + len(end)
    return with_raw_part(package, RawMember(part.encode(), data, whole if declared is None else declared))


def layers(_site: Site) -> bytes:
    """Ten archives, in each ten archives and so on; at the bottom a gigabyte of zeros each."""
    zeros = packages.deflated(b"", bytes(MEGABYTE), 1024, b"")
    data = raw_zip([RawMember(b"zeros.txt", zeros, GIGABYTE)])
    for depth in range(3):
        data = packed({f"{depth}-{number}.zip": data for number in range(4)})
    return data


def nested(_site: Site) -> bytes:
    """An archive in an archive, twenty times."""
    data = packed({"deep.md": "deep"})
    for number in range(20):
        data = packed({f"{number}.zip": data})
    return data


def linked(site: Site) -> bytes:
    """Links to the secret file, and to a folder that a later member would be written through."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, target in {"link.md": str(site.secret), "up": ".."}.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, target)
        archive.writestr("up/x.md", "through the link")
    return file.getvalue()


def slipping(_site: Site) -> bytes:
    """Members for other folders, one of them by its whole path."""
    return packed(dict.fromkeys(["../../../slipped.md", SLIPPED, "..\\slipped.md"], "x"))


def encrypted(_site: Site) -> bytes:
    """An archive whose only member says it is encrypted."""
    return raw_zip([RawMember(b"secret.md", b"x" * 40, 28, method=0, flags=1)])


def rows(count: int, cells: bytes) -> bytes:
    """A workbook of so many equal rows."""
    row = b"<row>" + cells + b"</row>"
    data = packages.deflated(SHEET, row * 1000, count // 1000, SHEET_END)
    size = len(SHEET) + len(row) * count + len(SHEET_END)
    part = RawMember(b"xl/worksheets/sheet1.xml", data, size, _crc(row, count))
    return with_raw_part(packages.workbook(), part)


def _crc(row: bytes, count: int) -> int:
    import zlib

    crc = zlib.crc32(SHEET)
    for _ in range(count // 1000):
        crc = zlib.crc32(row * 1000, crc)
    return zlib.crc32(SHEET_END, crc)


def wide(_site: Site) -> bytes:
    """A workbook of 16,384 columns, as many as there may be."""
    cell = b'<c t="inlineStr"><is><t>Column</t></is></c>'
    sheet = SHEET + (b"<row>" + cell * 16_384 + b"</row>") * 2 + SHEET_END
    return repacked(packages.workbook(), {"xl/worksheets/sheet1.xml": sheet})


def far(_site: Site) -> bytes:
    """A workbook whose only cells are in rows and columns that there can't be, all of it merged."""
    row = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    return repacked(packages.workbook(), {"xl/worksheets/sheet1.xml": SHEET + row + SHEET_END})


def merged(_site: Site) -> bytes:
    """A workbook of one cell, merged over the whole sheet ten thousand times."""
    cell = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    spans = b"<mergeCells>%b</mergeCells></worksheet>" % (b'<mergeCell ref="A1:XFD1048576"/>' * 10_000)
    sheet = (SHEET + cell + SHEET_END).replace(b"</worksheet>", spans)
    return repacked(packages.workbook(), {"xl/worksheets/sheet1.xml": sheet})


def entity(target: str) -> str:
    """A declaration of an entity that stands elsewhere."""
    return f'<!DOCTYPE z [<!ENTITY x SYSTEM "{target}">]>'


def word_with(before: str, text: str) -> bytes:
    """A Word file with declarations before its text."""
    return repacked(packages.word(), {"word/document.xml": before.encode() + WORD + text.encode() + WORD_END})


def remote_template(site: Site) -> bytes:
    """A presentation whose layout, pictures and links are on a server."""
    return _with_relations(packages.slides(), "ppt/_rels/presentation.xml.rels", site, "attachedTemplate")


def remote_word(site: Site) -> bytes:
    """A Word file whose template and pictures are on a server."""
    return _with_relations(packages.word(), "word/_rels/document.xml.rels", site, "attachedTemplate")


def _with_relations(package: bytes, part: str, site: Site, kind: str) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        own = archive.read(part).decode()
    more = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{name}" Target="{site.url}/{name}" '
        'TargetMode="External"/>'
        for number, name in enumerate((kind, "image", "oleObject", "hyperlink"), start=900)
    )
    end = "</Relationships>"
    return repacked(package, {part: own.replace(end, more + end).encode()})


BOMBS = [
    Hostile("layers.zip", layers, members={f"2-{n}.zip/1-{m}.zip/0-{k}.zip": "nested deeper than 3"
            for n in range(4) for m in range(4) for k in range(4)}),
    Hostile("honest.docx", lambda _: bomb(packages.word(), "word/document.xml", 10 * GIGABYTE),
            "unpacks to more than 1000 MB"),
    Hostile("honest.xlsx", lambda _: bomb(packages.workbook(), "xl/worksheets/sheet1.xml", 10 * GIGABYTE),
            "unpacks to more than 1000 MB"),
    Hostile("lying.docx", lambda _: bomb(packages.word(), "word/document.xml", GIGABYTE, declared=2000),
            REFUSED),
    Hostile("lying.xlsx", lambda _: bomb(packages.workbook(), SHEET_PART, GIGABYTE, declared=2000),
            REFUSED),
]  # fmt: skip
ELSEWHERE = [
    Hostile(
        "slip.zip",
        slipping,
        members=dict.fromkeys(
            ["../../../slipped.md", "..\\slipped.md", SLIPPED], "names a place outside its container"
        ),
    ),
    Hostile("links.zip", linked, members={"link.md": "is a link", "up": "is a link", "up/x.md": ""}),
    Hostile("nested.zip", nested, members={"19.zip/18.zip/17.zip": "nested deeper than 3"}),
    Hostile("locked.zip", encrypted, members={"secret.md": "is encrypted"}),
]
LAUGHING = (
    f'<?xml version="1.0"?>{LAUGHS}<workbook '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>&j;</sheets></workbook>'
).encode()
XML = [
    Hostile("laughs.docx", lambda _: word_with(LAUGHS, "&j;"), REFUSED),
    Hostile("laughs.pptx", lambda _: repacked(packages.slides(), {"ppt/presentation.xml": LAUGHING}),
            REFUSED),
    Hostile("laughs.xlsx", lambda _: repacked(packages.workbook(), {"xl/workbook.xml": LAUGHING}), REFUSED),
    Hostile("laughs.odt", lambda _: packages.open_document("<text:p>&j;</text:p>", LAUGHS), REFUSED),
    Hostile("laughs.epub", lambda _: packages.book("<p>&j;</p>", LAUGHS), says="&j;"),
    Hostile("laughs.html", plain(f"{LAUGHS}<p>Some text &j;</p>"), says="Some text"),
    Hostile("secret.docx", lambda site: word_with(entity(site.secret.as_uri()), "Before &x;")),
    Hostile("secret.odt", lambda site: packages.open_document("<text:p>Before &x;</text:p>",
            entity(site.secret.as_uri())), REFUSED),
    Hostile("secret.epub", lambda site: packages.book("<p>Before &x;</p>", entity(site.secret.as_uri())),
            says="Before &x;"),
    Hostile("call.docx", lambda site: word_with(entity(site.url), "Before &x;")),
    Hostile("template.pptx", remote_template, says="Twenty days"),
    Hostile("template.docx", remote_word, says="Twenty days"),
]  # fmt: skip
WIDE = [
    Hostile("wide.xlsx", wide, says="Column"),
    Hostile("far.xlsx", far, "has more than .* cells|rows"),
    Hostile("merged.xlsx", merged, says="1"),
]
ROWS = [
    Hostile("rows.xlsx", lambda _: rows(1_000_000, b"<c><v>1</v></c><c><v>2</v></c><c><v>3</v></c>"),
            "has more than 2,000,000 cells"),
]  # fmt: skip
