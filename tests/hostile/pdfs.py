"""Hostile PDFs, by hand."""

import zlib
from functools import cache

from tests.hostile.files import Hostile, Site, plain
from tests.ingest.pdf_files import PdfPage, PdfPicture, assembled, column, pdf_bytes, shown, stream

MEGABYTE = 1024 * 1024
LINES = [f"Line {number} of the policy on leave and travel of all staff." for number in range(20)]
DAMAGED = "is damaged"
NO_TEXT = "No text was found|only pictures"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONTS = b"/Resources << /Font << /F 4 0 R >> >> /MediaBox [0 0 612 792]"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def text_page(top: float = 72, left: float = 72) -> bytes:
    """The commands of a page of text."""
    return b"".join(column(LINES, left, top))


@cache
def valid() -> bytes:
    """A PDF of two pages, with what programs write of themselves."""
    page = PdfPage(text_page())
    return pdf_bytes([page, page], info=b"/Title (Leave) /Author (Ada Muster)")


def encrypted(_site: Site) -> bytes:
    """A PDF whose password is not the empty one."""
    secret = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<00> <00>]"
    return valid().replace(b"trailer\n<<", b"trailer\n<< " + secret % (b"41" * 32, b"42" * 32))


def many_pages(count: int) -> bytes:
    """So many pages, a line on each."""
    return pdf_bytes([PdfPage(shown(f"Rule {number} on leave.", 72, 300)) for number in range(count)])


def tree(kids: bytes, *extra: bytes) -> bytes:
    """A PDF whose root of pages is written here; a page, its font and its text follow it."""
    page = b"<< /Type /Page /Parent 2 0 R %b /Contents 5 0 R >>" % FONTS
    return assembled([CATALOG, kids, page, FONT, stream(text_page()), *extra])


def deep_tree(_site: Site) -> bytes:
    """A page below ten thousand nodes."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(6, 10_006)]
    nodes[-1] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return tree(b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", *nodes)


def huge_table(_site: Site) -> bytes:
    """A table of places that says it has two billion entries."""
    return valid().replace(b"xref\n0 ", b"xref\n0 2147483647\n0 ").replace(b"/Size ", b"/Size 2147483647 %")


def huge_stream_table(_site: Site) -> bytes:
    """A table of places in a stream that unpacks to half a gigabyte."""
    packer = zlib.compressobj(9)
    data = b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(512)), packer.flush()])
    said = b"<< /Type /XRef /Size 99999999 /W [1 4 2] /Root 1 0 R /Length %d /Filter /FlateDecode >>" % len(
        data
    )
    body = b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n"
    return (
        body
        + b"9 0 obj\n"
        + said
        + b"\nstream\n"
        + data
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def bomb(_site: Site) -> bytes:
    """A page whose content unpacks to half a gigabyte of drawing."""
    packer = zlib.compressobj(9)
    part = b"0 0 m 9 9 l S\n" * 70_000
    data = b"".join([*(packer.compress(part) for _ in range(512)), packer.flush()])
    packed = stream(data, b"/Filter /FlateDecode")
    page = b"<< /Type /Page /Parent 2 0 R %b /Contents 5 0 R >>" % FONTS
    return assembled([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, FONT, packed])


def form_of_itself(_site: Site) -> bytes:
    """A form that draws itself, twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /XObject << /X 6 0 R >> /Font << /F 4 0 R >> >> "
    page += b"/MediaBox [0 0 612 792] /Contents 5 0 R >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assembled(
        [CATALOG, pages, page, FONT, stream(b"/X Do " + text_page()), stream(b"/X Do /X Do", form)]
    )


def nested_arrays(_site: Site) -> bytes:
    """A page with an entry of a hundred thousand lists in one another."""
    return pdf_bytes([PdfPage(text_page(), more=b"/Odd " + b"[" * 100_000 + b"]" * 100_000)])


def broken_letters(_site: Site) -> bytes:
    """Text that is seen well, but whose table of letters says other ones."""
    table = b"".join(b"<%02X> <%04X>\n" % (code, 0xE000 + code) for code in range(32, 127))
    cmap = b"begincmap\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n95 beginbfchar\n" + table
    cmap += b"endbfchar\nendcmap"
    font = FONT[:-2] + b"/ToUnicode 6 0 R >>"
    return pdf_bytes([PdfPage(text_page())], font=font, extra=[stream(cmap)])


def turned(_site: Site) -> bytes:
    """Two columns, one of which runs downwards, and a page that is turned."""
    down = b"".join(
        b"BT /F 10 Tf 0 -1 1 0 %d 700 Tm (%b) Tj ET\n" % (560 - 14 * number, line.encode())
        for number, line in enumerate(LINES)
    )
    upright = b"".join(column([line[:40] for line in LINES], 72, 72))
    return pdf_bytes([PdfPage(upright + down), PdfPage(text_page(), more=b"/Rotate 90")])


