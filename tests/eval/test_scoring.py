from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import MEASURES, METRICS
from eval.outcomes import Key, Outcome
from eval.scores import Problem, Score
from eval.scoring import Scorer, names_of
from tests.eval.metrics.samples import case, evidence, outcome, passage, source
from trag.errors import CasesError
from trag.questions.cases import read_cases
from trag.tree.loading import load_organisation
from trag.types import Answer

TREE = """
name: Trust
root:
  id: trust
  name: Lighthouse Trust
  kind: organisation
  aliases: [LT]
  people:
  - {name: Isolde Marwick, role: Director}
  children:
  - {id: north, name: Northern District, kind: district}
"""
QUESTION = "Which lighthouses are in the Northern District?"
LIGHTS = ("Gannet Point", "Skerry Vell", "Old Tarn", "Mewstone")
OTHERS = ("Harl Head", "Upper Voe", "Sandrigg", "Cape Loam")
SOURCE = source(1, f"The lighthouses in the Northern District are {', '.join(LIGHTS)}.")
ASKED = case(
    *((light,) for light in LIGHTS),
    question=QUESTION,
    type="entity_simple",
    must_not_include=OTHERS[:2],
    evidence=evidence(("a.md", SOURCE.quote)),
    entities=("north",),
)


def answered(lights: tuple[str, ...], *, more: str = "", **changes: Any) -> Outcome:
    """The case's answer with these lights in it, from a context that holds the right ones."""
    text = f"The lighthouses in the Northern District are {', '.join(lights)} [1].{more}"
    return outcome(text, **(_found() | {"citations": (SOURCE,)} | changes))


def refused(**changes: Any) -> Outcome:
    return outcome("The documents do not tell.", refused=True, **(_found() | changes))


def _found() -> dict[str, Any]:
    return {
        "question": QUESTION,
        "context": f"[1] a.md\n{SOURCE.quote}",
        "sources": (SOURCE,),
        "entities": ("north",),
        "passages": (passage(SOURCE.quote), passage("Rain falls.")),
    }


@pytest.fixture
def scorer() -> Scorer:
    return Scorer(load_organisation(TREE, "org.yaml"))


def test_a_perfect_answer_scores_one_in_every_figure_that_is_better_when_higher(scorer: Scorer) -> None:
    score = scorer.score(ASKED, answered(LIGHTS), with_answer=True)
    assert (score.grade, score.problem, score.is_right) == ("correct", "", True)
    best = {n: v for n, v in score.metrics.items() if METRICS[n].higher_is_better and n != "precision_at_5"}
    assert best == dict.fromkeys(best, 1.0)
    assert score.metrics["precision_at_5"] == 0.2
    worst = ("needless_share", "refused", "refused_wrongly")
    assert [score.metrics[name] for name in worst] == [0, 0, 0]


def test_each_family_tells_gold_truncated_shuffled_and_refused_answers_apart(scorer: Scorer) -> None:
    """One row a figure: gold, half the list, the names of other entities, a refusal."""
    table: dict[str, tuple[float | None, ...]] = {
        "required_share": (1, 0.5, 0, 0),
        "required_all": (1, 0, 0, 0),
        "forbidden_absent": (1, 1, 0, 1),
        "list_completeness": (1, 0.5, 0, 0),
        "list_complete": (1, 0, 0, 0),
        "refused": (0, 0, 0, 1),
        "refused_wrongly": (0, 0, 0, 1),
        "citation_precision": (1, 1, 0, None),
        "citation_recall": (1, 1, 1, None),
        "evidence_cited": (1, 1, 1, 0),
    }
    outcomes = (answered(LIGHTS), answered(LIGHTS[:2]), answered(OTHERS), refused())
    scores = [scorer.score(ASKED, one, with_answer=True) for one in outcomes]
    assert {name: tuple(score.metrics.get(name) for score in scores) for name in table} == table
    assert [score.is_right for score in scores] == [True, False, False, False]
    assert [score.problem for score in scores] == ["", "items missing", "items missing", "refused"]


