import json
from pathlib import Path

import pytest

from trag.errors import CasesError
from trag.questions.cases import read_cases
from trag.questions.lines import read_questions

CASE = {
    "id": "a",
    "question": "How long is leave?",
    "answer": "16 weeks.",
    "type": "document",
    "must_include": [["16", "sixteen"]],
    "evidence": [{"file": "a.md", "quote": "16 weeks"}],
}


def write(folder: Path, *rows: object) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return file


def test_a_case_is_read_with_what_it_holds(tmp_path: Path) -> None:
    case = read_cases(write(tmp_path, CASE, ""))[0]
    assert (case.id, case.must_include, case.evidence[0].file) == ("a", (("16", "sixteen"),), "a.md")


def test_keys_of_others_are_kept(tmp_path: Path) -> None:
    case = read_cases(write(tmp_path, CASE | {"in_documents": True}))[0]
    assert case.model_extra == {"in_documents": True}


def test_every_problem_is_named_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, CASE, "{", CASE | {"id": "b", "type": "odd"}, CASE)
    with pytest.raises(CasesError) as error:
        read_cases(file)
    assert [problem.split(":")[0] for problem in error.value.problems] == ["line 2", "line 3", "line 4"]


def test_questions_need_no_more_than_a_question(tmp_path: Path) -> None:
    assert read_questions(write(tmp_path, {"question": " Who? "}, "", {"id": 7, "question": "What?"})) == [
        ("1", "Who?"),
        ("7", "What?"),
    ]


@pytest.mark.parametrize("line", ["[]", "null", '"text"', '{"question": ""}', '{"question": 5}', "{"])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CasesError, match="line 2"):
        read_questions(write(tmp_path, {"question": "Who?"}, line))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")
