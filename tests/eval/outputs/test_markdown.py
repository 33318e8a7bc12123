from math import inf

import pytest
from markdown_it import MarkdownIt

from eval.comparing import Comparison
from eval.outputs.markdown import contrast_table, figure_tables
from eval.scores import Contrast, Figure, Metric

METRICS = {
    "right": Metric("right", "Right answers", "share"),
    "tokens": Metric("tokens", "Tokens", "mean", higher_is_better=False),
}
FIGURES = [
    Figure("right", "rag", "all", 37, 21 / 37, 0.4091, 0.7133),
    Figure("right", "t-rag", "all", 37, 27 / 37, 0.5702, 0.8460),
    Figure("tokens", "t-rag", "all", 37, 1234.56, 1100.0, 1399.9),
    Figure("tokens", "t-rag", "document", 1, 12.34, 12.34, 12.34),
    Figure("secret", "t-rag", "all", 37, 1.0, 1.0, 1.0),
]
BETTER = Contrast("right", "all", 37, 21 / 37, 27 / 37, 0.02, 0.31, 0.0312, 0.33, "better")
NOISE = Contrast("tokens", "document", 1, 12.0, 10.0, -2.0, -2.0, 1.0, inf, "within noise")


def cells(markdown: str) -> list[list[str]]:
    """The rows of all tables as a real Markdown parser sees them."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows


def test_figures_stand_per_type_with_a_column_per_arm() -> None:
    text = figure_tables(FIGURES, METRICS)
    all_types, document = text.split("### Document questions")
    assert cells(all_types) == [
        ["Metric", "rag", "t-rag"],
        ["Right answers", "56.8 % (40.9\u201371.3), n 37", "73.0 % (57.0\u201384.6), n 37"],
        ["Tokens", "\u2013", "1,235 (1,100\u20131,400), n 37"],
    ]
    assert cells(document) == [["Metric", "t-rag"], ["Tokens", "12.3, n 1"]]


def test_variants_are_rows() -> None:
    figures = [Figure("right", "rag", "all", 4, 0.5, 0.1, 0.9, variant) for variant in ("start", "end")]
    assert [row[0] for row in cells(figure_tables(figures, METRICS))[1:]] == [
        "Right answers, start",
        "Right answers, end",
    ]


def test_contrasts_give_both_sides_the_difference_and_the_verdict() -> None:
    text = contrast_table(Comparison("rag", "t-rag", (BETTER, NOISE)), METRICS)
    header, better, noise = cells(text.split("\n\n")[0])
    assert header[3:5] == ["rag", "t-rag"]
    assert better == [
        *("Right answers", "All questions", "37", "56.8 %", "73.0 %"),
        *("+16.2 (+2.0 to +31.0)", "0.031", "33.0", "better"),
    ]
    assert noise[2:] == ["1", "12.0", "10.0", "-2.000 (-2.000 to -2.000)", "1.000", "\u2013", "within noise"]
    assert "**better**" in text
    assert "1 of 2 comparisons" in text


@pytest.mark.parametrize("name", ["a|b", "a\\|b", "a\nb", "| a"])
def test_no_name_can_break_a_table(name: str) -> None:
    figures = [Figure("right", name, "all", 4, 0.5, 0.1, 0.9)]
    rows = cells(figure_tables(figures, METRICS))
    assert [len(row) for row in rows] == [2, 2]
    assert rows[0] == ["Metric", " ".join(name.split())]


def test_nothing_to_show_gives_no_figure_table() -> None:
    assert figure_tables([], METRICS) == ""
    assert "0 of 0 comparisons" in contrast_table(Comparison("rag", "t-rag", ()), METRICS)
