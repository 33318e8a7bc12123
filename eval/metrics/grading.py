"""The paper's grades: Correct, Correct-Verbose, Incorrect.

An answer is correct when it holds every required item and no forbidden one; an unanswerable
question is answered correctly exactly by a refusal. A correct answer is verbose when too great a share of
its statements is needed neither for a required item nor to name what the question is about; one
statement more than needed is never too much.
"""

from eval.matching import Groups, holds_groups
from eval.metrics.correctness import forbidden_held, groups_held
from eval.metrics.measure import Measure, nameless
from eval.metrics.statements import Statement, statements
from eval.outcomes import Outcome
from eval.scores import RIGHT, Grade, Metric
from trag.questions.cases import Case
from trag.terms import terms_of

# Found on tests/eval/metrics/verbosity.jsonl: see test_grading.py for what it gets right there.
VERBOSE_SHARE = 0.5
VERBOSE_STATEMENTS = 2


def grade_of(case: Case, outcome: Outcome) -> Grade:
    """The grade of an answer; no answer is incorrect."""
    answer = outcome.answer
    if answer is None or answer.refused or not case.is_answerable:
        is_right = answer is not None and answer.refused and not case.is_answerable
        return "correct" if is_right else "incorrect"
    if not all(groups_held(case, outcome)) or forbidden_held(case, outcome):
        return "incorrect"
    return "correct_verbose" if is_verbose(case.question, case.must_include, answer.text) else "correct"


def is_verbose(question: str, groups: Groups, answer: str) -> bool:
    """True when an answer that holds the items says too much besides."""
    needed, made = _count(question, groups, answer)
    return made - needed >= max(VERBOSE_STATEMENTS, VERBOSE_SHARE * made)


def needless_share(question: str, groups: Groups, answer: str) -> float:
    """The share of the answer's statements that it could do without; 0.0 of none."""
    needed, made = _count(question, groups, answer)
    return 1 - needed / made if made else 0.0


def _count(question: str, groups: Groups, answer: str) -> tuple[int, int]:
    """How many statements are needed, and how many are made."""
    found = statements(answer)
    needed = _needed_for_items(found, groups)
    return len(needed | _needed_for_subject(found, needed, question)), len(found)


def needless(case: Case, outcome: Outcome) -> float | None:
    """The needless share of a right answer that is no refusal; None for the others."""
    if outcome.answer is None or outcome.answer.refused or grade_of(case, outcome) not in RIGHT:
        return None
    return needless_share(case.question, case.must_include, outcome.answer.text)


def _needed_for_items(found: list[Statement], groups: Groups) -> set[int]:
    """The fewest statements that hold the items, each time the one with most that are still missing."""
    held = [{i for i, has in enumerate(holds_groups(s.text, groups)) if has} for s in found]
    missing, needed = set[int]().union(*held), set[int]()
    while missing:
        best = max(range(len(found)), key=lambda i: (len(held[i] & missing), -i))
        needed.add(best)
        missing -= held[best]
    return needed


def _needed_for_subject(found: list[Statement], needed: set[int], question: str) -> set[int]:
    """One statement more, when those needed for the items do not say what they are about."""
    asked = terms_of(question)
    subject = asked.names or asked.words
    shared = [len(subject & terms_of(statement.text).words) for statement in found]
    if any(shared[i] for i in needed) or not any(shared):
        return set()
    return {shared.index(max(shared))}


# The grades themselves travel as `Score.grade`; summaries count them.
MEASURES = (
    Measure(
        Metric("needless_share", "Needless statements in right answers", "mean", higher_is_better=False),
        "answer",
        nameless(needless),
    ),
)
