"""Plots as strips of inline SVG, one to a table row: they stretch with the page while their text does not.

Colours come from the style sheet by class, so that a strip is right in light and dark.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

_STRIP = Markup('<svg class="strip" aria-hidden="true" focusable="false">{}</svg>')
_AXIS = Markup('<svg class="strip axis" aria-hidden="true" focusable="false">{}</svg>')
_TICK = Markup('<line class="{}" x1="{x}" x2="{x}" y1="0" y2="100%"/>')
_LABEL = Markup('<text x="{}" y="14" text-anchor="{}">{}</text>')
_RANGE = Markup('<line class="range {}" x1="{}" x2="{}" y1="50%" y2="50%"/>')
_END = Markup('<line class="range {}" x1="{x}" x2="{x}" y1="30%" y2="70%"/>')
_DOT = Markup('<circle class="dot {}" cx="{}" cy="50%" r="5"/>')
_BAR = Markup('<rect class="bar {}" x="0" y="20%" width="{}" height="60%" rx="2"/>')


@dataclass(frozen=True, slots=True)
class Scale:
    """The range a strip shows, and where it has lines; `zero` marks the line that means no difference."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    zero: float | None = None

    def at(self, value: float) -> str:
        """The place of a value as SVG writes it; what lies outside stands at the edge."""
        width = self.high - self.low
        if width <= 0 or not math.isfinite(value):
            return "0%"
        return f"{round(100 * min(1.0, max(0.0, (value - self.low) / width)), 2):g}%"


SHARES = Scale(0.0, 1.0, ((0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100 %")))


def scale_up_to(highest: float) -> Scale:
    """A scale from 0 to a round number not below `highest`."""
    if not math.isfinite(highest) or highest <= 0:
        return Scale(0.0, 1.0)
    unit = 10.0 ** math.floor(math.log10(highest))
    top = next(step * unit for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * unit >= highest)
    return Scale(0.0, top, tuple((top * part, f"{top * part:,g}") for part in (0.0, 0.5, 1.0)))


def scale_around_zero(differences: Sequence[float]) -> Scale:
    """A scale in points with 0 in its middle, wide enough for all `differences`."""
    widest = max((abs(value) for value in differences if math.isfinite(value)), default=0.0)
    top = min(1.0, max(0.1, math.ceil(widest * 10) / 10))
    ticks = ((-top, f"\u2212{100 * top:.0f}"), (0.0, "0"), (top, f"+{100 * top:.0f}"))
    return Scale(-top, top, ticks, zero=0.0)


def interval_strip(scale: Scale, value: float, low: float, high: float, tone: str) -> Markup:
    """A dot with its interval."""
    if not math.isfinite(value):
        return _STRIP.format(_grid(scale))
    left, right = scale.at(low), scale.at(high)
    ends = _END.format(tone, x=left) + _END.format(tone, x=right)
    return _STRIP.format(
        _grid(scale) + _RANGE.format(tone, left, right) + ends + _DOT.format(tone, scale.at(value))
    )


def bar_strip(scale: Scale, value: float, tone: str) -> Markup:
    """A bar from the left edge."""
    return _STRIP.format(_grid(scale) + _BAR.format(tone, scale.at(value)))


def axis_strip(scale: Scale) -> Markup:
    """The labels of a scale, to stand below its strips."""
    last = len(scale.ticks) - 1
    labels = (
        _LABEL.format(scale.at(place), "start" if i == 0 else "end" if i == last else "middle", text)
        for i, (place, text) in enumerate(scale.ticks)
    )
    return _AXIS.format(Markup("").join(labels))


def _grid(scale: Scale) -> Markup:
    zero = () if scale.zero is None else (_TICK.format("zero", x=scale.at(scale.zero)),)
    lines = (_TICK.format("tick", x=scale.at(place)) for place, _ in scale.ticks)
    return Markup("").join(chain(lines, zero))
