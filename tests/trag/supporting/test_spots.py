from hypothesis import given
from hypothesis import strategies as st

from trag.supporting.spots import spots_of


def read(text: str) -> list[tuple[str, list[str], str]]:
    return [
        (
            text[slice(*spot.span)],
            [text[slice(*lead)] for lead in spot.leads],
            text[slice(*spot.header)] if spot.header else "",
        )
        for spot in spots_of(text)
    ]


def test_sentences_stand_alone() -> None:
    assert read("One is here. Two is there.") == [("One is here.", [], ""), ("Two is there.", [], "")]


def test_items_lean_on_the_items_above_them_and_on_the_paragraph_before() -> None:
    text = "The staff:\n\n- Leads:\n  - Ana\n- Bo\n\nNobody else."
    assert read(text) == [
        ("The staff:", [], ""),
        ("- Leads:", ["The staff:"], ""),
        ("  - Ana", ["- Leads:", "The staff:"], ""),
        ("- Bo", ["The staff:"], ""),
        ("Nobody else.", [], ""),
    ]


def test_rows_have_their_header_and_rules_are_none() -> None:
    text = "| A | B |\n|---|---|\n| 1 | 2 |\nEnd.\n| C |\n| 3 |"
    assert read(text) == [("| 1 | 2 |", [], "| A | B |"), ("End.", [], ""), ("| 3 |", [], "| C |")]


@given(st.text(alphabet="ab.-*|:1) \n\t\u2028é", max_size=80))
def test_any_text_has_spots_inside_it(text: str) -> None:
    for spot in spots_of(text):
        for start, end in (spot.span, *spot.leads, *([spot.header] if spot.header else [])):
            assert 0 <= start <= end <= len(text)
