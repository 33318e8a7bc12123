"""Tables about a run beside its figures: what an experiment found, and what judges think."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.experiments.plan import Scored, Share
    from eval.judging.agreement import GradeAgreement
    from eval.results import Results
    from eval.runs.folder import RunFolder


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a title above it and a note below, for terminal, page and document alike."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def sections_of(folder: "RunFolder", results: "Results") -> list[Section]:
    """What the run's experiment found, then how far judge and people agree with the rules."""
    found = EXPERIMENTS.get(results.manifest.experiment, _nothing)(results)
    return [*found, *_judged(folder, results), *graded_sections(folder, results)]


def _nothing(_: "Results") -> Iterator[Section]:
    yield from ()


def _needle(results: "Results") -> Iterator[Section]:
    from eval.experiments.needle import POSITIONS, summarise

    cells = {(cell.arm, cell.k, cell.position): cell.right for cell in summarise(_scored(results))}
    pairs = dict.fromkeys((arm, k) for arm, k, _ in cells)
    rows = [
        (arm, str(k), *(_share(cells.get((arm, k, position))) for position in POSITIONS)) for arm, k in pairs
    ]
    note = "The passage with the answer stands first, in the middle or last among unrelated ones."
    columns = ("arm", "unrelated passages", *POSITIONS)
    yield Section("Needle in a haystack: right answers", columns, tuple(rows), note)


def _rephrasing(results: "Results") -> Iterator[Section]:
    from eval.experiments.rephrasing import summarise

    arms = summarise(_scored(results))
    rows = [(a.arm, _share(a.worst_case), f"{a.mean_right:.0%}", f"{a.consistency:.0%}") for a in arms]
    columns = ("arm", "right in every phrasing", "right in the mean", "pairs that fare alike")
    yield Section("The same question in other words", columns, tuple(rows))
    names = dict.fromkeys(found.phrasing for arm in arms for found in arm.by_phrasing)
    shares = [{found.phrasing: found.right for found in arm.by_phrasing} for arm in arms]
    by_phrasing = tuple((name or "as written", *(_share(s.get(name)) for s in shares)) for name in names)
    yield Section("Right answers by phrasing", ("phrasing", *(arm.arm for arm in arms)), by_phrasing)


def _poison(results: "Results") -> Iterator[Section]:
    from eval.experiments.attacks import Attack
    from eval.experiments.poison import never_won, summarise

    attacks = [Attack.model_validate(attack) for attack in results.manifest.options.get("attacks", ())]
    arms = summarise(_scored(results), attacks)
    rows = [(a.arm, _share(a.wins), _share(a.right_without), _share(a.right_with)) for a in arms]
    columns = ("arm", "attacks that win", "right without attack", "right under attack")
    idle = never_won(arms)
    note = f"Won nowhere with the defences off, so they prove nothing: {', '.join(idle)}." if idle else ""
    yield Section("Poisoned documents", columns, tuple(rows), note)
    kinds = {rate.attack: rate.kind for arm in arms for rate in arm.by_attack}
    rates = [{rate.attack: rate.wins for rate in arm.by_attack} for arm in arms]
    by_attack = tuple((name, kinds[name], *(_share(r.get(name)) for r in rates)) for name in kinds)
    yield Section("Wins by attack", ("attack", "kind", *(arm.arm for arm in arms)), by_attack)


def _forgetting(results: "Results") -> Iterator[Section]:
    from eval.experiments.forgetting import compare, summarise

    cases, outcomes = tuple(results.cases.values()), tuple(results.outcomes.values())
    known = summarise(cases, outcomes)
    rows = tuple((k.arm, _share(k.right), str(k.without_letter)) for k in known)
    yield Section("General knowledge", ("model", "right", "without a letter"), rows)
    subjects = dict.fromkeys(found.subject for k in known for found in k.by_subject)
    shares = [{found.subject: found.right for found in k.by_subject} for k in known]
    by_subject = tuple((name, *(_share(s.get(name)) for s in shares)) for name in subjects)
    yield Section("By subject", ("subject", *(k.arm for k in known)), by_subject)
    for later in results.arms[1:]:
        found = compare(cases, outcomes, results.arms[0], later)
        change = f"{found.difference:+.1%} ({found.low:+.1%} to {found.high:+.1%})"
        row = (change, f"{found.p:.3f}", ", ".join(found.lost) or "-", ", ".join(found.won) or "-")
        yield Section(f"{found.first} -> {found.second}", ("difference", "p", "lost", "won"), (row,))


def _memorisation(results: "Results") -> Iterator[Section]:
    from eval.experiments.memorisation import summarise

    found = summarise(results.cases.values(), _scored(results))
    rows = [
        (m.arm, _share(m.train), _share(m.held_out), f"{m.difference:+.0%} ({m.low:+.0%} to {m.high:+.0%})")
        for m in found
    ]
    columns = ("model", "right on training questions", "right on held-out ones", "difference")
    note = "Asked without any context. A difference above 0 means that answers were learned by heart."
    yield Section("Memorisation", columns, tuple(rows), note)


def _judged(folder: "RunFolder", results: "Results") -> Iterator[Section]:
    from eval.judging.agreement import agreement_with_rules
    from eval.judging.saved import read_judgements

    judgements = tuple(read_judgements(folder.path / "judgements.jsonl").values())
    if judgements:
        asked = [judgement for judgement in judgements if not judgement.is_by_rule]
        faithful = [j.faithfulness for j in judgements if j.faithfulness is not None]
        relevant = [j.relevance for j in judgements if j.relevance is not None]
        failed = sum(1 for judgement in judgements if judgement.error)
        row = (str(len(asked)), _mean(faithful), _mean(relevant), str(failed))
        columns = ("answers judged", "faithfulness", "relevance", "failed")
        yield Section("The judge", columns, (row,), judgements[0].judge)
        yield _agreement("The judge and the rules", agreement_with_rules(asked, results.scores))


def graded_sections(folder: "RunFolder", results: "Results") -> Iterator[Section]:
    """How far the people who graded the run agree with the rules and with each other."""
    from eval.judging.agreement import compare_grades
    from eval.judging.people import read_grades

    graders = read_grades(folder.path)
    for name, grades in graders.items():
        yield _agreement(f"{name} and the rules", compare_grades(grades, results.scores))
    names = list(graders)
    for index, first in enumerate(names):
        for second in names[index + 1 :]:
            yield _agreement(f"{first} and {second}", compare_grades(graders[first], graders[second]))


def _agreement(title: str, found: "GradeAgreement") -> Section:
    sides = (("three grades", found.on_grades), ("right or wrong", found.on_right))
    rows = tuple(
        (name, str(side.n), f"{side.raw:.0%}", f"{side.kappa:.2f} ({side.low:.2f} to {side.high:.2f})")
        for name, side in sides
    )
    note = f"{found.left_out} were graded by one of them only." if found.left_out else ""
    return Section(title, ("", "n", "agree", "Cohen's kappa"), rows, note)


def _scored(results: "Results") -> list["Scored"]:
    return [(results.outcomes[score.key], score) for score in results.scores]


def _share(share: "Share | None") -> str:
    if share is None:
        return "-"
    return f"{share.value:.0%} ({share.low:.0%}-{share.high:.0%}), n {share.n}"


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.2f}, n {len(values)}" if values else "-"


EXPERIMENTS: dict[str, Callable[["Results"], Iterator[Section]]] = {
    "needle": _needle,
    "rephrasing": _rephrasing,
    "poison": _poison,
    "forgetting": _forgetting,
    "memorisation": _memorisation,
}
