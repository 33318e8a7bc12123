import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from eval.report.plots import (
    SHARES,
    Scale,
    axis_strip,
    bar_strip,
    interval_strip,
    scale_around_zero,
    scale_up_to,
)


def elements(strip: Markup, kind: str, tone: str = "") -> list[dict[str, str]]:
    root = ET.fromstring(strip)  # noqa: S314 - our own drawing
    found = [element.attrib for element in root.iter(kind)]
    return [attributes for attributes in found if tone in attributes.get("class", "")]


def test_a_dot_stands_at_its_value_and_its_line_spans_the_interval() -> None:
    strip = interval_strip(SHARES, 0.5, 0.25, 0.625, "tone-1")
    assert [dot["cx"] for dot in elements(strip, "circle")] == ["50%"]
    spans = [(line["x1"], line["x2"]) for line in elements(strip, "line", "tone-1")]
    assert spans == [("25%", "62.5%"), ("25%", "25%"), ("62.5%", "62.5%")]


def test_a_bar_is_as_long_as_its_value() -> None:
    assert [bar["width"] for bar in elements(bar_strip(Scale(0, 8), 2, "tone-0"), "rect")] == ["25%"]


def test_the_line_of_no_difference_stands_in_the_middle() -> None:
    scale = scale_around_zero([-0.12, 0.34])
    assert (scale.low, scale.high) == (-0.4, 0.4)
    strip = interval_strip(scale, 0.2, 0.1, 0.4, "better")
    assert [line["x1"] for line in elements(strip, "line", "zero")] == ["50%"]
    assert [dot["cx"] for dot in elements(strip, "circle")] == ["75%"]


def test_the_axis_names_its_ends_inside_the_strip() -> None:
    labels = elements(axis_strip(SHARES), "text")
    assert [label["text-anchor"] for label in labels] == ["start", "middle", "middle", "middle", "end"]


def test_what_is_no_number_is_not_drawn() -> None:
    assert elements(interval_strip(SHARES, math.nan, 0, 1, "tone-0"), "circle") == []


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (math.inf, 1), (7, 8), (1480, 1500), (1501, 2000)])
def test_a_scale_ends_at_a_round_number(highest: float, top: float) -> None:
    assert scale_up_to(highest).high == top


@given(st.floats(), st.floats(), st.floats())
def test_every_place_is_inside_the_strip(value: float, low: float, high: float) -> None:
    strip = interval_strip(SHARES, value, low, high, "tone-0")
    places = [float(place) for place in re.findall(r'(?:cx|x[12]?)="([^"]*)%"', strip)]
    assert all(0 <= place <= 100 for place in places)
    assert "nan" not in strip
    assert "inf" not in strip


def test_a_hostile_name_can_not_leave_its_attribute() -> None:
    strip = bar_strip(SHARES, 0.5, '"><script>')
    assert [bar["class"] for bar in elements(strip, "rect")] == ['bar "><script>']
