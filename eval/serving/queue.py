"""Runs under way: asked one after the other in the background, each stopped within a sentence."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic

from eval.arms import Arms, Asker
from eval.runs.running import remaining, run_trials
from eval.serving.asking import AskedDoor, DoorAsker, Stoppable, StoppedError, Turn
from eval.serving.notes import RunState, write_note
from eval.serving.shelf import KeptRun
from eval.trials import Trial
from trag.errors import RunError, TragError
from trag.stopping import Stop
from trag.types import Caller
from trag.workspace import Workspace

logger = logging.getLogger("trag.eval")

MOST_WAITING = 20
END_SECONDS = 10.0


@dataclass
class Live:
    """A run under way: how far it is, and how to stop it."""

    run: KeptRun
    trials: Sequence[Trial]
    stop: Stop = field(default_factory=Stop)
    state: RunState = "waiting"
    left: int = 0
    done: int = 0
    failed: int = 0
    started: float = 0.0

    @property
    def seconds(self) -> float:
        """The time worked on it, also before it was gone on with."""
        return self.run.note.seconds + (monotonic() - self.started if self.started else 0.0)

    @property
    def rate(self) -> float:
        """Askings a second since it was last begun; 0 before the first."""
        return self.done / (monotonic() - self.started) if self.done else 0.0


class RunQueue:
    """The runs that wait and the one that asks."""

    def __init__(self, workspace: Workspace, door_of: Callable[[Caller], AskedDoor]) -> None:
        self._workspace = workspace
        self._door_of = door_of
        self.turn: Turn = lambda _who, _stop: nullcontext()
        self._runs: OrderedDict[str, Live] = OrderedDict()
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def live(self, identity: str) -> Live | None:
        """The run with this id, if it is under way."""
        with self._lock:
            return self._runs.get(identity)

    def is_live(self, identity: str) -> bool:
        """True while a run waits, asks, or is just being opened."""
        with self._lock:
            return identity in self._runs or identity in self._held

    def check_room(self) -> None:
        """Raise RunError if as many runs wait as may."""
        with self._lock:
            if len(self._runs) + len(self._held) >= MOST_WAITING or self._is_closed:
                raise RunError("Too many runs wait already.", hint="Try again when some are through.")

    @contextmanager
    def held(self, identity: str) -> Iterator[None]:
        """Keeps a run for whoever opens or deletes it. Raises RunError while it is under way."""
        with self._lock:
            if identity in self._runs or identity in self._held:
                raise RunError(f"The run {identity} is under way.", hint="Wait for it, or cancel it first.")
            self._held.add(identity)
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(identity)

    def add(self, run: KeptRun, trials: Sequence[Trial]) -> None:
        """Ask these trials as soon as the runs before are through."""
        with self._lock:
            self._runs[run.id] = Live(run, trials)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="evaluation", daemon=True)
                self._thread.start()

    def cancel(self, run: KeptRun) -> None:
        """Stop a run: at once if it waits, else before the next sentence. Raises RunError."""
        with self._lock:
            live = self._runs.get(run.id)
            if live is None:
                raise RunError(f"The run {run.id} is not under way.", hint="GET shows its state.")
            live.stop.set()
            if live.state == "waiting":
                del self._runs[run.id]
                self._note(live, "cancelled")

    def close(self) -> None:
        """Stop asking and wait for the thread; notes stay, so that runs can be gone on with."""
        with self._lock:
            self._is_closed = True
            for live in self._runs.values():
                live.stop.set()
            thread = self._thread
        if thread is not None:
            thread.join(END_SECONDS)

    def _work(self) -> None:
        while (live := self._next()) is not None:
            state, error = self._outcome(live)
            with self._lock:
                if not self._is_closed:
                    self._note(live, state, error)
                self._runs.pop(live.run.id, None)

    def _next(self) -> Live | None:
        with self._lock:
            live = next(iter(self._runs.values()), None)
            if live is None or self._is_closed:
                self._thread = None
                return None
            live.state = "running"
            self._note(live, "running")
            return live

    def _outcome(self, live: Live) -> tuple[RunState, str]:
        try:
            self._ask(live)
        except StoppedError:
            return "cancelled", ""
        except TragError as error:
            return "failed", error.message
        except Exception:
            logger.exception("the run %s failed", live.run.id)
            return "failed", "Something went wrong in the server; its log tells more."
        return "finished", ""

    def _ask(self, live: Live) -> None:
        live.left = len(remaining(live.run.folder, live.trials))
        live.started = monotonic()
        with Arms(self._workspace) as arms:
            askers = self._askers(live, arms)
            outcomes = run_trials(live.run.folder, live.trials, lambda trial: askers[trial.key.arm])
            with closing(outcomes):  # type: ignore[type-var]  # a generator
                for outcome in outcomes:
                    live.done += 1
                    live.failed += bool(outcome.error)

    def _askers(self, live: Live, arms: Arms) -> dict[str, Asker]:
        caller = live.run.note.caller
        door = self._door_of(caller)
        names = dict.fromkeys(trial.key.arm for trial in live.trials)
        found = {
            name: DoorAsker(door) if name == "t-rag" else arms.asker(name, caller=caller) for name in names
        }
        who = f"evaluation of {caller.id}"
        return {name: Stoppable(asker, live.stop, self.turn, who) for name, asker in found.items()}

    def _note(self, live: Live, state: RunState, error: str = "") -> None:
        is_over = state != "running"
        ended = datetime.now(UTC).isoformat(timespec="seconds") if is_over else ""
        seconds = round(live.seconds, 1)
        note = replace(live.run.note, state=state, error=error, seconds=seconds, finished_at=ended)
        try:
            write_note(live.run.folder.path, note)
        except OSError:
            # The next start finds it interrupted; the other runs go on.
            logger.exception("the state of the run %s can't be kept", live.run.id)
