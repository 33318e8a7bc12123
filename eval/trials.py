"""Asking a question once and keeping everything that came of it."""

from dataclasses import dataclass, replace
from time import perf_counter

from eval.arms import Asker
from eval.outcomes import Key, Outcome, Passage
from eval.recording import recording
from trag.errors import TragError
from trag.questions.cases import Case
from trag.types import Done, ScoredChunk, Verification


@dataclass(frozen=True, slots=True)
class Trial:
    """A question to be put to an arm; `question` differs from the case's own in a rephrasing."""

    key: Key
    case: Case
    question: str


def trial_of(case: Case, arm: str) -> Trial:
    """The case asked as it is written."""
    return Trial(Key(arm, case.id), case, case.question)


def ask(asker: Asker, trial: Trial, *, with_answer: bool) -> Outcome:
    """The outcome of one trial; whatever goes wrong is part of it."""
    start = perf_counter()
    outcome = Outcome(trial.key, trial.question)
    try:
        outcome = _with_context(outcome, asker)
        if with_answer:
            outcome = _with_answer(outcome, asker)
    except TragError as error:
        outcome = replace(outcome, error=str(error))
    except Exception as error:  # noqa: BLE001 - one bad case must never lose the run
        outcome = replace(outcome, error=f"{type(error).__name__}: {error}")
    return replace(outcome, seconds=round(perf_counter() - start, 3))


def _with_context(outcome: Outcome, asker: Asker) -> Outcome:
    context = asker.context(outcome.question)
    return replace(
        outcome,
        context=context.text,
        tokens=context.tokens,
        facts=tuple(fact.text for fact in context.facts),
        sources=context.sources,
        entities=tuple(entity.id for entity in context.entities),
        passages=tuple(_passage(scored) for scored in asker.search(outcome.question)),
    )


def _with_answer(outcome: Outcome, asker: Asker) -> Outcome:
    verdicts = []
    with recording() as pieces:
        for event in asker.stream(outcome.question):
            if isinstance(event, Verification):
                verdicts.append(event)
            elif isinstance(event, Done):
                outcome = replace(outcome, answer=event.answer)
    return replace(outcome, verdicts=tuple(verdicts), written="".join(pieces))


def _passage(scored: ScoredChunk) -> Passage:
    return Passage(scored.chunk.id, scored.chunk.file, scored.chunk.text, round(scored.similarity, 4))
