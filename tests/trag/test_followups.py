from trag.engines.fakes import FakeGenerator
from trag.followups import needs_history, stand_alone
from trag.types import Turn

HISTORY = (Turn("Who leads the Finance Division?", "Ana Silva leads it."),)


def test_a_question_that_points_back_or_is_very_short_needs_the_turns_before() -> None:
    assert needs_history("And how many sections does it have?")
    assert needs_history("What about travel?")
    assert not needs_history("How many weeks of parental leave may staff take?")


def test_the_models_rewriting_stands_for_the_question() -> None:
    generator = FakeGenerator()
    generator.enqueue('"How many sections does the Finance Division have?"\nExplanation: none')
    alone = stand_alone("How many sections does it have?", HISTORY, generator)
    assert alone == "How many sections does the Finance Division have?"
    assert "Who leads the Finance Division?" in generator.asked[0][0].content


def test_an_unusable_rewriting_leaves_the_question_as_it_is() -> None:
    generator = FakeGenerator()
    generator.enqueue(" ")
    assert stand_alone("And travel?", HISTORY, generator) == "And travel?"
