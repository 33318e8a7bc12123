from collections.abc import Sequence

import pytest

from trag.supporting import no_passages, told_with_sources
from trag.tree.answers import TreeAnswer
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.types import Chunk, Entity, Fact

TREE = """
root:
  id: aid
  name: Harbour Aid
  kind: organisation
  children:
  - id: fin
    name: Finance Division
    kind: division
    children: [{id: pay, name: Payroll Section, kind: section}]
"""
FACT = Fact("Payroll Section is part of Finance Division.", ("pay", "fin"))
CHUNK = Chunk("c", "d", "a.md", "The Payroll Section is part of the Finance Division.")


@pytest.fixture(scope="module")
def guide() -> TreeGuide:
    return TreeGuide(load_organisation(TREE, "org.yaml"))


def test_tree_and_passage_are_both_marked_and_cited(guide: TreeGuide) -> None:
    text, sources = told_with_sources(guide, TreeAnswer(FACT.text, (FACT,), ()), lambda _: [CHUNK])
    assert text == f"{FACT.text} [1] [2]"
    assert [(source.number, source.file, source.quote) for source in sources] == [
        (1, "org.yaml", FACT.text),
        (2, "a.md", CHUNK.text),
    ]


def test_a_list_is_marked_at_its_first_line(guide: TreeGuide) -> None:
    text, _ = told_with_sources(guide, TreeAnswer("It has:\n- A\n- B", (FACT,), ()), lambda _: [CHUNK])
    assert text == "It has: [1] [2]\n- A\n- B"


def test_without_documents_the_tree_is_the_only_source(guide: TreeGuide) -> None:
    text, sources = told_with_sources(guide, TreeAnswer(FACT.text, (FACT,), ()), no_passages)
    assert (text, len(sources)) == (f"{FACT.text} [1]", 1)


def test_documents_that_cannot_be_searched_take_nothing_from_the_answer(guide: TreeGuide) -> None:
    def broken(_: str) -> Sequence[Chunk]:
        raise OSError("the disk is gone")

    assert len(told_with_sources(guide, TreeAnswer(FACT.text, (FACT,), ()), broken)[1]) == 1


def test_a_refusal_and_a_question_back_have_no_sources(guide: TreeGuide) -> None:
    asking = TreeAnswer("Which?", (FACT,), (), candidates=(Entity("fin", "Finance Division", "division"),))
    for told in (asking, TreeAnswer("None.", (FACT,), (), refused=True)):
        assert told_with_sources(guide, told, lambda _: [CHUNK]) == (told.text, ())
