"""The command as people and programs call it: real processes, fakes only for the models."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook

from tests.harbour_aid import TREE

CALL = [sys.executable, "-c", "from trag.cli import main; main()"]
ANSWER_KEYS = set(
    "id question answer refused answered_by entities citations candidates tokens timings".split()
)


def environment() -> dict[str, str]:
    return {**os.environ, "TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake", "COLUMNS": "120"}


def trag(*arguments: str | Path, data: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    given = [*CALL, *(["--data", str(data)] if data else []), *map(str, arguments)]
    return subprocess.run(
        given,
        env=environment() | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        input=more.get("INPUT"),
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made the way a user makes one."""
    folder = tmp_path_factory.mktemp("trag")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    (folder / "org.yaml").write_text(TREE)
    for command in (["init"], ["ingest", documents], ["tree", "import", folder / "org.yaml"]):
        done = trag(*command, data=folder / "data")
        assert done.returncode == 0, done.stderr
    return folder / "data"


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "chromadb torch llama_index unstructured onnxruntime xllamacpp fastapi sqlalchemy openai ollama spacy"
        " mcp"
    )
    script = (
        "import sys; from trag.cli.app import app\n"
        "try: app(['--help'], standalone_mode=False)\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', sorted(set({heavy.split()!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert "HEAVY []" in done.stdout


def test_an_answer_shows_its_sources(data: Path) -> None:
    done = trag("ask", "How many weeks is parental leave?", data=data)
    assert done.returncode == 0
    assert "Parental leave is 16 weeks" in done.stdout
    assert "leave.md > Leave" in done.stdout


def test_a_search_shows_passages_by_rank(data: Path) -> None:
    done = trag("search", "parental leave", data=data)
    assert done.stdout.splitlines()[1:3] == ["1. leave.md > Leave", "Parental leave is 16 weeks."]
    found = json.loads(trag("search", "Payroll Section", "--json", "--limit", "1", data=data).stdout)
    assert ([p["rank"] for p in found["passages"]], found["entities"][0]["id"]) == ([1], "pay")
    assert trag("search", "q", "--limit", "0", data=data).returncode == 2


def test_json_has_exactly_the_promised_keys(data: Path) -> None:
    done = trag("ask", "--json", "Which sections does the Finance Division have?", "--data", data)
    row = json.loads(done.stdout)
    assert set(row) == ANSWER_KEYS
    assert (row["answered_by"], row["entities"], row["refused"]) == ("tree", ["fin"], False)
    assert [(c["file"], c["page"]) for c in row["citations"]] == [("org.yaml", None)]


def test_cases_give_a_line_each_in_their_order(data: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"id": "a", "question": "Who leads the Finance Division?", "answer": "x"}\n\n'
        '{"question": "What is pi?"}\n'
    )
    rows = [
        json.loads(line) for line in trag("ask", "--json", "--cases", cases, data=data).stdout.splitlines()
    ]
    assert [(row["id"], row["refused"]) for row in rows] == [("a", False), ("3", True)]
    assert rows[1]["citations"] == []


def test_broken_cases_are_listed_by_line_and_nothing_is_asked(data: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"question": "a?"}\nnot json\n{"id": "x"}\n')
    done = trag("ask", "--json", "--cases", cases, data=data)
    assert done.returncode == 1
    assert ("line 2" in done.stderr, "line 3" in done.stderr, done.stdout) == (True, True, "")


def test_context_needs_no_model_and_has_the_promised_keys(data: Path) -> None:
    done = trag("context", "--json", "How many weeks is parental leave?", data=data)
    row = json.loads(done.stdout)
    assert set(row) == {"id", "context", "tokens", "entities", "sources"}
    assert "Parental leave is 16 weeks." in row["context"]


def test_a_chat_keeps_its_thread(data: Path) -> None:
    done = trag("chat", data=data, INPUT="Who leads the Finance Division?\nquit\n")
    assert done.returncode == 0
    assert "Ana Torres" in done.stdout


def test_the_tree_can_be_shown_and_exported(data: Path) -> None:
    assert "Payroll Section" in trag("tree", "show", data=data).stdout
    assert trag("tree", "export", data=data).stdout == TREE


