# ruff: noqa: S311 - dice, not secrets
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.hierarchies import ask, organisation, random_tree
from trag.tree.answers import answer_from_tree
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import kind_label, plural
from trag.types import Mention

SEEDS = st.integers(0, 10**6)
ANSWERED = {
    "ministry": {
        "Who heads the Rail Safety Division?": ["Odile Brun"],
        "Who is the head of the Road Safety Division?": ["Hugo Lind"],
        "Who is the Director-General for Rail?": ["Lena Moritz"],
        "Who is the director-general of DG Roads?": ["Amara Diallo"],
        "Who is the minister?": ["Ines Okafor"],
        "Who is in charge of the Rail Freight Division?": ["Hugo Lind"],
        "Which sections belong to the Rail Safety Division?": ["3 sections", "Audit", "Signals", "Tunnels"],
        "How many sections are there in DG Rail?": ["4 sections", "Permits Section"],
        "How many sections does the ministry have?": ["6 sections"],
        "How many sections are there?": ["6 sections", "Audit Section (Road Safety Division)"],
        "Which division does the Permits Section report to?": ["Rail Freight Division"],
        "Which directorate-general is the Rail Freight Division part of?": ["Directorate-General for Rail"],
        "Who leads the division the Signals Section belongs to?": ["Rail Safety Division", "Odile Brun"],
        "Who leads the Audit Section of the Road Safety Division?": ["Mia Chen"],
        "Which division has the most sections?": ["Rail Safety Division", "3 sections"],
        "Which sections have no section chief?": ["3 sections", "Signals", "Permits", "Speed"],
        "Which divisions does Hugo Lind head?": ["Rail Freight Division", "Road Safety Division"],
        "What roles does Odile Brun hold?": ["Rail Safety Division", "Tunnels Section"],
        "Is the Tunnels Section part of DG Rail?": ["Yes", "Rail Safety Division"],
        "Is the Tunnels Section in DG Roads?": ["No", "Directorate-General for Rail"],
        "What is the common parent of the Permits Section and the Signals Section?": ["General for Rail"],
        "Do the Speed Section and the Permits Section belong to the same directorate-general?": ["No"],
        "What is the email of the Rail Safety Division?": ["rail.safety@mot.example"],
        "Which divisions are in DG Rail, and who heads them?": ["2 divisions", "Odile Brun", "Hugo Lind"],
        "Who heads more than one division?": [
            "1 person",
            "Hugo Lind (Rail Freight Division, Road Safety Division)",
        ],
        "Who heads both the Rail Freight Division and the Road Safety Division?": [
            "Hugo Lind is lead of both"
        ],
        "Which divisions have more than 1 section?": ["2 divisions", "Rail Safety Division (3)"],
        "Which divisions have at most one section?": ["1 division", "Rail Freight Division (1)"],
        "Is the Rail Freight Division headed by Hugo Lind?": ["Yes"],
        "Who are the heads of the Rail Safety Division and the Rail Freight Division?": ["Odile", "Hugo"],
        "Which sections do DG Rail and DG Roads have?": ["has 4 sections", "has 2 sections"],
        "Which two divisions each have an Audit Section?": ["Rail Safety", "Road Safety"],
        "What other sections are in the same division as the Signals Section?": ["Audit", "Tunnels"],
    },
    "university": {
        "Who are the deans?": ["2 deans", "Arne Holt (Faculty of Medicine)", "Nils Berg"],
        "Which institutes does the Faculty of Science have?": ["3 institutes", "Chemistry", "Mathematics"],
        "Faculty of Science: which institutes?": ["3 institutes"],
        "How many research groups are in the Faculty of Science?": ["2 research groups", "Optics Group"],
        "Who coordinates the Optics Group?": ["Eva Stern"],
        "What does Eva Stern coordinate?": ["Optics Group"],
        "Who directs the Institute of Genetics?": ["Wen Li"],
        "Which institutes have no director?": ["1 institute", "Institute of Chemistry"],
        "Which institutes are partners of the Institute of Genetics?": ["Chemistry", "Physics"],
        "Which institutes have the Institute of Chemistry as a partner?": ["Anatomy", "Genetics"],
        "Who chairs the Academic Senate?": ["Sigrid Falk"],
        "How many members does the Academic Senate have?": ["2 members", "Arne Holt", "Nils Berg"],
        "Who leads the university?": ["Sigrid Falk"],
        "Is Nils Berg the dean of the Faculty of Science?": ["Yes"],
        "Is Nils Berg the dean of the Faculty of Medicine?": ["No", "Arne Holt"],
        "Which members of the Academic Senate are also deans?": ["Arne Holt", "Nils Berg"],
        "What are the institutes of the Faculty of Medicine called?": ["Anatomy", "Genetics"],
    },
    "company": {
        "Who is the CEO?": ["Rosa Blum"],
        "Who is the manager of Operations?": ["Ivan Petrov"],
        "Who runs Operations?": ["Ivan Petrov"],
        "Who manages Sales?": ["Uma Rao"],
        "Which teams does Operations have?": ["3 teams", "Assembly", "Paint Shop", "Night Shift"],
        "What units does the company consist of?": ["Operations", "Sales"],
        "Who are the team leads of Operations?": ["Ann Kerr (Assembly)", "Cy Dunn (Paint Shop)"],
        "What's Ivan Petrov's office?": ["B12"],
        "What is the phone number of Operations?": ["+47 11 22"],
        "Which business unit does Paint Shop sit in?": ["Operations"],
        "Which teams have no team lead?": ["1 team", "Night Shift"],
    },
}
LEFT_TO_THE_MODEL = {
    "ministry": (
        "Who headed the Rail Safety Division in 2019?",
        "Who can head a division?",
        "How many sections may a division have?",
        "Why does the Rail Safety Division have three sections?",
        "How many staff does the Rail Safety Division have?",
        "How do I contact the Rail Safety Division?",
        "Who should head the Rail Safety Division?",
        "Who will lead DG Roads next year?",
        "What does the Audit Section audit?",
        "What is the budget of DG Rail?",
        "Who appoints the minister?",
        "Which sections of the law apply to DG Rail?",
        "Who was the head of the Road Safety Division before Hugo Lind?",
        "Who is the head of the Bridges Division?",
        "Who is the acting head of the Rail Freight Division?",
        "What are sections?",
        "Who reports to Odile Brun?",
        "Where is the Rail Safety Division located?",
        "Who heads the Rail Safety Division's audit committee?",
    ),
    "university": (
        "Who may become dean of the Faculty of Medicine?",
        "How are deans elected?",
        "Who was rector in 2010?",
        "How long is the term of the dean of the Faculty of Science?",
        "How many students does the Faculty of Science have?",
        "Who works at the Institute of Physics?",
        "Does the Institute of Anatomy have a director's office?",
        "How many members must the Academic Senate have?",
    ),
    "company": (
        "How many engineers does Assembly need?",
        "How many engineers does Night Shift have?",
        "Who is the manager on duty at Operations?",
        "Who leads operations on site during an emergency?",
        "Which teams have no overtime?",
        "Who is Bo Nash's manager?",
    ),
}


