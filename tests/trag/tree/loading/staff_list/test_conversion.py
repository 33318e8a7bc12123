import csv
import io
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trag.errors import TreeError
from trag.tree.loading import load_organisation
from trag.tree.loading.staff_list import StaffTree, read_csv_sheet, tree_of_staff_list
from trag.tree.organisation import Organisation

DAY = date(2026, 3, 1)
NOTHING = (
    "these headings tell of no organisation: there must be a name, and a department or a manager; found are"
)


def converted(text: str, name: str = "") -> StaffTree:
    return tree_of_staff_list(read_csv_sheet(text, "staff.csv"), "staff.csv", name=name, as_of=DAY)


def tree(text: str, name: str = "") -> Organisation:
    return load_organisation(converted(text, name).text, "staff.yaml", as_of=DAY)


def outline(organisation: Organisation) -> list[str]:
    return [" > ".join((*organisation.path(node.id), node.name)) for node in organisation.nodes]


def problems(text: str) -> list[str]:
    with pytest.raises(TreeError) as caught:
        converted(text)
    assert "staff.csv" in caught.value.message
    return list(caught.value.problems)


COMPANY = """Employee ID,Last name,First name,Job title,Department,Division,Reports to,E-mail,Start
1,Torres,Ana,Chief Executive,,,,ana@x.example,2020-01-01
2,Lind,Bo,Finance Director,,Corporate,1,,
3,Roe,Cy,Clerk,Payroll,Corporate,"Lind, Bo",,31.12.2021
4,Fox,Di,Clerk,Payroll,Corporate,2,,
5,Ash,Ed,Engineer,Robotics,Operations,1,,
6,Elm,Flo,Engineer,Drones,Operations,1,,
,,,Engineer,Drones,Operations,,,
"""


def test_departments_become_units_with_their_people_and_roles() -> None:
    found = tree(COMPANY, "Acme")
    assert outline(found) == [
        "Acme",
        "Acme > Corporate",
        "Acme > Corporate > Payroll",
        "Acme > Operations",
        "Acme > Operations > Robotics",
        "Acme > Operations > Drones",
    ]
    assert found.kinds == {"organisation": 1, "division": 2, "department": 3}
    held = [(holding.person.name, holding.role) for holding in found.node("payroll").people]
    assert held == [("Cy Roe", "Clerk"), ("Di Fox", "Clerk")]
    clerk = found.people["person:cy-roe"]
    assert clerk.extra == {"id": "3", "reports_to": "Bo Lind"}
    assert found.people["person:ana-torres"].extra["email"] == "ana@x.example"


def test_without_a_name_the_file_gives_it() -> None:
    assert tree(COMPANY).name == "Staff"


def test_a_company_column_gives_the_name_or_the_first_level() -> None:
    one = "Name,Company,Department\nA B,Acme Ltd,Sales\nC D,Acme Ltd,\n"
    assert outline(tree(one)) == ["Acme Ltd", "Acme Ltd > Sales"]
    two = one + "E F,Beta GmbH,Sales\n"
    assert outline(tree(two, "Group")) == [
        "Group",
        "Group > Acme Ltd",
        "Group > Acme Ltd > Sales",
        "Group > Beta GmbH",
        "Group > Beta GmbH > Sales",
    ]


@pytest.mark.parametrize("sign", [" > ", ">", " » ", " / ", " | ", " → "])
def test_a_path_is_parted_at_its_signs(sign: str) -> None:
    cells = [
        ("A B", sign.join(["Acme", "Sales", "North"])),
        ("C D", sign.join(["Acme", "Sales"])),
        ("E F", "Acme"),
    ]
    text = "Name,Org unit\n" + "".join(f"{name},{cell}\n" for name, cell in cells)
    found = tree(text)
    assert outline(found) == ["Acme", "Acme > Sales", "Acme > Sales > North"]
    assert [holding.person.name for holding in found.root.people] == ["E F"]


def test_a_slash_within_a_name_parts_nothing() -> None:
    text = "Name,Department\nA B,Research / Development\nC D,Audit/Risk\nE F,Sales\n"
    assert outline(tree(text, "O"))[1:] == ["O > Research / Development", "O > Audit/Risk", "O > Sales"]


def test_numbered_levels_stand_in_the_order_of_their_numbers() -> None:
    text = "Name,Level 3,Level 1,Level 2\nA B,c,a,b\nC D,,x,y\n"
    assert outline(tree(text, "O"))[1:] == ["O > a", "O > a > b", "O > a > b > c", "O > x", "O > x > y"]


def test_spellings_of_one_unit_are_one_unit_and_equal_names_elsewhere_are_not() -> None:
    text = (
        "Name,Division,Department\nA B,North,Finance\nC D,north ,FINANCE\nE F,South,Finance\nG H,South,IT\n"
    )
    found = tree(text, "O")
    assert [node.id for node in found.nodes] == [
        "o",
        "north",
        "north-finance",
        "south",
        "south-finance",
        "it",
    ] or [node.id for node in found.nodes] == [
        "o",
        "north",
        "o-north-finance",
        "south",
        "o-south-finance",
        "it",
    ]
    assert len(found.node(found.children("north")[0].id).people) == 2


def test_who_has_left_is_left_out_and_who_comes_later_is_not_there_yet() -> None:
    rows = ["A B,Sales,2020-01-01,2026-02-28", "C D,Sales,2027-01-01,", "E F,IT,,31/12/9999"]
    text = "\n".join(["Name,Department,Start,End", *rows])
    found = tree(text, "O")
    assert outline(found) == ["O", "O > Sales", "O > IT"]
    assert [person.name for person in found.people.values()] == ["E F"]
    assert "Left out: 1 rows of people who have left." in converted(text).notes


