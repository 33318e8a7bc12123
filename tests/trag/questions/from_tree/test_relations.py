"""Each relation against answers counted by hand on small organisations."""

import pytest

from tests.trag.tree.hierarchies import organisation
from trag.questions.chance import Chance
from trag.questions.from_tree.cases import OF_PEOPLE, OF_UNITS
from trag.questions.from_tree.drafts import Draft
from trag.questions.from_tree.source import Source

RELATIONS = 22


def drafts(tree: str, relation: str, entity_id: str, throws: int = 30) -> list[Draft]:
    """What a relation makes of an entity under many throws of the dice."""
    source = Source(organisation(tree), 0)
    found: list[Draft | None] = []
    for throw in range(throws):
        chance = Chance(throw)
        if relation in OF_PEOPLE:
            found.append(OF_PEOPLE[relation](source, source.organisation.people[entity_id], chance))
        else:
            found.append(OF_UNITS[relation](source, source.organisation.node(entity_id), chance))
    return [draft for draft in found if draft is not None]


def first_items(draft: Draft) -> set[str]:
    return {group[0] for group in draft.required}


@pytest.mark.parametrize(
    ("tree", "relation", "entity", "answer"),
    [
        ("ministry", "parent", "rs-audit", {"Rail Safety Division"}),
        ("ministry", "parent", "dg-rail", {"Ministry of Transport"}),
        ("ministry", "children", "rail-safety", {"Audit Section", "Signals Section", "Tunnels Section"}),
        ("ministry", "children", "dg-rail", {"Rail Safety Division", "Rail Freight Division"}),
        ("ministry", "child_count", "rail-safety", {"3"}),
        ("ministry", "kind", "dg-rail", {"directorate general"}),
        ("company", "contact", "ops", {"ops@halden.example", "+47 11 22"}),
        ("ministry", "role_above", "rf-permits", {"Hugo Lind"}),
        ("ministry", "role_above", "rs-signals", {"Odile Brun"}),
        ("university", "role_holders", "senate", {"Sigrid Falk", "Arne Holt", "Nils Berg"}),
        ("university", "role_count", "senate", {"2"}),
        ("university", "people_elsewhere", "medicine", {"Arne Holt", "Wen Li"}),
        ("university", "roles_of_person", "person:wen-li", {"Faculty of Medicine", "Institute of Genetics"}),
        ("university", "units_of_person", "person:eva-stern", {"Institute of Physics", "Optics Group"}),
        ("ministry", "all_below", "dg-rail", {"Permits Section", "Audit Section", "Signals Section"}),
        ("ministry", "count_below", "dg-rail", {"4"}),
        ("ministry", "count_below", "mot", {"3", "6"}),
        ("university", "siblings", "physics", {"Institute of Chemistry", "Institute of Mathematics"}),
        ("ministry", "path_up", "rs-audit", {"Rail Safety Division", "Directorate-General for Rail"}),
        ("university", "most", "nu", {"Institute of Physics"}),
    ],
)
def test_a_relation_answers_as_a_person_would_count(
    tree: str, relation: str, entity: str, answer: set[str]
) -> None:
    made = drafts(tree, relation, entity)
    assert made
    items = {item for draft in made for item in first_items(draft)}
    assert answer <= items


def test_every_relation_is_listed() -> None:
    assert len(OF_UNITS) + len(OF_PEOPLE) == RELATIONS


def test_a_list_holds_all_and_nothing_else() -> None:
    for draft in drafts("ministry", "all_below", "dg-rail"):
        assert first_items(draft) == {
            "Audit Section",
            "Signals Section",
            "Tunnels Section",
            "Permits Section",
        }


def test_siblings_leave_out_the_unit_itself_and_other_kinds() -> None:
    for draft in drafts("university", "siblings", "medicine"):
        assert first_items(draft) == {"Faculty of Science"}


def test_a_path_holds_every_unit_above() -> None:
    for draft in drafts("ministry", "path_up", "rs-signals"):
        above = {"Rail Safety Division", "Directorate-General for Rail", "Ministry of Transport"}
        assert first_items(draft) == above


def test_a_common_parent_is_the_lowest_unit_above_both() -> None:
    tree = organisation("ministry")
    for entity in ("rs-signals", "rs-tunnels", "ro-speed", "rail-freight"):
        for draft in drafts("ministry", "common_parent", entity):
            one, other, common = draft.entities
            assert common not in (one, other)
            assert tree.node(common) in tree.ancestors(one)
            assert tree.node(common) in tree.ancestors(other)
            lower = [n for n in tree.ancestors(one) if n in tree.ancestors(other)]
            assert lower[0].id == common


def test_people_of_both_units_leave_out_those_of_one() -> None:
    made = drafts("university", "people_of_both", "medicine", throws=60)
    for draft in made:
        expected = {"senate": {"Arne Holt"}, "genetics": {"Wen Li"}}[draft.entities[1]]
        assert first_items(draft) == expected
    assert made


def test_a_name_of_two_units_is_asked_with_its_parent() -> None:
    for relation in ("parent", "kind", "role_holders", "path_up", "siblings"):
        for draft in drafts("ministry", relation, "ro-audit"):
            assert "audit section of road safety division" in draft.question.lower()


@pytest.mark.parametrize(
    ("relation", "entity"),
    [
        ("parent", "mot"),
        ("children", "rs-audit"),
        ("child_count", "rail-freight"),
        ("role_count", "dg-rail"),
        ("path_up", "dg-rail"),
        ("siblings", "mot"),
        ("most", "rail-freight"),
        ("contact", "dg-rail"),
        ("description", "dg-rail"),
        ("all_below", "rail-safety"),
        ("people_elsewhere", "rs-audit"),
    ],
)
def test_nothing_is_asked_where_there_is_no_answer(relation: str, entity: str) -> None:
    assert drafts("ministry", relation, entity) == []


def test_the_tree_is_asked_for_a_role_only_where_it_lists_nobody() -> None:
    made = drafts("ministry", "nobody_at_all", "rs-signals")
    assert all("section chief" in draft.question.lower() for draft in made)
    assert made
    assert drafts("ministry", "nobody_at_all", "rs-audit") == []
    assert drafts("university", "nobody_at_all", "chemistry")


def test_a_role_by_another_word_is_not_called_missing() -> None:
    # Nobody is both director and dean of one unit, so these may be two words for one role.
    assert drafts("university", "nobody_in_role", "medicine") == []
