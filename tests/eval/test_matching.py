import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import holds, holds_all, holds_apart, holds_groups, plain, spans


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        ("It takes 15 days.", "5", False),
        ("It takes 5 days.", "5", True),
        ("It takes 5.", "5", True),
        ("ANA torres leads", "Ana Torres", True),
        ("Ana\n  Torres", "Ana Torres", True),
        ("Ana Torres's unit", "Ana Torres", True),
        ("discovery.etcd.io is one", "discovery.etcd.io", True),
        ("discoveryXetcd.io", "discovery.etcd.io", False),
        ("A (B) C", "(B)", True),
        ("a 14-day limit", "14", True),
        ("an *important* rule of **30** days", "30 days", True),
        ("the _reserve_ lamp", "reserve lamp", True),
        ("the snake_case word", "snake", False),
    ],
)
def test_items_are_matched_as_whole_words(text: str, item: str, *, expected: bool) -> None:
    assert holds(text, item) is expected


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        ("written in C++ and Go", "C++", True),
        ("It is C++.", "C++", True),
        ("written in C++", "C", False),
        ("written in C#", "C", False),
        ("written in C", "C", True),
        ("at least 30%", "30%", True),
        ("at least 30 % of them", "30%", True),
        ("30 percent, or 40 per cent", "30%", True),
        ("30 percent, or 40 per cent", "40 %", True),
        ("130%", "30%", False),
        ("in the U.S. only", "U.S.", True),
        ("in the U.S.", "U.S.", True),
        ("in the U.S.A.", "U.S.", False),
        ("version 1.21", "1.2", False),
        ("version 1.21.3", "1.21", False),
        ("from 19:00 to 06:00", "19:00", True),
        ("from 19:00 to 06:00", "6:00", False),
    ],
)
def test_signs_belong_to_the_item(text: str, item: str, *, expected: bool) -> None:
    assert holds(text, item) is expected


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Paratene\u2013Cole", "Paratene-Cole"),
        ("Paratene\u2011Cole", "Paratene-Cole"),
        ("30\u00a0June", "30 June"),
        ("isn\u2019t eligible", "isn't eligible"),
        ("\u201czero flake\u201d policy", '"zero flake" policy'),
        ("Karamanl\u0131", "Karamanl\u0131"),
        ("Fru\u0308hwald", "Fr\u00fchwald"),
        ("reg\u00adional", "regional"),
        ("STRASSE", "stra\u00dfe"),
        ("\uff30aco Xu", "Paco Xu"),
    ],
)
def test_typesetting_makes_no_difference(text: str, item: str) -> None:
    assert holds(text, item)
    assert holds(item, text)


@pytest.mark.parametrize(
    "text", ["1500", "1,500", "1 500", "1\u00a0500", "1\u202f500", "1'500", "1\u2019500"]
)
@pytest.mark.parametrize("item", ["1500", "1,500", "1 500"])
def test_separators_of_thousands_make_no_difference(text: str, item: str) -> None:
    assert holds(f"It is {text} euros.", f"{item} euros")


@pytest.mark.parametrize(
    ("text", "item"),
    [("1,500", "500"), ("1,500", "1"), ("1,500,000", "1,500"), ("11,500", "1,500"), ("2.500", "500")],
)
def test_a_part_of_a_number_is_another_number(text: str, item: str) -> None:
    assert not holds(text, item)


def test_one_alternative_of_each_group_is_enough() -> None:
    assert holds_all("two of them, in May", [["2", "two"], ["May"]])
    assert not holds_all("two of them", [["2", "two"], ["May"]])
    assert holds_all("anything", [])


def test_a_longer_name_of_a_list_does_not_stand_for_a_shorter_one() -> None:
    groups = [["krew"], ["krew-index"]]
    assert holds_groups("krew-index alone", groups) == (False, True)
    assert holds_groups("krew-index and krew", groups) == (True, True)
    assert holds_groups("krew-index", [["krew", "krew-index"]]) == (True,)


def test_a_name_inside_a_longer_one_of_several_words_still_counts() -> None:
    groups = [["Finance Division"], ["Director of the Finance Division"]]
    assert holds_groups("She is Director of the Finance Division.", groups) == (True, True)


def test_a_number_is_not_taken_for_a_part_of_a_name() -> None:
    assert holds_all("a 24-hour limit", [["24"], ["24-hour"]])


def test_a_name_can_be_looked_for_apart_from_longer_ones() -> None:
    assert not holds_apart("kubectl-validate", "kubectl", ["kubectl-validate"])
    assert holds_apart("kubectl-validate", "kubectl", ["krew"])


def test_items_of_signs_only_are_found_nowhere() -> None:
    assert not holds("a * b", "*")


def test_spans_point_into_the_plain_text() -> None:
    text = "Ana \u201cTorres\u201d, ana"
    assert [plain(text)[start:end] for start, end in spans(text, "ANA")] == ["ana", "ana"]


@given(st.text("ab1 ,.-'+%*_\u2013\u00a0\u00df\u0130", max_size=12), st.text("xy .\n", max_size=8))
def test_an_item_stands_in_itself_and_between_words(item: str, around: str) -> None:
    if plain(item):
        assert holds(item, item)
        assert holds(f"{around}\n{item} {around}", item)


@given(st.integers(0, 10**9))
def test_a_number_is_the_same_with_and_without_separators(number: int) -> None:
    assert holds(f"{number:,}", str(number))
    assert holds(str(number), f"{number:,}")
    assert not holds(f"1{number}", str(number))