@pytest.mark.parametrize(
    ("name", "question", "said"),
    [(name, question, said) for name, asked in ANSWERED.items() for question, said in asked.items()],
)
def test_the_tree_answers_a_question_about_the_hierarchy(name: str, question: str, said: list[str]) -> None:
    answer = ask(organisation(name), question)
    assert answer is not None
    assert not answer.refused
    assert [part for part in said if part not in answer.text] == []
    assert answer.facts


@pytest.mark.parametrize(
    ("name", "question"),
    [(name, question) for name, asked in LEFT_TO_THE_MODEL.items() for question in asked],
)
def test_a_question_about_more_than_the_hierarchy_is_left_to_the_model(name: str, question: str) -> None:
    assert ask(organisation(name), question) is None


@pytest.mark.parametrize(
    ("name", "question", "text"),
    [
        (
            "ministry",
            "Who is the section chief of the Signals Section?",
            "The organisation tree lists no section chief for the Signals Section.",
        ),
        (
            "company",
            "Who is the team lead of Night Shift?",
            "The organisation tree lists no team lead for Night Shift.",
        ),
    ],
)
def test_what_the_tree_does_not_list_is_refused(name: str, question: str, text: str) -> None:
    answer = ask(organisation(name), question)
    assert answer is not None
    assert answer.refused
    assert answer.text == text


def test_an_ambiguous_name_is_asked_back_with_the_place_of_each() -> None:
    answer = ask(organisation("ministry"), "Who leads the Audit Section?")
    assert answer is not None
    assert [entity.id for entity in answer.candidates] == ["rs-audit", "ro-audit"]
    assert "Rail Safety Division" in answer.text
    assert "Road Safety Division" in answer.text
    assert not answer.refused


def test_a_list_of_more_than_four_stands_one_item_a_line() -> None:
    answer = ask(organisation("ministry"), "List all sections.")
    assert answer is not None
    assert answer.text.count("\n- ") == 6


def test_the_units_a_question_leads_through_are_told() -> None:
    answer = ask(organisation("ministry"), "Who leads the division the Signals Section belongs to?")
    assert answer is not None
    assert answer.text.startswith("The Signals Section is part of the Rail Safety Division.")
    assert {"rs-signals", "rail-safety"} <= set(answer.entity_ids)


def test_a_name_typed_wrongly_is_never_certain() -> None:
    tree = organisation("company")
    assert ask(tree, "Who leads Assembly?") is not None
    question = "Who leads Assemby?"
    for mention in (
        Mention("Assemby", 10, 17, (tree.entity("assembly"),)),
        Mention("Assemby", 10, 17, (tree.entity("assembly"),), is_corrected=True),
    ):
        assert answer_from_tree(tree, question, (mention,)) is None


