"""`trag ingest --dry-run`, `documents`, `delete` and `verify`, as people and programs call them."""

import json
from pathlib import Path

import pytest

from tests.trag.cli.test_commands import trag


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trag")
    (folder / "documents").mkdir()
    (folder / "documents" / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    (folder / "documents" / "pay.md").write_text("# Pay\n\nOn the 25th.\n")
    return folder


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_life_of_documents_on_the_command_line(folder: Path) -> None:
    data, documents = folder / "data", folder / "documents"
    planned = trag("ingest", documents, "--dry-run", "--json", data=data)
    assert [(file["file"], file["status"]) for file in lines(planned.stdout)] == [
        ("leave.md", "new"),
        ("pay.md", "new"),
    ]
    assert not (data / "vectors").exists(), "a plan needs no index"
    assert trag("ingest", documents, data=data, TRAG_KEEP_VERSIONS="true").returncode == 0
    (documents / "leave.md").write_text("# Leave\n\nParental leave is 20 weeks.\n")
    (documents / "pay.md").rename(documents / "salary.md")
    shown = trag("ingest", documents, "--dry-run", data=data)
    assert "1 changed, 1 moved" in shown.stdout
    done = trag("ingest", documents, data=data, TRAG_KEEP_VERSIONS="true")
    assert "0 new, 1 changed, 1 moved, 0 unchanged, 0 deleted, 0 failed" in done.stdout

    listed = lines(trag("documents", "--json", data=data).stdout)
    assert [(one["file"], one["version"]) for one in listed] == [("leave.md", 2), ("salary.md", 1)]
    states = lines(trag("documents", "versions", "leave.md", "--json", data=data).stdout)
    assert [(state["version"], state["is_kept"]) for state in states] == [(2, True), (1, True)]
    old = folder / "old.md"
    trag("documents", "original", "leave.md", "--version", "1", "-o", old, data=data)
    assert old.read_text() == "# Leave\n\nParental leave is 16 weeks.\n"

    nowhere = trag("documents", "original", "leave.md", "-o", folder / "none" / "old.md", data=data)
    assert nowhere.returncode == 1
    assert "can't be written: No such file or directory." in nowhere.stderr
    assert "Traceback" not in nowhere.stderr

    assert trag("delete", "leave.md", data=data, INPUT="n\n").returncode == 1, "it asks"
    wrong = trag("delete", "leave.md", "leafe.md", "--yes", data=data)
    assert wrong.returncode == 1
    assert "There is no document 'leafe.md'; nothing was changed.\nDid you mean 'leave.md'?" in wrong.stderr
    assert len(lines(trag("documents", "--json", data=data).stdout)) == 2
    (receipt,) = lines(trag("delete", "leave.md", "--yes", "--json", data=data).stdout)
    assert (receipt["file"], receipt["chunks"], receipt["versions"]) == ("leave.md", 1, 2)
    assert trag("delete", data=data).returncode == 2

    proof = trag("verify", data=data)
    assert proof.returncode == 0
    assert "nothing is left of 1 deleted documents" in proof.stdout
    next((data / "originals").iterdir()).write_text("altered")
    proof = trag("verify", "--json", data=data)
    assert proof.returncode == 1
    assert {check["name"] for check in json.loads(proof.stdout) if check["state"] == "problem"} == {
        "Originals"
    }


def test_documents_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    name = "a-rather-long-name-of-a-document-that-fills-more-than-a-column-of-a-terminal.md"
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / name).write_text(f"# {place}\n\nText of {place}.\n")
        assert trag("ingest", tmp_path / place, data=tmp_path / "data").returncode == 0
    ids = [str(one["id"]) for one in lines(trag("documents", "--json", data=tmp_path / "data").stdout)]
    table = trag("documents", data=tmp_path / "data").stdout
    assert all(f"{name} ({document_id})" in table for document_id in ids), "whole, outside a terminal"
    for command in ("delete", "documents versions"):
        both = trag(*command.split(), name, data=tmp_path / "data", INPUT="y\n")
        assert both.returncode == 1
        assert f"2 documents are called '{name}'; nothing was changed." in both.stderr
    assert trag("delete", ids[0], "--yes", data=tmp_path / "data").returncode == 0
    assert trag("delete", "a-rather", "--yes", data=tmp_path / "data").stderr.endswith(f"mean {name!r}?\n")


def test_an_empty_path_is_not_the_folder_one_is_in(tmp_path: Path) -> None:
    asked = trag("ingest", "", data=tmp_path / "data")
    assert asked.returncode == 2
    assert "Name a document or a folder" in asked.stderr
    assert not (tmp_path / "data").exists()
