"""No set-up at all: every case as it is written, in every arm."""

from collections.abc import Sequence

from eval.arms import Asker
from eval.experiments.plan import AskerSource
from eval.trials import Trial, trial_of
from trag.questions.cases import Case


class PlainExperiment:
    """The arms of a case are asked one after the other, so that a run that stops has pairs."""

    def __init__(self, arms: AskerSource, cases: Sequence[Case], *, arm_names: Sequence[str]) -> None:
        self._cases = tuple(cases)
        self._askers = {name: arms.asker(name) for name in arm_names}

    def plan(self) -> list[Trial]:
        """Each case in each arm."""
        return [trial_of(case, arm) for case in self._cases for arm in self._askers]

    def asker_for(self, trial: Trial) -> Asker:
        """The arm itself."""
        return self._askers[trial.key.arm]
