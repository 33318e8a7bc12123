import pytest

from tests.trag.tree.hierarchies import detector, facts_for, organisation
from trag.tree.claims import contradiction, missing_items
from trag.types import Fact


def denied(name: str, sentence: str) -> str | None:
    tree = organisation(name)
    fact = contradiction(tree, detector(tree).detect(sentence), sentence)
    return None if fact is None else fact.text


@pytest.mark.parametrize(
    ("name", "sentence", "fact"),
    [
        ("ministry", "The Signals Section is part of DG Roads [1].", "part of the Rail Safety Division"),
        (
            "ministry",
            "The Speed Section belongs to the Rail Safety Division.",
            "part of the Road Safety Division",
        ),
        ("ministry", "DG Roads oversees the Permits Section.", "part of the Rail Freight Division"),
        ("ministry", "**Hugo Lind** is the Head of Division of the Rail Safety Division.", "is Odile Brun"),
        ("ministry", "The Rail Freight Division is led by Odile Brun.", "is Hugo Lind"),
        ("university", "Nils Berg chairs the Academic Senate.", "is Sigrid Falk"),
        ("university", "The dean of the Faculty of Science is Arne Holt.", "is Nils Berg"),
        (
            "university",
            "The members of the Academic Senate are Arne Holt and Wen Li.",
            "Arne Holt and Nils Berg",
        ),
        ("university", "The dean of the Faculty of Science is Eve Quill [1].", "is Nils Berg"),
        ("university", "Eve Anna Quill is the dean of the Faculty of Science.", "is Nils Berg"),
        ("university", "Eve Quill chairs the Academic Senate.", "is Sigrid Falk"),
        ("ministry", "The Rail Freight Division is led by Émile D'Quill-Sørby.", "is Hugo Lind"),
        ("company", "According to the organisation tree, Export is part of Operations.", "part of Sales"),
        ("company", "Yes, Paint Shop is a team of Sales.", "part of Operations"),
    ],
)
def test_a_claim_the_tree_holds_otherwise_is_contradicted(name: str, sentence: str, fact: str) -> None:
    found = denied(name, sentence)
    assert found is not None
    assert fact in found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ministry", "The Signals Section is part of DG Rail."),
        ("ministry", "The Signals Section was part of DG Roads."),
        ("ministry", "The Signals Section is part of DG Roads during the pilot."),
        ("ministry", "The Signals Section may belong to DG Roads."),
        ("ministry", "The Audit Section is part of DG Roads."),
        ("ministry", "Odile Brun heads the Rail Safety Division."),
        ("ministry", "Hugo Lind headed the Rail Safety Division until 2019."),
        ("ministry", "Per Aalto leads DG Rail."),
        ("ministry", "Odile Brun is the section chief of the Signals Section."),
        ("university", "Arne Holt and Nils Berg are members of the Academic Senate."),
        ("university", "Arne Holt is a member of the Academic Senate."),
        ("university", "The Faculty of Science works with the Faculty of Medicine."),
        ("university", "Nils Berg and Arne Holt met the Academic Senate."),
        ("university", "The dean of the Faculty of Science is on leave."),
        ("university", "The dean of the Faculty of Science is not Eve Quill."),
        ("university", "The dean of the Faculty of Science was Eve Quill."),
        ("university", "The deputy dean of the Faculty of Science is Eve Quill."),
        ("university", "The dean of the Faculty of Science is Nils Anders Berg."),
        ("university", "The treasurer of the Faculty of Science is Eve Quill."),
        ("company", "Export is not part of Operations."),
        ("company", ""),
    ],
)
def test_a_true_past_or_unclear_claim_is_left_alone(name: str, sentence: str) -> None:
    assert denied(name, sentence) is None


def test_the_names_a_list_left_out_are_found() -> None:
    fact = facts_for(organisation("ministry"), "Which sections does the Rail Safety Division have?")[0]
    assert missing_items(fact, "It has the audit section and the Tunnels Section.") == ("Signals Section",)
    assert missing_items(fact, fact.text) == ()


def test_a_name_inside_a_longer_word_does_not_count_as_listed() -> None:
    fact = facts_for(organisation("company"), "Which teams does Sales have?")[0]
    assert missing_items(fact, "Sales has Exporters and the export-desk.") == ("Export",)


def test_a_plain_fact_has_no_items_to_miss() -> None:
    assert missing_items(Fact("The manager of Sales is Uma Rao."), "") == ()


def test_a_list_that_was_not_asked_for_in_full_has_nothing_missing() -> None:
    facts = facts_for(organisation("ministry"), "Which sections of the Rail Safety Division start with T?")
    listed = next(fact for fact in facts if "3 sections" in fact.text)
    assert missing_items(listed, "The Tunnels Section does.") == ()
