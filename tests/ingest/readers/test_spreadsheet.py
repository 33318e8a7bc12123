from datetime import date
from pathlib import Path

from ingest.parsing import parse
from ingest.readers.separated import separated_blocks
from tests.ingest.documents import blocks_of_file


def test_each_sheet_is_a_page_with_its_rows_as_a_person_sees_them(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    rates = book.active
    assert rates is not None
    rates.title = "Rates"
    for row in (
        ["Rates for 2026"],
        [],
        ["Place", "From", "Share", "Rate"],
        ["Kellis", date(2026, 7, 1), 0.15, 58.0],
    ):
        rates.append(row)
    rates["C4"].number_format = "0%"
    book.create_sheet("Empty")
    book.create_sheet("Notes").append(["Ask | the desk", "now"])
    book.save(tmp_path / "rates.xlsx")

    parsed = parse(tmp_path / "rates.xlsx")

    assert [(block.kind, block.text, block.page) for block in parsed.blocks] == [
        ("heading", "Rates", 1),
        ("text", "Rates for 2026", 1),
        ("table", "| Place | From | Share | Rate |\n| Kellis | 2026-07-01 | 15% | 58 |", 1),
        ("heading", "Notes", 3),
        ("table", "| Ask the desk | now |", 3),
    ]


def test_separated_values_are_a_table_whatever_separates_them(tmp_path: Path) -> None:
    wanted = [("table", "| name | note |\n| Ada | first line second; line |")]
    for name, sign in (("a.csv", ","), ("b.csv", ";"), ("c.tsv", "\t")):
        (tmp_path / name).write_text(f'name{sign}note\nAda{sign}"first line\nsecond; line"\n')

        assert blocks_of_file(tmp_path / name) == wanted


def test_rows_of_unlike_length_lose_nothing() -> None:
    assert separated_blocks("a,b\n1\n2,3,4\n")[0].text == "| a | b |  |\n| 1 |  |  |\n| 2 | 3 | 4 |"
