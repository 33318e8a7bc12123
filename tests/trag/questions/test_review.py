import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trag.cells import shielded, unshielded
from trag.errors import CasesError
from trag.questions.cases import Case, Evidence
from trag.questions.cells import groups_cell, groups_of
from trag.questions.review import COLUMNS, read_review, write_review

CASE = Case(
    id="d-1",
    question="How long is leave?",
    answer="16 weeks; 17 with consent",
    type="document",
    must_include=(("16", "sixteen"), ("consent",)),
    must_not_include=("20 weeks",),
    evidence=(
        Evidence(file="a.md", quote='16 "full" weeks,\nor 17'),
        Evidence(file="b.md", quote="17 weeks"),
    ),
    entities=("hr",),
    split="train",
    review="open",
)
texts = st.text("ab=+-@'|\\\n\r\t;, \"{é\uff1d1").filter(lambda text: text == text.strip()) | st.text().map(
    str.strip
)
items = texts.filter(bool)
cases = st.builds(
    Case,
    id=items,
    question=items,
    answer=texts,
    type=st.sampled_from(["document", "entity_simple", "entity_complex"]),
    must_include=st.lists(st.lists(items, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(
        tuple
    ),
    must_not_include=st.lists(items, max_size=2).map(tuple),
    answer_aliases=st.lists(texts, max_size=2).map(tuple),
    evidence=st.lists(st.builds(Evidence, file=texts, quote=items), max_size=3).map(tuple),
    entities=st.lists(items, max_size=2).map(tuple),
    split=st.sampled_from(["train", "held_out", None]),
    review=st.sampled_from(["open", "accepted", "rejected"]),
    note=items,
    relation=texts,
)


def edited(file: Path, column: str, value: str) -> None:
    """What a person does in a spreadsheet to the first case."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    rows[1][COLUMNS.index(column)] = value
    table = io.StringIO(newline="")
    csv.writer(table).writerows(rows)
    file.write_text(table.getvalue(), encoding="utf-8-sig", newline="")


@given(st.lists(cases, max_size=4, unique_by=lambda case: case.id))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_cases_come_back_as_they_were_written(tmp_path: Path, written: list[Case]) -> None:
    write_review(tmp_path / "review.csv", written, overwrite=True)
    assert read_review(tmp_path / "review.csv") == written


@given(st.text("='@+- \t\rab") | st.text())
def test_a_shield_is_taken_off_again(text: str) -> None:
    assert unshielded(shielded(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r", "'=1", "\uff1d1"])
def test_no_cell_starts_a_formula(text: str) -> None:
    assert shielded(text) == f"'{text}"


def test_nothing_a_model_wrote_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    evil = CASE.model_copy(
        update={"question": '=HYPERLINK("http://evil.example")', "must_include": (("=1",),)}
    )
    write_review(tmp_path / "r.csv", [evil])
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


@given(st.lists(st.lists(items, min_size=1, max_size=3).map(tuple), max_size=4).map(tuple))
def test_groups_come_back_from_their_cell(groups: tuple[tuple[str, ...], ...]) -> None:
    assert groups_of(groups_cell(groups)) == groups


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("16|sixteen", (("16", "sixteen"),)),
        (" 16 | sixteen \r\n\r\nweeks |", (("16", "sixteen"), ("weeks",))),
        ("C:\\docs", (("C:\\docs",),)),
        ("a\\", (("a\\",),)),
        ("", ()),
    ],
)
def test_groups_are_read_as_a_person_types_them(cell: str, groups: tuple[tuple[str, ...], ...]) -> None:
    assert groups_of(cell) == groups


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("review", " Accepted", {"review": "accepted"}),
        ("review", "", {"review": "open"}),
        ("question", "How many weeks is leave?", {"question": "How many weeks is leave?"}),
        ("answer", "-1", {"answer": "-1"}),
        ("required", "16\nweeks|days", {"must_include": (("16",), ("weeks", "days"))}),
        ("forbidden", "", {"must_not_include": ()}),
        ("quote", "", {"evidence": CASE.evidence[1:]}),
        ("id", "", {}),
    ],
)
def test_an_edit_comes_back(tmp_path: Path, column: str, value: str, expected: dict[str, object]) -> None:
    file = tmp_path / "r.csv"
    write_review(file, [CASE])
    edited(file, column, value)
    read = read_review(file)[0]
    assert {name: getattr(read, name) for name in expected} == expected
    assert read.entities == CASE.entities


def test_a_note_comes_back_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    write_review(file, [CASE])
    edited(file, "note", "ask Ana")
    assert read_review(file)[0].model_extra == {"note": "ask Ana"}


@pytest.mark.parametrize(("delimiter", "mark"), [(";", "utf-8"), ("\t", "utf-8-sig"), (",", "utf-8")])
def test_what_spreadsheets_make_of_the_file_is_read(tmp_path: Path, delimiter: str, mark: str) -> None:
    file = tmp_path / "r.csv"
    write_review(file, [CASE])
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    table = io.StringIO(newline="")
    csv.writer(table, delimiter=delimiter, lineterminator="\r\n").writerows([*rows, [], [""] * len(COLUMNS)])
    file.write_text(table.getvalue(), encoding=mark, newline="")
    assert read_review(file) == [CASE]


def test_a_new_row_becomes_a_case(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("question;required;id\nWho leads?;Ana|A.;\nWhat is it worth?;;\n", encoding="utf-8")
    first, second = read_review(file)
    assert (first.type, first.must_include, first.review) == ("document", (("Ana", "A."),), "open")
    assert second.type == "unanswerable"
    assert first.id != second.id


def test_every_problem_is_named_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    lines = [
        "question,required,id,review,type,more",
        "Who?,Ana,a,open,,",
        ",Ana,b,open,,",
        "Who?,Ana,c,maybe,,",
    ]
    lines += ["Who?,,d,open,document,", "Who?,,e,rejected,document,", "Who?,Ana,a,,,", "Who?,Ana,f,,,{"]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CasesError) as error:
        read_review(file)
    assert [problem.split(":")[0] for problem in error.value.problems] == [
        f"row {n}" for n in (3, 4, 5, 7, 8)
    ]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'question,id\n"x" y,1\n'])
def test_a_file_that_is_no_table_of_cases_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(CasesError, match=r"r\.csv"):
        read_review(tmp_path / "r.csv")


def test_a_reviewed_file_is_not_written_over(tmp_path: Path) -> None:
    write_review(tmp_path / "r.csv", [CASE])
    with pytest.raises(CasesError, match="person's work"):
        write_review(tmp_path / "r.csv", [])
    assert read_review(tmp_path / "r.csv") == [CASE]
