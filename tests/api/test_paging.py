import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.paging import Paging
from api.problems import BadCursorError


def pages(items: list[int], limit: int) -> list[list[int]]:
    found, cursor = [], ""
    while True:
        page, following = Paging(limit, cursor).cut(items, lambda item: item, "numbers")
        found.append(page)
        if following is None:
            return found
        cursor = following


@given(st.sets(st.integers()).map(sorted), st.integers(1, 200))
def test_the_pages_together_are_the_list(items: list[int], limit: int) -> None:
    found = pages(items, limit)
    assert [item for page in found for item in page] == items
    assert all(len(page) == limit for page in found[:-1])
    assert len(found[-1]) <= limit
    assert len(found) == 1 or found[-1]


def test_what_is_added_or_deleted_meanwhile_shifts_no_page() -> None:
    page, cursor = Paging(2).cut([10, 20, 30, 40], lambda item: item, "numbers")
    assert (page, cursor is None) == ([10, 20], False)
    assert Paging(2, cursor or "").cut([5, 10, 30, 40], lambda item: item, "numbers")[0] == [30, 40]


@given(st.text(max_size=60))
def test_no_text_but_a_cursor_is_one(text: str) -> None:
    if text:
        with pytest.raises(BadCursorError):
            Paging(2, text).start("numbers")


def test_a_cursor_holds_for_its_own_list_only() -> None:
    _, cursor = Paging(1).cut(["a", "b"], lambda item: [item, 1], "names")
    assert cursor
    assert Paging(1, cursor).start("names") == ["a", 1]
    for other in ("numbers", "names ", ""):
        with pytest.raises(BadCursorError):
            Paging(1, cursor).start(other)
    with pytest.raises(BadCursorError):
        Paging(1, cursor[:-2] + "AA").start("names")
