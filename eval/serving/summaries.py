"""How a run stands, in a few figures; read from its outcomes once and remembered."""

from dataclasses import dataclass

from eval.manifest import Level
from eval.metrics import METRICS
from eval.report.material import HEADLINES
from eval.results import Results, read_results
from eval.runs.folder import RunFolder
from eval.scores import Figure
from eval.serving.notes import RunNote, RunState, read_note
from eval.serving.queue import Live, RunQueue
from eval.serving.shelf import KeptRun, planned
from eval.summary import ALL, all_metrics, summarise

Fingerprint = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as lists show it.

    `done` counts askings with an outcome, `failed` those that only failed so far, `total` all; a share
    of right answers (or of whole contexts) for each arm stands in `figures`.
    """

    id: str
    name: str
    owner: str
    state: RunState
    experiment: str
    level: Level
    arms: tuple[str, ...]
    case_set: str
    cases: int
    sample: int
    seed: int
    model: str
    created_at: str
    finished_at: str
    done: int
    failed: int
    total: int
    seconds: float
    rate: float
    seconds_left: float | None
    error: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the outcomes of a run come to."""

    cases: int
    total: int
    done: int
    failed: int
    figures: tuple[Figure, ...]


class Summaries:
    """Views of runs; what is costly is done once for each state of a run's outcomes."""

    def __init__(self, queue: RunQueue) -> None:
        self._queue = queue
        self._known: dict[str, tuple[Fingerprint, Counted]] = {}

    def view(self, kept: KeptRun) -> RunView:
        """The run as it is now."""
        live, is_held = self._queue.live(kept.id), self._queue.is_live(kept.id)
        manifest, counted = kept.folder.manifest, self._counted(kept.folder)
        # It may have ended since it was found.
        note = read_note(kept.folder.path) or kept.note
        state = _state(note, live, is_held=is_held)
        return RunView(
            kept.id,
            kept.id.partition("~")[0],
            note.caller.name,
            state,
            manifest.experiment,
            manifest.level,
            tuple(manifest.arms),
            note.case_set or manifest.cases_file,
            counted.cases,
            manifest.sample,
            manifest.seed,
            manifest.model,
            manifest.created_at,
            note.finished_at if live is None else "",
            counted.done,
            counted.failed,
            counted.total,
            round(live.seconds if live else note.seconds, 1),
            round(live.rate, 4) if live else 0.0,
            _seconds_left(live),
            note.error if live is None else "",
            counted.figures,
        )

    def _counted(self, folder: RunFolder) -> Counted:
        now = fingerprint(folder)
        known = self._known.get(folder.path.name)
        if known is None or known[0] != now:
            known = now, _counted(folder)
            self._known[folder.path.name] = known
        return known[1]


def fingerprint(folder: RunFolder) -> Fingerprint:
    """Another one whenever an outcome came, or the run of this name is another one."""
    try:
        size = (folder.path / "outcomes.jsonl").stat().st_size
    except FileNotFoundError:
        size = 0
    return size, (folder.path / "run.json").stat().st_mtime_ns


def _counted(folder: RunFolder) -> Counted:
    results = read_results(folder)
    failed = sum(1 for outcome in results.outcomes.values() if outcome.error)
    total = len(planned(folder)) or len(results.outcomes)
    done = len(results.outcomes) - failed
    return Counted(len(results.cases), total, done, failed, _headline(results))


def _headline(results: Results) -> tuple[Figure, ...]:
    """The opening figure of every arm over all questions."""
    name = HEADLINES[results.manifest.level]
    figures = summarise(results.scores, {name: all_metrics(METRICS)[name]}, results.manifest.seed)
    return tuple(figure for figure in figures if (figure.metric, figure.type) == (name, ALL))


def _state(note: RunNote, live: Live | None, *, is_held: bool) -> RunState:
    if live is not None:
        return live.state
    is_cut_off = note.state in ("waiting", "running") and not is_held
    return "interrupted" if is_cut_off else note.state


def _seconds_left(live: Live | None) -> float | None:
    if live is None or not live.rate:
        return None
    return round(max(0, live.left - live.done) / live.rate, 1)
