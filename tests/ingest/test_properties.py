from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.blocks import Properties
from ingest.parsing import parse
from ingest.properties import is_real_title, iso_date, real_author


@pytest.mark.parametrize(
    ("text", "date"),
    {
        "2026-01-05": "2026-01-05",
        "2026-01-05T09:30:15Z": "2026-01-05T09:30:15+00:00",
        "2026-01-05T09:30:15.1234567": "2026-01-05T09:30:15",
        " 2026 ": "2026",
        "2026-02": "2026-02",
        "2026-02-31": "",
        "yesterday": "",
        "": "",
    }.items(),
)
def test_dates_have_one_form(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    "title",
    [
        "Document1",
        "PowerPoint Presentation",
        "Microsoft Word - leave_v3.docx",
        "Untitled",
        "Folie 1",
        " ",
        "a.pdf",
    ],
)
def test_what_a_program_wrote_is_no_title(title: str) -> None:
    assert not is_real_title(title)


@pytest.mark.parametrize(
    "title", ["Rules on leave", "Document control", "Test of the system", "Book of rules"]
)
def test_what_a_person_wrote_is_a_title(title: str) -> None:
    assert is_real_title(title)


def test_programs_are_no_authors() -> None:
    assert [real_author(name) for name in ("python-docx", "Administrator", "Ada  Muster")] == [
        "",
        "",
        "Ada Muster",
    ]


def test_a_word_file_tells_its_core_properties(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    import docx

    document = docx.Document()
    document.add_paragraph("Twenty days.")
    core = document.core_properties
    core.title, core.author = "Rules on leave", "Ada Muster"
    core.created = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    core.modified = datetime(2026, 2, 6, tzinfo=UTC)
    document.save(str(tmp_path / "a.docx"))
    parsed = parse(tmp_path / "a.docx")
    assert parsed.title == "Rules on leave"
    created, modified = "2026-01-05T09:30:00+00:00", "2026-02-06T00:00:00+00:00"
    assert parsed.properties == Properties("Rules on leave", "Ada Muster", created, modified)


def test_the_template_s_title_is_none(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Twenty days.")
    document.core_properties.title = "Document1"
    document.save(str(tmp_path / "leave-rules.docx"))
    assert parse(tmp_path / "leave-rules.docx").title == "leave rules"
    assert parse(tmp_path / "leave-rules.docx").properties.author == ""


def test_slides_and_sheets_count_as_pages(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from pptx import Presentation

    book = Workbook()
    book.active.append(["a", "b"])
    book.create_sheet("Two").append(["c", "d"])
    book.properties.title, book.properties.creator = "Rates", "Bo Lin"
    book.save(tmp_path / "a.xlsx")
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "Safety"
    slides.core_properties.title = "Safety at work"
    slides.save(str(tmp_path / "a.pptx"))
    sheet, slide = parse(tmp_path / "a.xlsx"), parse(tmp_path / "a.pptx")
    assert (sheet.title, sheet.properties.author, sheet.properties.pages) == ("Rates", "Bo Lin", 2)
    assert (slide.title, slide.properties.title, slide.properties.pages) == ("Safety", "Safety at work", 1)


def test_a_page_tells_what_its_head_says(tmp_path: Path) -> None:
    head = """<!doctype html><html><head><title>Rules
    on leave</title><meta name="Author" content="Ada Muster"><meta name="date" content="2026-01-05">
    <meta property="article:modified_time" content="2026-02-06T10:00:00+01:00"></head>"""
    (tmp_path / "a.html").write_text(
        f"{head}<body><svg><title>Icon</title></svg><p>Twenty days.</p></body></html>"
    )
    parsed = parse(tmp_path / "a.html")
    assert parsed.title == "Rules on leave"
    wanted = Properties("Rules on leave", "Ada Muster", "2026-01-05", "2026-02-06T10:00:00+01:00")
    assert parsed.properties == wanted


@pytest.mark.parametrize(
    "author", ["Ada Muster, Bo Lin", "[Ada Muster, Bo Lin]", "\n  - name: Ada Muster\n  - Bo Lin"]
)
def test_front_matter_tells_author_and_dates(tmp_path: Path, author: str) -> None:
    head = f"---\ntitle: Rules\nauthor: {author}\ndate: 2026-01-05\nupdated: 2026-02-06T10:00:00Z\n---\n"
    (tmp_path / "a.md").write_text(f"{head}Twenty days.")
    wanted = Properties("Rules", "Ada Muster, Bo Lin", "2026-01-05", "2026-02-06T10:00:00+00:00")
    assert parse(tmp_path / "a.md").properties == wanted


def test_front_matter_that_grows_without_end_stays_text(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    (tmp_path / "a.md").write_text("---\n" + "\n".join(lines) + "\nauthor: *i\n---\nTwenty days.")
    parsed = parse(tmp_path / "a.md")
    assert parsed.properties.author == ""
    assert "Twenty days." in parsed.text


def test_a_mail_tells_its_sender_and_date(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ada Muster <ada@example.org>", "Leave"
    message["Date"] = "Mon, 05 Jan 2026 09:30:00 +0100"
    message.set_content("Twenty days.")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    wanted = Properties("Leave", "Ada Muster <ada@example.org>", "2026-01-05T09:30:00+01:00")
    assert parse(tmp_path / "a.eml").properties == wanted
