from eval.metrics.quotes import evidence_of, holds_quote, is_place_of, stands_in
from tests.eval.metrics.samples import case, evidence

QUOTE = "Members have 72 hours to answer. Silence counts as abstention."


def test_markup_white_space_and_case_do_not_count() -> None:
    assert holds_quote("* members have **72 hours**\n  to answer; SILENCE counts | as abstention |", QUOTE)
    assert stands_in("a | every 6 weeks | 7 days |", "every 6 weeks 7 days")


def test_words_are_whole_and_in_order() -> None:
    assert not stands_in("Members have 172 hours", "72 hours")
    assert not stands_in("hours 72", "72 hours")
    assert not stands_in("anything", "")


def test_the_greater_part_counts_at_the_edge_of_a_passage() -> None:
    assert holds_quote("By e-mail: members have 72 hours to answer.", QUOTE)
    assert holds_quote("hours to answer. Silence counts as abstention. Then", QUOTE)
    assert holds_quote("72 hours to answer silence counts", QUOTE)


def test_the_lesser_part_and_the_middle_of_a_passage_do_not_count() -> None:
    assert not holds_quote("Silence counts as abstention. Then", QUOTE)
    assert not holds_quote("more than 9 hours | business", "more than 9 hours | premium economy | b | c")
    assert not holds_quote("if members have 72 hours to answer the letter", QUOTE)


def test_the_file_must_be_the_same() -> None:
    (wanted,) = evidence_of(case(("72",), evidence=evidence(("a.md", QUOTE))))
    assert is_place_of(wanted, "a.md", QUOTE)
    assert not is_place_of(wanted, "b.md", QUOTE)


def test_a_quote_given_twice_is_one() -> None:
    twice = evidence(("a.md", QUOTE), ("a.md", QUOTE.upper()), ("b.md", QUOTE))
    assert len(evidence_of(case(("72",), evidence=twice))) == 2
