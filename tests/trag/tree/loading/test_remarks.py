from datetime import date

import pytest

from tests.trag.tree.organisations import MINISTRY
from trag.tree.loading import check_organisation

DAY = date(2026, 3, 1)


def told(text: str, file: str = "o.yaml") -> list[tuple[int, str]]:
    return [(remark.line, remark.text) for remark in check_organisation(text, file, as_of=DAY)[1]]


def test_a_tidy_tree_gives_no_remarks() -> None:
    assert told(MINISTRY) == []


def test_one_name_twice_under_one_parent_is_told_with_both_lines() -> None:
    text = (
        "root:\n  id: r\n  name: R\n  children:\n"
        "  - {id: a, name: Audit}\n  - {id: b, name: AUDIT}\n"
        "  - {id: c, name: C, children: [{id: d, name: Audit}]}\n"
    )
    ((line, remark),) = told(text)
    assert line == 6
    assert "'b' and its sibling 'a' on line 5 are both named Audit;" in remark


def test_posts_of_one_name_are_no_slip() -> None:
    assert told("id,name,kind,parent\nr,R,,\na,Clerk,post,r\nb,Clerk,post,r\n", "o.csv") == []


def test_an_alias_that_is_another_units_name_is_told() -> None:
    ((line, remark),) = told("id,name,parent,aliases\nr,R,,r\na,Audit,r,finance\nb,Finance,r,\n", "o.csv")
    assert (line, "the alias 'finance' of 'a' is the name of 'b' on line 4" in remark) == (3, True)


@pytest.mark.parametrize(
    ("names", "count"),
    [
        ("Zoe Nunez (Head); Zoë Núñez (Chair)", "two people"),
        ("Ana Lee (Head); ana LEE (Chair)", "one person"),
        ("Ana Lee (Head); Ana-Lee (Chair)", "two people"),
        ("Ana Lee (Head); Ana Lee (Chair)", ""),
        ("Ana Lee (Head); Ann Lee (Chair)", ""),
    ],
)
def test_people_who_differ_in_spelling_only_are_told(names: str, count: str) -> None:
    remarks = told(f"id,name,parent,people\nr,R,,\na,A,r,{names}\n", "o.csv")
    assert [line for line, _ in remarks] == ([3] if count else [])
    assert all(f"count as {count}" in remark for _, remark in remarks)


def test_people_whose_handles_tell_them_apart_need_no_remark() -> None:
    people = "[{name: Zoe Lee, role: x, email: a@x.example}, {name: Zoë Lee, role: x, email: b@x.example}]"
    assert told(f"root: {{id: r, name: R, people: {people}}}") == []


def test_what_has_ended_is_told_and_what_has_not_is_not() -> None:
    text = (
        "root:\n  id: r\n  name: R\n  children:\n"
        "  - {id: a, name: A, valid_to: 2026-02-28}\n"
        "  - id: b\n    name: B\n    valid_to: 2026-03-01\n    people:\n"
        "    - {name: Old, role: Chair, valid_to: 2020-01-01}\n"
        "    - {name: New, role: Chair, valid_to: 2030-01-01}\n"
    )
    assert told(text) == [
        (5, "'a' ended on 2026-02-28: it and all below it are history"),
        (10, "Old in 'b' ended on 2020-01-01, which is history"),
    ]


def test_further_keys_and_units_without_people_are_fine() -> None:
    assert told("id,name,parent,people,budget\nr,R,,,\na,A,r,X (Head),3\nb,B,r,,\n", "o.csv") == []
