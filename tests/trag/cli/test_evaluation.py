"""`trag eval` from the command line, over a small data folder and the fake model."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from eval.runs.folder import RunFolder
from trag.cli.app import app
from trag.errors import CasesError, DataFolderError, RunError, SettingsError
from trag.questions.cases import read_cases
from trag.settings import load_settings
from trag.workspace import Workspace

TREE = """
name: Harbour Office
kind: office
id: office
children:
  - {id: pilots, name: Pilot Service, kind: unit, people: [{name: Ada Reef, role: Chief}]}
  - {id: dredging, name: Dredging Unit, kind: unit, people: [{name: Bo Quay, role: Chief}]}
  - {id: museum, name: Ship Museum, kind: unit}
"""
DOCUMENTS = {
    "fees.md": "# Fees\n\nThe mooring fee is 40 euros a night.\n",
    "tides.md": "# Tides\n\nHigh water opens the lock gates for 90 minutes.\n",
    "safety.md": "# Safety\n\nLife jackets are checked every spring by the wardens.\n",
}
CASES: list[dict[str, Any]] = [
    {
        "id": "fee",
        "question": "How many euros is the mooring fee?",
        "answer": "40 euros",
        "type": "document",
        "must_include": [["40"]],
        "evidence": [{"file": "fees.md", "quote": "The mooring fee is 40 euros a night."}],
        "split": "train",
    },
    {
        "id": "chief",
        "question": "Who is the chief of the Pilot Service?",
        "answer": "Ada Reef",
        "type": "entity_simple",
        "must_include": [["Ada Reef"]],
        "entities": ["pilots", "person:ada-reef"],
        "split": "held_out",
    },
    {
        "id": "hotel",
        "question": "Which hotel hosts the regatta dinner?",
        "answer": "Not stated.",
        "type": "unanswerable",
        "must_include": [],
    },
]
FAKES = {"TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text)
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as workspace:
        list(workspace.ingest(folder / "documents"))
        workspace.import_tree(TREE, "org.yaml")
    return folder / "data"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(f"{json.dumps(case)}\n" for case in CASES))
    return file


def trag_eval(data: Path, *arguments: str | Path) -> Result:
    given = ["--data", str(data), "eval", *map(str, arguments)]
    return CliRunner().invoke(app, given, env=FAKES)


def succeed(data: Path, *arguments: str | Path) -> str:
    result = trag_eval(data, *arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_a_run_shows_its_figures_and_leaves_its_rows_and_report(data: Path, cases: Path) -> None:
    shown = succeed(data, "run", cases, "--arm", "rag", "--arm", "t-rag", "--name", "both")
    assert "Right answers" in shown
    run = RunFolder(data / "eval" / "both")
    assert len(run.outcomes()) == 6
    assert run.manifest.arms == ("rag", "t-rag")
    assert "Ada Reef" in (run.path / "report.html").read_text()
    assert "both" in succeed(data, "runs")


def test_the_same_command_again_asks_nothing_again(data: Path, cases: Path) -> None:
    succeed(data, "run", cases, "--name", "again")
    rows = (data / "eval" / "again" / "outcomes.jsonl").read_text()
    succeed(data, "run", cases, "--name", "again")
    assert (data / "eval" / "again" / "outcomes.jsonl").read_text() == rows


def test_a_changed_set_of_cases_is_another_run(data: Path, cases: Path) -> None:
    succeed(data, "run", cases, "--name", "first")
    cases.write_text(json.dumps(CASES[0]))
    result = trag_eval(data, "run", cases, "--name", "first")
    assert isinstance(result.exception, RunError)
    assert "cases_version" in str(result.exception)


def test_the_exit_code_tells_whether_the_limits_are_kept(data: Path, cases: Path) -> None:
    level = ("--level", "context", "--name", "gate")
    assert "met" in succeed(data, "run", cases, *level, "--require", "context_recall>=0.9")
    missed = trag_eval(data, "report", "gate", "--require", "context_tokens<=1")
    assert missed.exit_code == 1
    assert "missed" in missed.output
    unknown = trag_eval(data, "report", "gate", "--require", "contxt_recall>=1")
    assert isinstance(unknown.exception, SettingsError)
    assert "context_recall" in str(unknown.exception)


def test_a_report_is_written_for_people_programs_and_ci(data: Path, cases: Path, tmp_path: Path) -> None:
    succeed(data, "run", cases, "--name", "out")
    files = {name: tmp_path / name for name in ("page.html", "junit.xml", "all.json", "tables.md")}
    options = zip(("--out", "--junit", "--json", "--markdown"), files.values(), strict=True)
    succeed(data, "report", "out", *(part for option in options for part in option))
    assert files["page.html"].read_text().startswith("<!doctype html>")
    assert len(ET.parse(files["junit.xml"]).findall(".//testcase")) == 3  # noqa: S314 - our own
    assert json.loads(files["all.json"].read_text())["manifest"]["name"] == "out"
    assert "| Right answers |" in files["tables.md"].read_text()


def test_two_arms_are_compared_over_the_same_questions(data: Path, cases: Path) -> None:
    succeed(data, "run", cases, "--arm", "rag", "--arm", "t-rag", "--name", "pair")
    shown = succeed(data, "compare", "pair:rag", "pair:t-rag")
    assert "within noise" in shown
    assert "now right: chief" in shown


def test_an_unknown_run_is_answered_with_near_names(data: Path, cases: Path) -> None:
    succeed(data, "run", cases, "--name", "spring")
    result = trag_eval(data, "report", "sprung")
    assert isinstance(result.exception, RunError)
    assert "Did you mean spring" in str(result.exception)


def test_bad_cases_are_named_before_anything_is_opened(data: Path, cases: Path) -> None:
    cases.write_text('{"id": "a"}\n{')
    result = trag_eval(data, "run", cases)
    assert isinstance(result.exception, CasesError)
    assert "line 2" in str(result.exception)


@pytest.mark.parametrize(
    ("experiment", "options", "title"),
    [
        ("needle", ["--among", "1"], "Needle in a haystack"),
        ("rephrasing", [], "Right answers by phrasing"),
        ("poison", [], "Wins by attack"),
        ("memorisation", [], "Memorisation"),
    ],
)
def test_each_experiment_is_one_command(
    data: Path, cases: Path, experiment: str, options: list[str], title: str
) -> None:
    shown = succeed(data, experiment, cases, *options, "--name", experiment)
    assert title in shown
    assert title in succeed(data, "report", experiment)


def test_the_forgetting_test_comes_with_its_questions(data: Path) -> None:
    assert "General knowledge" in succeed(data, "forgetting", "--sample", "4", "--name", "general")
    assert len(RunFolder(data / "eval" / "general").outcomes()) == 4


def test_people_grade_blind_and_their_agreement_is_shown(data: Path, cases: Path, tmp_path: Path) -> None:
    succeed(data, "run", cases, "--name", "people")
    assert "3 answers to grade" in succeed(data, "blind", "people")
    table = (data / "eval" / "people" / "blind" / "grading.csv").read_text("utf-8-sig")
    filled = tmp_path / "grace.csv"
    header, *rows = table.splitlines()
    filled.write_text("\n".join([header, *(f"{row.rsplit(',', 2)[0]},1," for row in rows)]))
    shown = succeed(data, "grades", "people", filled)
    assert "3 grades taken in" in shown
    assert "grace and the rules" in shown


def test_a_judge_that_makes_no_sense_costs_a_row_and_nothing_else(data: Path, cases: Path) -> None:
    succeed(data, "run", cases, "--name", "judged")
    assert "The judge" in succeed(data, "judge", "judged")


def test_questions_are_made_reviewed_and_asked(data: Path, tmp_path: Path) -> None:
    made, table = tmp_path / "made.jsonl", tmp_path / "review.csv"
    succeed(data, "questions", made, "--from", "tree", "--split", "both", "--count", "8")
    first, *_ = found = read_cases(made)
    assert {case.review for case in found} == {"open"}
    succeed(data, "review", made, "--table", table)
    read = table.read_text("utf-8-sig").replace("open", "accepted").replace("accepted", "rejected", 1)
    table.write_text(read)
    assert "1 rejected" in succeed(data, "review", made, "--table", table, "--apply")
    succeed(data, "run", made, "--level", "context", "--name", "made")
    asked = {key.case_id for key in RunFolder(data / "eval" / "made").outcomes()}
    assert asked == {case.id for case in found[1:]}
    assert first.id not in asked


def test_questions_never_overwrite_reviewed_ones(data: Path, cases: Path) -> None:
    assert trag_eval(data, "questions", cases, "--from", "tree").exit_code == 2
    assert len(read_cases(cases)) == 3


def test_a_folder_that_is_in_use_is_named_and_its_runs_can_still_be_read(data: Path, cases: Path) -> None:
    succeed(data, "run", cases, "--level", "context", "--name", "before")
    with Workspace(load_settings(data, llm="fake", embedder="fake")):
        busy = trag_eval(data, "run", cases, "--level", "context", "--name", "during")
        assert isinstance(busy.exception, DataFolderError)
        assert "Context holds the answer" in succeed(data, "report", "before")


def test_too_few_cases_to_calibrate_on_change_nothing(data: Path, cases: Path) -> None:
    result = trag_eval(data, "calibrate", cases)
    assert isinstance(result.exception, CasesError)
    assert "too few" in str(result.exception)


def test_ctrl_c_says_how_to_go_on(data: Path, tmp_path: Path) -> None:
    cases = tmp_path / "many.jsonl"
    many = ({**CASES[0], "id": str(number)} for number in range(3000))
    cases.write_text("".join(f"{json.dumps(case)}\n" for case in many))
    command = [sys.executable, "-c", "from trag.cli import main; main()", "--data", str(data), "eval"]
    process = subprocess.Popen(
        [*command, "run", str(cases), "--level", "context", "--name", "long"],
        env={**os.environ, **FAKES},
        stderr=subprocess.PIPE,
        text=True,
    )
    rows = data / "eval" / "long" / "outcomes.jsonl"
    while not rows.exists() or rows.stat().st_size == 0:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "--name long goes on from here" in said
    done = len(RunFolder(data / "eval" / "long").outcomes())
    assert 0 < done < 3000
