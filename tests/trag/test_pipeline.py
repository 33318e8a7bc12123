"""The question path on a small organisation: real catalog, tree and checks, a scripted model."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from trag.catalog.catalog import Catalog, Revision
from trag.engines.fakes import FakeEmbedder, FakeGenerator
from trag.engines.keyword import Fts5KeywordIndex
from trag.engines.memory_store import MemoryVectorStore
from trag.pipeline import PipelineOptions, QuestionPipeline
from trag.protocols import TextStream
from trag.refusals import MARKER, WITH_TREE, WITHOUT_TREE
from trag.retrieval.retriever import Retriever
from trag.supporting import ClassPassageFinder
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.types import (
    Answer,
    AnswerEvent,
    Chunk,
    Document,
    Done,
    EntitiesFound,
    Message,
    Queued,
    SourcesFound,
    Token,
    Turn,
    Verification,
)

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
    aliases: [FD]
    people: [{name: Ana Torres, role: Director}]
    children:
    - {id: pay, name: Payroll Section, kind: section}
    - {id: bud, name: Budget Section, kind: section}
    - {id: tre, name: Treasury Section, kind: section}
  - id: log
    name: Logistics Division
    kind: division
    people: [{name: Bo Lind, role: Director}]
"""
LEAVE = "Parental leave is 16 weeks. The line manager approves it within 5 days."
TRAVEL = "A travel claim must be filed within 14 days. Claims over 500 dollars go to the Finance Division."


class Setup:
    """A pipeline whose model says what the test enqueues."""

    def __init__(self, folder: Path, *, tree: str = TREE) -> None:
        catalog, store, embedder = Catalog(folder / "catalog.sqlite"), MemoryVectorStore(), FakeEmbedder()
        for number, text in enumerate((LEAVE, TRAVEL)):
            chunk = Chunk(f"c{number}", f"d{number}", f"{number}.md", text, ("Policy",), number + 1)
            document = Document(
                f"d{number}", f"{number}.md", "Policy", "md", 1, 10, "2026-01-01T00:00:00+00:00"
            )
            catalog.put_document(Revision(document, "/folder", str(number)), [chunk])
            store.add([chunk], embedder.embed([chunk.embedded_text]))
        self.catalog = catalog
        self.model = FakeGenerator()
        retriever = Retriever(catalog, embedder, store, Fts5KeywordIndex(catalog))
        guide = TreeGuide(load_organisation(tree, "org.yaml")) if tree else None
        self.pipeline = QuestionPipeline(
            lambda: retriever, self.model, lambda: guide, PipelineOptions(400, 100)
        )

    def ask(self, question: str, says: str = "", history: tuple[Turn, ...] = ()) -> list[AnswerEvent]:
        if says:
            self.model.enqueue(says)
        return list(self.pipeline.stream(question, history))

    def answer(self, question: str, says: str = "") -> Answer:
        done = self.ask(question, says)[-1]
        assert isinstance(done, Done)
        return done.answer


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    made = Setup(tmp_path)
    yield made
    made.catalog.close()


@pytest.fixture
def without_tree(tmp_path: Path) -> Iterator[Setup]:
    made = Setup(tmp_path, tree="")
    yield made
    made.catalog.close()


def test_an_answer_cites_the_passage_that_carries_it(setup: Setup) -> None:
    answer = setup.answer("How long is parental leave?", "Parental leave is 16 weeks.")
    assert answer.text.startswith("Parental leave is 16 weeks. [")
    quote = "Parental leave is 16 weeks."
    assert [(c.file, c.page, c.quote) for c in answer.citations] == [("0.md", 1, quote)]
    assert (answer.refused, answer.answered_by) == (False, "model")


def test_a_source_cited_twice_is_quoted_for_both(setup: Setup) -> None:
    says = "Parental leave is 16 weeks. The line manager approves it within 5 days."
    answer = setup.answer("How long is parental leave?", says)
    assert [citation.quote for citation in answer.citations] == [LEAVE]


