"""`trag tree extract` as people call it: documents, a table of proposals, decisions in it, the tree."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harbour_aid import TREE
from trag.tree.extraction.review import COLUMNS
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation

CALL = [sys.executable, "-c", "from trag.cli import main; main()"]
HANDBOOK = """# Handbook

## Finance Division

The Finance Division consists of the Payroll Section, the Budget Section and the Treasury Section.

- Deputy Director: Bo Ek
- Treasurer: Cy Dahl

## Fleet Division

The Fleet Division is headed by Di Falk.
"""


def trag(*arguments: str | Path, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TRAG_LLM": "fake", "TRAG_EMBEDDER": "fake", "COLUMNS": "120"}
    given = [*CALL, "--data", str(data), *map(str, arguments)]
    return subprocess.run(given, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one document and no tree, made once."""
    folder = tmp_path_factory.mktemp("ingested")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "handbook.md").write_text(HANDBOOK)
    for command in (["init"], ["ingest", documents]):
        done = trag(*command, data=folder / "data")
        assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture
def data(ingested: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(ingested, tmp_path / "data"))


def with_tree(data: Path) -> Path:
    file = data.parent / "org.yaml"
    file.write_text(TREE)
    done = trag("tree", "import", file, data=data)
    assert done.returncode == 0, done.stderr
    return data


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def decide(table: Path, decisions: dict[str, str]) -> None:
    """Write a decision into the rows whose unit, person or parent is a key of `decisions`."""
    known = rows(table)
    for row in known:
        said = [decisions[row[key]] for key in ("person", "parent", "unit") if row[key] in decisions]
        row["decision"] = said[0] if said else ""
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS)
        writer.writeheader()
        writer.writerows(known)


def in_force(data: Path) -> Organisation:
    done = trag("tree", "export", data=data)
    assert done.returncode == 0, done.stderr
    return load_organisation(done.stdout, "org.yaml")


def test_what_the_documents_add_to_the_tree_is_proposed_and_only_what_is_accepted_gets_in(
    data: Path, tmp_path: Path
) -> None:
    with_tree(data)
    table = tmp_path / "review.csv"
    done = trag("tree", "extract", "--out", table, data=data)
    assert done.returncode == 0, done.stderr
    assert "in the tree already" in done.stdout
    assert f"trag tree extract --apply {table}" in done.stdout
    proposed = {(row["change"], row["unit"], row["person"]) for row in rows(table)}
    assert proposed == {
        ("parent", "Treasury Section", ""),
        ("role", "Finance Division", "Bo Ek"),
        ("role", "Finance Division", "Cy Dahl"),
        ("unit", "Fleet Division", ""),
        ("role", "Fleet Division", "Di Falk"),
    }
    assert {row["file"] for row in rows(table)} == {"handbook.md"}
    before = in_force(data)

    decide(table, {"Treasury Section": "accept", "Bo Ek": "accept", "Cy Dahl": "refuse"})
    done = trag("tree", "extract", "--apply", table, data=data)
    assert done.returncode == 0, done.stderr
    assert "2 accepted, 1 refused, 2 left open." in done.stdout
    after = in_force(data)
    assert {node.name for node in after.nodes} - {node.name for node in before.nodes} == {"Treasury Section"}
    assert {person.name for person in after.people.values()} == {"Ana Torres", "Bo Ek"}
    (treasury,) = (node for node in after.nodes if node.name == "Treasury Section")
    assert after.path(treasury.id) == ("Harbour Aid", "Finance Division")

    # The next time only what was left open is proposed; --all shows the rest with its standing.
    done = trag("tree", "extract", "--out", tmp_path / "next.csv", data=data)
    assert {row["unit"] for row in rows(tmp_path / "next.csv")} == {"Fleet Division"}
    assert "1 refused before" in done.stdout
    trag("tree", "extract", "--all", "--out", tmp_path / "all.csv", data=data)
    standing = {row["person"]: row["standing"] for row in rows(tmp_path / "all.csv")}
    assert (standing["Cy Dahl"], standing["Bo Ek"], standing["Di Falk"]) == ("refused", "agrees", "new")
    # Applying the same table again changes nothing.
    done = trag("tree", "extract", "--apply", table, data=data)
    assert "holds all that was accepted already" in done.stdout


def test_a_first_tree_needs_the_name_of_the_organisation(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "review.csv"
    done = trag("tree", "extract", "--out", table, "--root", "Harbour Aid", data=data)
    assert '--root "Name of the organisation"' in done.stdout
    decide(table, {row["unit"]: "accept" for row in rows(table)})
    done = trag("tree", "extract", "--apply", table, data=data)
    assert (done.returncode, "--root" in done.stderr) == (1, True)
    done = trag("tree", "extract", "--apply", table, "--root", "Harbour Aid", data=data)
    assert done.returncode == 0, done.stderr
    tree = in_force(data)
    assert {node.name for node in tree.children(tree.root.id)} == {"Finance Division", "Fleet Division"}
    assert len(tree) == 6
    assert {person.name for person in tree.people.values()} == {"Bo Ek", "Cy Dahl", "Di Falk"}


def test_a_broken_review_is_refused_whole_and_says_where(data: Path, tmp_path: Path) -> None:
    with_tree(data)
    for text, told in (
        (None, "can't be read as a review"),
        (b"\xff\xfe\x00 not a table", "can't be read as a review"),
        (b"unit,kind\nA,b\n", "decision"),
        (b"decision,change,unit,parent\naccept,parent,Audit Section,Harbour Aid\nsoon,unit,B,\n", "row 3"),
        (b"decision,change,unit,parent\naccept,parent,Finance Division,Payroll Section\n", "row 2"),
    ):
        table = tmp_path / "broken.csv"
        table.unlink(missing_ok=True)
        if text is not None:
            table.write_bytes(text)
        done = trag("tree", "extract", "--apply", table, data=data)
        assert done.returncode == 1, text
        assert told in done.stderr, text
        assert "Traceback" not in done.stderr
    assert len(in_force(data)) == 4


def test_a_table_with_decisions_in_it_is_not_written_over(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "review.csv"
    table.write_text("decision,change,unit\naccept,unit,Audit Section\n")
    done = trag("tree", "extract", "--out", table, data=data)
    assert (done.returncode, "there already" in done.stderr) == (1, True)
    assert "Audit Section" in table.read_text()


@pytest.mark.parametrize("options", [(), ("--out", "a.csv", "--apply", "b.csv")])
def test_either_a_table_to_write_or_one_to_carry_out_is_named(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    done = trag("tree", "extract", *options, data=tmp_path)
    assert (done.returncode, "--out" in done.stderr and "--apply" in done.stderr) == (2, True)
