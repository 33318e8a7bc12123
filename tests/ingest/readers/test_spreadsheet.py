import zipfile
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from time import process_time

import pytest

from ingest.chunking import chunk
from ingest.parsing import parse
from ingest.readers import spreadsheet
from ingest.readers.separated import separated_blocks
from tests.ingest.documents import blocks_of_file
from trag.engines.fakes import FakeEmbedder
from trag.errors import DocumentError


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


def saved(folder: Path, rows: Sequence[Sequence[object]], *merged: str) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def test_a_header_of_two_rows_becomes_one_and_merged_cells_stand_in_each_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Rates of 2026", None, None, None],
        ["Place", "Room", None, "Meals"],
        [None, "low", "high", None],
        ["Kellis", 1, 2, 3],
        [None, 4, 5, 6],
    ]
    path = saved(tmp_path, rows, "A1:D1", "A2:A3", "B2:C2", "D2:D3", "A4:A5")
    assert blocks_of_file(path)[1:] == [
        ("text", "Rates of 2026"),
        ("table", "| Place | Room low | Room high | Meals |\n| Kellis | 1 | 2 | 3 |\n| Kellis | 4 | 5 | 6 |"),
    ]


def test_every_chunk_of_a_long_sheet_has_the_header(tmp_path: Path) -> None:
    rows: list[list[object]] = [["All places"], [], ["Place", "Rate", "Note"]]
    rows += [[f"Place {number}", number, "Ask the travel desk first"] for number in range(300)]
    parsed = parse(saved(tmp_path, rows))
    chunks = chunk(parsed, document_id="d", file="a.xlsx", count_tokens=FakeEmbedder().count_tokens)
    assert len(chunks) > 10
    assert all("| Place | Rate | Note |" in made.text for made in chunks)


def test_tables_below_one_another_keep_their_own_headers(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Rooms"],
        ["Place", "Rate"],
        ["Kellis", 1],
        [],
        ["Meals"],
        ["City", "Price", "Tax"],
        ["Bern", 2, 3],
    ]
    assert blocks_of_file(saved(tmp_path, rows))[1:] == [
        ("text", "Rooms"),
        ("table", "| Place | Rate |\n| Kellis | 1 |"),
        ("text", "Meals"),
        ("table", "| City | Price | Tax |\n| Bern | 2 | 3 |"),
    ]


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["Place", "Rate"])
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet.append(["secret", "list"])
        sheet.sheet_state = state
    book.save(tmp_path / "a.xlsx")
    assert "secret" not in parse(tmp_path / "a.xlsx").text


def test_a_formula_shows_the_value_that_was_computed_last(tmp_path: Path) -> None:
    path = saved(tmp_path, [["Place", "Sum"], ["Kellis", "=1+1"]])
    replaced = replaced_part(path, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    assert "| Kellis | 2 |" in parse(replaced).text


def replaced_part(path: Path, name: str, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(path) as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    assert old.replace(b"<v></v>", b"<v />") in parts[name] or old in parts[name]
    parts[name] = parts[name].replace(old.replace(b"<v></v>", b"<v />"), new).replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)
    return path


def test_money_time_and_truth_are_shown_as_a_person_sees_them(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["What", "A", "B", "C", "D"])
    sheet.append(["x", 58, 1234.5, True, time(9, 30)])
    sheet["B2"].number_format, sheet["C2"].number_format = '"€"#,##0.00', "[$CHF-807] #,##0"
    book.save(tmp_path / "a.xlsx")
    assert parse(tmp_path / "a.xlsx").text.endswith("| x | € 58 | CHF 1234.5 | TRUE | 09:30 |")


def test_a_sheet_over_the_limit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_CELLS", 100)
    path = saved(tmp_path, [["a", "b", "c"]] * 40)
    with pytest.raises(DocumentError, match=r"a\.xlsx has more than 100 cells"):
        parse(path)


def test_one_cell_in_the_last_column_costs_no_more_than_itself(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 2000):
        sheet.cell(row, 1, f"Place {row}")
    sheet.cell(1, 16_384, "Far")
    sheet.cell(1_048_576, 1, "Last")
    book.save(tmp_path / "a.xlsx")
    table = parse(tmp_path / "a.xlsx").text
    assert table.count("\n") < 2100
    assert "| Place 1 | Far |" in table
    assert table.endswith("\n\nLast")


def test_a_table_that_is_all_gaps_is_named(tmp_path: Path) -> None:
    text = "\n".join("y" + "," * number + "x" for number in range(1, 1501))
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(DocumentError, match=r"a\.csv has a table of 1,500 rows and 1,501 columns"):
        parse(tmp_path / "a.csv")


@pytest.mark.slow
def test_a_million_rows_are_refused_in_time_and_memory(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(1_000_000):
        sheet.append([number, "x", 1])
    book.save(tmp_path / "a.xlsx")
    start = process_time()
    with pytest.raises(DocumentError, match=r"a\.xlsx has more than 2,000,000 cells"):
        parse(tmp_path / "a.xlsx")
    assert process_time() - start < 60


def test_the_sign_between_columns_is_told_in_spite_of_signs_within_them(tmp_path: Path) -> None:
    for sign in ";\t|":
        text = f'name{sign}note, remark\nAda{sign}"a, b{sign} c, d"\nBo{sign}x, y, z\n'
        (tmp_path / "a.csv").write_text(text)
        assert blocks_of_file(tmp_path / "a.csv")[0][1].startswith("| name | note, remark |\n| Ada | a, b")


def test_quotes_that_never_close_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,"never closed\n2,3\n')
    assert "never closed" in parse(tmp_path / "a.csv").text