def _units(tree: Organisation, kind: str) -> list[Node]:
    return [node for node in tree.nodes if node.kind == kind]


def _below(tree: Organisation, node: Node, kind: str) -> list[Node]:
    return [unit for unit in tree.descendants(node.id) if unit.kind == kind]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_lists_and_counts_equal_the_graph_in_any_tree(seed: int) -> None:
    tree, dice = random_tree(seed), random.Random(seed)
    node = dice.choice([unit for unit in tree.nodes if tree.children(unit.id)])
    kind = dice.choice([unit.kind for unit in tree.descendants(node.id)])
    below, label = _below(tree, node, kind), plural(kind_label(tree, kind))
    form = dice.choice(
        (
            "How many {kinds} does {unit} have?",
            "which {kinds} belong to {unit}",
            "List all {kinds} of {unit}.",
            "what {kinds} are there in {unit}?",
            "How many {kinds} are there in {unit}?",
            "Give me the complete list of {kinds} under {unit}, please",
            "What are {unit}'s {kinds}?",
        )
    )
    answer = ask(tree, form.format(kinds=label, unit=node.name))
    assert answer is not None
    assert f"has {len(below)} " in answer.text
    assert all(unit.name in answer.text for unit in below)
    assert {unit.id for unit in below} <= set(answer.entity_ids)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_what_is_above_equals_the_graph_in_any_tree(seed: int) -> None:
    tree, dice = random_tree(seed), random.Random(seed)
    node = dice.choice(tree.nodes[1:])
    above = dice.choice(tree.ancestors(node.id))
    kind = kind_label(tree, above.kind)
    form = dice.choice(
        (
            "Which {kind} does {unit} belong to?",
            "What {kind} is {unit} part of?",
            "{unit} is part of which {kind}?",
            "Under which {kind} is {unit}?",
            "Which {kind} is responsible for {unit}?",
        )
    )
    answer = ask(tree, form.format(kind=kind, unit=node.name))
    assert answer is not None
    assert above.name in answer.text


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_leaders_equal_the_graph_in_any_tree(seed: int) -> None:
    tree, dice = random_tree(seed), random.Random(seed)
    node = dice.choice(tree.nodes[1:])
    leading = [h.person.name for h in node.people if h.role in ("Director", "Chair", "Captain", "Head")]
    form = dice.choice(
        ("Who leads {unit}?", "who is in charge of {unit}", "Who runs {unit}?", "{unit}: who leads it?")
    )
    answer = ask(tree, form.format(unit=node.name))
    if leading:
        assert answer is not None
        assert all(name in answer.text for name in leading)
        assert not answer.refused
    else:
        assert answer is None or answer.refused


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_whole_tree_questions_equal_the_graph_in_any_tree(seed: int) -> None:
    tree, dice = random_tree(seed), random.Random(seed)
    kind = dice.choice([node.kind for node in tree.nodes[1:]])
    units, label = _units(tree, kind), plural(kind_label(tree, kind))
    counted = ask(tree, f"How many {label} are there in total?")
    assert counted is not None
    assert f" {len(units)} " in counted.text
    nodes = _units(tree, tree.nodes[1].kind)
    most = max(len(_below(tree, node, kind)) for node in nodes)
    best = ask(tree, f"Which {kind_label(tree, nodes[0].kind)} has the most {label}?")
    if most:
        assert best is not None
        winners = {node.id for node in nodes if len(_below(tree, node, kind)) == most}
        assert set(best.entity_ids) == winners


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_a_word_too_much_keeps_the_tree_silent_in_any_tree(seed: int) -> None:
    tree, dice = random_tree(seed), random.Random(seed)
    node = dice.choice([unit for unit in tree.nodes if tree.children(unit.id)])
    kinds = plural(kind_label(tree, tree.children(node.id)[0].kind))
    form = dice.choice(
        (
            "How many {kinds} did {unit} have in 2019?",
            "How many {kinds} may {unit} have?",
            "Which {kinds} of {unit} were closed?",
            "Why does {unit} have so many {kinds}?",
            "Which {kinds} will {unit} open next year?",
            "Who led {unit} before?",
            "Who can lead {unit}?",
            "Who leads the budget review of {unit}?",
            "Who is the former head of {unit}?",
            "Which {kinds} in {unit} won the safety award?",
            "Who leads the cleaning of {unit}?",
            "How do {kinds} report to {unit}?",
            "When did {unit} get its {kinds}?",
            "Are the {kinds} of {unit} paid?",
        )
    )
    assert ask(tree, form.format(kinds=kinds, unit=node.name)) is None


@settings(max_examples=100, deadline=None)
@given(SEEDS, st.text(max_size=80))
def test_any_text_is_read_without_failing(seed: int, text: str) -> None:
    tree = random_tree(seed % 20)
    node = tree.nodes[seed % len(tree.nodes)]
    for question in (text, f"{text} {node.name}", f"who leads {node.name} {text}", f"{text} of {node.name}?"):
        ask(tree, question)
