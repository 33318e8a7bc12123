"""The head of a report: which run this is, and under which conditions its figures hold."""

import json
from typing import Any

from eval.manifest import Manifest
from eval.report.material import Material
from eval.report.words import NOTHING, listing

_LEVELS = {"answer": "answers", "context": "contexts, without answers"}


def subtitle(material: Material) -> str:
    """What was asked, in one sentence."""
    run = material.manifest
    questions = len({case_id for case_id, _ in material.rows})
    ways = f", each in {len(material.variants)} ways" if len(material.variants) > 1 else ""
    what = "" if run.experiment == "questions" else f"Experiment {run.experiment}: "
    return f"{what}{questions} questions{ways} to {listing(material.arms)}; {_LEVELS[run.level]}."


def essentials(run: Manifest) -> list[tuple[str, str]]:
    """What a reader has to know first, as name and value; what is not known is left out."""
    shown = {
        "model": run.model,
        "documents": str(run.documents),
        "tree": run.tree,
        "machine": ", ".join(_with_unit(name, value) for name, value in run.machine.items()),
        "versions": ", ".join(f"{name} {version}" for name, version in _first_versions(run)),
        "seed and sample": f"{run.seed}, {_sample(run)}",
        "when": run.created_at,
    }
    return [(name, value) for name, value in shown.items() if value]


def conditions(run: Manifest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that decides on the figures, in groups of name and value."""
    groups = [
        ("Run", _run(run)),
        ("Material", _material(run)),
        ("Machine", _pairs(run.machine)),
        ("Versions", _pairs({"code": run.code} | run.versions if run.code else run.versions)),
        ("Options", _pairs(run.options)),
        ("Settings", _pairs(run.settings)),
    ]
    return [(title, pairs) for title, pairs in groups if pairs]


def _run(run: Manifest) -> list[tuple[str, str]]:
    return [
        ("name", run.name),
        ("when", run.created_at),
        ("arms", ", ".join(run.arms)),
        ("level", run.level),
        ("seed", str(run.seed)),
        ("sample", _sample(run)),
    ]


def _sample(run: Manifest) -> str:
    return f"{run.sample} questions" if run.sample else "all questions"


def _with_unit(name: str, value: str) -> str:
    return f"{value} {name}" if value.isdigit() else value


def _first_versions(run: Manifest) -> list[tuple[str, str]]:
    """Those of Python and trag; the table of conditions has the rest."""
    code = [("code", run.code)] if run.code else []
    return [*((name, run.versions[name]) for name in ("trag", "python") if name in run.versions), *code]


def _material(run: Manifest) -> list[tuple[str, str]]:
    return [
        ("model", run.model or NOTHING),
        ("embedder", run.embedder or NOTHING),
        ("documents", f"{run.documents} {_version(run.documents_version)}"),
        ("tree", run.tree or "none"),
        ("refusal", run.refusal or NOTHING),
        ("questions", f"{run.cases_file} {_version(run.cases_version)}"),
    ]


def _version(text: str) -> str:
    return f"(version {text})" if text else ""


def _pairs(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, value if isinstance(value, str) else _json(value)) for name, value in values.items()]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
