"""Which passages support an answer of the tree: real detection, real answers, passages as written."""

from collections.abc import Sequence

import pytest

from trag.supporting.finding import find_support, no_passages
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.types import Chunk, Citation

TREE = """
name: Harbour Aid
root:
  id: aid
  name: Harbour Aid
  kind: organisation
  children:
  - id: fin
    name: Finance Division
    kind: division
    people: [{name: Ana Torres, role: Director}, {name: Bo Lind, role: Deputy Director}]
    children:
    - {id: pay, name: Payroll Section, kind: section, people: [{name: Ana Torres, role: Head}]}
    - {id: bud, name: Budget Section, kind: section}
    - {id: tre, name: Treasury Section, kind: section}
    - {id: tax, name: Tax Section, kind: section}
  - id: log
    name: Logistics Division
    kind: division
    stakeholders: [fin]
    people: [{name: Cy Marsh, role: Director}]
"""
LED = "Who is the director of the Finance Division?"
PART = "What is the Payroll Section part of?"
LIST = "Which sections does the Finance Division have?"


@pytest.fixture(scope="module")
def guide() -> TreeGuide:
    return TreeGuide(load_organisation(TREE, "org.yaml"))


def found(guide: TreeGuide, question: str, *chunks: Chunk) -> dict[int, Citation]:
    told = guide.answer(question, guide.detect(question))
    assert told is not None
    assert not told.refused
    return find_support(guide, told.facts, lambda _: chunks)


def passage(text: str, heading: Sequence[str] = (), file: str = "a.md") -> Chunk:
    return Chunk("c", "d", file, text, tuple(heading), page=4)


@pytest.mark.parametrize(
    ("question", "text", "heading"),
    [
        (LED, "The director of the Finance Division is Ana Torres.", ()),
        (LED, "- Director: Ana Torres\n- Deputy director: Bo Lind", ("Finance Division",)),
        (LED, "- Director:\n  - Ana Torres", ("Finance Division", "Staff")),
        (LED, "- Ana Torres", ("Finance Division", "Directors")),
        (LED, "| Unit | Role | Name |\n|---|---|---|\n| Finance Division | Director | Ana Torres |", ()),
        (LED, "| Unit | Director | Deputy |\n| Finance Division | Ana Torres | Bo Lind |", ()),
        (PART, "The Payroll Section belongs to the Finance Division.", ()),
        (PART, "The sections of the Finance Division:\n\n- Budget\n- Payroll Section", ()),
        (PART, "It pays all staff.", ("Finance Division", "Sections", "Payroll Section")),
        (LIST, "The Finance Division consists of the Payroll Section and the Budget Section.", ()),
        (LIST, "The sections of the Finance Division are Payroll Section and Tax Section.", ()),
        (LIST, "The Finance Division has four sections, Budget Section and Tax Section among them.", ()),
        ("Who are the stakeholders of the Logistics Division?", "Stakeholders:\n- Finance Division",
         ("Logistics Division",)),
    ],
)  # fmt: skip
def test_a_passage_that_says_it_supports_the_answer(
    guide: TreeGuide, question: str, text: str, heading: tuple[str, ...]
) -> None:
    source = found(guide, question, passage(text, heading))[1]
    assert source.quote in text
    assert (source.number, source.file, source.page, source.chunk_id) == (2, "a.md", 4, "c")


@pytest.mark.parametrize(
    ("question", "text", "heading"),
    [
        (LED, "Ana Torres spoke to the Finance Division.", ()),
        (LED, "The former director of the Finance Division is Ana Torres.", ()),
        (LED, "Ana Torres is not the director of the Finance Division.", ()),
        (LED, "- Ana Torres", ("Finance Division", "Former directors")),
        (LED, "Bo Lind is director, Ana Torres deputy of the Finance Division.", ()),
        (LED, "| Of | Role | Name |\n| Logistics Division | Director | Ana Torres |", ("Finance Division",)),
        (LED, "| Unit | Deputy | Director |\n| Finance Division | Ana Torres | Bo Lind |", ()),
        (LED, "- Director: Ana Torres", ("Finance Division", "Payroll Section")),
        (LED, "The director of the Finance Division is on leave.", ()),
        (PART, "The Payroll Section wrote to the Finance Division.", ()),
        (LIST, "The Budget Section and the Tax Section, two sections, wrote to the Finance Division.", ()),
        (PART, "The Payroll Section belongs to the Logistics Division.", ("Finance Division",)),
        (PART, "The Payroll Section is no longer part of the Finance Division.", ()),
        (LIST, "The Finance Division consists of the Payroll Section.", ()),
        ("Which roles does Ana Torres have?", "Ana Torres is director of the Finance Division.", ()),
    ],
)  # fmt: skip
def test_a_passage_that_only_holds_the_names_does_not(
    guide: TreeGuide, question: str, text: str, heading: tuple[str, ...]
) -> None:
    assert found(guide, question, passage(text, heading)) == {}


def test_the_passage_that_holds_most_of_a_list_is_cited_from_its_first_item_to_its_last(
    guide: TreeGuide,
) -> None:
    some = passage("Sections:\n- Payroll Section\n- Tax Section", ["Finance Division"], "some.md")
    text = "Sections:\n- Payroll Section\n- Budget Section\n- Tax Section\n\nForms are blue."
    most = passage(text, ["Finance Division"], "most.md")
    source = found(guide, LIST, some, most)[1]
    assert (source.file, source.quote) == ("most.md", "- Payroll Section\n- Budget Section\n- Tax Section")


def test_each_fact_has_its_own_passage_numbered_after_the_facts(guide: TreeGuide) -> None:
    led = passage("Ana Torres is the director of the Finance Division.", file="led.md")
    part = passage("The Payroll Section is part of the Finance Division.", file="part.md")
    question = "Who is the director of the division that the Payroll Section belongs to?"
    sources = found(guide, question, led, part)
    assert {number: (source.number, source.file) for number, source in sources.items()} == {
        1: (3, "part.md"),
        2: (4, "led.md"),
    }


def test_passages_are_sought_by_the_names_in_the_answer(guide: TreeGuide) -> None:
    told = guide.answer(LED, guide.detect(LED))
    assert told is not None
    asked: list[str] = []

    def find(query: str) -> Sequence[Chunk]:
        asked.append(query)
        return no_passages(query)

    assert find_support(guide, told.facts, find) == {}
    assert asked == ["Finance Division Ana Torres Director"]
