"""A run as JUnit XML: what CI systems show as tests."""

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from eval.manifest import Manifest
from eval.outcomes import Key, Outcome
from eval.scores import Score
from eval.thresholds import Checked

# Whatever is no character of XML 1.0: models and documents may hold any.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# A right answer that says too much is no failure.
PASSING = ("", "verbose")


def junit(
    manifest: Manifest,
    scores: Sequence[Score],
    outcomes: Mapping[Key, Outcome] | None = None,
    thresholds: Sequence[Checked] = (),
) -> str:
    """The XML, to be written as UTF-8: a suite per arm with a test for each score, one for thresholds.

    With `outcomes` a failed test tells what was asked and answered, and each test its seconds.
    """
    root = ET.Element("testsuites", name=_clean(manifest.name))
    suites: dict[str, list[ET.Element]] = {}
    for score in scores:
        suites.setdefault(score.key.arm, []).append(_test_of(score, (outcomes or {}).get(score.key)))
    if thresholds:
        suites["thresholds"] = [_test_of_threshold(checked) for checked in thresholds]
    for name, tests in suites.items():
        root.append(_suite(name, tests, manifest))
    _count(root, list(root.iter("testcase")))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(name: str, tests: Sequence[ET.Element], manifest: Manifest) -> ET.Element:
    suite = ET.Element("testsuite", name=_clean(name), timestamp=_clean(manifest.created_at))
    properties = ET.SubElement(suite, "properties")
    for key in ("experiment", "level", "model", "cases_file", "cases_version", "code", "seed"):
        ET.SubElement(properties, "property", name=key, value=_clean(str(getattr(manifest, key))))
    suite.extend(tests)
    _count(suite, tests)
    return suite


def _count(element: ET.Element, tests: Sequence[ET.Element]) -> None:
    seconds = sum(float(test.get("time", "0")) for test in tests)
    element.set("tests", str(len(tests)))
    for plural, tag in (("failures", "failure"), ("errors", "error")):
        element.set(plural, str(sum(test.find(tag) is not None for test in tests)))
    element.set("time", f"{seconds:.3f}")


def _test_of(score: Score, outcome: Outcome | None) -> ET.Element:
    name = f"{score.key.case_id} [{score.key.variant}]" if score.key.variant else score.key.case_id
    test = _test(f"{score.key.arm}.{score.type}", name, outcome.seconds if outcome else 0.0)
    problem = score.problem or ("incorrect" if score.grade == "incorrect" else "")
    if problem not in PASSING:
        _fail(test, problem, "error" if problem == "error" else "failure", _story(outcome))
    return test


def _test_of_threshold(checked: Checked) -> ET.Element:
    test = _test("thresholds", str(checked.requirement), 0.0)
    if not checked.is_met:
        value = "there is no such figure" if checked.value is None else f"it is {checked.value:.4g}"
        _fail(test, f"{checked.requirement}: {value}", "failure", "")
    return test


def _test(classname: str, name: str, seconds: float) -> ET.Element:
    return ET.Element("testcase", classname=_clean(classname), name=_clean(name), time=f"{seconds:.3f}")


def _fail(test: ET.Element, message: str, tag: str, text: str) -> None:
    failure = ET.SubElement(test, tag, message=_clean(message), type=_clean(message.partition(":")[0]))
    failure.text = _clean(text)


def _story(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    answer = outcome.answer.text if outcome.answer else ""
    parts = {"Question": outcome.question, "Answer": answer, "Error": outcome.error}
    return "\n".join(_lines(parts.items()))


def _lines(parts: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"{name}: {text}" for name, text in parts if text)


def _clean(text: str) -> str:
    return FORBIDDEN.sub(REPLACEMENT, text)
