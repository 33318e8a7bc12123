from collections import Counter
from pathlib import Path

import pypdfium2
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, ParsedDocument, Place
from ingest.chunking import chunk
from ingest.passage_boxes import MOST_BOXES, Places
from ingest.pdf import read_pdf
from tests.ingest.pdf_files import PdfPage, column, pdf_bytes, shown, write
from trag.types import Box, Chunk

# Real words: what is none goes to OCR.
WORD = st.sampled_from(
    "the convoy leaves harbour at dawn and carries water grain tents to northern camps".split()
)
LINE = st.tuples(st.lists(WORD, min_size=3, max_size=6), st.sampled_from(["", "", "."])).map(
    lambda parts: " ".join(parts[0]) + parts[1]
)
TURNED = {0: b"", 90: b"/Rotate 90", 180: b"/Rotate 180", 270: b"/Rotate 270"}


def chunks_of(blocks: tuple[Block, ...]) -> list[Chunk]:
    document = ParsedDocument("Guide", "pdf", blocks)
    return chunk(
        document,
        document_id="d",
        file="a.pdf",
        count_tokens=lambda text: len(text.split()),
        target=25,
        limit=60,
    )


def words_at(path: Path, boxes: tuple[Box, ...]) -> Counter[str]:
    """The words that pdfium itself finds in the rectangles."""
    found: Counter[str] = Counter()
    with pypdfium2.PdfDocument(path) as pdf:
        for box in boxes:
            page = pdf[box.page - 1]
            page.set_rotation(0)
            place = _unturned(page.get_size(), box, PAGE_TURNS[box.page - 1])
            textpage = page.get_textpage()
            found.update(textpage.get_text_bounded(*place).split())
            textpage.close()
    return found


PAGE_TURNS = [0, 90, 270, 180]


def _unturned(size: tuple[float, float], box: Box, turn: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top in the page's own space, which pdfium asks for."""
    width, height = size
    if turn == 90:
        return box.top, box.left, box.bottom, box.right
    if turn == 180:
        return width - box.right, box.top, width - box.left, box.bottom
    if turn == 270:
        return width - box.bottom, height - box.right, width - box.top, height - box.left
    return box.left, height - box.bottom, box.right, height - box.top


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(left=st.lists(LINE, min_size=6, max_size=20), right=st.lists(LINE, min_size=6, max_size=20))
def test_the_words_in_the_boxes_of_a_passage_are_its_words(left: list[str], right: list[str]) -> None:
    from tempfile import TemporaryDirectory

    content = b"".join(column(left, 60, 100) + column(right, 330, 100))
    pages = [PdfPage(content, more=TURNED[turn]) for turn in PAGE_TURNS]
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.pdf", pdf_bytes(pages))
        made = chunks_of(tuple(read_pdf(path).blocks))
        assert sum((Counter(passage.text.split()) for passage in made), Counter()).total() > 100
        for passage in made:
            # A sentence longer than a passage is cut inside a line, whose box is whole in both.
            whole, own = words_at(path, passage.boxes), Counter(passage.text.split())
            assert own <= whole
            assert (whole - own).total() <= 12


def test_passages_that_end_where_lines_end_have_exactly_the_words_in_their_boxes(tmp_path: Path) -> None:
    lines = [f"the convoy leaves harbour {number} at dawn." for number in range(24)]
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(b"".join(column(lines, 60, 100)))]))
    made = chunks_of(tuple(read_pdf(path).blocks))
    assert len(made) > 3
    for passage in made:
        assert words_at(path, passage.boxes) == Counter(passage.text.split())


def test_a_table_has_a_box_a_row_and_its_repeated_header_none() -> None:
    rows = ["| Name | Price |", *(f"| item {n} of the long list | {n} |" for n in range(30))]
    places, start = [], 0
    for number, row in enumerate(rows):
        places.append(
            Place(start, start + len(row), Box(1 + number // 20, 72, 20.0 * number, 500, 20.0 * number + 19))
        )
        start += len(row) + 1
    made = chunks_of((Block("\n".join(rows), "table", page=1, places=tuple(places)),))
    assert len(made) > 3
    for passage in made:
        own = passage.text.count("\n") + 1 - (passage.position > 0)
        assert sum(round(box.bottom - box.top + 1) // 20 for box in passage.boxes) == own
    assert [passage.page for passage in made] == [passage.boxes[0].page for passage in made]
    assert made[-1].page == 2


def test_a_line_has_one_box_however_many_sentences_it_has(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(shown("One. Two. Three is last.", 72, 100))]))
    (block,) = read_pdf(path).blocks
    assert len(block.places) == 3
    (passage,) = chunks_of((block,))
    assert len(passage.boxes) == 1


@settings(max_examples=60, deadline=None)
@given(count=st.integers(0, 400), pages=st.integers(1, 5), columns=st.integers(1, 3))
def test_a_passage_has_no_more_boxes_than_are_useful(count: int, pages: int, columns: int) -> None:
    boxes = [
        Box(1 + n % pages, n % columns * 200.0, n * 12.0, n % columns * 200.0 + 90 + n % 7, n * 12.0 + 10)
        for n in range(count)
    ]
    places = tuple(Place(2 * n, 2 * n + 1, box) for n, box in enumerate(boxes))
    document = ParsedDocument("Guide", "pdf", (Block("x " * max(count, 1), "text", places=places),))
    assert len(Places(document).boxes(0, 2 * count)) <= MOST_BOXES


def test_a_document_without_places_has_passages_without_boxes() -> None:
    (passage,) = chunks_of((Block("Twenty days.", "text", page=3),))
    assert (passage.boxes, passage.page) == ((), 3)