def test_the_events_come_in_their_order(setup: Setup) -> None:
    kinds = [type(event) for event in setup.ask("How long is parental leave?", "Parental leave is 16 weeks.")]
    assert kinds == [EntitiesFound, SourcesFound, Queued, Token, Verification, Done]


def test_the_tokens_are_the_answer(setup: Setup) -> None:
    events = setup.ask("How long is leave?", "Parental leave is 16 weeks. The line manager approves it.")
    done = events[-1]
    assert isinstance(done, Done)
    assert "".join(event.text for event in events if isinstance(event, Token)).strip() == done.answer.text


def test_a_sentence_that_invents_a_name_is_never_shown(setup: Setup) -> None:
    events = setup.ask("How long is leave?", "Parental leave is 16 weeks. Only Hilda Wren may approve it.")
    shown = "".join(event.text for event in events if isinstance(event, Token))
    assert "Hilda" not in shown
    assert "16 weeks" in shown


def test_an_answer_of_nothing_but_inventions_becomes_a_refusal(setup: Setup) -> None:
    answer = setup.answer("Which hotel hosts the party?", "The Grand Palace Hotel hosts the party.")
    assert (answer.text, answer.refused, answer.answered_by, answer.citations) == (
        WITH_TREE,
        True,
        "none",
        (),
    )


@pytest.mark.parametrize("says", [MARKER, "The sources do not mention a hotel.", "I don't know. Perhaps 16."])
def test_a_model_that_does_not_know_is_a_refusal_without_citation(setup: Setup, says: str) -> None:
    answer = setup.answer("Which hotel hosts the party?", says)
    assert (answer.text, answer.refused, answer.citations) == (WITH_TREE, True, ())


def test_without_a_single_source_there_is_no_answer(setup: Setup) -> None:
    answer = setup.answer(
        "How does one file a claim?", "Filing goes by hand, post or van, as the days of travel go."
    )
    assert (answer.refused, answer.citations) == (True, ())


def test_a_sentence_without_a_source_waits_for_one_that_has_one(setup: Setup) -> None:
    says = "Filing goes by hand, post or van, as days go. A travel claim must be filed within 14 days."
    events = setup.ask("How does one file a claim?", says)
    verdicts = [event.verdict for event in events if isinstance(event, Verification)]
    assert verdicts == ["unchecked", "supported"]
    done = events[-1]
    assert isinstance(done, Done)
    assert done.answer.text.startswith("Filing goes by hand")


def test_each_sentence_of_the_tree_is_marked_by_its_own_fact(setup: Setup) -> None:
    answer = setup.answer("Who leads the division that the Payroll Section belongs to?")
    assert answer.answered_by == "tree"
    assert all(f"{c.quote} [{c.number}]" in answer.text for c in answer.citations)


def test_a_hierarchy_question_needs_no_model(setup: Setup) -> None:
    answer = setup.answer("Which sections does the Finance Division have?")
    assert answer.answered_by == "tree"
    assert all(name in answer.text for name in ("Payroll", "Budget", "Treasury"))
    assert [(c.file, c.page) for c in answer.citations] == [("org.yaml", None)]
    assert answer.entities == ("fin",)
    assert setup.model.asked == []


def test_an_answer_of_the_tree_also_cites_the_passage_that_says_it(setup: Setup) -> None:
    text = "The sections of the Finance Division are Payroll Section, Budget Section and Treasury Section."
    finding = _with_passages(setup, lambda *_: [Chunk("c9", "d9", "9.md", text)])
    done = list(finding.stream("Which sections does the Finance Division have?"))[-1]
    assert isinstance(done, Done)
    assert [(c.file, c.chunk_id) for c in done.answer.citations] == [("org.yaml", ""), ("9.md", "c9")]
    assert "[1] [2]" in done.answer.text


def test_an_answer_of_the_tree_needs_no_index(setup: Setup) -> None:
    def no_index() -> Retriever:
        raise AssertionError("the index was opened")

    setup.pipeline._retriever = no_index
    assert setup.answer("Which sections does the Finance Division have?").answered_by == "tree"


