import pytest

from trag.tree.detection.kind_words import KindWords
from trag.tree.detection.partial import PartialNames
from trag.tree.organisation import Node

NODES = (
    Node("board", "Governing Board", "board"),
    Node("arc", "Audit and Risk Committee", "committee", "board"),
    Node("fin", "Finance and Budget Committee", "committee", "board"),
    Node("pay", "Committee on Audit Fees", "committee", "board"),
)


@pytest.fixture(scope="module")
def partials() -> PartialNames:
    return PartialNames(NODES, KindWords(NODES))


def test_a_name_said_in_part_keeps_the_order_of_its_words(partials: PartialNames) -> None:
    assert partials.fitting(("audit", "committee"), {"committee"}) == ["arc"]
    assert partials.fitting(("risk", "audit", "committee"), {"committee"}) == []
    assert partials.fitting(("audit", "committee"), {"board"}) == []


def test_the_whole_name_is_not_said_in_part(partials: PartialNames) -> None:
    assert partials.fitting(("audit", "and", "risk", "committee"), {"committee"}) == []


def test_a_place_is_framed_by_the_first_and_last_word_of_a_name(partials: PartialNames) -> None:
    assert partials.is_framed(("audit", "committee"), "arc")
    assert not partials.is_framed(("risk", "committee"), "arc")
    assert not partials.is_framed(("audit", "risk"), "arc")
    assert not partials.is_framed(("audit", "committee"), "fin")


def test_places_stand_beside_a_word_for_their_kind(partials: PartialNames) -> None:
    assert list(partials.places(("the", "audit", "committee"))) == [(1, 2, {"committee"})]
    assert list(partials.places(("audit", "the", "committee"))) == []
    assert list(partials.places(("committee",))) == []
