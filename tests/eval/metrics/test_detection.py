from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.detection import entity_precision, entity_recall, named_entities
from tests.eval.metrics.samples import NAMES, case, outcome


def detected(question: str, meant: tuple[str, ...], *found: str) -> tuple[float | None, float | None]:
    asked, got = case(question=question, entities=meant), outcome(question=question, entities=found)
    return entity_precision(asked, got, NAMES), entity_recall(asked, got, NAMES)


def test_the_entity_that_is_named_is_to_be_found() -> None:
    assert detected("who leads the northern district", ("north",), "north") == (1, 1)
    assert detected("who leads the northern district", ("north",)) == (0, 0)
    assert detected("who leads the northern district", ("north",), "south") == (0, 0)
    assert detected("who leads the ND", ("north",), "north", "south") == (0.5, 1)


def test_entities_that_only_the_answer_names_need_not_be_found() -> None:
    assert detected("lighthouses of the ND", ("north", "gannet"), "north") == (1, 1)
    assert detected("lighthouses of the trust", ("north", "gannet"), "north") == (None, None)


def test_a_find_that_is_meant_is_right_however_it_is_worded() -> None:
    question = "does Gannet Point belong to the northern one"
    assert detected(question, ("gannet", "north"), "gannet", "north") == (1, 1)


def test_all_candidates_of_an_ambiguous_name_are_one_find() -> None:
    question = "phone of the depot in the Northern District"
    both = ("north", "depot-north", "depot-south")
    assert detected(question, ("north", "depot-north"), *both) == (1, 1)
    assert detected(question, ("north", "depot-north"), "north", "depot-south") == (0.5, 0.5)


def test_names_are_whole_words() -> None:
    assert detected("who leads the landing", ("north",), "north") == (None, None)


def test_a_person_named_in_full_is_not_called_wrong_where_cases_list_units_only() -> None:
    question = "does Isolde Marwick keep Gannet Point"
    person = "person:isolde-marwick"
    assert detected(question, ("gannet",), "gannet", person) == (1, 1)
    assert detected(question, ("gannet", person), "gannet", person) == (1, 1)
    assert detected(question, ("gannet", person), "gannet") == (1, 0.5)
    assert detected("who keeps Gannet Point", ("gannet",), "gannet", person) == (0.5, 1)


def test_of_names_inside_one_another_the_longest_is_named() -> None:
    names = {"data": ("Data Protection",), "officer": ("Data Protection Officer",)}
    question = "who is the data protection officer"
    asked = case(question=question, entities=("data", "officer"))
    assert named_entities(asked, outcome(question=question), names) == {"officer"}


def test_a_misspelt_question_is_held_to_the_name_of_its_case() -> None:
    asked = case(question="who leads the Northern District", entities=("north",))
    got = outcome(question="who leads the Nothern Distrct", entities=("north",))
    assert entity_recall(asked, got, NAMES) == 1


def test_without_names_nothing_applies() -> None:
    asked = case(question="who leads the ND", entities=("north",))
    assert entity_precision(asked, outcome(entities=("north",)), {}) is None


@given(st.permutations(["north", "gannet", "depot-north", "depot-south", "south"]))
def test_the_order_of_the_finds_is_irrelevant(found: list[str]) -> None:
    question = "is the depot of Gannet Point in the ND"
    assert detected(question, ("north", "gannet", "depot-south"), *found) == (0.75, 1)
