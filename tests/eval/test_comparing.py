from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.comparing import compare, contrast, flips
from eval.outcomes import Key
from eval.scores import Contrast, Grade, Metric, Score
from eval.statistics import mcnemar, minimum_detectable_difference
from trag.questions.cases import CaseType

METRICS = {
    "tokens": Metric("tokens", "Tokens", "mean", higher_is_better=False),
    "recall": Metric("recall", "Recall", "mean"),
}


def score(
    case_id: int | str,
    grade: Grade | None = None,
    *,
    variant: str = "",
    kind: CaseType = "document",
    **metrics: float,
) -> Score:
    return Score(Key("arm", str(case_id), variant), kind, grade, "", metrics)


def graded(*are_right: bool) -> list[Score]:
    return [
        score(number, "correct" if is_right else "incorrect") for number, is_right in enumerate(are_right)
    ]


def by_metric(found: list[Contrast], kind: str = "all") -> dict[str, Contrast]:
    return {row.metric: row for row in found if row.type == kind}


def test_ten_gains_without_a_loss_are_better() -> None:
    first, second = graded(*[False] * 10, *[True] * 20), graded(*[True] * 30)
    row = by_metric(contrast(first, second, {}))["right"]
    assert (row.n, row.first, row.second, row.verdict) == (30, 20 / 30, 1.0, "better")
    assert row.p == 2 / 2**10
    assert 0 < row.low < 1 / 3 < row.high
    assert row.detectable == minimum_detectable_difference(30, 2 / 3)
    assert by_metric(contrast(second, first, {}))["right"].verdict == "worse"


def test_five_gains_without_a_loss_are_within_noise_though_the_interval_leaves_zero_out() -> None:
    first, second = graded(*[False] * 5, *[True] * 15), graded(*[True] * 20)
    row = by_metric(contrast(first, second, {}))["right"]
    assert row.low > 0
    assert (row.p, row.verdict) == (2 / 2**5, "within noise")


def test_fewer_tokens_are_better_and_less_recall_is_worse() -> None:
    first = [score(number, tokens=100.0 + number, recall=0.9) for number in range(20)]
    second = [score(number, tokens=90.0 + number % 7, recall=0.5 + number % 3 / 10) for number in range(20)]
    found = by_metric(contrast(first, second, METRICS))
    assert found["tokens"].verdict == "better"
    assert found["recall"].verdict == "worse"
    assert found["tokens"].low < found["tokens"].second - found["tokens"].first < found["tokens"].high < 0


def test_only_cases_of_both_sides_count_and_only_where_both_have_the_metric() -> None:
    first = [score("a", recall=1.0), score("b", recall=0.0), score("c", recall=1.0), score("d")]
    second = [score("b", recall=1.0), score("c"), score("d", recall=1.0), score("e", recall=1.0)]
    row = by_metric(contrast(first, second, METRICS))["recall"]
    assert (row.n, row.first, row.second) == (1, 0.0, 1.0)
    assert (row.p, row.verdict, row.detectable) == (1.0, "within noise", inf)
    assert contrast(first, [], METRICS) == []


def test_types_are_contrasted_on_their_own_and_together() -> None:
    first = [score("a", "incorrect"), score("b", "incorrect", kind="entity_simple")]
    second = [score("a", "incorrect"), score("b", "correct", kind="entity_simple")]
    found = {row.type: row.second for row in contrast(first, second, {}) if row.metric == "right"}
    assert found == {"all": 0.5, "document": 0.0, "entity_simple": 1.0}


def test_phrasings_of_a_case_are_one_case() -> None:
    def asked(grade: Grade) -> list[Score]:
        return [score("a", grade, variant=str(number)) for number in range(40)]

    row = by_metric(contrast(asked("incorrect"), asked("correct"), {}))["right"]
    assert (row.n, row.p, row.verdict) == (1, 1.0, "within noise")


def test_phrasings_are_averaged_within_their_case() -> None:
    first = [score("a", "correct", variant="1"), score("a", "incorrect", variant="2"), score("b", "correct")]
    second = [score("a", "correct", variant="1"), score("a", "correct", variant="2"), score("b", "correct")]
    row = by_metric(contrast(first, second, {}))["right"]
    assert (row.n, row.first, row.second) == (2, 0.75, 1.0)


def test_variants_are_paired_with_their_own_kind() -> None:
    first = [score("a", "correct", variant="start"), score("a", "incorrect", variant="end")]
    second = [score("a", "incorrect", variant="end")]
    row = by_metric(contrast(first, second, {}))["right"]
    assert (row.first, row.second) == (0.0, 0.0)


def test_two_arms_on_one_side_are_refused() -> None:
    with pytest.raises(ValueError, match="there twice"):
        contrast([*graded(True), *graded(False)], graded(True), {})


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=25))
def test_swapping_the_sides_mirrors_the_contrast_and_order_does_not_matter(
    rows: list[tuple[bool, bool]],
) -> None:
    first, second = graded(*[before for before, _ in rows]), graded(*[after for _, after in rows])
    row = by_metric(contrast(first, second, {}))["right"]
    back = by_metric(contrast(second[::-1], first, {}))["right"]
    assert (back.low, back.high, back.p) == (-row.high, -row.low, row.p)
    assert row.p == mcnemar([before for before, _ in rows], [after for _, after in rows])
    mirrored = {"better": "worse", "worse": "better", "within noise": "within noise"}
    assert back.verdict == mirrored[row.verdict]


def test_a_side_against_itself_is_within_noise_everywhere() -> None:
    rows = [score(number, "correct", tokens=number, recall=number / 20) for number in range(20)]
    found = contrast(rows, rows, METRICS)
    assert {row.verdict for row in found} == {"within noise"}
    assert {row.p for row in found} == {1.0}
    assert all(row.low <= 0 <= row.high for row in found)


def test_flips_name_the_cases_that_changed_sides() -> None:
    first, second = graded(True, True, False, False), graded(True, False, True, False)
    assert flips(first, second) == (["2"], ["1"])
    assert flips([score("a", "correct")], [score("a", "correct_verbose")]) == ([], [])
    assert flips([score("a", "correct")], [score("a")]) == ([], [])


def test_flips_of_another_metric_name_what_rose_and_fell() -> None:
    first, second = (
        [score("a", recall=0.5), score("b", recall=1.0)],
        [score("a", recall=1.0), score("b", recall=0.0)],
    )
    assert flips(first, second, "recall") == (["a"], ["b"])


def test_a_comparison_carries_names_contrasts_and_flips() -> None:
    first, second = graded(True, False), graded(True, True)
    found = compare(("rag", "t-rag"), first, second, {})
    assert (found.first, found.second, found.gained, found.lost) == ("rag", "t-rag", ("1",), ())
    assert list(found.contrasts) == contrast(first, second, {})


def test_what_is_neither_good_nor_bad_in_itself_is_not_judged() -> None:
    refused = Metric("refused", "Refused", "share", higher_is_better=False)
    first = [score(number, "correct", refused=0.0) for number in range(30)]
    second = [score(number, "correct_verbose", refused=1.0) for number in range(30)]
    assert {row.metric for row in contrast(first, second, {"refused": refused})} == {"right", "correct"}
