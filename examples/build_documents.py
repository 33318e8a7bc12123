"""Builds the office and PDF documents of the sample from their text sources: python build_documents.py.

Needs python-docx, python-pptx, openpyxl, Pillow, playwright, and a Chromium for the travel policy.
Every run gives the same content; dates inside the files are fixed.
"""

import csv
import datetime as dt
import io
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES, DOCUMENTS = HERE / "sources", HERE / "documents"
MADE = dt.datetime(2026, 1, 15, 12, 0, 0)  # noqa: DTZ001 - office formats know no time zone

BROWSER_OPTIONS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()
HEADER = """<div style="font-size:8px;width:100%;margin:0 15mm">Lanternfield International
    <span style="float:right">Travel Policy, April 2025</span></div>"""
FOOTER = """<div style="font-size:8px;width:100%;text-align:center">For internal use.
    Page <span class="pageNumber"></span> of <span class="totalPages"></span></div>"""

MARKED = re.compile(r"(?P<mark>#+|-) +(?P<text>.+)")


def main() -> None:
    """Build every document, and say which."""
    for name in ("people/staff-regulations", "procurement/procurement-manual", "field/field-office-handbook"):
        build_docx(SOURCES / f"{Path(name).name}.md", DOCUMENTS / f"{name}.docx")
    build_pptx(SOURCES / "security-briefing.md", DOCUMENTS / "security/security-briefing.pptx")
    sheets = {"Limits": SOURCES / "delegation-limits.csv", "Rules": SOURCES / "delegation-rules.csv"}
    build_xlsx(sheets, DOCUMENTS / "governance/delegation-of-authority.xlsx")
    build_scan(SOURCES / "board-minutes-2017.txt", DOCUMENTS / "archive/board-minutes-2017.pdf")
    build_pdf(SOURCES / "travel-policy.html", DOCUMENTS / "travel/travel-policy.pdf")


def blocks(source: Path) -> Iterator[tuple[str, list[str]]]:
    """The blocks of a Markdown file: ("#", [title]), ("-", items), ("|", rows) or ("", [paragraph])."""
    for block in source.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        if lines[0].startswith("|"):
            yield "|", [line for line in lines if not line.startswith("| ---")]
        elif found := MARKED.fullmatch(lines[0]):
            yield found["mark"], [line.split(" ", 1)[1] for line in lines]
        else:
            yield "", [" ".join(lines)]


def cells(rows: list[str]) -> list[list[str]]:
    """The cells of the rows of a Markdown table."""
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def build_docx(source: Path, target: Path) -> None:
    """Write a Word document with headings, lists and tables."""
    from docx import Document

    document = Document()
    document.core_properties.created = document.core_properties.modified = MADE
    document.core_properties.author = "Lanternfield International"
    for mark, lines in blocks(source):
        if mark == "|":
            fill_table(document.add_table(0, len(cells(lines)[0]), style="Table Grid"), cells(lines))
        elif mark.startswith("#"):
            document.add_heading(lines[0], len(mark))
        else:
            for line in lines:
                document.add_paragraph(line, style="List Bullet" if mark == "-" else None)
    keep(document, target)


def fill_table(table: Any, rows: list[list[str]]) -> None:
    """Add the rows to a Word table."""
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def build_pptx(source: Path, target: Path) -> None:
    """Write a presentation: every top heading begins a slide."""
    from pptx import Presentation

    deck = Presentation()
    deck.core_properties.created = deck.core_properties.modified = MADE
    deck.core_properties.author = "Lanternfield International"
    slide: Any = None
    for mark, lines in blocks(source):
        if mark == "#":
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = lines[0]
        elif mark == "|":
            add_slide_table(slide, cells(lines))
        else:
            slide.placeholders[1].text = "\n".join(lines)
    keep(deck, target)


def add_slide_table(slide: Any, rows: list[list[str]]) -> None:
    """Put a table in the place of the slide's text."""
    body = slide.placeholders[1]
    place = body.left, body.top, body.width, body.height
    body.element.getparent().remove(body.element)
    table = slide.shapes.add_table(len(rows), len(rows[0]), *place).table
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text


def build_xlsx(sheets: dict[str, Path], target: Path) -> None:
    """Write a workbook with a sheet for each CSV file; numbers become numbers."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.created = workbook.properties.modified = MADE
    for title, source in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in csv.reader(source.read_text(encoding="utf-8").splitlines()):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        sheet.column_dimensions["B"].width = 24
    keep(workbook, target)


def keep(document: Any, target: Path) -> None:
    """Save an office document with the same bytes in every run: its members get a fixed date."""
    made = io.BytesIO()
    document.save(made)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-15T12:00:00Z", content)
            dated = zipfile.ZipInfo(member.filename, MADE.timetuple()[:6])
            package.writestr(dated, content, zipfile.ZIP_DEFLATED)
    print(target.relative_to(HERE))


def build_scan(source: Path, target: Path) -> None:
    """Write a PDF of pictures, as a scanner gives: slightly crooked, with specks, without any text."""
    chance = random.Random(2017)  # noqa: S311 - specks on paper
    lines = source.read_text(encoding="utf-8").strip().split("\n")
    half = next(at for at, line in enumerate(lines) if line.startswith("3."))
    pages = [scanned_page(part, chance) for part in (lines[:half], lines[half:])]
    target.parent.mkdir(parents=True, exist_ok=True)
    day = MADE.timetuple()
    pages[0].save(
        target,
        save_all=True,
        append_images=pages[1:],
        resolution=200,
        quality=55,
        creationDate=day,
        modDate=day,
    )
    print(target.relative_to(HERE))


def scanned_page(lines: list[str], chance: random.Random) -> Any:
    """The picture of an A4 page at 200 dpi."""
    from PIL import Image, ImageDraw

    page = Image.new("L", (1654, 2339), 250)
    draw, font, top = ImageDraw.Draw(page), typeface(34), 200
    for line in lines:
        for part in wrapped(line, 68):
            draw.text((170, top), part, font=font, fill=25)
            top += 50
    page = page.rotate(chance.uniform(-0.7, 0.7), fillcolor=250, resample=Image.Resampling.BICUBIC)
    for _ in range(400):
        page.putpixel((chance.randrange(1654), chance.randrange(2339)), chance.randrange(90, 200))
    return page


def wrapped(line: str, width: int) -> list[str]:
    """The line in parts no longer than `width`; an empty line stays one."""
    import textwrap

    return textwrap.wrap(line, width) or [""]


def typeface(size: int) -> Any:
    """DejaVu Serif where it is installed, else the typeface that Pillow brings."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype("DejaVuSerif.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


def build_pdf(source: Path, target: Path) -> None:
    """Print an HTML page to a PDF with running header and footer."""
    from playwright.sync_api import sync_playwright

    target.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER_OPTIONS)
        page = browser.new_page()
        page.set_content(source.read_text(encoding="utf-8"))
        content = page.pdf(
            format="A4",
            print_background=True,
            display_header_footer=True,
            header_template=HEADER,
            footer_template=FOOTER,
            margin={"top": "25mm", "bottom": "22mm", "left": "20mm", "right": "20mm"},
        )
        browser.close()
    # Chromium notes the moment of printing.
    stamp = rb"D:20260115120000+00'00'"
    target.write_bytes(re.sub(rb"D:\d{14}\+00'00'", stamp, content))
    print(target.relative_to(HERE))


if __name__ == "__main__":
    main()
