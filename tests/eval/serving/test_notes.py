from pathlib import Path

import pytest

from eval.serving.notes import FILE, RunNote, read_note, write_note
from trag.errors import RunError
from trag.types import OWNER, Caller

FINANCE = frozenset({"finance"})
ADA = Caller("user:ada", "Ada", "editor", FINANCE)


def caller(groups: frozenset[str] | None, role: str = "editor", id_: str = ADA.id) -> Caller:
    return Caller(id_, "Somebody", role, groups)  # type: ignore[arg-type]


def test_a_note_comes_back_as_it_was(tmp_path: Path) -> None:
    note = RunNote(ADA, "failed", "staff", "The model is gone.", 2.5, "2026-01-01T00:00:00+00:00")
    write_note(tmp_path, note)
    assert read_note(tmp_path) == note
    write_note(tmp_path, RunNote(OWNER, "running"))
    assert read_note(tmp_path) == RunNote(OWNER, "running")


def test_a_run_of_the_command_line_has_no_note(tmp_path: Path) -> None:
    assert read_note(tmp_path) is None


def test_a_broken_note_is_no_note_of_the_owner(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"caller"')
    with pytest.raises(RunError):
        read_note(tmp_path)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (ADA, True),
        (caller(FINANCE | {"legal"}), True),
        (caller(None), True),
        (caller(frozenset()), False),
        (caller(frozenset({"legal"})), False),
        (caller(FINANCE, id_="user:bo"), False),
        (caller(None, id_="user:bo"), False),
        (caller(None, "admin", "user:bo"), True),
        # An admin's key that was limited to some groups reads no more than those.
        (caller(FINANCE, "admin", "user:bo"), False),
        (OWNER, True),
    ],
)
def test_a_run_is_for_its_caller_while_they_read_as_much_and_for_admins(who: Caller, sees: bool) -> None:
    assert RunNote(ADA, "finished").is_for(who) is sees


def test_who_lost_the_right_to_read_all_sees_their_old_runs_no_more() -> None:
    assert not RunNote(caller(None, "admin"), "finished").is_for(ADA)
