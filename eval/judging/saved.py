"""Judging that can be interrupted: every judgement is saved as soon as it is made."""

from collections.abc import Generator, Iterable
from pathlib import Path

from eval.judging.judge import Judge
from eval.judging.records import Judgement, judgement_from_line, judgement_to_line
from eval.outcomes import Key, Outcome
from trag.questions.cases import Case


def judge_all(
    judge: Judge, cases: Iterable[Case], outcomes: Iterable[Outcome], file: Path
) -> Generator[Judgement, None, None]:
    """A judgement for every outcome, in order, appended to `file` before it is given.

    What this very judge said before without an error is taken from the file; the rest is asked anew.
    """
    by_id = {case.id: case for case in cases}
    saved = read_judgements(file)
    with file.open("a+b") as stream:
        _end_torn_line(file)
        for outcome in outcomes:
            known = saved.get(outcome.key)
            if known is not None and not known.error and known.judge == judge.id:
                yield known
                continue
            judgement = _judged(judge, by_id.get(outcome.key.case_id), outcome)
            stream.write(f"{judgement_to_line(judgement)}\n".encode())
            stream.flush()
            yield judgement


def read_judgements(file: Path) -> dict[Key, Judgement]:
    """The last judgement on each outcome; a line cut off by an interruption is left out."""
    found: dict[Key, Judgement] = {}
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n") if file.exists() else []
    for line in lines:
        try:
            judgement = judgement_from_line(line)
        except ValueError:
            continue
        found[judgement.key] = judgement
    return found


def _judged(judge: Judge, case: Case | None, outcome: Outcome) -> Judgement:
    if case is None:
        return Judgement(outcome.key, error=f"There is no case {outcome.key.case_id!r}.", judge=judge.id)
    return judge.judge(case, outcome)


def _end_torn_line(file: Path) -> None:
    """Close a last line that was cut off, lest the next judgement be written behind it."""
    with file.open("r+b") as stream:
        if stream.seek(0, 2):
            stream.seek(-1, 2)
            if stream.read(1) != b"\n":
                stream.write(b"\n")
