import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from eval.report.build import build_report
from tests.eval.report import sample

VOID = {"meta", "link", "input", "col", "line", "rect", "circle"}


class Page(HTMLParser):
    """What a browser would make of the page: its tags, their attributes and the text in each kind of tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.inside: dict[str, list[str]] = {}
        self.problems: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.inside.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.open:
            self.inside[self.open[-1]][-1] += data

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def data_of(html: str) -> Any:
    return json.loads(Page(html).inside["script"][0])


def policy_of(html: str) -> str:
    return next(a["content"] or "" for tag, a in Page(html).tags if tag == "meta" and "http-equiv" in a)


def test_the_page_is_well_formed_and_has_every_part() -> None:
    html = sample.report()
    page = Page(html)
    assert html.startswith("<!doctype html>")
    assert page.problems == []
    assert page.open == []
    titles = [title.strip() for title in page.inside["h2"]]
    assert titles == [
        "Right answers", "Right answers, by type of question", "What went wrong", "t-rag minus rag",
        "What it costs", "Agreement", "Tables", "Questions",
    ]  # fmt: skip
    assert len(set(page.attributes("id"))) == len(page.attributes("id"))


def test_the_head_says_under_which_conditions_the_figures_hold() -> None:
    html = sample.report(manifest=sample.manifest(" ZZ"))
    for value in ("sample", "questions.jsonl", "abc", "2026", "model", "embedder", "tree", "def", "code"):
        assert f"{value} ZZ" in html
    assert "two cores ZZ" in html


def test_the_summary_can_be_read_without_the_script() -> None:
    text = re.sub(r"<script.*?</script>|<style>.*?</style>|<[^>]+>", " ", sample.report(), flags=re.DOTALL)
    text = " ".join(text.split())
    assert "t-rag 75 %" in text
    assert "10\u201390 %, n = 6" in text
    assert "t-rag is better than rag: +50 points (95 % interval +20 to +80, p &lt; 0.001)." in text
    assert "\u221225 (\u221260 to +10), n = 3 within noise" in text
    assert "Question 5? c5 · Entity, several hops rag forbidden item t-rag correct" in text


def test_a_difference_within_noise_is_called_that_and_what_would_show_is_said() -> None:
    noise = replace(sample.CONTRASTS[0], verdict="within noise", low=-0.1, p=0.08)
    assert "do not differ by more than noise: +50 points" in sample.report(contrasts=[noise])
    assert "6 questions would show a difference of 40 points." in sample.report(contrasts=[noise])


def test_a_run_of_contexts_opens_with_what_they_hold() -> None:
    run = replace(sample.manifest(), level="context")
    outcomes = [replace(outcome, answer=None, verdicts=()) for outcome in sample.parts()["outcomes"]]
    scores = [replace(score, grade=None, problem="") for score in sample.parts()["scores"]]
    html = sample.report(manifest=run, outcomes=outcomes, scores=scores)
    assert Page(html).inside["h2"][0].strip() == "Context holds the answer"
    assert "no problem" in html


def test_an_empty_run_has_a_report_too() -> None:
    html = build_report(sample.manifest(), {}, [], [], [], [], {})
    assert "This run has no figures." in html
    assert Page(html).problems == []


def test_an_outcome_without_score_or_case_is_shown_all_the_same() -> None:
    html = sample.report(cases={}, scores=[])
    assert "not scored" in html
    assert [row["case"] for row in data_of(html)["rows"]] == [None] * 6


def test_figures_that_are_no_numbers_break_nothing() -> None:
    broken = [
        replace(figure, value=float("nan"), low=float("nan"), high=float("inf"))
        for figure in sample.figures()
    ]
    scores = [replace(score, metrics={"context_tokens": float("nan")}) for score in sample.parts()["scores"]]
    endless = [replace(contrast, p=float("nan"), detectable=float("inf")) for contrast in sample.CONTRASTS]
    html = sample.report(figures=broken, scores=scores, contrasts=endless)
    data_of(html)
    assert "nan" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL).lower()


def test_every_way_of_asking_has_its_row_and_its_figures() -> None:
    made = sample.parts()
    typed = [replace(o, key=replace(o.key, variant="typos"), question="qestion") for o in made["outcomes"]]
    html = sample.report(
        outcomes=[*made["outcomes"], *typed],
        figures=[*made["figures"], *(replace(figure, variant="typos") for figure in made["figures"])],
    )
    assert "6 questions, each in 2 ways to rag and t-rag" in html
    assert "t-rag · typos" in html
    assert [row["variant"] for row in data_of(html)["rows"]] == ["as written", "typos"] * 6


def test_hostile_texts_stay_texts_wherever_they_stand() -> None:
    calm, hostile = sample.report(), build_report(**sample.parts(text=sample.HOSTILE))
    page = Page(hostile)
    assert page.problems == []
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 2
    assert "img" not in tags
    assert set(tags) == {tag for tag, _ in Page(calm).tags}
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []
    assert "49" not in page.inside["h1"][0]


def test_the_data_survive_hostile_texts() -> None:
    html = build_report(**sample.parts(text=sample.HOSTILE))
    script = Page(html).inside["script"][0]
    assert not re.search("[<>&\u2028\u2029]", script)
    assert json.loads(script)["rows"][0]["case"]["answer"] == f"Twelve days 0. {sample.HOSTILE}"


def test_half_a_surrogate_pair_can_still_be_saved() -> None:
    outcome = replace(sample.outcome(0, "rag"), context="half \ud800 a pair")
    html = sample.report(title="half \ud800", outcomes=[outcome])
    assert b"half ?" in html.encode()
    assert data_of(html)["rows"][0]["runs"][0]["context"] == ["half ? a pair"]


def test_the_policy_allows_the_page_its_own_script_and_style_alone() -> None:
    html = sample.report()
    inside = Page(html).inside
    for name, text in (("script", inside["script"][1]), ("style", inside["style"][0])):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy_of(html)
    assert "default-src 'none'" in policy_of(html)
    assert "unsafe" not in policy_of(html)


def test_nothing_needs_more_than_the_policy_allows() -> None:
    page = Page(build_report(**sample.parts(text=sample.HOSTILE)))
    assert page.attributes("style") == []
    assert page.attributes("src") == []
    assert {link for link in page.attributes("href") if not link.startswith("#")} == {"data:,"}
    assert "url(" not in page.inside["style"][0]


def test_a_large_run_stays_below_5_mb() -> None:
    html = build_report(**sample.parts(cases=120, passages=12))
    assert len(html.encode()) < 5_000_000
    # The passages alone, were they repeated for every arm, source, ranking and context.
    assert len(html.encode()) < sum(len(o.context) for o in sample.parts(120, passages=12)["outcomes"])


@pytest.mark.parametrize("arms", [1, 4])
def test_runs_of_one_and_of_many_arms_have_a_report(arms: int) -> None:
    names = ("t-rag", "rag", "unchecked", "model")[:arms]
    outcomes = [sample.outcome(0, arm) for arm in names]
    figures = [replace(sample.figures()[0], arm=arm) for arm in names]
    run = replace(sample.manifest(), arms=names)
    html = sample.report(manifest=run, outcomes=outcomes, figures=figures, contrasts=[])
    assert Page(html).problems == []
    assert [len(row["runs"]) for row in data_of(html)["rows"]] == [arms]
    assert ("arms differ" in html) == (arms > 1)
