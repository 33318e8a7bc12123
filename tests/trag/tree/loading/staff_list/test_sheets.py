import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from trag.errors import TreeError
from trag.tree.loading.staff_list import sheets
from trag.tree.loading.staff_list.sheets import Sheet, read_csv_sheet, read_workbook


def saved(path: Path, *rows: list[Any], title: str = "Staff") -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def test_cells_become_text_and_empty_rows_keep_their_numbers(tmp_path: Path) -> None:
    day = datetime.fromisoformat("2026-01-02T08:30")
    path = saved(tmp_path / "s.xlsx", ["Name", " a\n b "], [], [7.0, day], [None, date(1999, 1, 1)])
    assert read_workbook(path) == [
        Sheet("Staff", ((1, ("Name", "a b")), (3, ("7", "2026-01-02")), (4, ("", "1999-01-01"))))
    ]


def test_a_formula_is_never_computed(tmp_path: Path) -> None:
    path = saved(tmp_path / "s.xlsx", ["Name"], ["=1+1"])
    assert read_workbook(path)[0].rows == ((1, ("Name",)),)


def test_too_many_rows_columns_or_characters_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    with pytest.raises(TreeError, match="row 6: more than 3 filled rows"):
        read_workbook(saved(tmp_path / "r.xlsx", ["a"], [], [], ["b"], ["c"], ["d"]))
    with pytest.raises(TreeError, match="row 1: more than 256 columns"):
        read_workbook(saved(tmp_path / "c.xlsx", ["x"] * 300))
    with pytest.raises(TreeError, match="row 2: a cell holds 2,001 characters"):
        read_csv_sheet("a\n" + "x" * 2001, "o.csv")


def test_a_row_far_away_costs_no_more_than_a_sheet_can_have(tmp_path: Path) -> None:
    path = saved(tmp_path / "s.xlsx", ["Name"], ["Ana"])
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(far, "w") as after:
        for entry in before.namelist():
            text = before.read(entry)
            after.writestr(
                entry, text.replace(b'<row r="2"', b'<row r="999999999"').replace(b'"A2"', b'"A999999999"')
            )
    with pytest.raises(TreeError, match="a sheet has at most 1,048,576 rows"):
        read_workbook(far)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 100)
    with pytest.raises(TreeError, match=r"s\.xlsx holds 0 MB; the limit is 0 MB"):
        read_workbook(saved(tmp_path / "s.xlsx", ["Name"]))


@pytest.mark.parametrize(
    "content", [b"", b"Name,Title\n", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0" + b"x" * 600]
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(content)
    with pytest.raises(TreeError, match=r"s\.xlsx can't be read as a spreadsheet"):
        read_workbook(path)


def test_a_zip_that_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(TreeError, match="can't be read as a spreadsheet"):
        read_workbook(tmp_path / "s.xlsx")


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    path = saved(tmp_path / "s.xlsx", ["Name"], ["Ana"])
    bomb = tmp_path / "bomb.xlsx"
    declared = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "boom">{declared}]>'
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(bomb, "w") as after:
        for entry in before.namelist():
            text = before.read(entry).decode()
            if entry.endswith("sharedStrings.xml"):
                text = head + text.replace("Ana", "&a11;")
            after.writestr(entry, text)
    try:
        found = str(read_workbook(bomb))
    except TreeError as error:
        found = str(error)
    assert len(found) < 2000


def test_csv_may_use_semicolons_and_names_the_row_it_breaks_in() -> None:
    assert read_csv_sheet("Name;Title\nAna;x, y\n", "o.csv").rows[1] == (2, ("Ana", "x, y"))
    with pytest.raises(TreeError, match="row 3: this is not valid CSV"):
        read_csv_sheet('Name,Title\nAna,x\nBo,"x\n', "o.csv")