def test_context_figures_tell_whole_half_foreign_and_no_contexts_apart(scorer: Scorer) -> None:
    half = f"{SOURCE.quote.split(', Old')[0]}"
    foreign = source(1, f"The lighthouses of the south are {', '.join(OTHERS)}.")
    rows = {
        "whole": _found(),
        "half": {"context": half, "sources": (replace(SOURCE, quote=half),), "passages": (passage(half),)},
        "foreign": {"context": foreign.quote, "sources": (foreign,), "passages": (passage(foreign.quote),)},
        "none": {},
    }
    found = {
        name: scorer.score(ASKED, outcome(**({"question": QUESTION} | row)), with_answer=False).metrics
        for name, row in rows.items()
    }
    for figure in ("context_recall", "entity_recall"):
        assert [found[name][figure] for name in rows] == [1, 0, 0, 0]
    # The half that stands at the edge of a passage is the greater part of the quote's words.
    for figure in ("evidence_in_context", "recall_at_1", "mrr", "ndcg_at_10"):
        assert [found[name][figure] for name in rows] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (answered(LIGHTS), ""),
        (answered(LIGHTS, error="the model went away"), "error"),
        (answered(LIGHTS[:2], context=""), "context lacks it"),
        (refused(context=""), "context lacks it"),
        (answered(LIGHTS, context=""), ""),
        (refused(), "refused"),
        (answered(LIGHTS[:3]), "items missing"),
        (answered((*LIGHTS[:3], *OTHERS)), "items missing"),
        (answered((*LIGHTS, *OTHERS)), "forbidden item"),
        (answered(LIGHTS, more=" Rain falls. Snow melts. Wind blows."), "verbose"),
    ],
)
def test_the_first_problem_is_named(scorer: Scorer, got: Outcome, expected: Problem) -> None:
    assert scorer.score(ASKED, got, with_answer=True).problem == expected


def test_problems_of_unanswerable_questions(scorer: Scorer) -> None:
    answer, refusal = outcome("Isolde Marwick."), outcome("Not told.", refused=True)
    scores = [scorer.score(case(), got, with_answer=True) for got in (answer, refusal)]
    assert [(score.grade, score.problem) for score in scores] == [
        ("incorrect", "answered unanswerable"),
        ("correct", ""),
    ]
    assert [score.metrics["refused_rightly"] for score in scores] == [0, 1]


def test_at_context_level_only_the_context_is_scored(scorer: Scorer) -> None:
    held = scorer.score(ASKED, refused(), with_answer=False)
    assert (held.grade, held.problem, held.is_right) == (None, "", False)
    assert {m.metric.name for m in MEASURES if m.level == "answer"}.isdisjoint(held.metrics)
    assert scorer.score(ASKED, outcome(), with_answer=False).problem == "context lacks it"
    assert scorer.score(ASKED, outcome(error="x"), with_answer=False).problem == "error"
    assert scorer.score(case(), outcome(), with_answer=False).problem == ""


def test_an_asking_that_failed_is_wrong_in_every_yes_or_no(scorer: Scorer) -> None:
    good = scorer.score(ASKED, answered(LIGHTS), with_answer=True).metrics
    failed = scorer.score(ASKED, replace(answered(LIGHTS), error="gone", answer=None), with_answer=True)
    shares = {m.metric.name for m in MEASURES if m.level == "answer" and m.metric.kind == "share"}
    # A fault of an answer that never came is none of its own.
    shares -= {name for name in shares if not METRICS[name].higher_is_better}
    assert not {"refused", "refused_wrongly"} & set(failed.metrics)
    assert (failed.grade, failed.problem) == ("incorrect", "error")
    assert {name: failed.metrics[name] for name in shares & set(good)} == dict.fromkeys(shares & set(good), 0)
    assert failed.metrics["required_share"] == failed.metrics["list_completeness"] == 0
    assert failed.metrics["context_recall"] == 1
    assert not {"seconds", "answer_tokens", "citation_precision", "needless_share"} & set(failed.metrics)


