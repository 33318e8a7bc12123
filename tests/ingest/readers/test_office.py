"""Word files and presentations with what their users put into them."""

from pathlib import Path

import pypandoc

from tests.ingest.documents import blocks_of_file


def test_merged_header_cells_of_a_word_table_stand_above_their_columns(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(4, 3)
    for row, texts in enumerate((("", "", ""), ("", "low", "high"), ("Kellis", "1", "2"), ("", "3", "4"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for first, last, text in (
        ((0, 0), (1, 0), "Place"),
        ((0, 1), (0, 2), "Room"),
        ((2, 0), (3, 0), "Kellis"),
    ):
        table.cell(*first).merge(table.cell(*last)).text = text
    document.save(str(tmp_path / "a.docx"))
    assert blocks_of_file(tmp_path / "a.docx") == [
        ("table", "| Place | Room low | Room high |\n| Kellis | 1 | 2 |\n| Kellis | 3 | 4 |")
    ]


def test_a_list_stands_below_the_sentence_that_leads_to_it(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("You need:")
    for text in ("a form", "a date"):
        document.add_paragraph(text, style="List Bullet")
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "On every page", "Page 1"
    document.save(str(tmp_path / "a.docx"))
    assert blocks_of_file(tmp_path / "a.docx") == [("text", "You need:"), ("list", "- a form\n- a date")]


def test_slides_have_tables_and_the_speaker_s_notes_below(tmp_path: Path) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    slides = Presentation()
    for title in ("Rates", "End"):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = title
    first = slides.slides[0]
    place = (Inches(1), Inches(2), Inches(4), Inches(1))
    table = first.shapes.add_table(2, 2, *place).table
    for row, texts in enumerate((("Place", "Rate"), ("Kellis", "58"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    first.notes_slide.notes_text_frame.text = "Rates change in July."
    slides.save(str(tmp_path / "a.pptx"))
    assert blocks_of_file(tmp_path / "a.pptx") == [
        ("heading 1", "Rates"),
        ("table", "| Place | Rate |\n| Kellis | 58 |"),
        ("text", "Notes: Rates change in July."),
        ("heading 1", "End"),
    ]


def test_a_page_s_table_has_one_header_row(tmp_path: Path) -> None:
    table = """<table><tr><th colspan=3>Rates of 2026</th></tr>
    <tr><th rowspan=2>Place</th><th colspan=2>Room</th></tr>
    <tr><th>low</th><th>high</th></tr><tr><td>Kellis</td><td>1</td><td>2</td></tr></table>"""
    (tmp_path / "a.html").write_text(f"<!doctype html><html><body>{table}</body></html>")
    ((_, text),) = blocks_of_file(tmp_path / "a.html")
    assert text.endswith("\n| Kellis | 1 | 2 |")
    assert text.startswith("| Rates of 2026 Place |")


def test_footnotes_of_a_word_file_stand_below_what_they_are_notes_to(tmp_path: Path) -> None:
    source = "# Leave\n\nTwenty days,[^a] or ten.[^b]\n\n- in *writing*[^c]\n- soon\n\nThe end.\n\n"
    source += "[^a]: Part-time staff have less.\n\n[^b]: From *July*.\n\n[^c]: On paper.\n"
    pypandoc.convert_text(source, "docx", "markdown", outputfile=str(tmp_path / "a.docx"))
    assert blocks_of_file(tmp_path / "a.docx") == [
        ("heading 1", "Leave"),
        ("text", "Twenty days, [1] or ten. [2]"),
        ("text", "[1] Part-time staff have less."),
        ("text", "[2] From July."),
        ("list", "- in writing [3]"),
        ("text", "[3] On paper."),
        ("list", "- soon"),
        ("text", "The end."),
    ]
