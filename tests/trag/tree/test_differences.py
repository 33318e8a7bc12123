from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.hierarchies import FILES, random_tree
from trag.tree.differences import Difference, differences
from trag.tree.loading import load_organisation
from trag.tree.organisation import Holding, Node, Organisation, Person

MINISTRY = FILES["ministry"]


def changed(*edits: tuple[str, str]) -> list[str]:
    text = MINISTRY
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    found = differences(load_organisation(MINISTRY, "m.yaml"), load_organisation(text, "m.yaml"))
    return [str(difference) for difference in found]


def test_a_new_name_of_a_unit_is_a_renaming() -> None:
    assert changed(("name: Permits Section", "name: Licences Section")) == [
        "unit renamed: Licences Section (rf-permits): Permits Section → Licences Section"
    ]


def test_a_unit_under_another_parent_has_moved_and_what_is_below_has_not() -> None:
    rail = MINISTRY.index("    - id: rail-freight")
    roads = MINISTRY.index("  - id: dg-roads")
    text = MINISTRY[:rail] + MINISTRY[roads:] + MINISTRY[rail:roads].rstrip() + "\n"
    found = differences(load_organisation(MINISTRY, "m.yaml"), load_organisation(text, "m.yaml"))
    assert [str(difference) for difference in found] == [
        (
            "unit moved: Rail Freight Division (rail-freight): Directorate-General for Rail (dg-rail)"
            " → Directorate-General for Roads (dg-roads)"
        )
    ]


def test_a_unit_comes_and_goes_with_its_people_and_roles() -> None:
    start = MINISTRY.index("      - {id: ro-audit")
    section = MINISTRY[start : MINISTRY.index("      - {id: ro-speed")]
    assert changed((section, "")) == [
        "unit removed: Audit Section (ro-audit), under Road Safety Division (road-safety)",
        "person removed: Mia Chen (person:mia-chen)",
        "role removed: Mia Chen, Section Chief of Audit Section (ro-audit)",
    ]


def test_another_holder_is_a_role_removed_and_a_role_added() -> None:
    assert changed(("name: Ines Okafor, role: Minister", "name: Per Aalto, role: Minister")) == [
        "person removed: Ines Okafor (person:ines-okafor)",
        "role removed: Ines Okafor, Minister of Ministry of Transport (mot)",
        "role added: Per Aalto, Minister of Ministry of Transport (mot)",
    ]


def test_attributes_are_told_with_their_old_and_new_value() -> None:
    edit = ("rail.safety@mot.example}", "rail@mot.example}\n      budget: 12")
    assert changed(edit, ("aliases: [DG Rail]", "aliases: [DG Rail, Rail]")) == [
        "unit changed: Directorate-General for Rail (dg-rail), aliases: DG Rail → DG Rail, Rail",
        (
            "unit changed: Rail Safety Division (rail-safety), contact: "
            "email: rail.safety@mot.example → email: rail@mot.example"
        ),
        "unit changed: Rail Safety Division (rail-safety), budget: — → 12",
    ]


def test_a_person_with_the_same_id_may_change_name_and_keys() -> None:
    def tree(name: str, email: str) -> Organisation:
        person = Person("person:1", name, extra={"email": email})
        return Organisation("O", (Node("r", "R", "unit", people=(Holding(person, "Head", "r"),)),))

    assert [str(found) for found in differences(tree("Ana", "a@x.example"), tree("Anna", "b@x.example"))] == [
        "person renamed: Anna (person:1): Ana → Anna",
        "person changed: Anna (person:1), email: a@x.example → b@x.example",
    ]


def test_the_organisations_own_name_counts() -> None:
    node = Node("r", "R", "unit")
    found = differences(Organisation("Old", (node,)), Organisation("New", (node,)))
    assert [str(difference) for difference in found] == ["organisation renamed: New: Old → New"]


EDITS = st.lists(
    st.tuples(
        st.sampled_from("rename move drop add kind extra people".split()),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
    ),
    max_size=8,
)


def edited(tree: Organisation, edits: list[tuple[str, int, int]]) -> Organisation:
    """The tree after these edits; nothing is ever put below itself."""
    nodes = list(tree.nodes)
    for edit, first, second in edits:
        at = first % len(nodes)
        node, above = nodes[at], nodes[second % max(at, 1)]
        if edit == "drop" and len(nodes) > 1 and not any(other.parent_id == node.id for other in nodes):
            del nodes[at]
        elif edit == "move" and at:
            nodes[at] = replace(node, parent_id=above.id)
        elif edit == "add":
            nodes.append(Node(f"new-{first}-{second}", "New", "unit", node.id))
        elif edit == "people":
            person = Person(f"person:new-{second}", "Someone New")
            nodes[at] = replace(node, people=(*node.people[1:], Holding(person, "Head", node.id)))
        else:
            keys: dict[str, dict[str, Any]] = {
                "rename": {"name": f"{node.name} {second}"},
                "kind": {"kind": f"kind {second}"},
                "extra": {"extra": {"budget": second}},
            }
            nodes[at] = replace(node, **keys.get(edit, {}))
    return Organisation(tree.name, tuple(nodes))


TREES = st.builds(random_tree, st.integers(0, 40))
PAIRS = st.tuples(TREES, EDITS).map(lambda pair: (pair[0], edited(*pair)))


@settings(max_examples=40, deadline=None)
@given(TREES)
def test_a_tree_does_not_differ_from_itself(tree: Organisation) -> None:
    assert differences(tree, tree) == ()


def mirrored(found: Difference) -> tuple[object, ...]:
    change = {"added": "removed", "removed": "added"}.get(found.change, found.change)
    return (found.subject, change, found.id, found.attribute, found.unit_id, found.after, found.before)


@settings(max_examples=80, deadline=None)
@given(PAIRS)
def test_the_way_back_is_the_same_with_sides_swapped(pair: tuple[Organisation, Organisation]) -> None:
    before, after = pair
    there = {mirrored(found) for found in differences(before, after)}
    back = {
        (found.subject, found.change, found.id, found.attribute, found.unit_id, found.before, found.after)
        for found in differences(after, before)
    }
    assert there == back


@settings(max_examples=80, deadline=None)
@given(PAIRS)
def test_every_id_that_changed_appears_and_no_other(pair: tuple[Organisation, Organisation]) -> None:
    before, after = pair
    told = {found.id for found in differences(before, after)} | {
        found.unit_id for found in differences(before, after) if found.unit_id
    }
    sides = [{node.id: node for node in tree.nodes} for tree in pair]
    units = {
        unit_id
        for unit_id in sides[0].keys() | sides[1].keys()
        if sides[0].get(unit_id) != sides[1].get(unit_id)
    }
    roles = [
        {person: {(held.role, held.unit_id) for held in tree.holdings(person)} for person in tree.people}
        for tree in pair
    ]
    people = {
        person for person in roles[0].keys() | roles[1].keys() if roles[0].get(person) != roles[1].get(person)
    }
    assert told - {""} == units | people