def test_no_answer_where_one_was_asked_for_is_a_failure(scorer: Scorer) -> None:
    score = scorer.score(case(), outcome(), with_answer=True)
    assert (score.grade, score.problem, score.metrics["refused_rightly"]) == ("incorrect", "error", 0)


def test_an_empty_answer_scores_nothing(scorer: Scorer) -> None:
    score = scorer.score(ASKED, outcome("", **_found()), with_answer=True)
    empty = ("required_share", "required_all", "list_completeness", "evidence_cited")
    assert [score.metrics[name] for name in empty] == [0] * len(empty)
    assert (score.grade, score.problem) == ("incorrect", "items missing")


def test_scores_come_in_the_order_of_their_outcomes(scorer: Scorer) -> None:
    other = replace(refused(), key=Key("rag", "c1", "typo"))
    scores = scorer.score_all({"c1": ASKED}, [answered(LIGHTS), other], with_answer=True)
    assert [(score.key, score.type) for score in scores] == [
        (Key("t-rag", "c1"), "entity_simple"),
        (Key("rag", "c1", "typo"), "entity_simple"),
    ]
    assert scores == [scorer.score(ASKED, got, with_answer=True) for got in (answered(LIGHTS), other)]


def test_an_outcome_without_its_case_is_an_error(scorer: Scorer) -> None:
    with pytest.raises(CasesError, match="'c1'"):
        scorer.score_all({}, [outcome()], with_answer=False)


def test_names_are_those_of_units_and_people() -> None:
    assert names_of(load_organisation(TREE, "org.yaml")) == {
        "trust": ("Lighthouse Trust", "LT"),
        "north": ("Northern District",),
        "person:isolde-marwick": ("Isolde Marwick",),
    }


def test_without_an_organisation_detection_does_not_apply() -> None:
    score = Scorer(None).score(ASKED, answered(LIGHTS), with_answer=True)
    assert "entity_recall" not in score.metrics
    assert score.is_right


def test_the_names_alone_score_as_the_organisation_does(scorer: Scorer) -> None:
    names = names_of(load_organisation(TREE, "org.yaml"))
    got = answered(LIGHTS)
    assert Scorer(names).score(ASKED, got, with_answer=True) == scorer.score(ASKED, got, with_answer=True)


def test_metrics_have_names_titles_and_levels_of_their_own() -> None:
    assert len(METRICS) == len(MEASURES)
    assert all(name == metric.name and metric.title for name, metric in METRICS.items())
    assert len({metric.title for metric in METRICS.values()}) == len(METRICS)


def test_the_written_answers_of_the_sample_organisation_are_all_right() -> None:
    for asked in read_cases(Path(__file__).parents[2] / "examples" / "questions.jsonl"):
        text = asked.answer
        answer = Answer(asked.question, text, refused=not asked.is_answerable, answered_by="model")
        got = Outcome(Key("t-rag", asked.id), asked.question, context=text, answer=answer)
        score = Scorer(None).score(asked, got, with_answer=True)
        assert (asked.id, score.grade, score.problem) == (asked.id, "correct", "")


@given(
    st.text(st.sampled_from("ab .?[1]\n-:GannetPoint"), max_size=60),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(["north", "trust", "person:isolde-marwick"]), unique=True),
)
def test_shares_stay_between_none_and_all(text: str, no: bool, failed: bool, entities: list[str]) -> None:
    changes = _found() | {"entities": tuple(entities), "error": "x" if failed else "", "citations": (SOURCE,)}
    got = outcome(text, refused=no, **changes)
    score: Score = Scorer(load_organisation(TREE, "org.yaml")).score(ASKED, got, with_answer=True)
    counts = {"context_tokens", "retrieved_tokens", "seconds", "first_token_ms", "answer_tokens"}
    assert all(0 <= value <= 1 for name, value in score.metrics.items() if name not in counts)
    assert set(score.metrics) <= set(METRICS)