def _with_passages(setup: Setup, find: ClassPassageFinder) -> QuestionPipeline:
    made = setup.pipeline
    return QuestionPipeline(
        made._retriever, setup.model, made._guide, PipelineOptions(400, 100), find_passages=find
    )


def test_what_the_tree_does_not_list_is_a_refusal_without_citation(setup: Setup) -> None:
    answer = setup.answer("Which sections does the Logistics Division have?")
    assert (answer.refused, answer.answered_by, answer.citations) == (True, "none", ())


def test_a_claim_the_tree_denies_gives_way_to_the_trees_fact(setup: Setup) -> None:
    events = setup.ask(
        "How are travel claims of the Finance Division handled, and why?",
        "Claims over 500 dollars go to the Finance Division. "
        "The Payroll Section is part of the Logistics Division.",
    )
    shown = "".join(event.text for event in events if isinstance(event, Token))
    assert "part of the Logistics Division" not in shown
    assert "Finance Division" in shown
    assert "contradicted" in [event.verdict for event in events if isinstance(event, Verification)]


def test_without_a_tree_it_is_an_honest_plain_rag(without_tree: Setup) -> None:
    assert without_tree.answer("Who leads the Finance Division?", MARKER).text == WITHOUT_TREE
    answer = without_tree.answer("How long is parental leave?", "Parental leave is 16 weeks.")
    assert (answer.answered_by, answer.entities) == ("model", ())


def test_the_context_is_what_the_model_gets(setup: Setup) -> None:
    question = "How long is parental leave?"
    setup.ask(question, "Parental leave is 16 weeks.")
    context = setup.pipeline.context(question)
    assert context.text in setup.model.asked[0][-1].content
    assert context.tokens == setup.model.count_tokens(context.text)


def test_a_follow_up_is_made_to_stand_alone_first(setup: Setup) -> None:
    history = (Turn("Who leads the Finance Division?", "Ana Torres."),)
    setup.model.enqueue("Which sections does the Finance Division have?")
    done = setup.ask("And which sections does it have?", history=history)[-1]
    assert isinstance(done, Done)
    assert done.answer.answered_by == "tree"
    assert done.answer.question == "And which sections does it have?"


def test_passages_are_sought_with_the_stand_alone_question(setup: Setup) -> None:
    history = (Turn("How long is parental leave?", "Parental leave is 16 weeks."),)
    setup.model.enqueue("Who approves parental leave?")
    events = setup.ask("And who approves it?", "The line manager approves it within 5 days.", history)
    sources = next(event.sources for event in events if isinstance(event, SourcesFound))
    assert sources[0].quote == LEAVE


def test_a_question_that_stands_alone_is_not_rewritten(setup: Setup) -> None:
    history = (Turn("Who leads the Finance Division?", "Ana Torres."),)
    setup.ask("How many weeks does parental leave take?", "Parental leave is 16 weeks.", history)
    assert len(setup.model.asked) == 1


def test_leaving_in_the_middle_stops_the_model(setup: Setup) -> None:
    class Endless(FakeGenerator):
        stopped = False

        def generate(
            self,
            messages: Sequence[Message],
            *,
            max_tokens: int,
            schema: dict[str, Any] | None = None,
            scope: str = "",
        ) -> TextStream:
            try:
                while True:
                    yield "Parental leave is 16 weeks. "
            finally:
                self.stopped = True

    endless = Endless()
    setup.pipeline._generator = endless
    events = setup.pipeline.stream("How long is parental leave?")
    assert any(isinstance(event, Token) for event in events)
    events.close()  # type: ignore[attr-defined]
    assert endless.stopped


def test_an_empty_index_refuses_without_the_model(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "empty.sqlite")
    retriever = Retriever(catalog, FakeEmbedder(), MemoryVectorStore(), Fts5KeywordIndex(catalog))
    model = FakeGenerator()
    pipeline = QuestionPipeline(lambda: retriever, model, lambda: None, PipelineOptions())
    done = list(pipeline.stream("How long is parental leave?"))[-1]
    assert isinstance(done, Done)
    assert done.answer.refused
    assert model.asked == []
    catalog.close()
