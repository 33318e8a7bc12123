"""Group 1: names."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from ingest.decoding import MISLEADING
from tests.hostile import names
from tests.hostile.files import Site
from tests.hostile.trial import run_trial, snapshot, taken_in
from trag.settings import load_settings
from trag.workspace import Workspace


def test_hostile_names_are_names_and_nothing_else(site: Site) -> None:
    outcomes = run_trial(site, names.on_disk(), 60)
    assert not [name for name in outcomes if MISLEADING.search(name)]


def test_links_pipes_and_devices_are_no_documents(site: Site) -> None:
    folder = site.root / "documents"
    (folder / "in").mkdir(parents=True)
    (folder / "good.md").write_text("# Leave\n\nTwenty days.")
    (folder / "outside.md").symlink_to(site.secret)
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "nowhere.md").symlink_to(folder / "missing.md")
    (folder / "in" / "up").symlink_to(folder)
    (folder / "out").symlink_to(site.root / "home")
    os.mkfifo(folder / "pipe.md")
    (site.root / "home" / "theirs.md").write_text("theirs")
    before = snapshot(site.root)
    with Workspace(load_settings(site.root / "data", llm="fake", embedder="fake")) as workspace:
        assert [(event.file, event.status) for event in taken_in(workspace, folder)] == [("good.md", "new")]
    assert snapshot(site.root) == before


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
def test_hostile_names_of_uploads_stay_in_the_data_folder(site: Site, again: bool) -> None:
    before = snapshot(site.root)
    with Workspace(load_settings(site.root / "data", llm="fake", embedder="fake")) as workspace:
        for _ in range(1 + again):
            sent = [(name, BytesIO(f"# {index}\n\nText.".encode())) for index, name in enumerate(names.SENT)]
            assert list(workspace.jobs.follow(workspace.jobs.upload(sent).id))
        assert sorted(document.file for document in workspace.documents()) == sorted(names.SENT.values())
        assert [check for check in workspace.verify() if check.state != "ok"] == []
        uploads = site.root / "data" / "uploads"
        kept = [path for path in uploads.rglob("*") if path.is_file()]
        assert all(path.resolve().is_relative_to(uploads.resolve()) for path in kept)
        assert len(kept) == len(names.SENT)
    assert snapshot(site.root) == before


def test_a_name_that_no_disk_takes_is_no_folder(site: Site) -> None:
    from trag.errors import DocumentError

    with Workspace(load_settings(site.root / "data", llm="fake", embedder="fake")) as workspace:
        for name in ("n" * 300, "d/" * 3000, "nul\x00byte", "half\ud800"):
            with pytest.raises(DocumentError):
                taken_in(workspace, Path(name))