def test_a_bad_tree_is_named_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(
        TREE.replace("id: bud", "id: pay").replace("name: Payroll Section, ", "")
    )
    done = trag("tree", "check", tmp_path / "org.yaml")
    assert done.returncode == 1
    assert done.stderr.count("line ") >= 2
    assert "Traceback" not in done.stderr


def staff_list(path: Path) -> Path:
    workbook = Workbook()
    for row in (
        ["Employee ID", "Name", "Job title", "Department", "Salary"],
        [1, "Ana Torres", "Director", "Finance", 9],
        [2, "Bo Lind", "Clerk", "Payroll", 9],
    ):
        workbook.active.append(row)
    workbook.save(path)
    return path


def test_a_staff_list_is_checked_imported_and_exported_as_yaml(tmp_path: Path) -> None:
    file = staff_list(tmp_path / "staff.xlsx")
    done = trag("tree", "check", file, "--name", "Acme", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    row = json.loads(done.stdout)
    assert (row["units"], row["people"], row["warnings"]) == (3, 2, [])
    assert any("Salary" in note for note in row["notes"])
    told = trag("tree", "import", file, "--name", "Acme", data=tmp_path / "data").stdout
    assert ("staff.yaml" in told, "Acme: 3 units and posts, 2 people (version 1)." in told) == (True, True)
    exported = trag("tree", "export", data=tmp_path / "data").stdout
    (tmp_path / "staff.yaml").write_text(exported)
    assert "say the same" in trag("tree", "diff", tmp_path / "staff.yaml", data=tmp_path / "data").stdout


def test_a_bad_staff_list_is_named_row_by_row_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("Name,Department,Start\nAna,Finance,soon\n=1+1,Finance,\n")
    done = trag("tree", "import", file, data=tmp_path / "data")
    assert done.returncode == 1
    assert ("row 2: column 'Start'" in done.stderr, "row 3: column 'Name'" in done.stderr) == (True, True)
    assert not (tmp_path / "data").exists()


def test_check_warns_of_what_is_seldom_meant_and_refuses_nothing(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").write_text(TREE.replace("Budget Section", "Payroll Section"))
    done = trag("tree", "check", tmp_path / "org.yaml")
    assert done.returncode == 0
    assert "warning: line 14: 'bud' and its sibling 'pay' on line 13 are both named Payroll" in done.stdout
    assert "4 units and posts, 1 people. 1 to look at." in done.stdout


def test_a_tree_is_compared_with_the_one_in_force_and_rolled_back(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "org.yaml"
    file.write_text(TREE)
    assert "no organisation tree" in trag("tree", "versions", data=data).stdout
    assert trag("tree", "diff", file, data=data).returncode == 1
    trag("tree", "import", file, data=data)
    file.write_text(TREE.replace("Budget Section", "Planning Section"))
    renamed = "unit renamed: Planning Section (bud): Budget Section → Planning Section\n"
    assert trag("tree", "diff", file, data=data).stdout == renamed
    trag("tree", "import", file, data=data)
    assert (
        trag("tree", "diff", "1", "2", data=data).stdout
        == renamed
        == trag("tree", "diff", "1", data=data).stdout
    )
    (row,) = json.loads(trag("tree", "diff", "2", "1", "--json", data=data).stdout)
    assert (row["subject"], row["change"], row["id"], row["after"]) == (
        "unit",
        "renamed",
        "bud",
        "Budget Section",
    )
    assert "version 3" in trag("tree", "rollback", "1", data=data).stdout
    assert trag("tree", "export", data=data).stdout == TREE
    rows = json.loads(trag("tree", "versions", "--json", data=data).stdout)
    assert [(row["version"], row["in_force"]) for row in rows] == [(3, True), (2, False), (1, False)]
    assert (
        trag("tree", "versions", data=data)
        .stdout.splitlines()[0]
        .endswith("org.yaml  4 units and posts, 1 people  in force")
    )
    gone = trag("tree", "rollback", "9", data=data)
    assert (gone.returncode, "no version 9" in gone.stderr) == (1, True)


def test_doctor_tells_every_part_in_one_screen(data: Path) -> None:
    done = trag("doctor", data=data)
    assert done.returncode == 0
    for part in ("Data folder", "Model", "Embedder", "Index", "Organisation tree", "Address"):
        assert part in done.stdout
    assert len(done.stdout.splitlines()) < 25


def test_an_unknown_setting_suggests_the_near_one(data: Path) -> None:
    done = trag("doctor", data=data, TRAG_CONTXT_TOKENS="5")
    assert done.returncode == 1
    assert "context_tokens" in done.stderr


def test_a_missing_model_file_says_what_to_do(data: Path) -> None:
    done = trag("ask", "How long is leave?", data=data, TRAG_LLM="embedded", TRAG_MODEL="/nowhere/model.gguf")
    assert done.returncode == 1
    assert "/nowhere/model.gguf" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_document_makes_the_exit_code_say_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.md").write_text("# A\n\nText of it.\n")
    (tmp_path / "in" / "empty.md").write_text("")
    done = trag("ingest", "--json", tmp_path / "in", data=tmp_path / "data")
    row = json.loads(done.stdout)
    assert done.returncode == 1
    assert (row["new"], row["failed"], row["failures"][0]["file"]) == (1, 1, "empty.md")


def test_a_call_without_a_question_explains_itself(data: Path) -> None:
    done = trag("ask", data=data)
    assert done.returncode == 2
    assert "trag ask" in done.stderr


class Served:
    """A running `trag serve`."""

    def __init__(self, data: Path) -> None:
        arguments: Sequence[str] = [*CALL, "--data", str(data), "serve", "--port", "0"]
        self.process = subprocess.Popen(
            arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        line = next(line for line in self.process.stdout if "trag is at" in line)
        self.url = line.split()[3]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture
def served(data: Path) -> Iterator[Served]:
    server = Served(data)
    yield server
    if server.process.poll() is None:
        server.stop()
    assert server.process.stdout is not None
    server.process.stdout.close()


def test_every_command_works_while_the_server_runs(served: Served, data: Path, tmp_path: Path) -> None:
    row = json.loads(
        trag("ask", "--json", "Which sections does the Finance Division have?", data=data).stdout
    )
    assert set(row) == ANSWER_KEYS
    (tmp_path / "travel.md").write_text("# Travel\n\nA claim must be filed within 14 days.\n")
    assert "1 new" in trag("ingest", tmp_path / "travel.md", data=data).stdout
    assert "14 days" in trag("ask", "Within how many days must a travel claim be filed?", data=data).stdout
    assert "version 2" in trag("tree", "import", data.parent / "org.yaml", data=data).stdout
    assert trag("doctor", data=data).returncode == 0


def test_the_server_gets_ready_and_goes_quietly(served: Served) -> None:
    end = time.monotonic() + 30
    while httpx.get(f"{served.url}/readyz").status_code != 200 and time.monotonic() < end:
        time.sleep(0.1)
    assert httpx.get(f"{served.url}/healthz").status_code == 200
    assert served.stop() == 0


def test_a_port_in_use_is_named(served: Served, tmp_path: Path) -> None:
    port = served.url.rsplit(":", 1)[1].strip("/")
    done = trag("serve", "--port", port, data=tmp_path)
    assert done.returncode == 1
    assert port in done.stderr


def test_a_second_server_on_the_same_folder_is_refused(served: Served, data: Path) -> None:
    done = trag("serve", "--port", "0", data=data)
    assert done.returncode == 1
    assert served.url in done.stderr


def test_a_person_at_the_terminal_gets_the_address_that_lets_them_change_things(data: Path) -> None:
    terminal, inside = pty.openpty()
    arguments: Sequence[str] = [*CALL, "--data", str(data), "serve", "--port", "0"]
    with (
        subprocess.Popen(arguments, env=environment(), stdout=inside, stderr=subprocess.DEVNULL) as server,
        open(terminal, buffering=1, encoding="utf-8") as lines,  # noqa: PTH123  a descriptor
    ):
        url = next(line for line in lines if "/#/key/" in line).split()[-1]
        address, _, key = url.partition("/#/key/")
        told = httpx.get(f"{address}/v1/session", headers={"Authorization": f"Bearer {key}"}).json()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    os.close(inside)
    assert (told["id"], told["way"]) == ("owner", "owner")
