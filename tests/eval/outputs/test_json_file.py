import json
from math import inf

from eval.comparing import Comparison
from eval.manifest import Manifest
from eval.outcomes import Key
from eval.outputs.json_file import results_to_json
from eval.scores import Contrast, Figure, Score
from eval.thresholds import Checked, Requirement

MANIFEST = Manifest("nightly", "questions", "answer", ("rag",), "qa.jsonl", "0123", "2026-01-02T03:04:05Z")
SCORE = Score(Key("rag", "ä"), "document", "correct", "", {"tokens": 12.0})
FIGURE = Figure("right", "rag", "all", 1, 1.0, 0.2, 1.0)
CONTRAST = Contrast("tokens", "all", 1, 12.0, 10.0, -2.0, -2.0, 1.0, inf, "within noise")


def strict(text: str) -> dict[str, object]:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    found: dict[str, object] = json.loads(text, parse_constant=refuse)
    return found


def test_everything_of_a_run_is_in_one_object() -> None:
    requirement = Requirement("right", "document", "rag", ">=", 0.5)
    comparison = Comparison("rag", "t-rag", (CONTRAST,), ("ä",), ())
    found = strict(
        results_to_json(MANIFEST, [SCORE], [FIGURE], [comparison], [Checked(requirement, None, is_met=False)])
    )
    assert list(found) == ["manifest", "figures", "comparisons", "thresholds", "scores", "format"]
    assert found["format"] == 1
    assert isinstance(found["manifest"], dict)
    assert found["manifest"]["cases_version"] == "0123"
    assert found["thresholds"] == [{"requirement": "right/document@rag>=0.5", "value": None, "is_met": False}]
    assert found["scores"] == [
        {
            "key": {"arm": "rag", "case_id": "ä", "variant": ""},
            "type": "document",
            "grade": "correct",
            "problem": "",
            "metrics": {"tokens": 12.0},
        }
    ]


def test_an_infinite_figure_is_null_and_not_broken_json() -> None:
    text = results_to_json(MANIFEST, [], [], [Comparison("rag", "t-rag", (CONTRAST,))])
    found = strict(text)
    assert isinstance(found["comparisons"], list)
    (contrast,) = found["comparisons"][0]["contrasts"]
    assert contrast["detectable"] is None
    assert (contrast["low"], contrast["verdict"]) == (-2.0, "within noise")


def test_an_empty_run_has_empty_lists() -> None:
    found = strict(results_to_json(MANIFEST, [], []))
    assert [found[key] for key in ("figures", "comparisons", "thresholds", "scores")] == [[], [], [], []]
