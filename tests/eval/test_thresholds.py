import pytest

from eval.scores import Figure, Metric
from eval.thresholds import Requirement, check, parse
from trag.errors import SettingsError

METRICS = {"context_recall": Metric("context_recall", "Context recall", "share")}
ARMS = ("t-rag", "rag", "t-rag@models/tuned.gguf")


def figure(value: float, *, arm: str = "t-rag", kind: str = "all", variant: str = "") -> Figure:
    return Figure("right", arm, kind, 10, value, 0.0, 1.0, variant)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("right>=0.7", Requirement("right", "all", "", ">=", 0.7)),
        ("right/document>=0.7", Requirement("right", "document", "", ">=", 0.7)),
        ("right@rag<=1", Requirement("right", "all", "rag", "<=", 1.0)),
        (" context_recall/all @ t-rag >= .9 ", Requirement("context_recall", "all", "t-rag", ">=", 0.9)),
        (
            "right/document@t-rag@models/tuned.gguf>=0.5",
            Requirement("right", "document", "t-rag@models/tuned.gguf", ">=", 0.5),
        ),
    ],
)
def test_a_threshold_names_metric_type_arm_and_value(text: str, expected: Requirement) -> None:
    assert parse(text, METRICS, ARMS) == expected
    assert parse(str(expected), METRICS, ARMS) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("rigth>=0.7", "no metric 'rigth'", "Did you mean right?"),
        ("zzz>=0.7", "no metric 'zzz'", "There are: right, correct"),
        ("right/documents>=0.7", "no type of case 'documents'", "Did you mean document?"),
        ("right@trag>=0.7", "no arm 'trag'", "t-rag"),
        ("right>=many", "'many'", "METRIC"),
        ("right>=nan", "'nan'", "METRIC"),
        ("right=0.7", "'right=0.7' is no threshold", "METRIC"),
        ("right@>=0.7", "is no threshold", "METRIC"),
        ("right>0.7", "is no threshold", "METRIC"),
        ("right>=0.7>=0.8", "", ""),
        ("", "is no threshold", "METRIC"),
    ],
)
def test_what_is_no_threshold_is_refused_with_what_to_write(text: str, message: str, hint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(text, METRICS, ARMS)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_limit_itself_is_good_enough_in_both_directions() -> None:
    at_least, at_most = parse("right>=0.9", METRICS, ARMS), parse("right<=0.9", METRICS, ARMS)
    assert [found.is_met for found in check([figure(27 / 30)], [at_least, at_most])] == [True, True]
    assert [found.is_met for found in check([figure(0.89)], [at_least, at_most])] == [False, True]
    assert [found.is_met for found in check([figure(0.91)], [at_least, at_most])] == [True, False]


def test_without_an_arm_the_worst_arm_and_variant_decide() -> None:
    figures = [figure(0.9), figure(0.4, arm="rag"), figure(0.8, variant="end"), figure(0.1, kind="document")]
    found = check(
        figures, [parse(text, METRICS, ARMS) for text in ("right>=0.5", "right@t-rag>=0.5", "right<=0.8")]
    )
    assert [(result.value, result.is_met) for result in found] == [(0.4, False), (0.8, True), (0.9, False)]


def test_a_requirement_without_a_figure_is_not_met() -> None:
    (result,) = check([figure(1.0)], [parse("context_recall<=1", METRICS, ARMS)])
    assert (result.value, result.is_met) == (None, False)
    assert check([figure(1.0)], []) == []
