from dataclasses import replace
from typing import Any

from eval.report.material import Material
from eval.report.summary import by_type, costs, figure_table, headline, problems
from tests.eval.report import sample


def material(**changes: Any) -> Material:
    made = {**sample.parts(), **changes}
    return Material(**{name: made[name] for name in Material.__annotations__})


def test_the_headline_counts_the_questions() -> None:
    rows = headline(material())
    assert [(row.title, row.value, row.note) for row in rows] == [
        ("rag", "25 %", "2 of 6 questions, 95 % interval 10\u201390 %"),
        ("t-rag", "75 %", "4 of 6 questions, 95 % interval 10\u201390 %"),
    ]


def test_a_run_without_the_usual_figure_opens_with_a_share_it_has() -> None:
    figures = [figure for figure in sample.figures() if figure.metric != "right"]
    chosen = material(figures=figures).headline
    assert chosen is not None
    assert chosen.name == "context_recall"


def test_all_questions_come_before_their_types() -> None:
    assert [group.title for group in by_type(material())] == [
        "All questions",
        "Document",
        "Entity, several hops",
    ]


def test_only_what_happened_is_listed_as_wrong() -> None:
    found = problems(material())
    assert [(problem, [cell.count for cell in cells]) for problem, cells in found] == [
        ("forbidden item", [4, 0])
    ]


def test_costs_hold_the_middle_and_eight_of_ten_questions() -> None:
    scale, (rag, t_rag) = costs(material())
    assert scale.high == 1500
    assert rag.tokens == "1,202 (1,200 to 1,204)"
    assert (rag.recall, t_rag.recall) == ("25 %", "75 %")
    assert t_rag.seconds == "1.25 (1.25 to 1.25)"
    assert t_rag.from_tree == "0 of 6"


def test_an_arm_that_was_never_asked_costs_nothing() -> None:
    outcomes = [outcome for outcome in sample.parts()["outcomes"] if outcome.key.arm == "rag"]
    assert [cost.arm for cost in costs(material(outcomes=outcomes))[1]] == ["rag"]


def test_the_table_holds_every_figure() -> None:
    table = figure_table(material())
    assert [(title, len(rows)) for title, rows in table] == [
        ("Right answers", 3), ("Context holds the answer", 3), ("Context, tokens", 3),
    ]  # fmt: skip
    assert table[0][1][0] == ("All questions", ["25 % (10\u201390 %), n = 6", "75 % (10\u201390 %), n = 6"])


def test_a_figure_over_no_case_is_no_zero() -> None:
    figures = [replace(figure, n=0) for figure in sample.figures()]
    assert figure_table(material(figures=figures))[0][1][0] == ("All questions", ["\u2013", "\u2013"])


def test_an_arm_keeps_its_colour_whatever_stands_beside_it() -> None:
    def tones(*arms: str) -> list[str]:
        made = material(manifest=replace(sample.manifest(), arms=arms), outcomes=[], figures=[])
        return [made.tone(arm) for arm in arms]

    assert tones("rag", "t-rag") == ["tone-0", "tone-1"]
    assert tones("t-rag", "rag") == ["tone-1", "tone-0"]
    assert tones("t-rag", "t-rag@tuned.gguf", "model") == ["tone-1", "tone-0", "tone-3"]
    assert len(tones("rag", "t-rag", "a", "b", "c", "d")) == 6
