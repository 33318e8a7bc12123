"""A small run made by hand, as large and as hostile as a test wants it."""

from dataclasses import replace
from typing import Any

from eval.manifest import Manifest
from eval.outcomes import Key, Outcome, Passage
from eval.report.build import build_report
from eval.scores import Contrast, Figure, Metric, Score
from eval.sections import Section
from trag.questions.cases import Case, Evidence
from trag.types import Answer, Citation, Entity, Verification

ARMS = ("rag", "t-rag")
METRICS = {
    "right": Metric("right", "Right answers", "share"),
    "context_recall": Metric("context_recall", "Context holds the answer", "share"),
    "context_tokens": Metric("context_tokens", "Context, tokens", "mean", higher_is_better=False),
}
HOSTILE = (
    "</script><script>document.title='owned'</script><!--<script> &lt;b&gt; \"'` "
    "<img src=x onerror=\"document.title='owned'\"> \u2028\u2029\u202e\x00 {{ 7*7 }} {% raw %} ]]>"
)


def case(number: int, text: str = "") -> Case:
    return Case(
        id=f"c{number}{text}",
        question=f"Question {number}? {text}",
        answer=f"Twelve days {number}. {text}",
        type="entity_complex" if number % 2 else "document",
        must_include=((f"twelve days{text}", "12 days"), (f"in June{text}",)),
        must_not_include=(f"in May{text}",),
        evidence=(Evidence(file=f"leave.md{text}", quote=f"12 days{text}"),),
        entities=(f"unit{text}",),
    )


def passage_text(number: int, rank: int, text: str) -> str:
    return f"Passage {rank} of question {number}: {'they carry over twelve days of leave ' * 12}{text}"


def outcome(number: int, arm: str, text: str = "", passages: int = 3) -> Outcome:
    fact = Citation(1, f"org.yaml{text}", None, f"The unit has one head.{text}")
    sources = [fact] + [
        Citation(
            rank + 1, f"leave.md{text}", rank, passage_text(number, rank, text), ("Leave",), "d", f"p{rank}"
        )
        for rank in range(1, passages + 1)
    ]
    context = "\n\n".join(f"[{source.number}] {source.file}\n{source.quote}" for source in sources)
    is_right = arm == "t-rag" or number % 3 == 0
    said = f"Twelve days [2], in June [1]. {text}" if is_right else f"Twelve days, in May [2]. {text}"
    cited = (Citation(2, "leave.md", 1, "twelve days of leave", ("Leave",), "d", "p1"), fact)
    entity = Entity(f"unit{text}", f"Unit {text}", "unit")
    return Outcome(
        key=Key(arm, f"c{number}{text}"),
        question=f"Question {number}? {text}",
        context=context,
        tokens=1200 + number,
        facts=(fact.quote,),
        sources=tuple(sources),
        entities=(f"unit{text}",),
        passages=tuple(
            Passage(f"p{rank}", f"leave.md{text}", passage_text(number, rank, text), 0.5)
            for rank in range(1, passages + 3)
        ),
        answer=Answer("", said, False, "model", (), cited, (entity,), 1200, {f"done{text}": 30}),
        verdicts=(Verification(f"Twelve days.{text}", "supported", (2,)),),
        error=f"It broke.{text}" if number == 2 and arm == "rag" else "",
        seconds=1.25,
    )  # fmt: skip


def score(number: int, arm: str, text: str = "") -> Score:
    is_right = arm == "t-rag" or number % 3 == 0
    return Score(
        Key(arm, f"c{number}{text}"),
        case(number).type,
        "correct" if is_right else "incorrect",
        "" if is_right else "forbidden item",
        {"right": float(is_right), "context_recall": 1.0, "context_tokens": 1200.0},
    )


def figures(text: str = "") -> list[Figure]:
    return [
        Figure(metric, arm, kind, 6, 0.75 if arm == "t-rag" else 0.25, 0.1, 0.9)
        for metric in METRICS
        for arm in ARMS
        for kind in ("all", "document", f"entity_complex{text}")
    ]


CONTRASTS = (
    Contrast("right", "all", 6, 0.25, 0.75, 0.2, 0.8, 0.0004, 0.4, "better"),
    Contrast("right", "document", 3, 0.5, 0.25, -0.6, 0.1, 0.31, 0.5, "within noise"),
    Contrast("context_recall", "all", 6, 0.5, 0.25, -0.4, -0.1, 0.02, 0.2, "worse"),
    Contrast("context_tokens", "all", 6, 1200, 1100, -140, -60, 0.03, 30, "better"),
)


def manifest(text: str = "") -> Manifest:
    return Manifest(
        name=f"sample{text}",
        experiment="questions",
        level="answer",
        arms=ARMS,
        cases_file=f"questions.jsonl{text}",
        cases_version=f"abc{text}",
        created_at=f"2026{text}",
        seed=7,
        sample=6,
        model=f"model{text}",
        embedder=f"embedder{text}",
        tree=f"tree{text}",
        documents=24,
        documents_version=f"def{text}",
        code=f"code{text}",
        versions={f"trag{text}": text},
        settings={f"llm{text}": text},
        machine={f"cpu{text}": f"two cores{text}"},
        options={f"option{text}": [text]},
    )


def parts(cases: int = 6, text: str = "", passages: int = 3) -> dict[str, Any]:
    """The arguments of `build_report`."""
    made = [case(number, text) for number in range(cases)]
    asked = [(number, arm) for number in range(cases) for arm in ARMS]
    return {
        "manifest": manifest(text),
        "cases": {one.id: one for one in made},
        "outcomes": [outcome(number, arm, text, passages) for number, arm in asked],
        "scores": [score(number, arm, text) for number, arm in asked],
        "figures": figures(text),
        "contrasts": CONTRASTS,
        "metrics": {name: replace(metric, title=f"{metric.title}{text}") for name, metric in METRICS.items()},
        "title": f"A run{text}",
        "extras": [
            Section(f"Agreement{text}", (f"Arm{text}", "Kappa"), ((f"rag{text}", "0.61"),), f"Note{text}")
        ],
    }


def report(**changes: Any) -> str:
    """The report of the sample, with some of its parts changed."""
    return build_report(**{**parts(), **changes})
