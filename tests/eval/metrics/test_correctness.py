from hypothesis import given
from hypothesis import strategies as st

from tests.eval.metrics.samples import case, figures, outcome

ITEMS = ["Gannet Point", "Skerry Vell", "Old Tarn", "Mewstone"]


def test_share_and_whole_of_the_required_items() -> None:
    asked = case(("Ana",), ("12", "twelve"))
    half, whole = figures(asked, outcome("Ana, 112.")), figures(asked, outcome("Ana, twelve."))
    assert (half["required_share"], half["required_all"]) == (0.5, 0)
    assert (whole["required_share"], whole["required_all"]) == (1, 1)


def test_the_mark_of_a_source_is_no_item() -> None:
    assert figures(case(("2",)), outcome("It takes some days [2]."))["required_share"] == 0


def test_a_refusal_holds_nothing_whatever_its_words() -> None:
    found = figures(case(("not",)), outcome("The documents do not tell.", refused=True))
    assert (found["required_share"], found["required_all"]) == (0, 0)


def test_forbidden_items() -> None:
    asked = case(("krew",), must_not_include=("Ana Torres", "index"))
    assert figures(asked, outcome("krew"))["forbidden_absent"] == 1
    assert figures(asked, outcome("krew, ana torres"))["forbidden_absent"] == 0
    assert figures(asked, outcome("", refused=True))["forbidden_absent"] == 1
    assert "forbidden_absent" not in figures(case(("krew",)), outcome("krew"))


def test_a_forbidden_item_inside_a_required_name_is_no_harm() -> None:
    asked = case(("krew-index",), must_not_include=("krew",))
    assert figures(asked, outcome("krew-index"))["forbidden_absent"] == 1
    assert figures(asked, outcome("krew-index, krew"))["forbidden_absent"] == 0


def test_required_items_do_not_apply_to_unanswerable_questions() -> None:
    assert not {"required_share", "required_all"} & set(figures(case(), outcome("x")))


def test_lists_are_asked_for_by_two_items_or_more() -> None:
    assert "list_complete" not in figures(case(("a",)), outcome("a"))
    found = figures(case(*((item,) for item in ITEMS)), outcome("Old Tarn, Mewstone, Gannet Point"))
    assert (found["list_completeness"], found["list_complete"]) == (0.75, 0)


@given(st.permutations(ITEMS), st.integers(0, len(ITEMS)))
def test_order_is_irrelevant_and_the_share_is_what_is_given(items: list[str], given_items: int) -> None:
    found = figures(case(*((item,) for item in ITEMS)), outcome(", ".join(items[:given_items])))
    assert found["list_completeness"] == found["required_share"] == given_items / len(ITEMS)
    assert found["list_complete"] == float(given_items == len(ITEMS))


@given(st.text(max_size=60))
def test_any_text_gets_a_share(text: str) -> None:
    found = figures(case(("a",), ("1",), must_not_include=("b",)), outcome(text))
    assert all(0 <= found[name] <= 1 for name in ("required_share", "required_all", "forbidden_absent"))
