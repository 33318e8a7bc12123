import csv
import json
import re
from html import unescape
from pathlib import Path

import pytest

from eval.judging.agreement import compare_grades
from eval.judging.blind import REFUSED, BlindFiles, harmless_cell, write_blind
from eval.judging.blind_reading import read_blind, ungraded
from eval.outcomes import Key, Outcome
from tests.eval.judging.conftest import MakeOutcome
from trag.errors import CasesError, DataFolderError
from trag.questions.cases import Case

ARMS = ("t-rag", "rag", "model", "unchecked")


@pytest.fixture
def outcomes(make_outcome: MakeOutcome) -> list[Outcome]:
    return [make_outcome(f"Answer of number {number} [1].", arm=arm) for number, arm in enumerate(ARMS)]


@pytest.fixture
def written(tmp_path: Path, case: Case, outcomes: list[Outcome]) -> BlindFiles:
    return write_blind(tmp_path, [case], outcomes, seed=3)


def rows_of(files: BlindFiles) -> list[dict[str, str]]:
    with files.table.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_rows(file: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_nothing_that_graders_get_tells_the_arm(written: BlindFiles) -> None:
    for file in (written.page, written.table):
        text = file.read_text(encoding="utf-8")
        assert not [arm for arm in ARMS if re.search(rf"(?<!\w){arm}(?!\w)", text.split("<body")[-1])]
        assert "ld004" not in text
        assert "[1]" not in text
    assert written.key.parent != written.table.parent


def test_a_refusal_reads_the_same_in_every_arm(tmp_path: Path, case: Case, make_outcome: MakeOutcome) -> None:
    refusals = [
        make_outcome("The documents do not tell.", arm="rag", refused=True),
        make_outcome("Neither the documents nor the organisation tree tell.", refused=True),
    ]
    assert {row["answer"] for row in rows_of(write_blind(tmp_path, [case], refusals, seed=1))} == {REFUSED}


def test_the_order_is_that_of_the_seed_and_not_of_the_run(
    tmp_path: Path, case: Case, make_outcome: MakeOutcome
) -> None:
    outcomes = [make_outcome(f"Answer {number}.", arm=f"arm{number:02}") for number in range(30)]
    texts = []
    for name, seed, given in [("a", 1, outcomes), ("b", 1, outcomes[::-1]), ("c", 2, outcomes)]:
        files = write_blind(tmp_path / name, [case], given, seed=seed)
        texts.append((files.page.read_bytes(), files.table.read_bytes(), files.key.read_bytes()))
    assert texts[0] == texts[1]
    assert [row["answer"] for row in rows_of(files)] != [f"Answer {number}." for number in range(30)]
    assert not set(json.loads(texts[0][2])) & set(json.loads(texts[2][2]))


def test_a_key_by_which_people_may_be_grading_is_not_replaced(
    tmp_path: Path, case: Case, outcomes: list[Outcome], written: BlindFiles
) -> None:
    before = written.key.read_bytes(), written.table.read_bytes()
    write_blind(tmp_path, [case], outcomes, seed=3)
    with pytest.raises(DataFolderError, match=r"blind-key\.json belongs to another"):
        write_blind(tmp_path, [case], outcomes, seed=4)
    assert before == (written.key.read_bytes(), written.table.read_bytes())


def test_outcomes_without_an_answer_are_left_out_and_missing_cases_named(
    tmp_path: Path, case: Case, outcomes: list[Outcome]
) -> None:
    bare = Outcome(Key("rag", "x"), "q", error="died")
    assert write_blind(tmp_path, [case], [*outcomes, bare], seed=1).answers == 4
    with pytest.raises(CasesError, match="ld004"):
        write_blind(tmp_path / "other", [], outcomes, seed=1)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("-2+3|cmd", "'-2+3|cmd"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ('x;=cmd|" /C calc"!A0', 'x;\'=cmd|" /C calc"!A0'),
        ("Units:\n=A1\n- Audit", "Units:\n'=A1\n- Audit"),
        ("12 days = two weeks, 5-3", "12 days = two weeks, 5-3"),
    ],
)
def test_a_cell_is_never_a_formula(text: str, cell: str) -> None:
    assert harmless_cell(text) == cell


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** [link](https://example.org) ![i](https://example.org/i.png)",
    "{{ 7 * 7 }}{% for x in y %}",
    '" onmouseover="alert(1)',
    "<!-- <script>",
]


