"""What a report is made from, with the orders and look-ups that all its parts share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.manifest import Manifest
from eval.outcomes import Key, Outcome
from eval.report.words import series_title, type_title
from eval.scores import Contrast, Figure, Metric, Score
from trag.questions.cases import Case

TONES = 4
# An arm has the same colour in every report, unless another of its kind was there first.
USUAL_TONES = {"rag": 0, "t-rag": 1, "unchecked": 2, "model": 3}
# The figure a report opens with, by the level of the run.
HEADLINES = {"answer": "right", "context": "context_recall"}


@dataclass(frozen=True, slots=True)
class Series:
    """An arm, in one way of asking where a run has several; `tone` is its colour."""

    arm: str
    variant: str
    tone: str

    @property
    def title(self) -> str:
        """How it reads."""
        return series_title(self.arm, self.variant)


@dataclass(frozen=True)
class Material:
    """Everything a run brought to light."""

    manifest: Manifest
    cases: Mapping[str, Case]
    outcomes: Sequence[Outcome]
    scores: Sequence[Score]
    figures: Sequence[Figure]
    contrasts: Sequence[Contrast]
    metrics: Mapping[str, Metric]

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """All arms: those of the manifest first, in its order."""
        met = [outcome.key.arm for outcome in self.outcomes] + [figure.arm for figure in self.figures]
        return tuple(dict.fromkeys([*self.manifest.arms, *met]))

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """All ways of asking, as they were met; a plain run has the one called ""."""
        return tuple(dict.fromkeys(outcome.key.variant for outcome in self.outcomes)) or ("",)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Every arm and variant that has a figure."""
        found = {(figure.arm, figure.variant): None for figure in self.figures}
        order = sorted(found, key=lambda pair: self.arms.index(pair[0]))
        return tuple(Series(arm, variant, self.tone(arm)) for arm, variant in order)

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types of question that figures tell apart, "all" first."""
        found = dict.fromkeys(figure.type for figure in self.figures)
        known = [kind for kind in ("all", *sorted(found, key=type_title)) if kind in found]
        return tuple(dict.fromkeys(known))

    @cached_property
    def headline(self) -> Metric | None:
        """The metric a report opens with; None where no figure of the run can serve."""
        present = {figure.metric for figure in self.figures}
        shares = [name for name, metric in self.metrics.items() if metric.kind == "share"]
        wanted = [HEADLINES[self.manifest.level], *shares]
        names = [name for name in wanted if name in self.metrics and name in present]
        return self.metrics[names[0]] if names else None

    @cached_property
    def score_of(self) -> Mapping[Key, Score]:
        """The score of each asking."""
        return {score.key: score for score in self.scores}

    @cached_property
    def outcome_of(self) -> Mapping[Key, Outcome]:
        """The outcome of each asking; of one asked twice, the last."""
        return {outcome.key: outcome for outcome in self.outcomes}

    @cached_property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Every case and variant asked, in the order of the cases."""
        asked = dict.fromkeys((outcome.key.case_id, outcome.key.variant) for outcome in self.outcomes)
        place = {case_id: i for i, case_id in enumerate(self.cases)}
        return tuple(sorted(asked, key=lambda row: place.get(row[0], len(place))))

    @cached_property
    def _figures(self) -> Mapping[tuple[str, str, str, str], Figure]:
        return {(figure.metric, figure.arm, figure.variant, figure.type): figure for figure in self.figures}

    def figure(self, metric: str, series: Series, kind: str) -> Figure | None:
        """One figure, if the run has it."""
        return self._figures.get((metric, series.arm, series.variant, kind))

    @cached_property
    def _tones(self) -> Mapping[str, int]:
        tones: dict[str, int] = {}
        for place, arm in enumerate(self.arms):
            usual = USUAL_TONES.get(arm.partition("@")[0], place % TONES)
            free = [tone for tone in (usual, *range(TONES)) if tone not in tones.values()]
            tones[arm] = free[0] if free else place % TONES
        return tones

    def tone(self, arm: str) -> str:
        """The colour of an arm, as a class of the style sheet."""
        return f"tone-{self._tones[arm]}"
