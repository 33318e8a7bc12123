"""Over a real data folder, with the fake embedder."""

from collections.abc import Iterator

import pytest

from eval.evidence_trials import Trial, trials_of
from eval.left_out import Elsewhere, OtherVectors, OtherWords
from trag.engines.fakes import FakeEmbedder
from trag.engines.keyword import Fts5KeywordIndex
from trag.questions.cases import Case
from trag.settings import load_settings
from trag.workspace import Workspace

TREE = """
name: Harbour Office
kind: office
id: office
children:
  - {id: pilots, name: Pilot Service, kind: unit, people: [{name: Ada Reef, role: Chief}]}
"""
DOCUMENTS = {
    "fees.md": "# Fees\n\nThe mooring fee is 40 euros a night for small boats.\n",
    "notice.md": "# Notice\n\nFrom May on the mooring fee a night is 40 euros, paid at the gate.\n",
    "fines.md": "# Fines\n\nWhoever leaves nets in the lock pays 40 euros.\n",
    "tides.md": "# Tides\n\nHigh water opens the lock gates for 90 minutes.\n",
}
FEE = Case.model_validate(
    {
        "id": "fee",
        "question": "What is the mooring fee a night?",
        "answer": "40 euros",
        "type": "document",
        "must_include": [["40"]],
        "evidence": [{"file": "fees.md", "quote": "The mooring fee is 40 euros a night"}],
    }
)


def case(**changes: object) -> Case:
    return Case.model_validate(FEE.model_dump() | changes)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("trials")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text)
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as opened:
        list(opened.ingest(folder / "documents"))
        opened.import_tree(TREE, "org.yaml")
        yield opened


def of(origin: str, made: tuple[Trial, ...]) -> Trial:
    return next(trial for trial in made if trial.origin == origin)


def test_a_document_question_is_asked_again_without_its_documents(workspace: Workspace) -> None:
    made = trials_of([FEE], workspace)
    assert [trial.origin for trial in made.usable] == ["answerable", "left out"]
    there, gone = of("answerable", made.usable), of("left out", made.usable)
    assert there.group == gone.group == "fees.md"
    assert gone.signals.nearness < there.signals.nearness - 0.3


def test_passages_elsewhere_that_hold_the_answer_go_too_but_not_the_same_number(workspace: Workspace) -> None:
    found = Elsewhere(workspace).pipeline(FEE).search(FEE.question)
    assert {scored.chunk.file for scored in found} == {"fines.md", "tides.md"}


def test_the_index_itself_loses_nothing(workspace: Workspace) -> None:
    trials_of([FEE], workspace)
    assert workspace.pipeline.search(FEE.question)[0].chunk.file in ("fees.md", "notice.md")


@pytest.mark.parametrize(
    "changes", [{"evidence": ()}, {"evidence": ({"file": "gone.md", "quote": "The mooring fee"},)}]
)
def test_a_case_whose_documents_are_unknown_is_asked_once(
    workspace: Workspace, changes: dict[str, object]
) -> None:
    made = trials_of([case(**changes)], workspace)
    assert [trial.origin for trial in made.usable] == ["answerable"]


def test_what_the_tree_answers_and_names_nobody_knows_are_left_aside(workspace: Workspace) -> None:
    told = case(id="chief", question="Who is the chief of the Pilot Service?", type="entity_simple")
    unknown = case(id="q", question="who leads the Quantum Office?", type="unanswerable", must_include=())
    plain = case(id="u", question="which hotel hosts the dinner?", type="unanswerable", must_include=())
    made = trials_of([told, unknown, plain], workspace)
    assert [trial.origin for trial in made.usable] == ["unanswerable"]
    assert made.others == 2
    assert made.count("unanswerable") == 1


def test_as_many_candidates_come_back_as_without_leaving_any_out(workspace: Workspace) -> None:
    ids = sorted(workspace.catalog.chunk_ids())
    vector = FakeEmbedder().embed([FEE.question])[0]
    for left_out in (ids[:1], ids[:3], ids):
        found = OtherVectors(workspace.store, left_out).search(vector, 1)
        assert [one[0] in left_out for one in found] == [False] * min(1, len(ids) - len(left_out))
    words = OtherWords(Fts5KeywordIndex(workspace.catalog), ids[:3]).search("the lock fee", 2)
    assert [chunk_id for chunk_id, _ in words] == ids[3:]
