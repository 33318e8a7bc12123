import pytest

from tests.trag.tree.hierarchies import detector, organisation
from trag.tree.asking import read_question
from trag.tree.asking.asked import Asked


def read(name: str, question: str) -> Asked | None:
    tree = organisation(name)
    return read_question(tree, question, detector(tree).detect(question))


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("Who leads the Rail Safety Division?", "people"),
        ("who's the head of the rail safety division", "people"),
        ("Please name the head of the Rail Safety Division.", "people"),
        ("The Rail Safety Division: who heads it?", "people"),
        ("Which sections are in the Rail Safety Division at the moment?", "children"),
        ("Could you list all of the Rail Safety Division's sections?", "children"),
        ("How many sections does the Rail Safety Division currently have?", "children"),
        ("To which division does the Signals Section belong?", "parent"),
        ("Where does the Signals Section sit in the organisation?", "parent"),
        ("Which division owns the Signals Section?", "parent"),
        ("How many divisions are there in total?", "whole"),
        ("Which division has the fewest sections?", "superlative"),
        ("Which sections don't have a section chief?", "filter"),
        ("What is Hugo Lind's role?", "roles of"),
        ("Is the Permits Section part of DG Rail?", "is part"),
        ("What is the Rail Safety Division?", "description"),
        ("What is DG Rail for?", "description"),
        ("Rail Safety Division: what kind of unit is that?", "kind"),
        ("Which units are above the Signals Section, all the way up?", "chain"),
        ("What is the path from the Signals Section up to the top of the organisation?", "chain"),
        ("The Signals Section: which other sections are in its division?", "siblings"),
        ("Which other sections belong to the same division as the Signals Section?", "siblings"),
        ("Who in the Rail Safety Division also has a role in another unit?", "elsewhere"),
        ("Who has a role in both the Rail Safety Division and the Tunnels Section?", "both units"),
        ("Which section in DG Rail has the most section chiefs?", "superlative"),
        ("division with the most sections", "superlative"),
        ("Total number of sections under DG Rail, all levels?", "children"),
        ("How many heads are there in the Rail Safety Division?", "count people"),
        ("Is there anyone in the section chief post of the Signals Section?", "filled"),
        ("Odile Brun: which roles?", "roles of"),
        ("Does DG Rail oversee the Permits Section?", "is part"),
    ],
)
def test_a_question_is_read_as_its_relation(question: str, relation: str) -> None:
    asked = read("ministry", question)
    assert asked is not None
    assert asked.relation == relation


def test_a_kind_word_beside_a_name_belongs_to_the_name() -> None:
    asked = read("company", "Who leads the Export team?")
    assert asked is not None
    assert [unit.id for unit in asked.units] == ["export"]
    assert asked.kinds == ()


def test_the_division_of_a_section_is_what_is_above_it() -> None:
    asked = read("ministry", "What is the division of the Signals Section?")
    assert asked is not None
    assert asked.relation == "parent"


def test_a_question_of_two_parts_is_read_as_both() -> None:
    asked = read("ministry", "Which division does the Signals Section belong to, and who heads it?")
    assert asked is not None
    assert asked.next is not None
    assert [unit.id for unit in asked.next.units] == ["rail-safety"]


def test_that_unit_is_the_one_the_first_part_asks_for() -> None:
    asked = read("ministry", "Which division owns the Permits Section and who is the head of that division?")
    assert asked is not None
    assert asked.next is not None
    assert [unit.id for unit in asked.next.units] == ["rail-freight"]


def test_them_are_all_units_of_the_first_part() -> None:
    asked = read("ministry", "Which divisions are in DG Rail and who heads them?")
    assert asked is not None
    assert asked.next is not None
    assert [unit.id for unit in asked.next.units] == ["rail-safety", "rail-freight"]


def test_american_and_british_spellings_are_one() -> None:
    for question in ("Who leads the organization?", "Who leads the organisation?"):
        asked = read("university", question)
        assert asked is not None
        assert [unit.id for unit in asked.units] == ["nu"]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "Who?",
        "who leads",
        "sections",
        "Hello!",
        "Rail Safety Division",
    ],
)
def test_what_asks_nothing_of_the_tree_is_not_read(question: str) -> None:
    assert read("ministry", question) is None
