"""Facts for a question, in organisations of growing size and for lists of growing length."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.detection import FLAT, FLAT_FROM, SIZES, guide_of
from tests.bench.figures import Figure, Section, Table, number
from tests.bench.measuring import BenchmarkError, Run
from tests.bench.timing import Timing, time_alone
from tests.bench.trees import WIDTH, grown
from trag.tree.guide import TreeGuide
from trag.tree.organisation import Node, Organisation
from trag.tree.wording import plural
from trag.types import Mention

TITLE = "Facts of the tree"
LISTS, LIST_TREE = (10, 100, 1_000), 10_000
ROUNDS, UNITS = 10, 24
# A list costs its items: from the shorter to the longer list, an item may take this much more.
PROPORTIONAL = 1.5
TEXT = f"""
The same organisations. Each row of the first table is a kind of question over up to {UNITS} units, its
entities known already; the time is that of all facts the question gets, not only of the computed one. A
unit asked about has {WIDTH} units below it at every size. "Count in all" asks how many units of a kind the
whole organisation has. "Tree answer" is an answer without a model, from the text of the question to the
whole text of the answer.
"""
KINDS = ("leader", "parent", "count", "list", "count in all", "tree answer")
Asked = tuple[str, tuple[Mention, ...]]


def measure(run: Run) -> Section:
    """Facts at every size, then lists of every length."""
    sizes = {size: _size(run, size) for size in run.sizes(SIZES)}
    run.say("lists")
    lists = _lists()
    rows = tuple((f"{size:,}", *(_shown(found[kind]) for kind in KINDS)) for size, found in sizes.items())
    by_size = Table(("entities", *(f"{kind} p50 (p99) ms" for kind in KINDS)), rows)
    return Section(TEXT, tuple(_figures(sizes, lists)), (by_size, _list_table(lists)), ("networkx",))


def _size(run: Run, size: int) -> dict[str, Timing]:
    run.say(f"{size:,} entities: facts")
    guide, _ = guide_of(size)
    tree = guide.organisation
    units = [node for node in tree.nodes[1:] if len(tree.children(node.id)) == WIDTH][-UNITS:]
    below = [tree.children(unit.id)[0] for unit in units]
    texts = {
        "leader": [f"Who leads {unit.name}?" for unit in units],
        "parent": [f"Which {tree.node(str(n.parent_id)).kind} does {n.name} belong to?" for n in below],
        "count": [f"How many {_kinds_below(tree, unit)} does {unit.name} have?" for unit in units],
        "list": [f"Which {_kinds_below(tree, unit)} does {unit.name} have?" for unit in units],
        "count in all": [f"How many {plural(kind)} are there in total?" for kind in tree.kinds],
    }
    timings = {kind: _time_facts(guide, questions) for kind, questions in texts.items()}
    return timings | {"tree answer": _time_answers(guide, texts["list"])}


def _kinds_below(tree: Organisation, unit: Node) -> str:
    return plural(tree.children(unit.id)[0].kind)


def _time_facts(guide: TreeGuide, questions: Sequence[str]) -> Timing:
    asked: list[Asked] = [(question, guide.detect(question)) for question in questions]
    for question, mentions in asked:
        if not guide.facts(question, mentions):
            raise BenchmarkError(f"There is no fact for {question!r}.")
    return time_alone(lambda pair: guide.facts(*pair), asked, ROUNDS)


def _time_answers(guide: TreeGuide, questions: Sequence[str]) -> Timing:
    def answer(question: str) -> None:
        if guide.answer(question, guide.detect(question)) is None:
            raise BenchmarkError(f"The tree does not answer {question!r}.")

    return time_alone(answer, questions, ROUNDS)


@dataclass(frozen=True, slots=True)
class ListTiming:
    """What a list of so many items took."""

    items: int
    timing: Timing

    @property
    def per_item(self) -> float:
        """Microseconds for an item."""
        return self.timing.p50 * 1000 / self.items


def _lists() -> list[ListTiming]:
    tree = grown(LIST_TREE, lists=LISTS)
    guide = TreeGuide(tree)
    return [ListTiming(items, _time_list(guide, tree.node(f"list{items}"))) for items in LISTS]


def _time_list(guide: TreeGuide, unit: Node) -> Timing:
    question = f"Which desks does {unit.name} have?"
    mentions = guide.detect(question)
    text = guide.facts(question, mentions)[0].text
    missing = [desk.name for desk in guide.organisation.children(unit.id) if desk.name not in text]
    if missing:
        raise BenchmarkError(f"The list of {unit.name} lacks {missing[:3]}.")
    return time_alone(lambda _: guide.facts(question, mentions), range(UNITS), ROUNDS)


def _figures(sizes: Mapping[int, Mapping[str, Timing]], lists: Sequence[ListTiming]) -> Iterator[Figure]:
    last = max(sizes)
    if FLAT_FROM in sizes and last > FLAT_FROM:
        for kind in ("count", "count in all"):
            growth = sizes[last][kind].p50 / sizes[FLAT_FROM][kind].p50
            yield Figure(f"{kind}: growth from {FLAT_FROM:,} to {last:,} entities, p50", growth, "x", FLAT)
    growth = lists[-1].per_item / lists[-2].per_item
    span = f"from {lists[-2].items:,} to {lists[-1].items:,} items"
    yield Figure(f"list: growth of the time for an item {span}, p50", growth, "x", PROPORTIONAL)
    yield Figure(f"tree answer at {last:,} entities, p99", sizes[last]["tree answer"].p99, "ms", 50.0)


def _list_table(lists: Sequence[ListTiming]) -> Table:
    rows = ((f"{one.items:,}", _shown(one.timing), number(one.per_item)) for one in lists)
    return Table(("items of a list", "p50 (p99) ms", "µs for an item"), tuple(rows))


def _shown(timing: Timing) -> str:
    return f"{number(timing.p50)} ({number(timing.p99)})"
