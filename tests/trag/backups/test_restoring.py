"""What is restored elsewhere is what was there: the same answers, the same people, nothing half."""

from pathlib import Path

import pytest

from tests.trag.backups.folders import SECRET, answers, backed_up, is_well, opened, write
from trag.backups.archive import FOLDERS
from trag.backups.restoring import restore
from trag.catalog.access import groups_of
from trag.errors import BackupError, DataFolderError

# What a backup holds in another form, and what is made anew or lasts no longer than a process.
TAKEN = {*FOLDERS, "catalog.sqlite", "vectors", "originals", "trag.toml"}
NOT_TAKEN = {"pages", "unpacked", "owner.lock", "owner.json", "catalog.sqlite-wal", "catalog.sqlite-shm"}


def test_the_same_questions_get_the_same_answers_elsewhere_without_the_first_folder(
    tmp_path: Path, data: Path
) -> None:
    with opened(data) as workspace:
        before = answers(workspace)
        archive = backed_up(workspace, tmp_path / "monday.tar")
    data.rename(tmp_path / "lost")
    told = restore(archive, tmp_path / "else" / "where")
    assert (told.documents, told.passages, told.vectors, told.missing_originals) == (2, 2, 2, 0)
    with opened(tmp_path / "else" / "where") as restored:
        assert is_well(restored)  # before anything could have been mended
        assert answers(restored) == before
        assert is_well(restored)


def test_vectors_are_those_that_were_and_stand_in_the_classes_of_their_documents(
    tmp_path: Path, data: Path
) -> None:
    with opened(data) as workspace:
        ids = sorted(workspace.catalog.chunk_ids())
        vectors, classes = workspace.store.vectors(ids), workspace.store.classes()
        restore(backed_up(workspace, tmp_path / "b.tar"), tmp_path / "new")
    with opened(tmp_path / "new") as restored:
        assert {n: ids for n, ids in restored.store.classes().items() if ids} == {
            n: ids for n, ids in classes.items() if ids
        }
        assert {one: vector.tobytes() for one, vector in restored.store.vectors(ids).items()} == {
            one: vector.tobytes() for one, vector in vectors.items()
        }


def test_people_groups_keys_conversations_and_feedback_are_there_and_nobody_is_logged_in(
    tmp_path: Path, data: Path, archive: Path
) -> None:
    restore(archive, tmp_path / "new")
    with opened(data) as first, opened(tmp_path / "new") as restored:
        assert restored.accounts.users() == first.accounts.users()
        assert restored.accounts.keys() == first.accounts.keys()
        assert restored.conversations.page() == first.conversations.page()
        assert restored.conversations.feedback() == first.conversations.feedback()
        assert restored.tree() == first.tree()
        (leave,) = restored.documents("leave")
        assert groups_of(restored.catalog, leave.id) == ("hr",)
        with restored.catalog.engine.connect() as connection:
            assert not connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar()


def test_numbers_that_were_given_are_not_given_again(tmp_path: Path, data: Path) -> None:
    with opened(data) as workspace:
        workspace.accounts.revoke_key(1)
        restore(backed_up(workspace, tmp_path / "b.tar"), tmp_path / "new")
    with opened(tmp_path / "new") as restored, restored.catalog.engine.connect() as connection:
        last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'api_keys'")
        assert last.scalar_one() == 1


def test_secrets_stay_where_they_are(tmp_path: Path, archive: Path) -> None:
    assert SECRET.encode() not in archive.read_bytes()
    assert restore(archive, tmp_path / "new").settings_left_out == ("api_key",)
    assert (tmp_path / "new" / "trag.toml").read_text() == "answer_tokens = 300\n"


def test_runs_uploads_and_the_audit_log_come_along_and_what_is_unfinished_does_not(
    tmp_path: Path, data: Path
) -> None:
    with opened(data) as workspace:
        for name in ("eval/a/run.json", "eval-cases/owner/mine.jsonl", "uploads/0123/räport.md"):
            write(data, name, name)
        write(data, "uploads/.half.part", "half")
        write(data, "audit/2026-01-01.jsonl", "{}\n")
        restore(backed_up(workspace, tmp_path / "b.tar"), tmp_path / "new")
    new = tmp_path / "new"
    assert (new / "uploads/0123/räport.md").read_text() == "uploads/0123/räport.md"
    assert (new / "audit/2026-01-01.jsonl").read_text() == "{}\n"
    assert (new / "eval/a/run.json").exists()
    assert (new / "eval-cases/owner/mine.jsonl").exists()
    assert not (new / "uploads/.half.part").exists()


def test_it_is_decided_for_all_of_a_used_folder_if_a_backup_holds_it(data: Path) -> None:
    with opened(data) as workspace:
        there = {path.name for path in workspace.settings.data.iterdir()}
    assert there <= TAKEN | NOT_TAKEN


def test_nobody_else_may_read_the_archive_or_the_restored_folder(tmp_path: Path, archive: Path) -> None:
    restore(archive, tmp_path / "new")
    assert archive.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_folder_with_anything_in_it_is_left_as_it_is(tmp_path: Path, archive: Path) -> None:
    kept = write(tmp_path / "new", "note.txt", "mine")
    with pytest.raises(DataFolderError, match="is not empty"):
        restore(archive, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == [kept.name]


def test_an_empty_folder_and_one_on_a_mounted_disk_are_filled(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, is_mount in (("empty", False), ("mounted", True)):
        folder = tmp_path / name
        folder.mkdir()
        place = folder.stat().st_ino
        monkeypatch.setattr(Path, "is_mount", lambda self, is_mount=is_mount: is_mount)
        restore(archive, folder)
        assert (folder.stat().st_ino == place) is is_mount
        assert {path.name for path in folder.iterdir()} >= {"catalog.sqlite", "originals", "vectors"}
        with opened(folder) as restored:
            assert is_well(restored)


def test_an_archive_of_an_older_schema_is_brought_forward(tmp_path: Path, archive: Path) -> None:
    from tests.trag.backups.archives import rewritten

    def older(manifest: dict[str, object]) -> None:
        manifest["schema"] = "0005"
        for table in ("users", "groups", "group_members", "api_keys"):
            manifest["tables"].pop(table)  # type: ignore[attr-defined]
        manifest["counters"].pop("api_keys")  # type: ignore[attr-defined]

    left_out = ("catalog/users/", "catalog/groups/", "catalog/group_members/", "catalog/api_keys/")
    restore(rewritten(archive, tmp_path / "old.tar", older, left_out=left_out), tmp_path / "new")
    with opened(tmp_path / "new") as restored:
        assert is_well(restored)
        assert restored.accounts.users() == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, archive: Path) -> None:
    from tests.trag.backups.archives import rewritten

    def huge(manifest: dict[str, object]) -> None:
        name = next(one for one in manifest["members"] if one.startswith("catalog/chunks"))  # type: ignore[attr-defined]
        manifest["members"][name][2] = 10**18  # type: ignore[index]

    with pytest.raises(DataFolderError, match="needs up to"):
        restore(rewritten(archive, tmp_path / "huge.tar", huge), tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["huge.tar"]


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no file"):
        restore(tmp_path / "none.tar", tmp_path / "new")
    with pytest.raises(BackupError, match="is no backup of trag"):
        restore(write(tmp_path, "letter.tar", "Dear all, " * 200), tmp_path / "new")
    assert not (tmp_path / "new").exists()
