"""Small files of several formats, made where a test needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.blocks import Block
from ingest.parsing import parse

FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}


@dataclass(frozen=True)
class PdfText:
    """A line of text on a PDF page, `top` points below the page's upper edge."""

    text: str
    top: float
    left: float = 72
    size: float = 12
    style: str = "regular"


def blocks_of_file(path: Path) -> list[tuple[str, str]]:
    """Kind and text of a file's blocks."""
    return [(_kind(block), block.text) for block in parse(path).blocks]


def _kind(block: Block) -> str:
    return f"heading {block.level}" if block.kind == "heading" else block.kind


def write_pdf(path: Path, pages: Sequence[Sequence[PdfText]], rules: Sequence[str] = ()) -> Path:
    """A PDF of US letter pages with real text; `rules` are drawing commands for every page."""
    streams = [_stream(page, rules) for page in pages]
    fonts = " ".join(f"/{name} {3 + number} 0 R" for number, name in enumerate(FONTS))
    first = 3 + len(FONTS)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
    ]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for font in FONTS.values()
    ]
    for number, stream in enumerate(streams):
        resources = f"/Resources << /Font << {fonts} >> >> /MediaBox [0 0 612 792]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {first + 2 * number + 1} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    path.write_bytes(_assembled(objects))
    return path


def _stream(page: Sequence[PdfText], rules: Sequence[str]) -> str:
    shown = [
        f"BT /{line.style} {line.size} Tf {line.left} {792 - line.top - line.size} Td ({line.text}) Tj ET"
        for line in page
    ]
    return "\n".join([*rules, *shown])


def _assembled(objects: Sequence[str]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(data)
    size = len(objects) + 1
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    return data + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
