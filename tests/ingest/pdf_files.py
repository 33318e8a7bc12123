"""PDFs by hand-written bytes: pages of any size, turned pages, pictures, and what is wrong on purpose."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
LETTER = (612.0, 792.0)


@dataclass(frozen=True)
class PdfPage:
    """A page: drawing commands (`/F` the font, `/I` the picture), its size, and more of its entry."""

    content: bytes
    size: tuple[float, float] = LETTER
    more: bytes = b""


@dataclass(frozen=True)
class PdfPicture:
    """A picture of grey pixels, packed."""

    width: int
    height: int
    packed: bytes

    @classmethod
    def blank(cls, width: int, height: int) -> "PdfPicture":
        """A white one."""
        packer = zlib.compressobj(9)
        row = b"\xff" * width
        parts = [packer.compress(row) for _ in range(height)]
        return cls(width, height, b"".join([*parts, packer.flush()]))


def shown(text: str, left: float, top: float, size: float = 10, page_height: float = LETTER[1]) -> bytes:
    """The commands that show a line of text, `top` points below the page's upper edge."""
    quoted = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F %g Tf %g %g Td (%b) Tj ET\n" % (size, left, page_height - top - size, quoted)


def column(lines: Sequence[str], left: float, top: float, size: float = 10) -> list[bytes]:
    """The commands of a column of lines."""
    return [shown(line, left, top + number * size * 1.2, size) for number, line in enumerate(lines)]


def pdf_bytes(
    pages: Sequence[PdfPage],
    *,
    picture: PdfPicture | None = None,
    font: bytes = FONT,
    catalog: bytes = b"",
    info: bytes = b"",
    extra: Sequence[bytes] = (),
) -> bytes:
    """A whole PDF. `extra` objects are numbered from 6."""
    first = 6 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        font,
        _picture(picture or PdfPicture(1, 1, zlib.compress(b"\xff"))),
        b"<< %b >>" % info,
        *extra,
    ]
    for number, page in enumerate(pages):
        resources = b"<< /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Resources %b /MediaBox [0 0 %g %g] /Contents %d 0 R %b >>"
            % (resources, *page.size, first + 2 * number + 1, page.more)
        )
        objects.append(stream(page.content))
    return assembled(objects, b"/Info 5 0 R")


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def _picture(picture: PdfPicture) -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /FlateDecode"
    )
    return stream(picture.packed, entries % (picture.width, picture.height))


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """The objects, numbered from 1, as a file with its table of places."""
    parts, places, length = [b"%PDF-1.7\n"], [], 9
    for number, text in enumerate(objects, start=1):
        places.append(length)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, text))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table))
    parts.append(
        b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, length)
    )
    return b"".join(parts)


def write(path: Path, data: bytes) -> Path:
    """The path, with these bytes in it."""
    path.write_bytes(data)
    return path
