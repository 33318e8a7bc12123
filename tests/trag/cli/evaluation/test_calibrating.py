"""`trag eval calibrate` over a small data folder with the fake embedder."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trag.catalog.catalog import Catalog
from trag.cli.app import app
from trag.retrieval.evidence import FLOORS, Line
from trag.retrieval.fitted import rule_in_force, stored_fit
from trag.settings import load_settings
from trag.workspace import Workspace

BERTHS = """
    amber birch cedar delta ember fjord garnet heron iris jade kelp larch maple nectar opal pearl quartz reed
    slate tansy umber violet
""".split()
FAKES = {"TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calibrating")
    (folder / "documents").mkdir()
    cases = []
    for number, berth in enumerate(BERTHS, start=30):
        text = f"A night at the {berth} berth is {number} euros, paid to its {berth} warden before noon."
        (folder / "documents" / f"{berth}.md").write_text(f"# {berth} berth\n\n{text}\n")
        cases.append(
            {
                "id": berth,
                "question": f"How many euros is a night at the {berth} berth, is the {berth} warden paid?",
                "answer": f"{number} euros",
                "type": "document",
                "must_include": [[str(number)]],
                "evidence": [{"file": f"{berth}.md", "quote": text}],
            }
        )
    (folder / "cases.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in cases))
    with Workspace(load_settings(folder / "data", llm="fake", embedder="fake")) as workspace:
        list(workspace.ingest(folder / "documents"))
    return folder


def calibrate(built: Path, *options: str) -> str:
    command = ["--data", str(built / "data"), "eval", "calibrate", str(built / "cases.jsonl"), *options]
    result = CliRunner().invoke(app, command, env=FAKES)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_without_a_single_question_written_as_unanswerable_a_better_rule_is_put_in_force(built: Path) -> None:
    catalog = Catalog(built / "data" / "catalog.sqlite")
    shown = calibrate(built, "--dry-run")
    assert "22 questions with an answer, 22 without: 22 asked with their documents left out" in shown
    assert "Nothing was changed." in shown
    assert stored_fit(catalog) is None
    assert "The fitted rule is in force" in calibrate(built)
    assert isinstance(rule_in_force(catalog, "fake-64"), Line)
    assert rule_in_force(catalog, "another") is FLOORS
    catalog.close()
