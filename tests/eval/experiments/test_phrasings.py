import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.experiments.misspelling import misspelt_name, misspelt_word, slips
from eval.experiments.phrasings import (
    AS_WRITTEN,
    RULES,
    Question,
    keywords,
    lower_case,
    phrasings,
    polite,
    upper_case,
    white_space,
    words_of,
)
from trag.tree.detection.names import is_ordinary_word


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a draw, no secret


RNG = seeded(0)
DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
WRITTEN = (
    "Who leads the Finance Division?",
    "What is the daily rate for Kellis (in euros) for a trip in August 2026?",
    "how much of the per diem do you get on the day you leave and the day you come back",
    "What are the curfew hours at level 4: from 19:00 to 06:00, or 7.5 hours?",
    "Who does not have to sign a donor agreement of 3,000,000 euros?",
    "is there anyone in the ombuds post right now?",
)


def named(text: str, *names: str) -> Question:
    spans = tuple((text.index(name), text.index(name) + len(name)) for name in names)
    return Question(text, spans, words_of(names))


def test_lower_case_loses_punctuation_around_words_but_none_inside_numbers() -> None:
    assert lower_case(Question('Is "SIG Auth" paid 60,000.50 € (at 19:00)? Who knows!'), RNG) == (
        "is sig auth paid 60,000.50 € at 19:00 who knows"
    )


def test_an_acronym_that_is_a_word_in_small_letters_keeps_its_capitals() -> None:
    assert (
        lower_case(Question("Which reports does the WHO owe IT?"), RNG) == "which reports does the WHO owe IT"
    )
    assert not upper_case(Question("Which reports does the WHO owe us?"), RNG)


def test_upper_case_leaves_words_with_digits_alone() -> None:
    assert (
        upper_case(Question("what is new in v1.29b of straße?"), RNG) == "WHAT IS NEW IN v1.29b OF STRASSE?"
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the phone extension of the service desk?", "phone extension of service desk"),
        ("Who leads the Finance Division?", "Who leads Finance Division"),
        ("how long do members have to answer?", "how long members have to answer"),
        ("who was not the chair before 2024?", "who was not chair before 2024"),
        ("what does CWG stand for", "what does CWG stand for"),
        ("Can I fly business?", "Can fly business"),
        ("What do I do when it must be done?", "What do when it must be done"),
    ],
)
def test_keywords_leave_out_only_words_that_tell_nothing(question: str, expected: str) -> None:
    # What follows "does" is no noun, so "what does" is no "what is".
    expected = expected.replace("what does CWG", "what CWG")
    assert keywords(Question(question), RNG) == expected


def test_keywords_leave_names_whole() -> None:
    question = named("Who leads the Office of the President?", "Office of the President")
    assert keywords(question, RNG) == "Who leads Office of the President"


def test_a_polite_frame_holds_the_question_as_it_is() -> None:
    made = {polite(Question("who leads the ARC"), seeded(seed)) for seed in range(40)}
    assert len(made) == 4
    # The stop keeps the last name apart from the words behind it.
    assert all("who leads the ARC." in text for text in made)


def test_white_space_changes_nothing_else() -> None:
    text = "Who leads the Finance Division?"
    spaced = white_space(Question(text), RNG)
    assert spaced != text
    assert spaced.split() == text.split()


@pytest.mark.parametrize("text", WRITTEN)
def test_phrasings_keep_every_number_and_the_word_that_asks(text: str) -> None:
    made = phrasings(Question(text))
    assert made[AS_WRITTEN] == text
    assert len(made) >= 6
    for phrasing in made.values():
        assert DIGITS.findall(phrasing) == DIGITS.findall(text)
        for asking in ("who", "how", "not", "anyone", "before"):
            assert (asking in text.lower().split()) == (asking in phrasing.lower().split())


def test_the_same_seed_makes_the_same_phrasings_and_others_make_other_typos() -> None:
    question = named(WRITTEN[0], "Finance Division")
    assert phrasings(question, 7) == phrasings(question, 7)
    assert len({phrasings(question, seed)["typo in a name"] for seed in range(20)}) > 5


def test_a_rule_that_does_not_apply_makes_no_phrasing() -> None:
    assert set(phrasings(Question("who is it"))) <= {*RULES, AS_WRITTEN} - {
        "typo in a word",
        "typo in a name",
    }


def test_a_typo_in_a_name_changes_the_name_only() -> None:
    text = "Who leads the Finance Division today?"
    start, end = text.index("Finance"), text.index(" today")
    for seed in range(50):
        typo = misspelt_name(text, [(start, end)], frozenset(), seeded(seed))
        assert typo[:start] == text[:start]
        assert typo.endswith(" today?")
        assert typo != text


def test_a_typo_in_a_word_leaves_names_and_exact_words_alone() -> None:
    text = "Which thirty members of Finance Division meet before January without notice?"
    start = text.index("Finance")
    for seed in range(50):
        typo = misspelt_word(text, [(start, start + 16)], frozenset(), seeded(seed))
        changed = [(a, b) for a, b in zip(text.split(), typo.split(), strict=True) if a != b]
        assert [a.strip("?") in {"members", "notice"} for a, _ in changed] == [True]


def test_a_typo_never_spells_a_word_that_is_taken() -> None:
    # One slip in "Planing" spells the word "Planning", another one the name "Planign".
    taken = words_of(["Planign Section"])
    typos = {misspelt_name("Planing?", [(0, 7)], taken, seeded(seed)) for seed in range(200)}
    assert len(typos) > 5
    assert not typos & {"Planign?", "Planning?"}


def test_a_typo_is_no_inflected_word() -> None:
    typos = {misspelt_word("longer weeks", (), frozenset(), seeded(seed)) for seed in range(200)}
    assert len(typos) > 10
    assert not typos & {"loner weeks", "longer wees"}


def test_short_words_and_words_with_digits_get_no_typo() -> None:
    assert misspelt_word("who is in v1.29beta at a@example.org", (), frozenset(), RNG) == ""
    assert misspelt_name("who runs ARC", [(9, 12)], frozenset(), RNG) == ""


@given(st.from_regex(r"[a-z]{5,12}", fullmatch=True))
def test_a_slip_leaves_the_first_letter_and_moves_at_most_one(word: str) -> None:
    for slip in slips(word):
        assert slip[0] == word[0]
        assert abs(len(slip) - len(word)) <= 1
        assert slip != word


TEXT = st.text(st.sampled_from("abcdefghij wheno ABC ,.?!:;'\"()0123456789-/%"), min_size=1, max_size=80)


@given(TEXT, st.integers(0, 5))
def test_whatever_the_question_its_digits_stay_and_nothing_breaks(text: str, seed: int) -> None:
    if not text.strip():
        return
    for phrasing in phrasings(Question(text), seed).values():
        assert re.sub(r"\D", "", phrasing) == re.sub(r"\D", "", text)


@given(st.sampled_from(WRITTEN), st.integers(0, 1000))
def test_a_typo_makes_no_other_word(text: str, seed: int) -> None:
    typo = misspelt_word(text, (), frozenset(), seeded(seed))
    written = set(re.findall(r"\w+", text.casefold()))
    new = set(re.findall(r"\w+", typo.casefold())) - written
    assert len(new) == 1
    assert not is_ordinary_word(new.pop())
