"""What every door promises about the organisation tree: here, and through the server that owns it."""

import pytest

from tests.harbour_aid import TREE
from tests.hostile_trees import HOSTILE, KINDS
from trag.errors import TreeError
from trag.protocols import Door

SECOND = TREE.replace("Payroll Section", "Salaries Section")


def test_without_a_tree_there_are_no_versions(door: Door) -> None:
    assert (door.tree(), door.export_tree(), door.tree_versions(), door.tree_text(1)) == (
        None,
        None,
        [],
        None,
    )
    with pytest.raises(TreeError, match="no version 1"):
        door.roll_back_tree(1)


def test_every_import_is_a_version_and_the_last_is_in_force(door: Door) -> None:
    first, second = door.import_tree(TREE, "org.yaml"), door.import_tree(SECOND, "new.yaml")
    assert (first.version, second.version) == (1, 2)
    assert door.tree_versions() == [second, first]
    assert door.tree() == second
    assert door.tree_text(1) == (TREE, "org.yaml")
    assert door.tree_text(2) == (SECOND, "new.yaml") == door.export_tree()


def test_a_rollback_is_a_new_version_with_the_old_text_and_rewrites_nothing(door: Door) -> None:
    first, second = door.import_tree(TREE, "org.yaml"), door.import_tree(SECOND, "new.yaml")
    third = door.roll_back_tree(1)
    assert (third.version, third.file, third.nodes) == (3, "org.yaml", first.nodes)
    assert door.tree_versions() == [third, second, first]
    assert door.export_tree() == (TREE, "org.yaml")
    assert "Payroll" in door.context("Which sections does the Finance Division have?").text
    assert door.roll_back_tree(2).version == 4
    assert "Salaries" in door.context("Which sections does the Finance Division have?").text


@pytest.mark.parametrize("version", [0, -1, 2, 10**12, 2**70])
def test_a_version_nobody_has_is_none_and_can_not_come_back(door: Door, version: int) -> None:
    summary = door.import_tree(TREE, "org.yaml")
    assert door.tree_text(version) is None
    with pytest.raises(TreeError, match=f"no version {version} of") as caught:
        door.roll_back_tree(version)
    assert caught.value.hint
    assert door.tree_versions() == [summary]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nothing"])
def test_a_hostile_tree_is_refused_and_the_live_one_is_untouched(door: Door, kind: str) -> None:
    file, text, reason = HOSTILE[kind]
    summary = door.import_tree(TREE, "org.yaml")
    with pytest.raises(TreeError) as caught:
        door.import_tree(text(), file)
    assert any(reason in problem for problem in caught.value.problems)
    assert (door.tree_versions(), door.export_tree()) == ([summary], (TREE, "org.yaml"))
    assert "Payroll" in door.context("Which sections does the Finance Division have?").text
