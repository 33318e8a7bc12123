"""The rephrasing audit: is a question answered alike however it is put?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from eval.arms import Asker
from eval.experiments.phrasings import AS_WRITTEN, Question, phrasings, words_of
from eval.experiments.plan import RIGHT_ANSWER, AskerSource, IsRight, Scored, Share, share_of
from eval.outcomes import Key, Outcome
from eval.trials import Trial
from trag.questions.cases import Case
from trag.tree.guide import TreeGuide
from trag.tree.organisation import Organisation

ARMS = ("t-rag", "rag")
Paraphrase = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class CaseRobustness:
    """One case in one arm: is every phrasing right, and which share of them is?

    `consistency` is the share of pairs of phrasings that fare the same: both right or both wrong, and
    both refused or both not.
    """

    arm: str
    case_id: str
    phrasings: int
    all_right: bool
    mean_right: float
    consistency: float


@dataclass(frozen=True, slots=True)
class PhrasingShare:
    """The share of right answers to one phrasing."""

    phrasing: str
    right: Share


@dataclass(frozen=True, slots=True)
class Robustness:
    """One arm over all cases: `worst_case` is the share of cases that every phrasing leaves right."""

    arm: str
    worst_case: Share
    mean_right: float
    consistency: float
    by_phrasing: tuple[PhrasingShare, ...]
    cases: tuple[CaseRobustness, ...]


class RephrasingExperiment:
    """Asks each case as it is written and in every phrasing the rules make of it.

    With the `guide` of the tree in force, names can be misspelt and are kept from other slips.
    `paraphrase` may add a model's own wordings (see `eval.experiments.paraphrasing`).
    """

    def __init__(
        self,
        arms: AskerSource,
        cases: Sequence[Case],
        guide: TreeGuide | None,
        *,
        arm_names: Sequence[str] = ARMS,
        paraphrase: Paraphrase | None = None,
        seed: int = 0,
    ) -> None:
        self._arms = arms
        self._cases = tuple(cases)
        self._guide = guide
        self._taken = _names_of(guide.organisation) if guide else frozenset()
        self._arm_names = tuple(arm_names)
        self._paraphrase = paraphrase
        self._seed = seed
        self._wordings: dict[str, Sequence[str]] = {}

    def plan(self) -> list[Trial]:
        """Every phrasing of every case, in each arm. Raises ModelError if a paraphrasing model fails."""
        return [
            Trial(Key(arm, case.id, name), case, text)
            for case in self._cases
            for name, text in self.phrasings(case.question).items()
            for arm in self._arm_names
        ]

    def asker_for(self, trial: Trial) -> Asker:
        """The arm itself."""
        return self._arms.asker(trial.key.arm)

    def phrasings(self, question: str) -> dict[str, str]:
        """The question in all its phrasings, by name."""
        mentions = self._guide.detect(question) if self._guide else ()
        names = tuple((mention.start, mention.end) for mention in mentions)
        made = phrasings(Question(question, names, self._taken), self._seed)
        own = enumerate(self._paraphrases(question), start=1)
        return made | {f"paraphrase {number}": text for number, text in own}

    def _paraphrases(self, question: str) -> Sequence[str]:
        """The model's wordings, asked for once: it may find others the next time."""
        if question not in self._wordings:
            self._wordings[question] = self._paraphrase(question) if self._paraphrase else ()
        return self._wordings[question]


def summarise(scored: Iterable[Scored], is_right: IsRight = RIGHT_ANSWER) -> tuple[Robustness, ...]:
    """What the phrasings change, by arm."""
    arms: dict[str, list[tuple[Outcome, bool]]] = {}
    for outcome, score in scored:
        arms.setdefault(outcome.key.arm, []).append((outcome, is_right(score)))
    return tuple(_robustness(arm, rows) for arm, rows in sorted(arms.items()))


def _robustness(arm: str, rows: Sequence[tuple[Outcome, bool]]) -> Robustness:
    cases = tuple(_cases(arm, rows))
    return Robustness(
        arm,
        share_of(case.all_right for case in cases),
        sum(case.mean_right for case in cases) / len(cases),
        sum(case.consistency for case in cases) / len(cases),
        tuple(_by_phrasing(rows)),
        cases,
    )


def _cases(arm: str, rows: Iterable[tuple[Outcome, bool]]) -> Iterator[CaseRobustness]:
    fared: dict[str, list[tuple[bool, bool]]] = {}
    for outcome, right in rows:
        # An asking that failed shows no answer: as far as a person can see, that is a refusal.
        refused = outcome.answer is None or outcome.answer.refused
        fared.setdefault(outcome.key.case_id, []).append((right, refused))
    for case_id, results in fared.items():
        rights = [right for right, _ in results]
        mean = sum(rights) / len(rights)
        yield CaseRobustness(arm, case_id, len(rights), all(rights), mean, _consistency(results))


def _consistency(results: Sequence[tuple[bool, bool]]) -> float:
    """The share of equal pairs; a single result agrees with itself."""
    pairs = list(combinations(results, 2))
    return sum(first == second for first, second in pairs) / len(pairs) if pairs else 1.0


def _by_phrasing(rows: Iterable[tuple[Outcome, bool]]) -> Iterator[PhrasingShare]:
    rights: dict[str, list[bool]] = {AS_WRITTEN: []}
    for outcome, right in rows:
        rights.setdefault(outcome.key.variant, []).append(right)
    for phrasing, values in rights.items():
        if values:
            yield PhrasingShare(phrasing, share_of(values))


def _names_of(organisation: Organisation) -> frozenset[str]:
    units = (name for node in organisation.nodes for name in (node.name, *node.aliases))
    people = (name for person in organisation.people.values() for name in (person.name, *person.aliases))
    return words_of([*units, *people])
