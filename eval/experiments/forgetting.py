"""The forgetting test: does a tuned model still know what the model it came from knew?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.arms import Asker
from eval.experiments.choices import LetterAsker, subject_of
from eval.experiments.plan import Share, share_of
from eval.outcomes import Outcome
from eval.statistics import mcnemar, paired_shares
from eval.trials import Trial, trial_of
from trag.errors import SettingsError
from trag.protocols import Generator
from trag.questions.cases import Case

ARM = "model"


class GeneratorSource(Protocol):
    """Who loads the models; `eval.arms.Arms` does."""

    def generator(self, model: str = "") -> Generator:
        """The folder's own model, or the one called `model`."""
        ...


@dataclass(frozen=True, slots=True)
class SubjectShare:
    """Right answers in one subject."""

    subject: str
    right: Share


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Right answers of one model; `without_letter` counts answers that name no choice (they are wrong)."""

    arm: str
    right: Share
    by_subject: tuple[SubjectShare, ...]
    without_letter: int


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Two models on the same questions: what the second one lost and won, and p by McNemar's test.

    `difference` is second minus first with its 95 % interval: wholly below 0, the second forgot.
    """

    first: str
    second: str
    n: int
    lost: tuple[str, ...]
    won: tuple[str, ...]
    difference: float
    low: float
    high: float
    p: float


class ForgettingExperiment:
    """Asks models for the letter of the right choice: `arm_names` are `model` or `model@tuned.gguf`.

    `cases` are multiple-choice questions `as_case`.
    """

    def __init__(
        self,
        models: GeneratorSource,
        cases: Sequence[Case],
        *,
        arm_names: Sequence[str] = (ARM,),
    ) -> None:
        for arm in arm_names:
            if arm.partition("@")[0] != ARM:
                raise SettingsError(
                    f"The forgetting test asks models alone, not the arm {arm!r}.",
                    hint="Name the arm `model`, or `model@FILE` for another model.",
                )
        self._models = models
        self._cases = tuple(cases)
        self._arm_names = tuple(arm_names)

    def plan(self) -> list[Trial]:
        """Each question for each model, all of one model before the next: only one needs to be loaded."""
        return [trial_of(case, arm) for arm in self._arm_names for case in self._cases]

    def asker_for(self, trial: Trial) -> Asker:
        """The model of the trial's arm."""
        return LetterAsker(self._models.generator(trial.key.arm.partition("@")[2]))


def summarise(cases: Sequence[Case], outcomes: Iterable[Outcome]) -> tuple[Knowledge, ...]:
    """What each model knows, by arm. A failed asking counts as wrong."""
    arms: dict[str, dict[str, str]] = {}
    for outcome in outcomes:
        arms.setdefault(outcome.key.arm, {})[outcome.key.case_id] = _letter(outcome)
    return tuple(_knowledge(arm, cases, letters) for arm, letters in sorted(arms.items()))


def compare(cases: Sequence[Case], outcomes: Iterable[Outcome], first: str, second: str) -> Forgetting:
    """The arm `second` against the arm `first`, on the questions both were asked. ValueError without any."""
    letters: dict[str, dict[str, str]] = {first: {}, second: {}}
    for outcome in outcomes:
        letters.get(outcome.key.arm, {})[outcome.key.case_id] = _letter(outcome)
    both = [case for case in cases if case.id in letters[first] and case.id in letters[second]]
    before = [letters[first][case.id] == case.answer for case in both]
    after = [letters[second][case.id] == case.answer for case in both]
    pairs = list(zip(both, before, after, strict=True))
    lost = tuple(case.id for case, was, now in pairs if was and not now)
    won = tuple(case.id for case, was, now in pairs if now and not was)
    difference, low, high = paired_shares(before, after)
    return Forgetting(first, second, len(both), lost, won, difference, low, high, mcnemar(before, after))


def _letter(outcome: Outcome) -> str:
    return outcome.answer.text if outcome.answer else ""


def _knowledge(arm: str, cases: Sequence[Case], letters: dict[str, str]) -> Knowledge:
    asked = [case for case in cases if case.id in letters]
    subjects: dict[str, list[bool]] = {}
    for case in asked:
        subjects.setdefault(subject_of(case), []).append(letters[case.id] == case.answer)
    return Knowledge(
        arm,
        share_of(letters[case.id] == case.answer for case in asked),
        tuple(SubjectShare(subject, share_of(rights)) for subject, rights in sorted(subjects.items())),
        sum(not letters[case.id] for case in asked),
    )
