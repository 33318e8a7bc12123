import json

from hypothesis import given
from hypothesis import strategies as st

from eval.judging.material import as_data, sources_for, statements_of
from eval.outcomes import Key, Outcome
from trag.engines.fakes import FakeGenerator
from trag.types import Answer, Citation

COUNT = FakeGenerator().count_tokens


def passage(number: int, text: str) -> Citation:
    return Citation(number, f"d{number}.md", None, text, (), f"d{number}", f"c{number}")


def outcome(
    cited: tuple[Citation, ...], sources: tuple[Citation, ...] = (), facts: tuple[str, ...] = ()
) -> Outcome:
    answer = Answer("q", "text", refused=False, answered_by="model", citations=cited)
    return Outcome(Key("t-rag", "c"), "q", sources=sources, facts=facts, answer=answer)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_data_is_one_line_and_one_string_whatever_it_holds(text: str) -> None:
    data = as_data(text)
    assert len(data.splitlines()) == 1
    assert isinstance(json.loads(data), str)
    assert "<|" not in data


def test_statements_are_sentences_without_source_marks() -> None:
    assert statements_of("It is 12 days [1]. It lapses on 30 June [2, 3].\n\n") == (
        "It is 12 days.",
        "It lapses on 30 June.",
    )


def test_each_item_of_a_list_is_a_statement_with_what_introduces_it() -> None:
    text = "Finance has 2 units: [1]\n- Audit\n- Treasury\nIt is in Geneva."
    assert statements_of(text) == (
        "Finance has 2 units: Audit",
        "Finance has 2 units: Treasury",
        "It is in Geneva.",
    )


def test_signs_alone_state_nothing() -> None:
    assert statements_of("---\n***\n ") == ()


def test_an_answer_is_judged_by_the_whole_passages_it_cites_and_the_facts() -> None:
    whole = passage(1, "Before it. Leave is 12 days. After it.")
    quote = passage(1, "Leave is 12 days.")
    found = outcome((quote,), (whole, passage(2, "Not cited.")), ("Finance is part of HQ.",))
    assert sources_for(found, 700, COUNT) == (("d1.md: " + whole.quote, "Finance is part of HQ."), 0)


def test_where_a_passage_is_too_long_its_quote_is_enough() -> None:
    whole = passage(1, "Leave is 12 days. " + "Much more of it. " * 100)
    quote = passage(1, "Leave is 12 days.")
    assert sources_for(outcome((quote,), (whole,)), 50, COUNT) == (("d1.md: Leave is 12 days.",), 0)


def test_a_fact_that_is_cited_is_read_once() -> None:
    fact = Citation(1, "org.yaml", None, "Finance is part of HQ.")
    assert sources_for(outcome((fact,), (), (fact.quote,)), 700, COUNT)[0] == (fact.quote,)


def test_what_does_not_fit_is_counted_and_the_first_always_goes_in() -> None:
    cited = tuple(passage(number, "word " * 30) for number in (1, 2, 3))
    texts, left_out = sources_for(outcome(cited, cited), 10, COUNT)
    assert (len(texts), left_out) == (1, 2)


def test_an_answer_without_citations_is_judged_by_all_its_sources_in_order() -> None:
    sources = (passage(1, "One."), passage(2, "Two."))
    assert sources_for(outcome((), sources), 700, COUNT)[0] == ("d1.md: One.", "d2.md: Two.")


def test_without_sources_there_is_nothing_to_judge_by() -> None:
    assert sources_for(outcome(()), 700, COUNT) == ((), 0)
