"""Backups of a folder that is in use: of one moment, whatever is done meanwhile."""

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from api.administration import add_administration
from api.app import create_app
from tests.api.live import running
from tests.trag.backups.folders import answers, backed_up, is_well, opened, write
from trag.backups.keeping import keep
from trag.backups.opening import Opened
from trag.backups.restoring import restore
from trag.client import Client
from trag.errors import ApiError, BackupError, DiskFullError, ForbiddenError, TragError
from trag.types.accounts import NewKey, NewUser
from trag.workspace import Workspace

KEY = "key-of-the-owner-0123456789"


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece of an archive is a step, so that a change can come between any two."""
    monkeypatch.setattr("trag.backups.archive.STEP", 1)


def interrupted(blocks: Iterator[bytes], after: int, change: Callable[[], object]) -> Iterator[bytes]:
    yield from islice(blocks, after)
    change()
    yield from blocks


def change_much(workspace: Workspace, documents: Path) -> None:
    """One document goes, one is another now, one is new, and one more person may read."""
    kept = (documents / "travel.md").read_text()
    write(documents, "travel.md", "# Travel\n\nEverybody flies first class.\n")
    write(documents, "new.md", "# New\n\nThe canteen opens at eight.\n")
    list(workspace.ingest(documents))
    write(documents, "travel.md", kept)
    (documents / "new.md").unlink()
    workspace.delete(["leave.md"])
    workspace.accounts.add_user(NewUser("bob", "reader"))


def change_little(workspace: Workspace, documents: Path) -> None:
    """The same without a document that is new or another now, for which a parser would have to start."""
    workspace.delete(["leave.md"])
    workspace.accounts.add_user(NewUser("bob", "reader"))


Changes = Callable[[Workspace, Path], None]
AFTERWARDS: dict[Changes, dict[str, int]] = {
    change_much: {"travel.md": 2, "new.md": 1},
    change_little: {"travel.md": 1},
}


def is_of_one_moment(first: Path, place: Path, after: int, change: Changes) -> bool:
    """True if what was changed after so many steps of a backup is in it as a whole; False if none is."""
    shutil.copytree(first / "data", place / "data")
    with opened(place / "data") as workspace:
        before = {one.file: one.version for one in workspace.documents()}
        blocks = workspace.administration.backups.make()
        changed = interrupted(blocks, after, lambda: change(workspace, first / "documents"))
        keep(changed, place / "b.tar")
        assert is_well(workspace)
    restore(place / "b.tar", place / "new")
    with opened(place / "new") as restored:
        answers(restored)  # vectors that were gone are made again
        assert is_well(restored)
        found = {one.file: one.version for one in restored.documents()}
        has_bob = any(user.name == "bob" for user in restored.accounts.users())
    assert found == (AFTERWARDS[change] if has_bob else before)
    return has_bob


def steps_of(first: Path) -> int:
    with opened(first / "data") as workspace:
        return sum(1 for _ in workspace.administration.backups.make())


def test_a_change_before_the_moment_is_wholly_in_and_one_after_it_wholly_out(
    first: Path, tmp_path: Path
) -> None:
    assert is_of_one_moment(first, tmp_path / "begun", 1, change_little)
    assert not is_of_one_moment(first, tmp_path / "ending", steps_of(first) // 2, change_little)


@pytest.mark.slow
def test_a_change_at_any_moment_is_wholly_in_or_wholly_out(first: Path, tmp_path: Path) -> None:
    steps = steps_of(first)
    seen = [
        is_of_one_moment(first, tmp_path / str(after), after, change_much)
        for after in range(1, steps, steps // 8)
    ]
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {True, False}


def test_a_document_whose_file_somebody_took_away_is_told(data: Path, tmp_path: Path) -> None:
    with opened(data) as workspace:
        (leave,) = workspace.documents("leave")
        original = workspace.original(leave.id)
        assert original is not None
        original.unlink()
        archive = backed_up(workspace, tmp_path / "b.tar")
    assert Opened(archive).manifest.missing_originals == [original.name]
    assert restore(archive, tmp_path / "new").missing_originals == 1


def test_a_backup_is_remembered_when_it_came_to_its_end(data: Path, tmp_path: Path) -> None:
    with opened(data) as workspace:
        had = len(workspace.administration.backups.all())
        next(workspace.administration.backups.make())
        assert len(workspace.administration.backups.all()) == had
        archive = backed_up(workspace, tmp_path / "b.tar")
        newest, *others = workspace.administration.backups.all()
        assert (newest.bytes, newest.documents, newest.passages) == (archive.stat().st_size, 2, 2)
        assert len(others) == had


def test_through_the_server_it_is_the_same_and_nobody_but_an_admin_gets_it(
    data: Path, tmp_path: Path
) -> None:
    with opened(data) as workspace:
        before = answers(workspace)
        app = create_app(workspace, owner_key=KEY)
        add_administration(app, workspace.administration)
        workspace.accounts.add_user(NewUser("eve", "editor"))
        key = workspace.accounts.create_key(NewKey("eve", "x", "editor")).token
        with running(app) as url:
            client, stranger = Client(url, KEY), Client(url, key)
            keep(client.administration.backups.make(), tmp_path / "b.tar")
            assert client.administration.backups.all() == workspace.administration.backups.all()
            for ask in (
                stranger.administration.backups.all,
                lambda: next(stranger.administration.backups.make()),
            ):
                with pytest.raises((ForbiddenError, ApiError)):
                    ask()
            client.close()
            stranger.close()
        assert workspace.administration.audit.page()[0].act in {
            "backup made",
            "GET /v1/backups",
            "POST /v1/backups",
        }
    restore(tmp_path / "b.tar", tmp_path / "new")
    with opened(tmp_path / "new") as restored:
        assert answers(restored) == before


# Files


def test_nothing_stays_of_a_backup_that_was_cut_off(tmp_path: Path) -> None:
    def cut_off(error: BaseException) -> Iterator[bytes]:
        yield b"the beginning"
        raise error

    for error in (KeyboardInterrupt(), BackupError("no"), ApiError("gone", code="unreachable", status=0)):
        with pytest.raises(type(error)):
            keep(cut_off(error), tmp_path / "b.tar")
        assert list(tmp_path.iterdir()) == []


def test_what_is_not_whole_gets_no_name(first: Path, tmp_path: Path) -> None:
    whole = (first / "monday.tar").read_bytes()
    with pytest.raises(BackupError):
        keep([whole[: len(whole) // 2]], tmp_path / "b.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    mine = write(tmp_path, "b.tar", "mine")
    with pytest.raises(BackupError, match="is there already"):
        keep([b"x"], mine)
    assert mine.read_text() == "mine"


def test_a_disk_that_is_full_is_told_and_keeps_nothing(first: Path, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "full"
    target.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(DiskFullError, match="there is no backup"):
            keep(iter([(first / "monday.tar").read_bytes()]), target / "b.tar")
        with pytest.raises(TragError):
            restore(first / "monday.tar", target / "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(target.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="can't be written"):
        keep([b"x"], tmp_path / "nowhere" / "b.tar")


def test_another_user_of_the_machine_never_sees_a_byte(first: Path, tmp_path: Path) -> None:
    modes: list[int] = []

    def watched() -> Iterator[bytes]:
        for block in [(first / "monday.tar").read_bytes()]:
            modes.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())
            yield block

    before = os.umask(0)
    try:
        keep(watched(), tmp_path / "b.tar")
    finally:
        os.umask(before)
    assert modes == [0o600]
    assert (tmp_path / "b.tar").stat().st_mode & 0o777 == 0o600
