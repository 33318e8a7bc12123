"""Saying that documents are still being taken in: with every answer given meanwhile, and in reports."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from trag.types import AnswerEvent, Check, Done, Job, Token


def indexing(waiting: Sequence[Job]) -> str:
    """A sentence on the jobs that run or wait; "" when there are none."""
    if not waiting:
        return ""
    job = next((job for job in waiting if job.state == "running"), waiting[0])
    left = job.total - job.done
    how_many = f"{left} of {job.total} documents" if left > 0 else "Documents"
    more = "" if len(waiting) == 1 else f", and more after it: {_jobs(len(waiting) - 1)}"
    if job.state == "queued":
        return f"{how_many} wait to be taken in (job {job.id}{more})."
    return f"{how_many} are still being taken in (job {job.id}{more})."


def told(events: Iterator[AnswerEvent], sentence: Callable[[], str]) -> Iterator[AnswerEvent]:
    """The events of an answer, its end with the sentence; a refusal also says it to its reader."""
    try:
        for event in events:
            yield from _with(event, sentence()) if isinstance(event, Done) else (event,)
    finally:
        # Whoever stops listening stops the model, here as without us.
        if isinstance(events, Generator):
            events.close()


def job_checks(waiting: Sequence[Job], newest: Sequence[Job]) -> list[Check]:
    """What a health report says of jobs: those under way, and one that failed last."""
    if waiting:
        return [Check("Jobs", "ok", indexing(waiting), "`trag jobs` lists them.")]
    last = newest[0] if newest else None
    if last is not None and last.state == "failed":
        detail = f"job {last.id} ({last.target}) failed: {last.error.splitlines()[0]}"
        return [Check("Jobs", "warning", detail, f"Once that is mended: trag jobs retry {last.id}")]
    return []


def _with(event: Done, sentence: str) -> Iterator[AnswerEvent]:
    answer = event.answer
    if not sentence:
        yield event
        return
    if answer.refused:
        yield Token(f" {sentence}")
        answer = replace(answer, text=f"{answer.text} {sentence}")
    yield Done(replace(answer, indexing=sentence))


def _jobs(number: int) -> str:
    return f"{number} job{'s' if number > 1 else ''}"
