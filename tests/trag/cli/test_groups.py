"""Who may read documents, as people say it at the command line."""

import json
from pathlib import Path

import pytest

from tests.trag.cli.test_commands import trag


def groups(data: Path) -> dict[str, list[str]]:
    listed = trag("documents", "--json", data=data).stdout
    return {one["file"]: one["groups"] for one in map(json.loads, listed.splitlines())}


@pytest.mark.slow
def test_documents_get_groups_when_they_come_and_later(tmp_path: Path) -> None:
    data, documents = tmp_path / "data", tmp_path / "documents"
    documents.mkdir()
    (documents / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    assert trag("init", "--everyone", data=data).returncode == 0
    assert trag("ingest", documents, data=data).returncode == 0
    (documents / "pay.md").write_text("# Pay\n\nOn the 25th.\n")
    assert trag("ingest", documents / "pay.md", "--groups", "staff, finance", data=data).returncode == 0
    assert groups(data) == {"leave.md": ["everyone"], "pay.md": ["finance", "staff"]}

    given = trag("documents", "groups", "leave.md", "pay.md", "--set", "staff", data=data)
    assert (given.returncode, given.stdout) == (0, "leave.md: staff\npay.md: staff\n")
    none = trag("documents", "groups", "leave.md", "--set", "", data=data)
    assert none.stdout == "leave.md: no group\n"
    wrong = trag("documents", "groups", "pay.md", "leafe.md", "--set", "staff", data=data)
    assert wrong.returncode == 1
    assert "nothing was changed" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert groups(data) == {"leave.md": [], "pay.md": ["staff"]}
    unnamed = trag("ingest", documents, "--groups", "No Group", data=data)
    assert unnamed.returncode == 1
    assert "Traceback" not in unnamed.stderr
    assert groups(data) == {"leave.md": [], "pay.md": ["staff"]}
