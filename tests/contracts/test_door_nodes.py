"""What every door promises about units of the tree and about search: here, and through the server."""

import contextlib
import threading
from pathlib import Path

import pytest

from tests.harbour_aid import TREE
from trag.errors import TreeChangedError, TreeError
from trag.protocols import Door
from trag.types import IngestDone, NewUnit, TreeSummary, UnitEdit
from trag.workspace import Workspace


def test_without_a_tree_there_are_no_units(door: Door) -> None:
    assert (door.nodes.get("fin"), door.nodes.search("fin")) == (None, [])
    with pytest.raises(TreeError, match=r"no unit|no organisation tree"):
        door.nodes.edit("fin", UnitEdit(name="x"))
    assert door.nodes.diff(TREE, "org.yaml")[0].after == "Harbour Aid"


def test_every_door_shows_the_same_unit(door: Door, workspace: Workspace) -> None:
    door.import_tree(TREE, "org.yaml")
    node = door.nodes.get("fin")
    assert node == workspace.nodes.get("fin")
    assert node is not None
    assert [(held.name, held.role) for held in node.people] == [("Ana Torres", "Director")]
    assert [door.nodes.get(other) for other in ("", "person:ana-torres", "a/b?c#d", "é" * 50)] == [None] * 4


def test_every_door_shows_the_same_outline(door: Door, workspace: Workspace) -> None:
    assert door.nodes.outline() == []
    door.import_tree(TREE, "org.yaml")
    units = door.nodes.outline()
    assert units == workspace.nodes.outline()
    assert [(unit.id, unit.parent, unit.people) for unit in units][:3] == [
        ("aid", "", 0),
        ("fin", "aid", 1),
        ("pay", "fin", 0),
    ]
    places = {unit.id: place for place, unit in enumerate(units)}
    assert all(places[unit.parent] < places[unit.id] for unit in units[1:])


def test_every_door_finds_the_same_names(door: Door, workspace: Workspace) -> None:
    door.import_tree(TREE, "org.yaml")
    for text in ("sec", "Torres", "finanse division", "nothing like it", " "):
        assert door.nodes.search(text) == workspace.nodes.search(text)
    assert len(door.nodes.search("sec", limit=1)) == 1


def test_an_edit_is_a_new_version_that_answers_at_once(door: Door) -> None:
    door.import_tree(TREE, "org.yaml")
    edit = UnitEdit("Salaries Section", aliases=(), add_children=(NewUnit("Pensions Desk", "desk"),))
    summary = door.nodes.edit("pay", edit, replacing=1)
    assert (summary.version, door.tree()) == (2, summary)
    node = door.nodes.get("pay")
    assert node is not None
    assert (node.name, [child.name for child in node.children]) == ("Salaries Section", ["Pensions Desk"])
    assert "Salaries" in door.context("Which sections does the Finance Division have?").text
    assert door.tree_text(1) == (TREE, "org.yaml")
    door.roll_back_tree(1)
    assert door.export_tree() == (TREE, "org.yaml")


@pytest.mark.parametrize(
    "edit",
    [UnitEdit(parent="pay"), UnitEdit(name="a\u202eb"), UnitEdit(add_children=(NewUnit("x", id="fin"),))],
)
def test_an_edit_that_can_not_be_made_changes_nothing(door: Door, edit: UnitEdit) -> None:
    summary = door.import_tree(TREE, "org.yaml")
    with pytest.raises(TreeError) as caught:
        door.nodes.edit("fin", edit)
    assert caught.value.problems
    assert (door.tree_versions(), door.export_tree()) == ([summary], (TREE, "org.yaml"))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(door: Door) -> None:
    door.import_tree(TREE, "org.yaml", replacing=0)
    door.nodes.edit("pay", UnitEdit(name="Salaries"), replacing=1)
    with pytest.raises(TreeChangedError, match="version 2"):
        door.nodes.edit("pay", UnitEdit(name="Wages"), replacing=1)
    for replacing in (0, 1):
        with pytest.raises(TreeChangedError, match="version 2"):
            door.import_tree(TREE, "org.yaml", replacing=replacing)
    assert [tree.version for tree in door.tree_versions()] == [2, 1]


def test_of_many_changes_at_once_one_is_made(door: Door) -> None:
    door.import_tree(TREE, "org.yaml")
    made: list[TreeSummary] = []

    def change(number: int) -> None:
        with contextlib.suppress(TreeChangedError):
            made.append(door.nodes.edit("pay", UnitEdit(name=f"Section {number}"), replacing=1))

    threads = [threading.Thread(target=change, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [tree.version for tree in made] == [2]


def test_a_diff_changes_nothing(door: Door) -> None:
    summary = door.import_tree(TREE, "org.yaml")
    found = door.nodes.diff(TREE.replace("Payroll", "Salaries"), "org.yaml")
    assert [(d.subject, d.change, d.id) for d in found] == [("unit", "renamed", "pay")]
    with pytest.raises(TreeError) as caught:
        door.nodes.diff("root: {name: x}", "org.yaml")
    assert caught.value.problems
    assert door.tree_versions() == [summary]


def test_a_search_gives_passages_by_rank_with_what_the_tree_knows(door: Door, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.md").write_text(
            f"# Leave\n\nAnnual leave of the Payroll Section, part {number}.\n"
        )
    assert isinstance(list(door.ingest(folder))[-1], IngestDone)
    door.import_tree(TREE, "org.yaml")
    found = door.search("Who grants annual leave in the Payroll Section?", limit=3)
    assert [passage.rank for passage in found.passages] == [1, 2, 3]
    assert found.passages[0].heading == ("Leave",)
    assert [entity.id for entity in found.entities] == ["pay"]
    assert any("Payroll Section" in fact.text for fact in found.facts)
    assert door.search("Who grants annual leave in the Payroll Section?", limit=3) == found
    ways = door.ways("Who grants annual leave in the Payroll Section?", limit=3)
    assert [one.chunk_id for one in ways.chosen] == [one.chunk_id for one in found.passages]
    for found_so in (ways.dense, ways.keyword, ways.fused):
        assert [one.rank for one in found_so] == list(range(1, len(found_so) + 1))
        scores = [one.score or 0.0 for one in found_so]
        assert scores == sorted(scores, reverse=True)
    assert {one.chunk_id for one in ways.keyword} | {one.chunk_id for one in ways.dense}
    assert ways.tokens > 0
