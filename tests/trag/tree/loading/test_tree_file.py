from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from trag.errors import TreeError
from trag.tree.loading import load_organisation, read_tree_file

STAFF = [["Name", "Title", "Department"], ["Ana Torres", "Director", "Finance"]]


def saved(path: Path, **sheets: list[list[Any]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_a_text_is_brought_word_by_word(tmp_path: Path) -> None:
    path = tmp_path / "org.yaml"
    path.write_text("# ü\nroot: {id: a, name: A}\n", encoding="utf-8")
    found = read_tree_file(path)
    assert (found.text, found.file, found.is_converted) == (path.read_text("utf-8"), "org.yaml", False)


def test_a_staff_list_becomes_yaml_from_the_sheet_that_holds_it(tmp_path: Path) -> None:
    path = saved(tmp_path / "people.xlsx", Notes=[["Read me"]], Empty=[], Staff=STAFF)
    found = read_tree_file(path, name="Acme")
    assert (found.file, found.is_converted) == ("people.yaml", True)
    assert found.text.startswith("# Made from people.xlsx, sheet Staff\nname: Acme\n")
    assert load_organisation(found.text, found.file).node("finance").people[0].person.name == "Ana Torres"


def test_a_staff_list_may_be_csv_and_a_tree_in_csv_stays_one(tmp_path: Path) -> None:
    staff, tree, other = tmp_path / "s.csv", tmp_path / "t.csv", tmp_path / "u.csv"
    staff.write_text("Name;Team\nAna;Blue\n")
    tree.write_text("id,name,parent,Manager,Team\nr,R,,x,y\n")
    other.write_text("id,name\na,A\n")
    assert read_tree_file(staff).file == "s.yaml"
    assert read_tree_file(tree).text == tree.read_text()
    assert read_tree_file(other).text == other.read_text()


def test_a_tree_in_a_sheet_becomes_csv_and_its_problems_name_the_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "name", "parent", "people"],
        ["r", "R, the root", None, None],
        [],
        ["a", "A", "zz", "Ana (Head)"],
    ]
    found = read_tree_file(saved(tmp_path / "tree.xlsx", Tree=rows))
    assert found.file == "tree.csv"
    with pytest.raises(TreeError, match="line 4: 'a' has the unknown parent 'zz'"):
        load_organisation(found.text, found.file)
    good = load_organisation(found.text.replace("zz", "r"), found.file)
    assert [node.name for node in good.nodes] == ["R, the root", "A"]


@pytest.mark.parametrize("name", ["gone.yaml", "gone.xlsx", "gone.csv", "org.txt", "org", "old.xls"])
def test_a_file_that_is_missing_or_of_another_kind_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(TreeError, match=name) as caught:
        read_tree_file(tmp_path / name)
    assert caught.value.hint


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TreeError, match=r"org\.yaml can't be read"):
        read_tree_file(tmp_path / "org.yaml")


def test_a_workbook_without_a_tree_says_what_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="these headings tell of no organisation"):
        read_tree_file(saved(tmp_path / "x.xlsx", A=[["Item", "Price"], ["Pen", 2]]))
    with pytest.raises(TreeError, match="found are none"):
        read_tree_file(saved(tmp_path / "y.xlsx", A=[]))
