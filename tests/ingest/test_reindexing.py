"""A change of embedder: the old index answers until the new one is whole. Real MiniLM, real Chroma."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import reconcile
from ingest.index import COLLECTION, configured_index
from trag.errors import IndexMismatchError
from trag.settings import load_settings
from trag.types import Answer, Done, IndexMade, PassagesEmbedded
from trag.workspace import Workspace

Open = Callable[[str], Workspace]
QUESTION = "How many weeks is parental leave?"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    (folder / "travel.md").write_text("# Travel\n\nA travel claim must be filed within 14 days.\n")
    return folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    workspaces: list[Workspace] = []

    def open_with(embedder: str) -> Workspace:
        for workspace in workspaces:
            workspace.close()
        workspaces.append(Workspace(load_settings(tmp_path / "data", llm="fake", embedder=embedder)))
        return workspaces[-1]

    yield open_with
    for workspace in workspaces:
        workspace.close()


def answer(workspace: Workspace, question: str = QUESTION) -> Answer:
    done = list(workspace.stream(question))[-1]
    assert isinstance(done, Done)
    return done.answer


def test_the_old_index_answers_until_the_new_one_is_made(opened: Open, documents: Path) -> None:
    list(opened("fake").ingest(documents))
    workspace = opened("minilm")
    assert workspace.embedder.dimension == 64
    assert "16 weeks" in answer(workspace).text
    for event in workspace.reindex():
        assert "16 weeks" in answer(workspace).text
        made = event
    assert isinstance(made, IndexMade)
    assert made.passages == workspace.catalog.chunk_count() == len(workspace.store.ids())
    assert workspace.embedder.dimension == 384
    assert "16 weeks" in answer(workspace).text


def test_the_vectors_of_the_old_index_are_gone_after_the_switch(opened: Open, documents: Path) -> None:
    first = opened("fake")
    list(first.ingest(documents))
    old = first.index.collection
    workspace = opened("minilm")
    list(workspace.reindex())
    assert workspace.catalog.stamp(COLLECTION) == workspace.index.collection != old
    again = opened("fake")
    assert configured_index(again.settings).store.ids() == set()
    assert "16 weeks" in answer(again).text  # with MiniLM's, which is in force


def test_a_stopped_reindex_changes_nothing_and_goes_on_where_it_was(
    opened: Open, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "BATCH", 1)
    list(opened("fake").ingest(documents))
    workspace = opened("minilm")
    events = iter(workspace.reindex())
    begun = next(events)
    assert isinstance(begun, PassagesEmbedded)
    assert (begun.done, begun.total) == (1, 2)
    events.close()  # type: ignore[attr-defined]
    workspace = opened("minilm")
    assert workspace.embedder.dimension == 64
    first, *_ = workspace.reindex()
    assert isinstance(first, PassagesEmbedded)
    assert first.done == 2


def test_documents_may_come_and_go_while_an_index_is_made(
    opened: Open, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "BATCH", 1)
    list(opened("fake").ingest(documents))
    workspace = opened("minilm")
    events = workspace.reindex()
    next(events)
    (documents / "pets.md").write_text("# Pets\n\nDogs may come on Fridays.\n")
    (documents / "travel.md").write_text("# Travel\n\nA travel claim must be filed within 30 days.\n")
    list(workspace.ingest(documents))
    list(events)
    assert workspace.store.ids() == workspace.catalog.chunk_ids()
    assert "Fridays" in answer(workspace, "When may dogs come?").text
    assert "30 days" in answer(workspace, "When must a travel claim be filed?").text


def test_an_index_whose_embedder_is_gone_is_made_anew(opened: Open, documents: Path) -> None:
    first = opened("fake")
    list(first.ingest(documents))
    first.catalog.set_stamp("embedder", "lost (128)")
    workspace = opened("fake")
    with pytest.raises(IndexMismatchError, match=r"lost \(128\), which is not here") as caught:
        answer(workspace)
    assert "trag reindex" in str(caught.value.hint)
    assert ("Answers", "problem") in [(check.name, check.state) for check in workspace.checks()]
    list(workspace.reindex())
    assert "16 weeks" in answer(workspace).text


def test_an_empty_folder_takes_whatever_embedder_is_configured(opened: Open, documents: Path) -> None:
    first = opened("fake")
    list(first.reindex())
    workspace = opened("minilm")
    list(workspace.ingest(documents))
    assert workspace.embedder.dimension == 384
    assert "16 weeks" in answer(workspace).text
