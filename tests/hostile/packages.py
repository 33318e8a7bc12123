"""Small valid files of the formats that are packages, to be made hostile."""

import io
import zlib
from functools import cache

from tests.hostile.files import packed

STYLES = (
    '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:version="1.2"/>'
)


@cache
def word(text: str = "Twenty days of leave.") -> bytes:
    """A Word file."""
    from docx import Document

    document, file = Document(), io.BytesIO()
    document.add_heading("Leave", 1)
    document.add_paragraph(text)
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Place", "Kellis"
    document.save(file)
    return file.getvalue()


@cache
def slides(text: str = "Twenty days of leave.") -> bytes:
    """A presentation of one slide."""
    from pptx import Presentation

    show, file = Presentation(), io.BytesIO()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Leave", text
    show.save(file)
    return file.getvalue()


@cache
def workbook(rows: int = 5) -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    book.active.append(["Place", "Days of leave"])
    for row in range(rows):
        book.active.append([f"Place {row}", row])
    book.save(file)
    return file.getvalue()


@cache
def open_document(body: str = "<text:p>Twenty days of leave.</text:p>", before: str = "") -> bytes:
    """An odt file; `before` stands above its content's root."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:text="{names}:text:1.0" office:version="1.2"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": STYLES}
    )


@cache
def book(body: str = "<p>Twenty days of leave.</p>", before: str = "") -> bytes:
    """An EPUB file of one chapter; `before` stands above the chapter's root."""
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package version="3.0" xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Leave</dc:title></metadata><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    chapter = f'{before}<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Leave</h1>{body}</body></html>'
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    return packed({**parts, "a.opf": package, "a.xhtml": chapter})


def deflated(first: bytes, repeated: bytes, times: int, last: bytes) -> bytes:
    """`first`, `repeated` so many times and `last`, packed without ever being unpacked here.

    After a full flush the packer knows nothing of what was before: equal parts pack to equal bytes.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    part = packer.compress(repeated) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + part * times + packer.compress(last) + packer.flush(zlib.Z_FINISH)
