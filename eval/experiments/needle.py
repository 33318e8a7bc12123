"""Needle in a haystack: does the answer depend on where among other passages its evidence stands?

The evidence of a case stands first, in the middle or last among `k` unrelated passages, and goes
through the real pipeline. Open the data folder with a budget that holds them all, such as
`load_settings(data, context_tokens=CONTEXT_TOKENS)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from eval.arms import Asker
from eval.experiments.haystack import Haystacks
from eval.experiments.plan import RIGHT_ANSWER, AskerSource, FixedRetrieval, IsRight, Scored, Share, share_of
from eval.outcomes import Key
from eval.trials import Trial
from trag.errors import CasesError, SettingsError
from trag.pipeline import PASSAGES
from trag.questions.cases import Case
from trag.types import Chunk

Position = Literal["start", "middle", "end"]
POSITIONS: tuple[Position, ...] = get_args(Position)
SIZES = (0, 4, 10)
ARMS = ("t-rag", "rag")
# Fits eleven long passages and facts; with the default answer it fits a model of 4,096 tokens.
CONTEXT_TOKENS = 3000


@dataclass(frozen=True, slots=True)
class NeedleCell:
    """The share of right answers in one arm with the evidence at one position among `k` others."""

    arm: str
    position: Position
    k: int
    right: Share


class NeedleExperiment:
    """Puts each case's evidence at each position among each number of unrelated passages.

    Cases without a needle or a large enough haystack are left out; `skipped` says why, by id. Raises
    CasesError if none is left, SettingsError for a number of passages the pipeline never reads.
    """

    def __init__(
        self,
        arms: AskerSource,
        cases: Sequence[Case],
        chunks: Sequence[Chunk],
        *,
        arm_names: Sequence[str] = ARMS,
        sizes: Sequence[int] = SIZES,
        seed: int = 0,
    ) -> None:
        _refuse_sizes(sizes)
        self._arms = arms
        self._haystacks = Haystacks(chunks, seed)
        self._arm_names = tuple(arm_names)
        self._sizes = tuple(sorted(set(sizes)))
        problems = {case.id: self._problem(case) for case in cases}
        self.skipped = {case_id: problem for case_id, problem in problems.items() if problem}
        self._cases = [case for case in cases if not problems[case.id]]
        _refuse_no_cases(self._cases, self.skipped)

    def plan(self) -> list[Trial]:
        """Every case in every set-up; alone, the needle has only one position."""
        return [
            Trial(Key(arm, case.id, variant_of(position, k)), case, case.question)
            for case in self._cases
            for arm in self._arm_names
            for k in self._sizes
            for position in (POSITIONS if k else POSITIONS[:1])
        ]

    def asker_for(self, trial: Trial) -> Asker:
        """The arm over this trial's haystack. Raises SettingsError if the context can't hold all of it."""
        chunks = self.passages(trial)
        asker = self._arms.asker(trial.key.arm, FixedRetrieval(chunks))
        _refuse_small_budget(asker, trial, chunks)
        return asker

    def passages(self, trial: Trial) -> list[Chunk]:
        """The passages of a trial in the order the model reads them."""
        position, k = read_variant(trial.key.variant)
        needle, others = self._haystacks.needle(trial.case), self._haystacks.others(trial.case, k)
        at = {"start": 0, "middle": k // 2, "end": k}[position]
        return [*others[:at], *needle, *others[at:]]

    def _problem(self, case: Case) -> str:
        needle, largest = self._haystacks.needle(case), self._sizes[-1]
        if not needle:
            return "no passage of the index holds what the answer needs"
        if len(needle) + largest > PASSAGES:
            return f"its evidence takes {len(needle)} passages, and the pipeline reads {PASSAGES} in all"
        found = len(self._haystacks.others(case, largest))
        return "" if found == largest else f"the index has only {found} unrelated passages"


def variant_of(position: Position, k: int) -> str:
    """How a set-up is written in a trial's key."""
    return f"{position}-{k}"


def read_variant(variant: str) -> tuple[Position, int]:
    """The set-up written by `variant_of`. Raises ValueError for any other text."""
    name, _, k = variant.partition("-")
    return next(position for position in POSITIONS if position == name), int(k)


def summarise(scored: Iterable[Scored], is_right: IsRight = RIGHT_ANSWER) -> tuple[NeedleCell, ...]:
    """Right answers by arm, number of passages and position, in this order."""
    cells: dict[tuple[str, int, int], list[bool]] = {}
    for outcome, score in scored:
        position, k = read_variant(outcome.key.variant)
        cells.setdefault((outcome.key.arm, k, POSITIONS.index(position)), []).append(is_right(score))
    return tuple(
        NeedleCell(arm, POSITIONS[index], k, share_of(cells[arm, k, index]))
        for arm, k, index in sorted(cells)
    )


def _refuse_sizes(sizes: Sequence[int]) -> None:
    if not sizes or min(sizes) < 0 or max(sizes) >= PASSAGES:
        raise SettingsError(
            f"Haystacks of {', '.join(map(str, sizes)) or 'no'} passages can't be made.",
            hint=f"Ask for 0 to {PASSAGES - 1} unrelated passages; the pipeline reads {PASSAGES} in all.",
        )


def _refuse_no_cases(cases: Sequence[Case], skipped: Mapping[str, str]) -> None:
    if not (cases or skipped):
        raise CasesError("There are no cases to ask.", hint="Give a file with cases.")
    if not cases:
        raise CasesError(
            "None of the cases can be made a needle in a haystack:",
            tuple(f"{case_id}: {problem}" for case_id, problem in skipped.items()),
            hint="Give document cases whose evidence quotes the documents of this data folder.",
        )


def _refuse_small_budget(asker: Asker, trial: Trial, chunks: Sequence[Chunk]) -> None:
    context = asker.context(trial.question)
    held = {source.chunk_id for source in context.sources}
    held |= {chunk_id for source in context.sources for chunk_id, _ in source.passages}
    lost = [chunk for chunk in chunks if chunk.id not in held]
    if lost:
        raise SettingsError(
            f"The context has no room for {len(lost)} of the {len(chunks)} passages of {trial.key}.",
            hint="Set TRAG_CONTEXT_TOKENS (and TRAG_CONTEXT_LENGTH) higher, or ask for fewer passages. "
            f"{CONTEXT_TOKENS} tokens hold {max(SIZES)} passages of the usual length.",
        )
