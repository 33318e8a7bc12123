from pathlib import Path

import pytest
from typer.testing import CliRunner

from trag.cli.app import app
from trag.errors import CasesError
from trag.questions.cases import read_cases
from trag.settings import load_settings
from trag.types.conversations import MessageBegun
from trag.workspace import Workspace


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRAG_LLM", "fake")
    monkeypatch.setenv("TRAG_EMBEDDER", "fake")
    with Workspace(load_settings(tmp_path / "data")) as workspace:
        made = workspace.conversations.create()
        begun, *_ = workspace.conversations.ask(made.id, "How long is leave?")
        assert isinstance(begun, MessageBegun)
        workspace.conversations.give_feedback(begun.id, "down", "", "Sixteen weeks.")
    return tmp_path / "data"


def test_corrections_are_written_as_cases(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    result = CliRunner().invoke(app, ["feedback", "export", str(file), "--data", str(data)])
    assert result.exit_code == 0, result.output
    assert "1 case written" in result.output
    assert [(case.question, case.answer) for case in read_cases(file)] == [
        ("How long is leave?", "Sixteen weeks.")
    ]


def test_a_place_that_can_not_be_written_is_named(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["feedback", "export", str(tmp_path), "--data", str(data)])
    assert isinstance(result.exception, CasesError)
    assert str(tmp_path) in str(result.exception)
