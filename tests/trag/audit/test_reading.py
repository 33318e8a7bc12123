"""The log is read from its end, and nothing that stands there loses what came before."""

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from trag.audit.lines import LONGEST_LINE, line_of, record_of
from trag.audit.log import append
from trag.audit.reading import BLOCK, file_of, lines_backwards, newest_first
from trag.types.auditing import AuditedAnswer, AuditFilter, AuditRecord

DAY = date(2026, 11, 23)
ANY = AuditFilter()


def record(number: int, day: date = DAY, **values: object) -> AuditRecord:
    base = {"time": f"{day}T10:00:00.{number:06}Z", "act": "asked", "caller": "user:ada"}
    return AuditRecord(**{**base, "detail": str(number), **values})  # type: ignore[arg-type]


def details(folder: Path, wanted: AuditFilter = ANY, before: str = "") -> list[str]:
    return [found.detail for found in newest_first(folder, wanted, before)]


@given(end=st.binary(max_size=300))
def test_any_bytes_at_the_end_lose_no_earlier_record(end: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        append(folder, DAY, [line_of(record(number)) for number in range(3)])
        with file_of(folder, DAY).open("ab") as file:
            file.write(end)
        assert details(folder)[-3:] == ["2", "1", "0"]
        append(folder, DAY, [line_of(record(3))])
        found = details(folder)
        assert (found[0], found[-3:]) == ("3", ["2", "1", "0"])


@given(
    texts=st.lists(st.text(st.characters(), max_size=40), min_size=5, max_size=5),
    number=st.integers(0, 2**31),
)
def test_any_record_is_one_line_and_comes_back(texts: list[str], number: int) -> None:
    caller, act, subject, detail, question = texts
    answer = AuditedAnswer("m", "model", refused=False, given=(subject, act), cited=(subject,), tokens=number)
    whole = AuditRecord(
        "2026-11-23T10:00:00Z",
        act,
        caller,
        subjects=(subject,),
        detail=detail,
        question=question,
        status=number,
        answer=answer,
    )
    line = line_of(whole)
    assert line.endswith(b"\n")
    assert (line.count(b"\n"), line.isascii()) == (1, True)
    found = record_of(line[:-1], "")
    assert found is not None
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    assert [found.caller, found.act, found.subjects[0], found.detail, found.question] == clean
    assert found.answer is not None
    assert found.answer.tokens == number


@given(lines=st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=20))
def test_lines_come_last_first_with_their_places(lines: list[bytes]) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    found = list(lines_backwards(io.BytesIO(whole)))
    assert [line for _, line in found] == lines[::-1]
    assert all(whole[start : start + len(line)] == line for start, line in found)


def test_lines_longer_than_a_block_come_whole() -> None:
    lines = [b"a" * (3 * BLOCK), b"", b"b" * (BLOCK - 1), b"c" * BLOCK]
    found = [line for _, line in lines_backwards(io.BytesIO(b"\n".join([*lines, b""])))]
    assert found == lines[::-1]


def test_what_is_too_long_for_a_record_is_left_out_and_hides_nothing() -> None:
    whole = b"first\n" + b"x" * (LONGEST_LINE + BLOCK) + b"\nlast\n"
    assert [line for _, line in lines_backwards(io.BytesIO(whole))] == [b"last", b"first"]


def test_a_record_with_more_than_any_room_still_fits_into_a_line() -> None:
    ids = tuple("\U0001f600" * 500 for _ in range(1000))
    line = line_of(record(1, subjects=ids, answer=AuditedAnswer(given=ids, cited=ids, entities=ids)))
    assert len(line) < LONGEST_LINE
    found = record_of(line, "")
    assert found is not None
    assert found.subjects[-1] == "... 1000 in all"


def test_pages_go_on_where_the_one_before_ended_across_days(tmp_path: Path) -> None:
    for number in range(5):
        day = DAY.replace(day=20 + number // 2)
        append(tmp_path, day, [line_of(record(number, day))])
    found = list(newest_first(tmp_path, ANY))
    assert [one.detail for one in found] == ["4", "3", "2", "1", "0"]
    for number, one in enumerate(found):
        assert details(tmp_path, before=one.id) == ["3", "2", "1", "0"][number:]


def test_a_page_after_a_day_that_was_dropped_goes_on_below_it(tmp_path: Path) -> None:
    append(tmp_path, DAY, [line_of(record(1))])
    assert details(tmp_path, before="2026-11-24.120") == ["1"]


def test_records_are_filtered_by_caller_act_subject_and_time(tmp_path: Path) -> None:
    before, after = DAY.replace(day=22), DAY
    append(tmp_path, before, [line_of(record(1, before, caller="user:eve", subjects=("d1", "d\n2")))])
    append(tmp_path, after, [line_of(record(2, after, act="deleted", subjects=("d12",)))])
    assert details(tmp_path, AuditFilter(caller="user:eve")) == ["1"]
    assert details(tmp_path, AuditFilter(act="deleted")) == ["2"]
    assert details(tmp_path, AuditFilter(subject="d1")) == ["1"]
    assert details(tmp_path, AuditFilter(subject="d\n2")) == ["1"]
    assert details(tmp_path, AuditFilter(since="2026-11-23")) == ["2"]
    assert details(tmp_path, AuditFilter(until="2026-11-22")) == ["1"]
    assert details(tmp_path, AuditFilter(since="2026-11-23T10:00:01")) == []
    assert details(tmp_path, AuditFilter(until="2026-11-23T09:59")) == ["1"]
    assert details(tmp_path, AuditFilter(caller="user:eve", act="deleted")) == []


def test_lines_that_are_no_records_are_passed_over(tmp_path: Path) -> None:
    append(tmp_path, DAY, [line_of(record(1)), b"[1]\n", b"null\n", b'{"time": 3}\n', b"[" * 5000 + b"\n"])
    (tmp_path / "notes.jsonl").write_text("no day\n")
    assert details(tmp_path) == ["1"]
