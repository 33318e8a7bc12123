from pathlib import Path

import pytest

from ingest.parsing import parse
from tests.ingest.documents import PdfText, blocks_of_file, write_pdf

HEAD = PdfText("Lanternfield Security Policy", 30, size=9)


def foot(number: int) -> PdfText:
    return PdfText(f"Page {number} of 3", 760, size=9)


def test_running_lines_vanish_and_headings_lists_and_pages_stay(tmp_path: Path) -> None:
    first = [
        PdfText("Security Policy", 80, size=20),
        PdfText("This policy holds for all who travel", 120),
        PdfText("or work for the organisation.", 134),
        PdfText("It was approved in May and its rules", 400),
    ]
    second = [
        PdfText("hold from June.", 80),
        PdfText("Convoys", 120, style="bold"),
        PdfText("You need:", 150),
        PdfText("• two cars", 164, left=84),
        PdfText("• a radio that was", 178, left=84),
        PdfText("checked today", 192, left=96),
    ]
    third = [PdfText("Curfew", 80, size=16), PdfText("The curfew begins at nine.", 120)]
    pages = [[HEAD, *page, foot(number)] for number, page in enumerate((first, second, third), start=1)]
    parsed = parse(write_pdf(tmp_path / "security.pdf", pages))

    assert parsed.title == "Security Policy"
    assert [(block.kind, block.level, block.text, block.page) for block in parsed.blocks] == [
        ("heading", 1, "Security Policy", 1),
        ("text", 0, "This policy holds for all who travel or work for the organisation.", 1),
        ("text", 0, "It was approved in May and its rules hold from June.", 1),
        ("heading", 3, "Convoys", 2),
        ("text", 0, "You need:", 2),
        ("list", 0, "- two cars\n- a radio that was checked today", 2),
        ("heading", 2, "Curfew", 3),
        ("text", 0, "The curfew begins at nine.", 3),
    ]


def test_a_ruled_table_keeps_its_cells_and_mends_words_the_column_broke(tmp_path: Path) -> None:
    rules = [f"72 {y} m 320 {y} l S" for y in (700, 660, 630)]
    rules += [f"{x} 630 m {x} 700 l S" for x in (72, 152, 320)]
    cells = [PdfText("Received", 96, 76), PdfText("Count", 96, 156), PdfText("conduct@har", 134, 76),
             PdfText("bour.org", 148, 76), PdfText("3", 136, 156)]  # fmt: skip
    page = [PdfText("The incidents are as follows.", 60), *cells, PdfText("That is all there was.", 200)]

    assert blocks_of_file(write_pdf(tmp_path / "a.pdf", [page], rules)) == [
        ("text", "The incidents are as follows."),
        ("table", "| Received | Count |\n| conduct@harbour.org | 3 |"),
        ("text", "That is all there was."),
    ]


def test_a_word_divided_at_a_line_end_is_mended_only_if_it_is_a_word(tmp_path: Path) -> None:
    page = [
        PdfText("The document is an in-", 80),
        PdfText("depth one, and this docu-", 94),
        PdfText("ment ends.", 108),
    ]

    assert (
        parse(write_pdf(tmp_path / "a.pdf", [page])).text
        == "The document is an in-depth one, and this document ends."
    )


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_scanned_page_is_read_by_its_pixels(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(image).text((120, 200), "The curfew begins at nine.", "black", ImageFont.load_default(48))
    image.save(tmp_path / "scan.pdf", resolution=150)

    parsed = parse(tmp_path / "scan.pdf")

    assert "curfew begins at nine" in parsed.text
    assert parsed.blocks[0].page == 1
