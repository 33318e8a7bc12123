from pathlib import Path

import pytest

from ingest.parsing import READERS, parse
from tests.ingest.documents import blocks_of_file

MARKDOWN = """---
title: Left out, since there is a heading
description: How staff travel.
---
<!-- nobody sees this -->
# Travel policy

Staff fly in **economy**. See [the annex](https://example.org/annex).
Lists need no empty line above:
- book early
- travel light
  - one bag

1. Ask.

2. Go.

#### Rates

| Place | Rate |
|-------|------|
| Kellis | 58 |

```sh
trag ask
  --json
```
"""


def test_markdown_keeps_levels_lists_tables_and_code_and_drops_markup(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text(MARKDOWN)

    assert blocks_of_file(path) == [
        ("text", "How staff travel."),
        ("heading 1", "Travel policy"),
        ("text", "Staff fly in economy. See the annex. Lists need no empty line above:"),
        ("list", "- book early\n- travel light\n  - one bag\n1. Ask.\n2. Go."),
        ("heading 4", "Rates"),
        ("table", "| Place | Rate |\n| Kellis | 58 |"),
        ("text", "trag ask\n  --json"),
    ]


def test_the_title_is_the_first_top_heading_else_front_matter_else_the_name(tmp_path: Path) -> None:
    texts = {
        "a.md": "## Low\n\n# Top\n\ntext",
        "b.md": "---\ntitle: Front\n---\ntext",
        "leave-of_absence.md": "text",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)

    assert [parse(tmp_path / name).title for name in texts] == ["Top", "Front", "leave of absence"]


@pytest.mark.parametrize("front", ["---\n: [broken\n---\n", "---\n- a list\n---\n", "---\nnever closed\n"])
def test_what_only_looks_like_front_matter_stays_text(tmp_path: Path, front: str) -> None:
    path = tmp_path / "notes.md"
    path.write_text(f"{front}\nThe body.")

    assert "The body." in parse(path).text


def test_a_word_document_keeps_headings_numbered_items_and_tables(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Leave policy", 0)
    document.add_paragraph("Issued by Finance")
    document.add_heading("Annual leave", 1)
    for text, style in (("Ask", "List Number"), ("Go", "List Number"), ("gladly", "List Bullet 2")):
        document.add_paragraph(text, style=style)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (*table.row_cells(0), *table.row_cells(1)), ("Grade", "Days", "G1\nG2", "30"), strict=True
    ):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "On every page"
    document.save(str(tmp_path / "leave.docx"))

    assert blocks_of_file(tmp_path / "leave.docx") == [
        ("heading 1", "Leave policy"),
        ("text", "Issued by Finance"),
        ("heading 1", "Annual leave"),
        ("list", "1. Ask\n2. Go\n  - gladly"),
        ("table", "| Grade | Days |\n| G1 G2 | 30 |"),
    ]


def test_a_slide_is_a_page_its_title_a_heading_and_its_points_a_list(tmp_path: Path) -> None:
    from pptx import Presentation

    slides = Presentation()
    for title, points in (
        ("Safety", ("Call the duty officer", "Stay where you are", "Wait.")),
        ("End", ("Thank you",)),
    ):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(points)
    slides.slides[0].placeholders[1].text_frame.paragraphs[1].level = 1
    slides.save(str(tmp_path / "safety.pptx"))

    parsed = parse(tmp_path / "safety.pptx")

    assert [(block.kind, block.text, block.page) for block in parsed.blocks] == [
        ("heading", "Safety", 1),
        ("list", "- Call the duty officer\n  - Stay where you are\n- Wait.", 1),
        ("heading", "End", 2),
        ("text", "Thank you", 2),
    ]


def test_restructured_text_is_read_and_may_include_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    (tmp_path / "guide.rst").write_text("Guide\n=====\n\nHello *there*.\n\n.. include:: secret.txt\n")

    assert "Hello there." in parse(tmp_path / "guide.rst").text
    assert "the secret" not in parse(tmp_path / "guide.rst").text


def test_text_positions_are_those_of_the_blocks(tmp_path: Path) -> None:
    (tmp_path / "policy.md").write_text(MARKDOWN)
    parsed = parse(tmp_path / "policy.md")

    assert [parsed.text[start : start + len(block.text)] for start, block in parsed.placed()] == [
        block.text for block in parsed.blocks
    ]


def test_every_format_has_a_reader() -> None:
    assert (
        sorted(READERS)
        == "csv docx eml epub html json jsonl md odt pdf pptx rst rtf tsv txt xlsx zip".split()
    )


def test_a_section_with_a_number_is_not_the_title(tmp_path: Path) -> None:
    path = tmp_path / "board-minutes.md"
    path.write_text("Present: all.\n\n# 5. Elections\n\nAnna was elected.\n")
    assert parse(path).title == "board minutes"
