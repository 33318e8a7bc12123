"""Records are on the disk soon, all of them at a normal end, and wait while the disk is full."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from trag.audit import AuditLog
from trag.audit.log import append
from trag.audit.reading import days_kept, file_of
from trag.types.auditing import AuditFilter, AuditRecord


def record(detail: str, time: str = "2026-11-23T10:00:00Z") -> AuditRecord:
    return AuditRecord(time, "asked", "owner", detail=detail)


def today() -> str:
    return datetime.now(UTC).isoformat()


def test_all_that_was_handed_over_is_there_after_the_end(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit", lambda: 100_000)

    def write(name: str) -> None:
        for number in range(200):
            log.write(record(f"{name}{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    log.close()
    found = AuditLog(tmp_path / "audit", lambda: 100_000).page(limit=1000)
    assert {one.detail for one in found} == {f"{name}{number}" for name in "abcd" for number in range(200)}
    for name in "abcd":
        own = [one.detail for one in found if one.detail.startswith(name)]
        assert own == [f"{name}{number}" for number in reversed(range(200))]


def test_a_reader_finds_what_was_just_written(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit", lambda: 100_000)
    for number in range(20):
        log.write(record(str(number)))
        assert log.page(limit=1)[0].detail == str(number)
    assert log.page(AuditFilter(act="deleted")) == []
    log.close()


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit")
    log.write(record("x", today()))
    log.close()
    (file,) = (tmp_path / "audit").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_files_whose_time_is_over_are_dropped(tmp_path: Path) -> None:
    now = datetime.now(UTC).date()
    for age in (0, 2, 30, 400):
        append(tmp_path, now - timedelta(days=age), [b"{}\n"])
    log = AuditLog(tmp_path, lambda: 30)
    log.flush()
    log.close()
    assert len(days_kept(tmp_path)) == 3


def test_records_wait_while_they_cannot_be_written_and_none_is_lost_or_doubled(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.write_text("a file where the folder should be")
    log = AuditLog(folder, lambda: 100_000)
    log.write(record("1"))
    log.flush()
    assert "can't be written" in log.problem
    (check,) = log.checks()
    assert check.state == "warning"
    assert "changes are refused" in check.hint
    folder.unlink()
    log.write(record("2"))
    log.close()
    assert [one.detail for one in AuditLog(folder, lambda: 100_000).page()] == ["2", "1"]


def test_a_line_that_a_crash_cut_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    day = date(2026, 11, 23)
    append(tmp_path, day, [b'{"time": "2026'])
    append(tmp_path, day, [b"whole\n"])
    assert file_of(tmp_path, day).read_bytes() == b'{"time": "2026\nwhole\n'


def test_a_log_that_works_says_so(tmp_path: Path) -> None:
    (check,) = AuditLog(tmp_path, lambda: 7).checks()
    assert (check.state, "7 days" in check.detail) == ("ok", True)
