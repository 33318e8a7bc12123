# ruff: noqa: S311 - dice, not secrets
"""Organisations of any size, shaped like a software company, with questions whose entities are known."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.trag.tree.shapes import SHAPES, Level
from trag.tree.organisation import Holding, Node, Organisation, Person

# With eight children to a unit, the six levels of the shape hold 37,449 units.
WIDTH = 8
UNIT_SHARE = 0.37
LEVELS = SHAPES["software"]
_SYLLABLES = "bra dol fen gar hul jor kel lim mor nav pel quo rin sam tor ulm vek wes yan zor".split()
_TOPICS = "Audit,Billing,Checkout,Energy,Fleet,Grants,Identity,Legal,Logistics,Payroll,Search,Travel".split(
    ","
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the ids of the entities whose names stand in it."""

    text: str
    entity_ids: frozenset[str] = frozenset()


class _Names:
    """Names that nobody has yet, each with a made word, so that no name is part of another."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._used: set[str] = set()

    def _word(self, syllables: int) -> str:
        return "".join(self._dice.choices(_SYLLABLES, k=syllables)).capitalize()

    def _new(self, make: Callable[[], str]) -> str:
        while (name := make()) in self._used:
            pass
        self._used.add(name)
        return name

    def unit(self, pattern: str) -> str:
        topic = f"{self._dice.choice(_TOPICS)} {self._new(lambda: self._word(4))}"
        return pattern.replace("{}", topic.lower().replace(" ", "-") if "-service" in pattern else topic)

    def person(self) -> str:
        return self._new(lambda: f"{self._word(3)} {self._word(5)}")


def grown(size: int, *, lists: Sequence[int] = (), seed: int = 1) -> Organisation:
    """An organisation of `size` entities: 37 % units of eight children each, the rest people in them.

    For each number in `lists` a further unit with the id "list<number>" stands below the root, with so
    many desks.
    """
    dice = random.Random(seed)
    names = _Names(dice)
    places = list(_places(max(2, round(size * UNIT_SHARE))))
    people = _shared_out(size - len(places), len(places))
    nodes = [
        _unit(names, level, number, parent, count)
        for (number, level, parent), count in zip(places, people, strict=True)
    ]
    for length in lists:
        nodes.append(Node(f"list{length}", names.unit("{} Register"), "register", "0"))
        nodes += [
            Node(f"list{length}-{i}", names.unit("{} Desk"), "desk", f"list{length}") for i in range(length)
        ]
    return Organisation(nodes[0].name, tuple(nodes), file="generated.yaml")


def _places(units: int) -> Iterator[tuple[int, Level, str | None]]:
    """Number, level and parent of every unit, level by level."""
    yield 0, LEVELS[0], None
    above, number = [0], 1
    for level in LEVELS[1:]:
        here = [(parent, number + i) for i, parent in enumerate(p for p in above for _ in range(WIDTH))]
        here = here[: units - number]
        yield from ((n, level, str(parent)) for parent, n in here)
        above, number = [n for _, n in here], number + len(here)


def _shared_out(people: int, units: int) -> list[int]:
    """How many people each unit gets, so that all are placed."""
    each, more = divmod(people, units)
    return [each + (unit < more) for unit in range(units)]


def _unit(names: _Names, level: Level, number: int, parent: str | None, people: int) -> Node:
    roles = (level.lead, *level.others, "Member")
    held = tuple(
        Holding(Person(f"person:{number}-{i}", names.person()), roles[min(i, len(roles) - 1)], str(number))
        for i in range(people)
    )
    return Node(str(number), names.unit(level.names[0]), level.kind, parent, people=held)


def questions_with_names(tree: Organisation, count: int, seed: int = 2) -> list[Question]:
    """Questions that name units and people of the tree in full; one in eight names nobody."""
    dice = random.Random(seed)
    return [_with_names(tree, dice, index) for index in range(count)]


def _with_names(tree: Organisation, dice: random.Random, index: int) -> Question:
    unit, other = (_drawn(tree, dice) for _ in range(2))
    person = dice.choice([node for node in (unit, other, tree.root) if node.people]).people[0].person
    texts = (
        (f"Who leads {unit.name}?", (unit.id,)),
        (f"what does {unit.name.lower()} do, and who do i ask there", (unit.id,)),
        (f"How many units does {unit.name} have?", (unit.id,)),
        (f"Which roles does {person.name} have?", (person.id,)),
        (f"Is {unit.name} part of {other.name}?", (unit.id, other.id)),
        (f"Can {person.name} sign a contract of 40,000 euros for {unit.name}?", (person.id, unit.id)),
        ("How many days before a trip must the request be handed in, and to whom?", ()),
        (f"I moved from {other.name} to {unit.name} in March: which leave rules hold?", (other.id, unit.id)),
    )
    text, ids = texts[index % len(texts)]
    return Question(text, frozenset(ids))


def _drawn(tree: Organisation, dice: random.Random) -> Node:
    return dice.choice(tree.nodes[1:])


def misspelt_questions(tree: Organisation, count: int, seed: int = 3) -> list[Question]:
    """Questions that name a unit with two neighbouring letters of its made word exchanged."""
    dice = random.Random(seed)
    drawn = [_drawn(tree, dice) for _ in range(count)]
    return [Question(f"Who leads {_misspelt(unit.name, dice)}?", frozenset({unit.id})) for unit in drawn]


def _misspelt(name: str, dice: random.Random) -> str:
    word = max(name.replace("-", " ").split(), key=len)
    at = dice.choice([i for i in range(2, len(word) - 1) if word[i] != word[i + 1]])
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :])
