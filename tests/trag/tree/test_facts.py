# ruff: noqa: S311 - dice, not secrets
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.hierarchies import facts_for, organisation, random_tree
from trag.tree.listing import ListFact


def text(name: str, question: str) -> str:
    return "\n".join(fact.text for fact in facts_for(organisation(name), question))


def test_what_is_asked_comes_first() -> None:
    first = facts_for(organisation("ministry"), "How many sections does the Rail Safety Division have?")[0]
    assert first.text == (
        "The Rail Safety Division has 3 sections: Audit Section, Signals Section, Tunnels Section."
    )
    assert first.entity_ids == ("rail-safety", "rs-audit", "rs-signals", "rs-tunnels")


def test_a_unit_named_in_passing_comes_with_its_place_and_people() -> None:
    told = text("ministry", "What are the opening hours of the Rail Freight Division?")
    assert "part of the Directorate-General for Rail, which is part of the Ministry of Transport" in told
    assert "The Head of Division of the Rail Freight Division is Hugo Lind." in told
    assert "has 1 section: Permits Section." in told


def test_a_person_comes_with_all_roles() -> None:
    told = text("ministry", "When did Odile Brun sign the order?")
    assert "Head of Division of the Rail Safety Division and section chief of the Tunnels Section" in told


def test_a_person_comes_with_the_further_keys_of_the_file() -> None:
    assert "office: B12" in text("company", "Where do I find Ivan Petrov?")


def test_an_ambiguous_name_comes_with_each_candidate_and_its_place() -> None:
    told = text("ministry", "What did the Audit Section report?")
    assert "Audit Section (section) in Rail Safety Division" in told
    assert "Audit Section (section) in Road Safety Division" in told


def test_what_is_not_listed_is_said_where_others_have_it() -> None:
    told = text("ministry", "Who was made section chief of the Signals Section?")
    assert "The organisation tree lists no section chief for the Signals Section." in told


def test_nothing_is_said_to_be_missing_where_no_unit_of_the_kind_has_it() -> None:
    assert "lists no" not in text("company", "Which rector opened the Export team's party?")


def test_contact_details_come_when_asked_for() -> None:
    assert "rail.safety@mot.example" in text("ministry", "How do I contact the Rail Safety Division?")
    assert "rail.safety@mot.example" not in text("ministry", "What did the Rail Safety Division decide?")


def test_roles_in_the_units_below_are_told_when_the_unit_itself_has_none() -> None:
    assert "Ann Kerr (Assembly), Cy Dunn (Paint Shop)" in text(
        "company", "Did the team leads of Operations meet?"
    )


def test_a_question_over_the_whole_tree_comes_with_its_result_only() -> None:
    facts = facts_for(organisation("ministry"), "Which division has the most sections?")
    assert [fact.text for fact in facts] == ["The Rail Safety Division has the most sections: 3 sections."]


def test_the_organisation_named_in_passing_brings_no_facts() -> None:
    assert facts_for(organisation("ministry"), "How old is the Ministry of Transport?") == ()


def test_a_question_without_names_and_relations_brings_no_facts() -> None:
    assert facts_for(organisation("university"), "Is parking free on Sundays?") == ()


def test_no_fact_stands_twice() -> None:
    texts = [
        fact.text for fact in facts_for(organisation("company"), "Who leads Assembly, Assembly and Export?")
    ]
    assert len(texts) == len(set(texts))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(("", "why ", "who leads ", "how many ", "list all ")))
def test_every_fact_is_about_entities_of_the_tree_and_every_list_is_complete(seed: int, start: str) -> None:
    tree = random_tree(seed)
    node = random.Random(seed).choice(tree.nodes[1:])
    for fact in facts_for(tree, f"{start}{node.name} units?"):
        assert all(entity_id in tree or entity_id in tree.people for entity_id in fact.entity_ids)
        if isinstance(fact, ListFact):
            assert all(item in fact.text for item in fact.items)
            assert f" {len(fact.items)} " in fact.heading


@pytest.mark.parametrize("question", ["", "\x00", "x" * 5000, "'s 's 's", "who " * 400, "((((", "[1] [2]"])
def test_odd_text_is_read_without_failing(question: str) -> None:
    facts_for(organisation("company"), question)
