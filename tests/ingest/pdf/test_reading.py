from pathlib import Path

import pytest

from ingest.parsing import parse
from tests.ingest.documents import PdfText, blocks_of_file, write_pdf
from tests.ingest.pdf_files import PdfPage, column, pdf_bytes, shown, stream, write

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


LEFT = [f"l{n} the convoy leaves the harbour at dawn" for n in range(8)]
RIGHT = [f"r{n} and carries grain to northern camps" for n in range(8)]


def test_columns_below_a_heading_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = zip(column(LEFT, 60, 100), column(RIGHT, 330, 100), strict=True)
    heading = shown("A heading that stands over both of the columns", 100, 60, 18)
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(heading + b"".join(sum(rows, ())))]))

    assert [block.text for block in parse(path).blocks] == [
        "A heading that stands over both of the columns",
        " ".join(LEFT + RIGHT),
    ]


@pytest.mark.parametrize(
    "drawn", [b"", b"0 1 -1 0 612 0 cm ", b"-1 0 0 -1 612 792 cm ", b"0 -1 1 0 0 792 cm "]
)
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_text_is_read_and_placed_however_the_page_is_turned(
    tmp_path: Path, drawn: bytes, turned: int
) -> None:
    content = drawn + b"".join(column(LEFT, 60, 300))
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(content, more=b"/Rotate %d" % turned)]))
    (block,) = parse(path).blocks
    assert block.text == " ".join(LEFT)
    assert len(block.places) == len(LEFT)
    size = (792, 612) if turned in (90, 270) else (612, 792)
    for place in block.places:
        assert 0 <= place.box.left < place.box.right <= size[0]
        assert 0 <= place.box.top < place.box.bottom <= size[1]


def test_a_table_over_a_page_break_is_one_without_its_repeated_header(tmp_path: Path) -> None:
    def page(*rows: tuple[str, str]) -> PdfPage:
        lines = [b"%d 100 m %d %d l S " % (x, x, 100 + 30 * len(rows)) for x in (72, 200, 400)]
        lines += [b"72 %d m 400 %d l S " % (100 + 30 * n, 100 + 30 * n) for n in range(len(rows) + 1)]
        top = 792 - 100 - 30 * len(rows)
        cells = [shown(cell, 80 + 128 * across, top + 30 * n + 8) for n, row in enumerate(rows)
                 for across, cell in enumerate(row)]  # fmt: skip
        return PdfPage(b"".join(lines + cells))

    pages = [
        page(("Place", "Camps"), ("Velmora", "3")),
        page(("Place", "Camps"), ("Tarn", "5"), ("Oss", "2")),
    ]
    (block,) = parse(write(tmp_path / "a.pdf", pdf_bytes(pages))).blocks
    assert block.text == "| Place | Camps |\n| Velmora | 3 |\n| Tarn | 5 |\n| Oss | 2 |"
    assert [place.box.page for place in block.places] == [1, 1, 2, 2]
    assert [block.text[place.start : place.end] for place in block.places] == block.text.split("\n")


def test_text_runs_on_over_a_note_at_the_foot_of_a_page(tmp_path: Path) -> None:
    first = b"".join(column(["The convoy leaves the harbour at dawn and carries", "water for the"], 72, 600))
    note = shown("1 See the plan of the harbour.", 72, 720, 7)
    second = b"".join(column(["camps in the north of", "the land."], 72, 80))
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(first + note), PdfPage(second)]))
    assert [block.text for block in parse(path).blocks] == [
        "The convoy leaves the harbour at dawn and carries water for the camps in the north of the land.",
        "1 See the plan of the harbour.",
    ]


def test_a_text_that_divides_many_words_has_them_in_one_piece(tmp_path: Path) -> None:
    lines = [
        "The har-",
        "bour is far from the camps, as every con-",
        "voy finds; the organi-",
        "sation knows.",
    ]
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(b"".join(column(lines, 72, 100)))]))
    assert (
        parse(path).text
        == "The harbour is far from the camps, as every convoy finds; the organisation knows."
    )


def test_a_pdf_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    info = b"/Title (Rules of the harbour) /Author (Ada Lund) /CreationDate (D:20240131120000+01'00')"
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(shown(LEFT[0], 72, 100))] * 2, info=info))
    said = parse(path).properties
    assert (said.title, said.author, said.created, said.pages) == (
        "Rules of the harbour", "Ada Lund", "2024-01-31T12:00:00+01:00", 2)  # fmt: skip


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
    assert parsed.blocks[0].places[0].box.left == pytest.approx(120 * 72 / 150, abs=6)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_letters_that_extract_as_others_are_read_by_their_pixels(tmp_path: Path) -> None:
    codes = bytes(range(ord("a"), ord("z") + 1))
    table = b"".join(b"<%02x> <%04x>\n" % (code, ord("a") + (code * 7 + 3) % 26) for code in codes)
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <ff> endcodespacerange 26 beginbfchar\n%bendbfchar endcmap end end"
        % table
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    bad = PdfPage(b"".join(column([line[3:] for line in LEFT], 60, 100, 14)))
    path = write(tmp_path / "a.pdf", pdf_bytes([bad], font=font, extra=[stream(cmap)]))
    assert "the convoy leaves the harbour at dawn" in parse(path).text


def test_lines_in_the_margin_stay_where_no_other_stands_on_any_page(tmp_path: Path) -> None:
    pages = [[PdfText(f"Room {number} is the quiet room", 30)] for number in (1, 2, 3)]
    texts = [block.text for block in parse(write_pdf(tmp_path / "signs.pdf", pages)).blocks]
    assert all(any(f"Room {number} is" in text for text in texts) for number in (1, 2, 3))
