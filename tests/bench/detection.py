"""Finding the entities of a question in organisations of growing size, against other ways."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter

from tests.bench.figures import Figure, Section, Table, number, times
from tests.bench.measuring import BenchmarkError, Run
from tests.bench.rivals import PhraseMatching, TreeWalk
from tests.bench.timing import Timing, time_alone, time_in_turn, time_with_cold_cache
from tests.bench.trees import Question, grown, misspelt_questions, questions_with_names
from trag.tree.guide import TreeGuide

TITLE = "Entities of a question"
SIZES = (100, 1_000, 10_000, 100_000)
# What small organisations cost is mostly fixed, so that growth is told from here on.
FLAT_FROM, FLAT = 1_000, 2.0
# The walk grows with the tree: what trag must be faster by holds for this many names.
WALK_FROM = 100_000
QUESTIONS, TYPOS, ROUNDS, COLD_ROUNDS = 160, 80, 5, 2
TEXT = f"""
Organisations of 100 to 100,000 units and people come from a generator, in the shape of a software company.
{QUESTIONS} questions name a unit, a person, two of them or nobody. "trag" is all that the question path
does to know the entities: names, aliases, acronyms, plurals and typos, and the reading of the question
where a name is also an everyday word. The others find full names only: "walk" goes through the tree and
looks for every name in the question, as the paper's tool does, its names folded beforehand; "PhraseMatcher"
is spaCy's, on a blank pipeline. All three must find the same, or the benchmark stops. "Typo" has {TYPOS}
questions with two letters of a name exchanged, for trag alone.

In turn with its rivals, trag finds the processor's cache as they leave it: at 1,000 entities with trag's own
data still in it, at 100,000 full of theirs. So growth is told from trag by itself, and again with other data
put through the cache before every question, which costs the same at every size ("cold").
"""

Find = Callable[[Question], set[str]]


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size."""

    entities: int
    timings: Mapping[str, Timing]
    alone: Timing
    cold: Timing
    typo: Timing
    typos_found: float
    seconds: float


@lru_cache(maxsize=1)
def guide_of(size: int) -> tuple[TreeGuide, float]:
    """The guide of a generated organisation, and the seconds it took to make from the loaded tree."""
    tree = grown(size)
    start = perf_counter()
    guide = TreeGuide(tree)
    return guide, perf_counter() - start


def measure(run: Run) -> Section:
    """Detection at every size, against its rivals."""
    sizes = [_size(run, size) for size in run.sizes(SIZES)]
    libraries = ("ahocorasick_rs", "rapidfuzz", "spacy")
    return Section(TEXT, tuple(_figures(sizes)), (_table(sizes),), libraries)


def _size(run: Run, size: int) -> Size:
    run.say(f"{size:,} entities: organisation and rivals")
    guide, seconds = guide_of(size)
    tree = guide.organisation
    walk, matcher = TreeWalk(tree), PhraseMatching(tree)
    ways: dict[str, Find] = {
        "trag": lambda question: found_by(guide, question),
        "walk": lambda question: walk.find(question.text),
        "PhraseMatcher": lambda question: matcher.find(question.text),
    }
    run.say(f"{size:,} entities: questions")
    questions, misspelt = questions_with_names(tree, QUESTIONS), misspelt_questions(tree, TYPOS)
    check_findings(ways, questions)
    right = sum(found_by(guide, question) == question.entity_ids for question in misspelt)
    return Size(
        size,
        time_in_turn(ways, questions, ROUNDS),
        time_alone(ways["trag"], questions, ROUNDS),
        time_with_cold_cache(ways["trag"], questions, COLD_ROUNDS),
        time_alone(ways["trag"], misspelt, ROUNDS),
        right / len(misspelt),
        seconds,
    )


def found_by(guide: TreeGuide, question: Question) -> set[str]:
    """The ids of the entities trag finds in the question."""
    return {entity.id for mention in guide.detect(question.text) for entity in mention.candidates}


def check_findings(ways: Mapping[str, Find], questions: Sequence[Question]) -> None:
    """Raise BenchmarkError where a way does not find exactly what a question names."""
    for question in questions:
        for name, find in ways.items():
            found = find(question)
            if found != question.entity_ids:
                raise BenchmarkError(
                    f"{name} finds {sorted(found)} in {question.text!r}, not {sorted(question.entity_ids)}."
                )


def _figures(sizes: Sequence[Size]) -> Iterator[Figure]:
    last = sizes[-1]
    trag, walk = last.timings["trag"], last.timings["walk"]
    at = f"{last.entities:,} entities"
    yield Figure(f"detection at {at}, p99", trag.p99, "ms", 1.0)
    yield Figure(f"typo path at {at}, p99", last.typo.p99, "ms", 10.0)
    if last.entities >= WALK_FROM:
        yield Figure(f"faster than the walk at {at}, p50", walk.p50 / trag.p50, "x", 100.0, at_least=True)
    small = next((size for size in sizes[:-1] if size.entities == FLAT_FROM), None)
    if small:
        span = f"growth from {small.entities:,} to {at}"
        yield Figure(f"{span}, p50", last.alone.p50 / small.alone.p50, "x", FLAT)
        yield Figure(f"{span}, cold, p50", last.cold.p50 / small.cold.p50, "x", FLAT)


def _table(sizes: Sequence[Size]) -> Table:
    header = (
        "entities",
        "trag p50 (p99) ms",
        "alone p50 (p99) ms",
        "cold p50 (p99) ms",
        "walk p50 (p99) ms",
        "PhraseMatcher p50 (p99) ms",
        "walk / trag",
        "PhraseMatcher / trag",
        "typo p50 (p99) ms",
        "typos found",
        "index made in s",
    )
    return Table(header, tuple(map(_row, sizes)))


def _row(size: Size) -> tuple[str, ...]:
    trag, walk, matcher = (size.timings[name] for name in ("trag", "walk", "PhraseMatcher"))
    return (
        f"{size.entities:,}",
        *map(_shown, (trag, size.alone, size.cold, walk, matcher)),
        times(walk.p50, trag.p50),
        times(matcher.p50, trag.p50),
        _shown(size.typo),
        f"{size.typos_found:.0%}",
        number(size.seconds),
    )


def _shown(timing: Timing) -> str:
    return f"{number(timing.p50)} ({number(timing.p99)})"