def test_hostile_text_stands_in_the_page_as_text_only(
    tmp_path: Path, case: Case, make_outcome: MakeOutcome
) -> None:
    outcomes = [make_outcome(text, arm=f"a{number}") for number, text in enumerate(HOSTILE)]
    hostile_case = case.model_copy(update={"answer": HOSTILE[0]})
    page = write_blind(tmp_path, [hostile_case], outcomes, seed=1).page.read_text(encoding="utf-8")
    shown = re.findall(r'<p class="text answer">(.*?)</p>', page, re.DOTALL)
    assert sorted(map(unescape, shown)) == sorted(HOSTILE)
    assert page.count("<script>") == 1
    assert not re.search(
        r"<img|onmouseover=\"|href=|src=(?!x onerror)", page.split("<body")[1].split("<footer")[0]
    )


def test_the_page_allows_its_own_style_and_script_and_nothing_else(written: BlindFiles) -> None:
    page = written.page.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', unescape(page))
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "http" not in page.replace("http-equiv", "")


def test_grades_are_matched_with_the_arms_however_they_are_spelt(tmp_path: Path, written: BlindFiles) -> None:
    rows = rows_of(written)
    spelt = ["1", "Correct-Verbose", "INCORRECT ", ""]
    for row, grade in zip(rows, spelt, strict=True):
        row["grade"] = grade
    rows[0]["note"] = "good; short"
    key = json.loads(written.key.read_text(encoding="utf-8"))
    for delimiter in ",;\t":
        grades = read_blind(write_rows(tmp_path / "filled.csv", rows[::-1], delimiter), written.key)
        by_key = {graded.key: graded for graded in grades}
        given = [by_key[Key(**key[row["id"]])].grade for row in rows]
        assert given == ["correct", "correct_verbose", "incorrect", None]
        assert by_key[Key(**key[rows[0]["id"]])].note == "good; short"
        assert ungraded(grades) == 1


def test_rows_that_are_gone_count_as_ungraded(tmp_path: Path, written: BlindFiles) -> None:
    rows = [{"id": row["id"], "grade": "2"} for row in rows_of(written)[:1]]
    grades = read_blind(write_rows(tmp_path / "filled.csv", [*rows, {"id": "", "grade": ""}]), written.key)
    assert (len(grades), ungraded(grades)) == (4, 3)


def test_every_line_that_is_no_grade_is_named(tmp_path: Path, written: BlindFiles) -> None:
    ids = [row["id"] for row in rows_of(written)]
    table = tmp_path / "filled.csv"
    table.write_text(f'id,answer,grade\n{ids[0]},"two\nlines",good\na-zzz,x,1\n{ids[1]},x,1\n{ids[1]},x,2\n')
    with pytest.raises(CasesError) as caught:
        read_blind(table, written.key)
    assert caught.value.problems == (
        "line 2: 'good' is no grade",
        "line 4: the id 'a-zzz' is not in the key",
        f"line 6: the id {ids[1]!r} was given before",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column id and no grade"),
        (b"id,verdict\n", "no column grade"),
        (b"\xff\xfe\x00", "can't be read"),
        (b'id,grade\n"' + b"x" * 200_000, "breaks off as a table at line 2"),
    ],
)
def test_what_is_no_table_of_grades_is_refused(
    content: bytes, message: str, tmp_path: Path, written: BlindFiles
) -> None:
    table = tmp_path / "filled.csv"
    table.write_bytes(content)
    with pytest.raises(CasesError, match=message):
        read_blind(table, written.key)
    with pytest.raises(CasesError, match="can't be read"):
        read_blind(tmp_path / "none.csv", written.key)


@pytest.mark.parametrize("content", ["", "[]", '{"a-1": 5}', '{"a-1": {"arm": "rag"}}'])
def test_what_is_no_key_is_refused(content: str, tmp_path: Path, written: BlindFiles) -> None:
    key = tmp_path / "key.json"
    key.write_text(content, encoding="utf-8")
    with pytest.raises(CasesError, match="is no key of a blind grading"):
        read_blind(written.table, key)


def test_two_graders_of_one_sheet_are_compared(tmp_path: Path, written: BlindFiles) -> None:
    read = []
    for given in ("1233", "1133"):
        rows = [{"id": row["id"], "grade": grade} for row, grade in zip(rows_of(written), given, strict=True)]
        read.append(read_blind(write_rows(tmp_path / "filled.csv", rows), written.key))
    found = compare_grades(*read)
    # Raw 3/4; by chance 1*2 + 1*0 + 2*2 of 16: (12 - 6)/(16 - 6).
    assert found.on_grades.kappa == pytest.approx(0.6)
    assert found.on_right.kappa == pytest.approx(1)