def acting(site: Site) -> bytes:
    """Programs that run when it is opened, a file in it, and a link to a server."""
    url = site.url.encode()
    actions = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('%b'\\)) >> " % url
    actions += (
        b"/AA << /WC << /S /URI /URI (%b) >> >> /Names << /EmbeddedFiles << /Names [(x.exe) 6 0 R] >> >>"
        % url
    )
    embedded = [b"<< /Type /Filespec /F (../../x.exe) /EF << /F 7 0 R >> >>", stream(b"MZ of a program")]
    more = b"/AA << /O << /S /Launch /F (/bin/sh) >> >> /Annots [<< /Type /Annot /Subtype /Link "
    more += b"/Rect [0 0 612 792] /A << /S /URI /URI (%b) >> >>]" % url
    return pdf_bytes([PdfPage(text_page(), more=more)], catalog=actions, extra=embedded)


def large_picture(_site: Site) -> bytes:
    """A page that is a picture of a hundred million white pixels."""
    return pdf_bytes([PdfPage(b"612 0 0 792 0 0 cm /I Do")], picture=_white(10_000, 10_000))


@cache
def _white(width: int, height: int) -> PdfPicture:
    return PdfPicture.blank(width, height)


def unpacked_picture(_site: Site) -> bytes:
    """A file of a hundred megabytes: a picture that is not packed, and a line of text."""
    pixels = b"\xff" * (100 * MEGABYTE)
    picture = PdfPicture(10_240, 10_240, zlib.compress(b""))
    data = pdf_bytes([PdfPage(b"q 612 0 0 792 0 0 cm /I Do Q " + text_page())], picture=picture)
    entries = b"/Type /XObject /Subtype /Image /Width 10240 /Height 10240 "
    entries += b"/ColorSpace /DeviceGray /BitsPerComponent 8"
    start = data.index(b"4 0 obj")
    end = data.index(b"5 0 obj")
    # Its table of places is wrong now, which every reader mends.
    return data[:start] + b"4 0 obj\n" + stream(pixels, entries) + b"\nendobj\n" + data[end:]


def odd_numbers(_site: Site) -> bytes:
    """Sizes and places that are no sensible numbers."""
    odd = b"BT /F 1e38 Tf 99999999999999999999 -1e30 Td (Far) Tj ET "
    odd += b"BT /F 0 Tf (None) Tj ET BT /F -9 Tf 1 0 0 0 0 0 Tm (Flat) Tj ET "
    return pdf_bytes([PdfPage(odd + text_page(), more=b"/UserUnit 1e9 /CropBox [9 9 -9 0]")])


SMALL = [
    Hostile("encrypted.pdf", encrypted, "encrypted.pdf is encrypted"),
    Hostile("cut.pdf", lambda _: valid()[:300], DAMAGED),
    Hostile("half.pdf", lambda _: valid()[: len(valid()) * 2 // 3], DAMAGED),
    Hostile("empty.pdf", plain(b""), "is empty"),
    Hostile("head.pdf", plain(b"%PDF-1.7\n"), DAMAGED),
    Hostile(
        "itself.pdf", lambda _: tree(b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 9 >>"), says="Line 0"
    ),
    Hostile(
        "count.pdf", lambda _: tree(b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"), says="Line 0"
    ),
    Hostile("negative.pdf", lambda _: tree(b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>"), says="Line 0"),
    Hostile("deep.pdf", deep_tree, DAMAGED),
    Hostile("table.pdf", huge_table, DAMAGED),
    Hostile("stream-table.pdf", huge_stream_table, DAMAGED),
    Hostile("arrays.pdf", nested_arrays, says="Line 0 of the policy"),
    Hostile("huge-page.pdf", lambda _: pdf_bytes([PdfPage(text_page(), (14_400, 14_400))]), says="Line 0"),
    Hostile("endless-page.pdf", lambda _: pdf_bytes([PdfPage(text_page(), (1e9, 1e9))]), says="Line 0"),
    Hostile("blank.pdf", lambda _: pdf_bytes([PdfPage(b"612 0 0 792 0 0 cm /I Do")]), NO_TEXT),
    Hostile("acting.pdf", acting, says="Line 0 of the policy"),
    Hostile("letters.pdf", broken_letters, says="policy"),
    Hostile("turned.pdf", turned, says="Line 19 of the policy"),
    Hostile("numbers.pdf", odd_numbers, says="Line 0 of the policy"),
]
LARGE = [
    Hostile("form.pdf", form_of_itself, "made its reader crash"),
    Hostile("pages.pdf", lambda _: many_pages(5000), says="Rule 4999 on leave"),
    Hostile("too-many.pdf", lambda _: many_pages(10_001), "has 10001 pages, more than 10000"),
    Hostile("bomb.pdf", bomb, "made its reader crash|longer than"),
    Hostile("picture.pdf", large_picture, NO_TEXT),
    Hostile("unpacked.pdf", unpacked_picture, says="Line 0 of the policy"),
]
