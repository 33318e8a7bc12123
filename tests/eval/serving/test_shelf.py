from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.evaluation import runs_folder
from eval.manifest import Manifest
from eval.runs.folder import RunFolder
from eval.serving.notes import FILE, RunNote, write_note
from eval.serving.shelf import checked_name, remove, run_id, run_of, runs_of
from trag.errors import RunError
from trag.questions.cases import Case
from trag.types import OWNER, Caller

ADA = Caller("user:ada", "Ada", "editor", None)
BO = Caller("user:bo", "Bo", "editor", None)
CASE = Case(id="c", question="Who?", answer="A", type="document", must_include=(("A",),))


def put(data: Path, name: str, caller: Caller | None, created_at: str = "2026-01-01T00:00:00+00:00") -> str:
    manifest = Manifest(name, "questions", "context", ("t-rag",), "q.jsonl", "v", created_at)
    folder = RunFolder.create(runs_folder(data) / name, manifest, [CASE])
    if caller:
        write_note(folder.path, RunNote(caller, "finished"))
    return name


@given(st.text(max_size=90))
def test_a_name_that_is_kept_is_one_file_and_nothing_else(name: str) -> None:
    try:
        checked_name(name)
    except RunError:
        return
    assert Path(name).name == name
    assert name.isascii()
    assert not name.startswith(".")


@given(
    st.text(alphabet="ab-._~", min_size=1, max_size=12), st.text(alphabet="ab-._~", min_size=1, max_size=12)
)
def test_two_callers_never_share_an_id(one: str, other: str) -> None:
    ids = []
    for name, caller in ((one, ADA), (other, BO), (other, OWNER)):
        try:
            ids.append(run_id(name, caller))
        except RunError:
            return
    assert len(set(ids)) == 3


def test_runs_are_the_newest_first_without_those_of_others(tmp_path: Path) -> None:
    put(tmp_path, "old", ADA, "2026-01-01T00:00:00+00:00")
    put(tmp_path, "new", ADA, "2026-01-02T00:00:00+00:00")
    put(tmp_path, "others", BO)
    put(tmp_path, "by-command", None)
    assert [run.id for run in runs_of(tmp_path, ADA)] == ["new", "old"]
    assert len(runs_of(tmp_path, OWNER)) == 4
    assert run_of(tmp_path, "others", ADA) is None
    assert run_of(tmp_path, "by-command", ADA) is None


def test_a_run_of_the_command_line_is_whole_or_cut_off(tmp_path: Path) -> None:
    put(tmp_path, "by-command", None)
    run = run_of(tmp_path, "by-command", OWNER)
    assert run is not None
    assert (run.note.caller, run.note.state) == (OWNER, "interrupted")


def test_a_run_with_a_broken_note_is_nobodys(tmp_path: Path) -> None:
    put(tmp_path, "broken", ADA)
    (runs_folder(tmp_path) / "broken" / FILE).write_text("{")
    assert runs_of(tmp_path, OWNER) == []
    assert run_of(tmp_path, "broken", ADA) is None


@pytest.mark.parametrize("identity", ["..", ".", "", "../eval/mine", "mine/", "mine\x00", "/etc", "a" * 5000])
def test_an_id_is_never_a_path(tmp_path: Path, identity: str) -> None:
    put(tmp_path, "mine", ADA)
    assert run_of(tmp_path, identity, ADA) is None


def test_a_run_that_is_removed_leaves_nothing(tmp_path: Path) -> None:
    put(tmp_path, "mine", ADA)
    run = run_of(tmp_path, "mine", ADA)
    assert run is not None
    remove(run)
    assert list(runs_folder(tmp_path).iterdir()) == []
