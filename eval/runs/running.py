"""Putting trials to their arms, one row each, until all are through."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from eval.arms import Asker
from eval.outcomes import Outcome
from eval.runs.folder import RunFolder
from eval.trials import Trial, ask
from trag.errors import RunError

# So many failures in a row mean that the model is gone, not that a question is odd.
FAILURES = 3
AskerOf = Callable[[Trial], Asker]


def run_trials(
    folder: RunFolder, trials: Sequence[Trial], asker_of: AskerOf, *, workers: int = 1
) -> Iterator[Outcome]:
    """Ask what the run does not hold yet; each outcome is saved before it is yielded.

    Trials that failed are asked again. Raises RunError after three failures in a row; all that was
    saved stays, and the same call goes on from there.
    """
    failed = 0
    with folder.lock():
        left = remaining(folder, trials)
        for outcome in _asked(left, asker_of, folder.manifest.level == "answer", workers):
            folder.append(outcome)
            yield outcome
            failed = failed + 1 if outcome.error else 0
            if failed == min(FAILURES, len(left)):
                raise RunError(
                    f"The last {failed} questions of the run {folder.path.name} failed: {outcome.error}",
                    hint="Mend that and give the same command again: it goes on where this one stopped.",
                )


def remaining(folder: RunFolder, trials: Sequence[Trial]) -> list[Trial]:
    """The trials that have no outcome yet, or only a failed one."""
    done = {key for key, outcome in folder.outcomes().items() if not outcome.error}
    return [trial for trial in trials if trial.key not in done]


def _asked(trials: Sequence[Trial], asker_of: AskerOf, with_answer: bool, workers: int) -> Iterator[Outcome]:
    def one(trial: Trial) -> Outcome:
        return ask(asker_of(trial), trial, with_answer=with_answer)

    if workers == 1:
        yield from map(one, trials)
        return
    waiting = iter(trials)
    with ThreadPoolExecutor(workers) as pool:
        running: set[Future[Outcome]] = {pool.submit(one, trial) for trial in islice(waiting, workers)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            # Only as many are under way as are answered, so that stopping stops at once.
            running |= {pool.submit(one, trial) for trial in islice(waiting, len(done))}
            yield from (future.result() for future in done)