def test_columns_that_are_not_read_are_told_and_not_taken_over() -> None:
    found = converted("Name,Department,Salary\nA B,Sales,99999\n")
    assert "Not read: the columns 'Salary'." in found.notes
    assert "99999" not in found.text


POSTS = """Name;Title;Reports to
Ana Torres;Director;
Bo Lind;Head of Finance;Ana Torres
Cy Roe;Clerk;Lind, Bo
Vacant;Clerk;Bo Lind
Di Fox;Adviser;
"""


def test_without_departments_each_post_stands_below_the_managers() -> None:
    found = tree(POSTS, "Acme")
    assert outline(found) == [
        "Acme",
        "Acme > Director",
        "Acme > Director > Head of Finance",
        "Acme > Director > Head of Finance > Clerk",
        "Acme > Director > Head of Finance > Clerk",
        "Acme > Adviser",
    ]
    assert found.kinds == {"organisation": 1, "post": 5}
    assert [len(node.people) for node in found.nodes] == [0, 1, 1, 1, 0, 1]
    assert any("each post stands below the manager's" in note for note in converted(POSTS).notes)


def test_a_manager_who_left_keeps_a_vacant_post_while_somebody_reports_to_it() -> None:
    text = "ID,Name,Title,Manager ID,End\n1,Ana,Head,,2020-01-01\n2,Bo,Clerk,1,\n3,Cy,Clerk,2,2020-01-01\n"
    found = tree(text, "O")
    assert outline(found) == ["O", "O > Head", "O > Head > Clerk"]
    assert list(found.people) == ["person:bo"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [f"row 1: {NOTHING} none"]),
        ("Name,Salary\nA,1\n", [f"row 1: {NOTHING} 'Name', 'Salary'"]),
        ("Name,Department\n", ["row 1: no row below the headings names a person or a unit of today"]),
        (
            "Name,Department,Start,End\n\n=cmd|x!A1,Sales,1/2/2020,2020-02-30\nB,#REF!,2020-02-02,2020-01-01\n",
            [
                "row 3: column 'Name': it is a formula; write its value",
                "row 3: column 'Start': '1/2/2020' is no certain date; write YYYY-MM-DD",
                "row 3: column 'End': '2020-02-30' is no certain date; write YYYY-MM-DD",
                "row 4: column 'Department': #REF! is an error of the sheet; correct the cell",
                "row 4: column 'End': 2020-01-01 lies before the start, 2020-02-02; swap them",
            ],
        ),
        (
            "Emp. ID,Name,Team\n7,Ana,A\n8,Bo,A\n7,Cy,A\n",
            ["row 4: column 'Emp. ID': '7' is Ana on row 2 and Cy here; correct one"],
        ),
        (
            "Name,Manager\nAna,\nBo,Nobody\nCy,Di\nDi,Cy\n",
            ["row 3: column 'Manager': 'Nobody' stands on no row; add one"],
        ),
        (
            "Name,Manager\nAna,\nAna,\nBo,Ana\n",
            ["row 4: column 'Manager': 'Ana' stands on the rows 2, 3; name the employee id"],
        ),
        (
            "Name,Manager\nAna,\nCy,Di\nDi,Ed\nEd,Cy\nFlo,Di\n",
            ["row 3: these people report to each other: Cy → Di → Ed → Cy; break the ring"],
        ),
        (
            "Name,Manager\nN0,\n" + "".join(f"N{i},N{i - 1}\n" for i in range(1, 1000)),
            ["row 400: 399 people stand above each other here; correct the managers"],
        ),
        (
            "Name,Path\nAna," + ">".join("abcde"[i % 5] for i in range(60)) + "\n",
            ["row 2: 60 units stand above each other; 40 is the limit"],
        ),
    ],
)  # fmt: skip
def test_every_problem_is_named_with_row_and_column(text: str, expected: list[str]) -> None:
    found = problems(text)
    assert sorted(found) == sorted(expected)


def test_an_id_stays_when_a_unit_moves_or_others_come() -> None:
    before = tree("Name,Division,Team\nA B,North,Blue\nC D,South,Red\n", "O")
    after = tree("Name,Division,Team\nZ Z,East,Green\nA B,South,Blue\nC D,South,Red\n", "O")
    assert {node.id for node in before.nodes} - {node.id for node in after.nodes} == {"north"}
    moved = after.parent("blue")
    assert moved is not None
    assert moved.id == "south"


CELL = st.sampled_from(
    ["", "Sales", "sales", "A > B", "A / B", "IT", "No", "true", "李雷", "Zoë", "x: y #z", "'", '"', "\\"]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=12)
HEADINGS = [
    ["Name", "Job title", "Division", "Department", "Team", "Reports to"],
    ["First name", "Last name", "Title", "Manager", "Start", "E-mail"],
    ["ID", "Name", "Role", "Org path", "End", "Company"],
]


def as_csv(headings: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([headings, *rows])
    return text.getvalue()


def told_about(text: str) -> tuple[str, ...]:
    """The problems of a list; none only if its tree loads."""
    try:
        found = converted(text)
    except TreeError as error:
        return error.problems or ("no problem is listed",)
    load_organisation(found.text, "staff.yaml", as_of=DAY)
    return ()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HEADINGS), ROWS)
@example(["First name", "Last name", "Manager"], [["Ana", "Torres", ""], ["Ana", "Torres", ""]])
def test_any_list_gives_a_tree_that_loads_or_problems_with_rows(
    headings: list[str], rows: list[list[str]]
) -> None:
    assert all(told.startswith("row ") for told in told_about(as_csv(headings, rows)))
