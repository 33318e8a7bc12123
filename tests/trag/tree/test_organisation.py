from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trag.tree.organisations import MINISTRY
from trag.tree.loading import load_organisation
from trag.tree.organisation import Node, Organisation
from trag.types import Entity


@pytest.fixture(scope="module")
def ministry() -> Organisation:
    return load_organisation(MINISTRY, "org.yaml")


def ids(nodes: tuple[Node, ...]) -> list[str]:
    return [node.id for node in nodes]


def test_the_root_has_no_parent_and_everything_below(ministry: Organisation) -> None:
    assert ministry.root.id == "ministry"
    assert ministry.parent("ministry") is None
    assert len(ministry.descendants("ministry")) == len(ministry) - 1


def test_ancestors_go_up_and_descendants_go_down_level_by_level(ministry: Organisation) -> None:
    assert ids(ministry.ancestors("s-floods")) == ["d-rivers", "ministry"]
    assert ids(ministry.descendants("d-finance")) == ["s-audit-finance", "s-budget", "p-treasurer"]
    assert ids(ministry.descendants("ministry"))[:4] == ["cabinet", "d-rivers", "d-finance", "d-it"]


def test_the_common_ancestor_is_the_lowest_that_is_above_or_is_both(ministry: Organisation) -> None:
    assert ministry.common_ancestor("s-floods", "s-audit-rivers").id == "d-rivers"
    assert ministry.common_ancestor("s-floods", "s-budget").id == "ministry"
    assert ministry.common_ancestor("d-rivers", "s-floods").id == "d-rivers"


def test_kinds_are_counted(ministry: Organisation) -> None:
    assert ministry.kinds == {"ministry": 1, "cabinet": 1, "directorate": 3, "section": 5, "post": 1}


def test_nodes_of_several_kinds_keep_the_order_of_the_tree(ministry: Organisation) -> None:
    assert ids(ministry.of_kinds(("post", "cabinet"))) == ["cabinet", "p-treasurer"]
    assert ids(ministry.of_kinds(("directorate", "directorate"))) == ["d-rivers", "d-finance", "d-it"]
    assert ministry.of_kinds(("squad",)) == ministry.of_kinds(()) == ()


def test_kinds_below_a_kind_are_those_at_any_depth_below_any_unit_of_it(ministry: Organisation) -> None:
    assert ministry.kinds_below("directorate") == {"section", "post"}
    assert ministry.kinds_below("ministry") == set(ministry.kinds) - {"ministry"}
    assert ministry.kinds_below("post") == ministry.kinds_below("squad") == set()


def test_everybody_with_a_role_is_known_by_its_exact_name(ministry: Organisation) -> None:
    held = [h for node in ministry.nodes for h in node.people if h.role == "Head of Section"]
    assert held
    assert list(ministry.with_role("Head of Section")) == held
    assert ministry.with_role("head of section") == ()


def test_all_roles_of_a_person_are_known(ministry: Organisation) -> None:
    roles = [(holding.role, holding.unit_id) for holding in ministry.holdings("person:mary-o-brien")]
    assert roles == [("Deputy Director", "d-rivers"), ("Head of Section", "s-audit-finance")]


def test_an_entity_carries_its_path_and_a_person_has_none(ministry: Organisation) -> None:
    assert ministry.entity("s-budget").path == ("Ministry of Water", "Directorate for Finance")
    assert ministry.entity("person:wei-zhang") == Entity("person:wei-zhang", "Wei Zhang", "person")


def test_a_node_outside_its_dates_takes_everything_below_along() -> None:
    nodes = (
        Node("r", "R", "x"),
        Node("a", "A", "x", "r", valid_to=date(2020, 1, 1)),
        Node("b", "B", "x", "a"),
        Node("c", "C", "x", "r", valid_from=date(2020, 1, 1), valid_to=date(2020, 1, 2)),
    )
    assert ids(Organisation("O", nodes, as_of=date(2020, 1, 1)).nodes) == ["r", "a", "b", "c"]
    assert ids(Organisation("O", nodes, as_of=date(2020, 1, 2)).nodes) == ["r", "c"]
    assert ids(Organisation("O", nodes, as_of=date(2020, 1, 3)).nodes) == ["r"]


@given(st.lists(st.integers(0, 30), max_size=30))
def test_children_and_parents_agree_in_any_tree(above: list[int]) -> None:
    nodes = [Node("n0", "N", "x")]
    nodes += [Node(f"n{i + 1}", "N", "x", f"n{parent % (i + 1)}") for i, parent in enumerate(above)]
    tree = Organisation("O", tuple(nodes))
    for node in tree.nodes:
        assert all(tree.parent(child.id) == node for child in tree.children(node.id))
        below = tree.descendants(node.id)
        assert all(node in tree.ancestors(child.id) for child in below)
        assert len(below) == sum(1 + len(tree.descendants(child.id)) for child in tree.children(node.id))
