from trag.citations import QUOTE_LENGTH, quoted, read_marks, write_marks
from trag.types import Citation


def test_marks_are_read_in_order_and_once() -> None:
    assert read_marks("Ana leads it [2][1, 2]. ") == ("Ana leads it. ", (2, 1))


def test_a_sentence_without_marks_is_left_as_it_is() -> None:
    assert read_marks("See [the list].") == ("See [the list].", ())


def test_marks_go_before_the_closing_white_space() -> None:
    assert write_marks("Ana leads it.\n", [1, 3]) == "Ana leads it. [1] [3]\n"


def test_what_is_written_can_be_read_back() -> None:
    assert read_marks(write_marks("Ana leads it.", [4])) == ("Ana leads it.", (4,))


def test_the_quote_of_a_long_passage_is_the_sentence_that_carries_the_claim() -> None:
    filler = "Offices open at nine and close at five on all days of the week but Sunday. " * 6
    source = Citation(1, "a.md", 2, f"{filler}Leave is 16 weeks. {filler}", (), "d", "c")
    assert len(source.quote) > QUOTE_LENGTH
    assert quoted(source, "Leave takes 16 weeks").quote == "Leave is 16 weeks."


def test_a_short_passage_and_a_fact_are_quoted_whole() -> None:
    passage = Citation(1, "a.md", 2, "Short. Passage.", (), "d", "c")
    fact = Citation(2, "org.yaml", None, "A has 60 units: " + "unit, " * 100)
    assert (quoted(passage, "passage"), quoted(fact, "unit")) == (passage, fact)
