"""The runs of a served folder: begun, stopped, gone on with and deleted, one asking at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from eval.evaluation import open_run, runs_folder
from eval.manifest import Level
from eval.runs.conditions import RunSpec
from eval.serving.asking import AskedDoor, Turn, checked_arms
from eval.serving.case_sets import CaseSets, read_sent
from eval.serving.doors import door_of as own_door_of
from eval.serving.notes import RunNote, write_note
from eval.serving.queue import RunQueue
from eval.serving.reading import Readings
from eval.serving.shelf import KeptRun, planned, remove, run_id, run_of, runs_of
from eval.serving.summaries import RunView, Summaries
from trag.errors import CasesError, RunError
from trag.questions.cases import Case
from trag.types import Caller
from trag.workspace import Workspace

DoorOf = Callable[[Caller], AskedDoor]


@dataclass(frozen=True, slots=True)
class RunOrder:
    """A run as somebody ordered it: the cases as text, or the name of a set of theirs."""

    name: str
    arms: tuple[str, ...]
    cases: str = ""
    case_set: str = ""
    level: Level = "answer"
    sample: int = 0
    seed: int = 0


class EvaluationDesk:
    """The evaluation of a data folder that this process serves. Thread-safe.

    `door_of` gives the door with a caller's rights, at which runs ask. Unknown runs and those of
    others look the same: None, or RunError from what would change them.
    """

    def __init__(self, workspace: Workspace, door_of: DoorOf | None = None) -> None:
        self._workspace = workspace
        self._door_of = door_of = door_of or partial(own_door_of, workspace)
        self._data: Path = workspace.settings.data
        self._queue = RunQueue(workspace, door_of)
        self._summaries = Summaries(self._queue)
        self.readings = Readings()

    def kept_runs(self, caller: Caller) -> list[KeptRun]:
        """The runs that this caller may see, the newest first."""
        return runs_of(self._data, caller)

    def view(self, run: KeptRun) -> RunView:
        """A run with its progress."""
        return self._summaries.view(run)

    def kept(self, identity: str, caller: Caller) -> KeptRun | None:
        """A run as it is on disk."""
        return run_of(self._data, identity, caller)

    def case_sets(self, caller: Caller) -> CaseSets:
        """The sets of cases of this caller."""
        return CaseSets(self._data, caller)

    def start(self, order: RunOrder, caller: Caller) -> RunView:
        """Begin a run in the background, after those that wait. Raises RunError, CasesError."""
        cases = self._cases(order, caller)
        identity = run_id(order.name, caller)
        if (runs_folder(self._data) / identity / "run.json").is_file():
            raise RunError(f"There is a run {order.name} already.", hint="Resume it, or give another name.")
        spec = RunSpec(
            identity,
            order.case_set or "sent.jsonl",
            checked_arms(order.arms),
            order.level,
            seed=order.seed,
            sample=order.sample,
        )
        return self._enqueued(spec, cases, RunNote(caller, "waiting", case_set=order.case_set))

    def resume(self, run: KeptRun, caller: Caller) -> RunView:
        """Go on with a run that was cut off, failed or cancelled, with the rights that it was begun with.

        Raises RunError if it is under way, an experiment's, or made under other conditions.
        """
        manifest = run.folder.manifest
        if manifest.experiment != "questions":
            raise RunError(f"{run.id} is an experiment.", hint="Give the command again that made it.")
        asker = caller if caller.id == run.note.caller.id else run.note.caller
        spec = RunSpec(
            run.id,
            manifest.cases_file,
            checked_arms(tuple(manifest.arms)),
            manifest.level,
            seed=manifest.seed,
            sample=manifest.sample,
        )
        note = replace(run.note, caller=asker, state="waiting", error="", finished_at="")
        return self._enqueued(spec, list(run.folder.cases().values()), note)

    def cancel(self, run: KeptRun) -> RunView:
        """Stop a run; what it asked so far stays. Raises RunError if it is not under way."""
        self._queue.cancel(run)
        return self._summaries.view(run)

    def delete(self, run: KeptRun) -> None:
        """Delete a run with all that came of it. Raises RunError while it is under way."""
        with self._queue.held(run.id):
            remove(run)

    def is_live(self, run: KeptRun) -> bool:
        """True while a run waits or asks."""
        return self._queue.is_live(run.id)

    def wait_for(self, turn: Turn) -> None:
        """Let runs wait for a turn at the model, among all others who ask."""
        self._queue.turn = turn

    def close(self) -> None:
        """Stop asking; what was under way can be gone on with later."""
        self._queue.close()

    def _cases(self, order: RunOrder, caller: Caller) -> list[Case]:
        if not order.case_set:
            return read_sent(order.cases, "What was sent")
        sets = self.case_sets(caller)
        if sets.get(order.case_set) is None:
            hint = "GET /v1/evaluation/case-sets lists yours."
            raise CasesError(f"There is no set of cases {order.case_set!r}.", hint=hint)
        return read_sent(sets.text(order.case_set), f"The set {order.case_set}")

    def _enqueued(self, spec: RunSpec, cases: Sequence[Case], note: RunNote) -> RunView:
        groups = note.caller.groups
        # Answers from other documents don't belong into one run.
        options = {} if groups is None else {"groups": sorted(groups)}
        self._queue.check_room()
        with self._queue.held(spec.name):
            documents = self._door_of(note.caller).documents()
            folder = open_run(self._workspace, cases, replace(spec, options=options), documents)
            write_note(folder.path, note)
            kept = KeptRun(folder, note)
            self._queue.add(kept, planned(folder))
        return self._summaries.view(kept)
