"""From the values of a run to the text of its report."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from eval.manifest import Manifest
from eval.outcomes import Outcome
from eval.report.differences import differences, headline_sentence
from eval.report.head import conditions, essentials, subtitle
from eval.report.material import Material
from eval.report.plots import SHARES, axis_strip
from eval.report.records import as_script, records
from eval.report.rows import filters, rows
from eval.report.summary import by_type, costs, figure_table, headline, problems
from eval.scores import Contrast, Figure, Metric, Score
from eval.sections import Section
from trag.questions.cases import Case

_TEMPLATE = "report.html.j2"


def build_report(  # noqa: PLR0913 - all parts of a run, in one call
    manifest: Manifest,
    cases: Mapping[str, Case],
    outcomes: Sequence[Outcome],
    scores: Sequence[Score],
    figures: Sequence[Figure],
    contrasts: Sequence[Contrast],
    metrics: Mapping[str, Metric],
    *,
    title: str = "",
    pair: tuple[str, str] | None = None,
    extras: Sequence[Section] = (),
) -> str:
    """A whole HTML page that loads nothing; its texts may be hostile.

    `pair` names the first and second of every contrast; without it, the two arms of a run with two.
    """
    material = Material(manifest, cases, outcomes, scores, figures, contrasts, metrics)
    compared = pair or _pair(material)
    shown = {
        "title": title or manifest.name,
        "sections": extras,
        "pair": compared or ("first", "second"),
        "verdict": headline_sentence(material, compared),
    }
    page = _environment().get_template(_TEMPLATE).render(shown | _view(material) | _inlined(material))
    # A text may hold half of a surrogate pair, which no file can.
    return page.encode(errors="replace").decode()


def _pair(material: Material) -> tuple[str, str] | None:
    return (material.arms[0], material.arms[1]) if len(material.arms) == 2 else None  # noqa: PLR2004


def _view(material: Material) -> dict[str, Any]:
    token_scale, spent = costs(material)
    return {
        "run": material.manifest,
        "material": material,
        "subtitle": subtitle(material),
        "essentials": essentials(material.manifest),
        "conditions": conditions(material.manifest),
        "headline": headline(material),
        "metric": material.headline,
        "groups": by_type(material),
        "axis": axis_strip(SHARES),
        "problems": problems(material),
        "costs": spent,
        "cost_axis": axis_strip(token_scale),
        "differences": (compared := differences(material)),
        "difference_axis": axis_strip(compared.scale),
        "figures": figure_table(material),
        "rows": rows(material),
        "filters": filters(material),
    }


def _inlined(material: Material) -> dict[str, Any]:
    style, script = _file("report.css"), _file("report.js")
    return {
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "data": Markup(as_script(records(material))),  # noqa: S704 - escaped for where it stands
        "policy": _policy(style, script),
    }


def _policy(style: str, script: str) -> str:
    """What the page may do: run its own script, use its own style, and nothing else."""
    rules = (
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _environment() -> Environment:
    return Environment(
        loader=DictLoader({_TEMPLATE: _file(_TEMPLATE)}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
