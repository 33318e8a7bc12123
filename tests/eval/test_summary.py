import pytest

from eval.outcomes import Key
from eval.scores import Figure, Grade, Metric, Problem, Score
from eval.statistics import bootstrap_mean, wilson
from eval.summary import all_metrics, problems, summarise, value_of
from trag.questions.cases import CaseType

METRICS = {
    "context_recall": Metric("context_recall", "Context recall", "share"),
    "tokens": Metric("tokens", "Tokens", "mean", higher_is_better=False),
}


def score(
    case_id: str,
    grade: Grade | None = None,
    *,
    kind: CaseType = "document",
    arm: str = "rag",
    variant: str = "",
    problem: Problem = "",
    **metrics: float,
) -> Score:
    return Score(Key(arm, case_id, variant), kind, grade, problem, metrics)


def figures_of(*scores: Score) -> dict[tuple[str, str], Figure]:
    return {(figure.metric, figure.type): figure for figure in summarise(scores, METRICS)}


def test_shares_get_wilson_and_means_the_bootstrap() -> None:
    rows = [score(str(number), context_recall=number % 4 > 0, tokens=number) for number in range(12)]
    found = figures_of(*rows)
    recall, tokens = found["context_recall", "all"], found["tokens", "all"]
    assert (recall.n, recall.value, recall.low, recall.high) == (12, 0.75, *wilson(9, 12))
    assert (tokens.n, tokens.value) == (12, 5.5)
    assert (tokens.low, tokens.high) == bootstrap_mean(range(12), 0)


def test_grades_become_shares_that_add_up() -> None:
    found = figures_of(
        score("a", "correct"), score("b", "correct_verbose"), score("c", "incorrect"), score("d")
    )
    values = {metric: figure.value for (metric, kind), figure in found.items() if kind == "all"}
    assert values["right"] == pytest.approx(2 / 3)
    assert values["correct"] + values["correct_verbose"] == pytest.approx(values["right"])
    assert values["right"] + values["incorrect"] == pytest.approx(1)
    assert found["right", "all"].n == 3


def test_a_metric_counts_only_the_cases_that_have_it_and_is_left_out_where_none_does() -> None:
    found = figures_of(score("a", context_recall=1.0), score("b", kind="unanswerable", tokens=5.0))
    assert found["context_recall", "all"].n == 1
    assert set(found) == {
        ("context_recall", "all"),
        ("context_recall", "document"),
        ("tokens", "all"),
        ("tokens", "unanswerable"),
    }


def test_arms_types_and_variants_are_kept_apart() -> None:
    rows = [
        score("a", "correct", arm="rag", variant="start"),
        score("a", "incorrect", arm="rag", variant="end"),
        score("a", "correct", arm="t-rag", variant="start", kind="entity_simple"),
    ]
    found = [figure for figure in summarise(rows, {}) if figure.metric == "right"]
    assert [(figure.arm, figure.variant, figure.type, figure.value) for figure in found] == [
        ("rag", "start", "all", 1.0),
        ("rag", "start", "document", 1.0),
        ("rag", "end", "all", 0.0),
        ("rag", "end", "document", 0.0),
        ("t-rag", "start", "all", 1.0),
        ("t-rag", "start", "entity_simple", 1.0),
    ]


def test_the_order_of_the_scores_changes_no_figure() -> None:
    rows = [score(str(number), "correct", tokens=number**2) for number in range(9)]
    assert summarise(rows, METRICS) == summarise(rows[::-1], METRICS)


def test_precision_and_recall_of_refusals_are_counted_over_every_type() -> None:
    rows = [score(f"u{number}", kind="unanswerable", refused_rightly=number < 6) for number in range(8)]
    rows += [score(f"d{number}", refused_wrongly=number < 2) for number in range(20)]
    found = figures_of(*rows)
    precision, recall = found["refusal_precision", "all"], found["refusal_recall", "all"]
    assert (precision.n, precision.value, precision.low, precision.high) == (8, 0.75, *wilson(6, 8))
    assert (recall.n, recall.value, recall.low, recall.high) == (8, 0.75, *wilson(6, 8))
    assert ("refusal_precision", "document") not in found


def test_without_any_refusal_there_is_no_precision_and_recall_is_nothing() -> None:
    found = figures_of(score("u", kind="unanswerable", refused_rightly=0.0), score("d", refused_wrongly=0.0))
    assert ("refusal_precision", "all") not in found
    assert found["refusal_recall", "all"].value == 0


def test_a_share_of_fractions_gets_the_bootstrap() -> None:
    found = figures_of(score("a", context_recall=0.5), score("b", context_recall=1.0))
    assert found["context_recall", "all"].value == 0.75
    assert found["context_recall", "all"].low == 0.5


def test_no_scores_give_no_figures() -> None:
    assert summarise([], METRICS) == []
    assert problems([]) == {}


def test_problems_are_counted_per_arm() -> None:
    rows = [
        score("a", problem="refused"),
        score("b", problem="refused"),
        score("c", problem="verbose"),
        score("a", "correct", arm="t-rag"),
    ]
    assert problems(rows) == {"rag": {"refused": 2, "verbose": 1}, "t-rag": {}}


def test_every_metric_is_known_by_its_name() -> None:
    known = all_metrics(METRICS)
    assert all(metric.name == name and metric.title for name, metric in known.items())
    assert list(known)[:1] == ["right"]
    assert list(known)[-1] == "tokens"


def test_a_value_is_none_where_the_metric_does_not_apply() -> None:
    assert value_of(score("a"), "right") is None
    assert value_of(score("a", "correct_verbose"), "right") == 1
    assert value_of(score("a", "correct_verbose"), "correct") == 0
    assert value_of(score("a", tokens=3.0), "tokens") == 3
    assert value_of(score("a"), "tokens") is None
