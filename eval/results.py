"""What a run is worth: its raw outcomes, scored anew whenever it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from eval.comparing import Comparison, compare
from eval.manifest import Manifest
from eval.metrics import METRICS
from eval.outcomes import Key, Outcome
from eval.runs.folder import RunFolder
from eval.scores import Figure, Score
from eval.scoring import Scorer
from eval.summary import summarise
from trag.errors import RunError
from trag.questions.cases import Case


@dataclass(frozen=True)
class Results:
    """A run with its scores. Nothing here needs the data folder or a model."""

    manifest: Manifest
    cases: dict[str, Case]
    outcomes: dict[Key, Outcome]
    scores: tuple[Score, ...]

    @cached_property
    def figures(self) -> list[Figure]:
        """Every metric by arm, type and variant, with its interval."""
        return summarise(self.scores, METRICS, self.manifest.seed)

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Every two arms of the run, over the cases both have."""
        pairs = combinations(self.arms, 2)
        return [compare(pair, self.of(pair[0]), self.of(pair[1]), METRICS) for pair in pairs]

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that have outcomes, plain retrieval before what builds on it."""
        found = {score.key.arm for score in self.scores}
        return tuple(sorted((arm for arm in self.manifest.arms if arm in found), key=_rank))

    def of(self, arm: str) -> list[Score]:
        """The scores of one arm. Raises RunError if the run has none of it."""
        found = [score for score in self.scores if score.key.arm == arm]
        if not found:
            raise RunError(
                f"The run {self.manifest.name} has no outcome of the arm {arm!r}.",
                hint=f"Its arms are: {', '.join(self.arms) or 'none so far'}.",
            )
        return found


def read_results(run: RunFolder) -> Results:
    """The results of a run, finished or not. Raises RunError, CasesError."""
    manifest, cases, outcomes = run.manifest, run.cases(), run.outcomes()
    scorer = Scorer(run.names())
    scores = scorer.score_all(cases, outcomes.values(), with_answer=manifest.level == "answer")
    return Results(manifest, cases, outcomes, tuple(scores))


def compare_runs(first: Results, second: Results, arms: tuple[str, str] = ("", "")) -> list[Comparison]:
    """Two runs over the cases both have: arm by arm, or the two `arms` named.

    Raises RunError when they asked different questions, or share no arm.
    """
    if first.manifest.cases_version != second.manifest.cases_version:
        raise RunError(
            f"The runs {first.manifest.name} and {second.manifest.name} asked different questions.",
            hint="Make both with the same file of cases.",
        )
    pairs = [arms] if all(arms) else [(arm, arm) for arm in first.arms if arm in second.arms]
    if not pairs:
        raise RunError(
            f"The runs share no arm: {', '.join(first.arms)}; {', '.join(second.arms)}.",
            hint="Name one of each, as RUN:ARM.",
        )
    return [_pair(first, second, pair) for pair in pairs]


def _pair(first: Results, second: Results, pair: tuple[str, str]) -> Comparison:
    names = (f"{first.manifest.name}:{pair[0]}", f"{second.manifest.name}:{pair[1]}")
    return compare(names, first.of(pair[0]), second.of(pair[1]), METRICS)


def _rank(arm: str) -> int:
    order: Sequence[str] = ("model", "unchecked", "rag", "t-rag")
    return order.index(arm.partition("@")[0])
