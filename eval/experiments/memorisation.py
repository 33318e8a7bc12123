"""Does a tuned model know its training questions by heart? Answers without any context, by split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from eval.arms import Asker
from eval.experiments.plan import RIGHT_ANSWER, AskerSource, IsRight, Scored, Share, share_of
from eval.trials import Trial, trial_of
from trag.errors import CasesError
from trag.questions.cases import Case, Split

ARMS = ("model",)
SPLITS: tuple[Split, Split] = ("train", "held_out")


@dataclass(frozen=True, slots=True)
class Memorisation:
    """Right answers without context on both splits; the difference is that of train over held out.

    `low` and `high` are its 95 % interval (Newcombe 1998, method 10): above 0, the model memorised.
    """

    arm: str
    train: Share
    held_out: Share
    low: float
    high: float

    @property
    def difference(self) -> float:
        """How much more often the model is right on what it was trained on."""
        return self.train.value - self.held_out.value


class MemorisationExperiment:
    """Asks the model alone: `arm_names` are `model` or `model@tuned.gguf`. Raises CasesError."""

    def __init__(self, arms: AskerSource, cases: Sequence[Case], *, arm_names: Sequence[str] = ARMS) -> None:
        self._arms = arms
        # A refusal shows nothing that could have been learned by heart.
        self._cases = [case for case in cases if case.split and case.is_answerable]
        self._arm_names = tuple(arm_names)
        for split in SPLITS:
            if not any(case.split == split for case in self._cases):
                raise CasesError(
                    f"None of the {len(cases)} cases is an answerable one of the split {split!r}.",
                    hint='Generated cases have a split; in a file of your own, add "split" to each line.',
                )

    def plan(self) -> list[Trial]:
        """Each case of either split in each arm."""
        return [trial_of(case, arm) for case in self._cases for arm in self._arm_names]

    def asker_for(self, trial: Trial) -> Asker:
        """The arm itself."""
        return self._arms.asker(trial.key.arm)


def summarise(
    cases: Iterable[Case], scored: Iterable[Scored], is_right: IsRight = RIGHT_ANSWER
) -> tuple[Memorisation, ...]:
    """Right answers to training and held-out questions, by arm."""
    split_of = {case.id: case.split for case in cases}
    arms: dict[str, dict[Split, list[bool]]] = {}
    for outcome, score in scored:
        split = split_of.get(outcome.key.case_id)
        if split is not None:
            arms.setdefault(outcome.key.arm, {name: [] for name in SPLITS})[split].append(is_right(score))
    return tuple(_memorisation(arm, rights) for arm, rights in sorted(arms.items()))


def _memorisation(arm: str, rights: dict[Split, list[bool]]) -> Memorisation:
    train, held_out = (share_of(rights[split]) for split in SPLITS)
    difference = train.value - held_out.value
    below = hypot(train.value - train.low, held_out.high - held_out.value)
    above = hypot(train.high - train.value, held_out.value - held_out.low)
    return Memorisation(arm, train, held_out, max(-1.0, difference - below), min(1.0, difference + above))
