import pytest

from trag.tree.loading.staff_list.columns import Columns, find_columns, is_vacant
from trag.tree.loading.staff_list.sheets import Sheet


def columns(*rows: tuple[str, ...]) -> Columns:
    return find_columns(Sheet("", tuple(enumerate(rows, start=1))))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Employee ID", "person_id"),
        ("EMPLOYEE_NO.", "person_id"),
        ("E-Mail", "email"),
        ("e-mail address", "email"),
        ("Reports To", "manager"),
        ("Line-Manager", "manager"),
        ("Supervisor ID", "manager_id"),
        ("Job Title", "role"),
        ("Hire date", "start"),
        ("Termination Date", "end"),
        ("Prénom", "first_name"),
        ("Nachname", "last_name"),
    ],
)
def test_common_spellings_of_a_heading_are_known(heading: str, field: str) -> None:
    assert columns(("Full name", heading)).fields[field] == 1


def test_headings_may_stand_below_a_title_and_notes() -> None:
    found = columns(("Staff of today", ""), ("Department: all", ""), ("Name", "Department"))
    assert (found.row, found.fields["name"], found.levels[0].kind) == (3, 0, "department")


def test_what_is_not_read_is_left_out_by_name() -> None:
    found = columns(("Name", "Dept.", "Salary", "Date of birth", ""))
    assert found.left_out == ("Salary", "Date of birth")


def test_numbered_levels_are_levels_and_a_grade_is_none() -> None:
    found = columns(("Name", "Level", "Org Level 2", "Level 1", "Department 3"))
    assert [(level.position, level.kind, level.number) for level in found.levels] == [
        (2, "unit", 2),
        (3, "unit", 1),
        (4, "department", 3),
    ]
    assert found.left_out == ("Level",)


@pytest.mark.parametrize(
    ("headings", "describes"),
    [
        (("Name", "Department"), True),
        (("Name", "Manager"), True),
        (("Job title", "Team"), True),
        (("Name", "Title"), False),
        (("Department", "Budget"), False),
        (("id", "name", "parent"), False),
        ((), False),
    ],
)
def test_a_staff_list_has_people_or_posts_and_a_place_for_them(
    headings: tuple[str, ...], describes: bool
) -> None:
    assert columns(headings).describes_staff is describes


@pytest.mark.parametrize(
    ("name", "vacant"), [("", True), ("Vacant", True), ("N/A", True), ("-", True), ("Van Cant", False)]
)
def test_a_post_without_holder_is_known(name: str, vacant: bool) -> None:
    assert is_vacant(name) is vacant
