# ruff: noqa: S311 - dice, not secrets
"""Organisations of seven shapes with the names people give: topics of everyday words, numbers, accents."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from trag.tree.organisation import Holding, Node, Organisation, Person


@dataclass(frozen=True)
class Level:
    """One level of a shape: its kind, how units are named, who leads them, who else is there."""

    kind: str
    names: tuple[str, ...]
    lead: str
    others: tuple[str, ...] = ()
    width: tuple[int, int] = (1, 3)


SHAPES: dict[str, tuple[Level, ...]] = {
    "company": (
        Level("company", ("Corvane Group",), "Chief Executive Officer"),
        Level("division", ("{} Division",), "Director", ("Deputy Director",), (3, 4)),
        Level("department", ("{} Dept.", "{} Department"), "Head of Department", ("Assistant",)),
        Level("team", ("{} Team", "Team {}"), "Team Leader", ("Analyst",)),
    ),
    "ministry": (
        Level("ministry", ("Ministry of Fisheries",), "Minister", ("Permanent Secretary",)),
        Level("directorate", ("Directorate of {}", "Directorate for {}"), "Director", (), (3, 4)),
        Level("section", ("{} Section",), "Head of Section", ("Deputy Head of Section",)),
        Level("unit", ("Unit {#}", "{} Unit"), "Head of Unit", ("Officer",)),
    ),
    "university": (
        Level("university", ("Ålesund Polytechnic",), "Rector"),
        Level("faculty", ("Faculty of {}",), "Dean", ("Vice Dean",), (3, 4)),
        Level("institute", ("Institute of {}", "{} Institute"), "Director", ("Lab Manager",)),
        Level("research group", ("{} Group",), "Coordinator"),
    ),
    "aid": (
        Level("federation", ("Meridian Relief",), "Secretary General", ("Treasurer",)),
        Level("bureau", ("Bureau {@}", "{@} Bureau"), "Bureau Chief", ("Deputy Bureau Chief",), (2, 4)),
        Level("country office", ("Country Office {@}",), "Country Director", ("Finance Officer",)),
        Level("field office", ("{@} Field Office", "Field Office {@}"), "Head"),
    ),
    "software": (
        Level("company", ("Nimbus Labs",), "CEO"),
        Level("organisation unit", ("{} Org",), "VP", (), (2, 3)),
        Level("domain", ("{} Domain",), "Domain Lead", ()),
        Level("tribe", ("{} Tribe",), "Tribe Lead", ("Agile Coach",)),
        Level("squad", ("Squad {}", "{} Squad"), "Tech Lead", ("Product Owner",)),
        Level("component", ("{}-service",), "Maintainer", (), (0, 2)),
    ),
    "church": (
        Level("diocese", ("Diocese of São Martim",), "Bishop"),
        Level("vicariate", ("Vicariate {@}",), "Vicar General", (), (2, 4)),
        Level("council", ("{} Council", "Council for {}"), "Chair", ("Secretary", "Member")),
        Level("working group", ("{} Working Group",), "Convenor", ("Member",)),
    ),
    # people sit in many groups, and modules are called by everyday words: "metrics", "website"
    "platform": (
        Level("foundation", ("Quillon Foundation",), "Executive Director"),
        Level("programme", ("{} Programme",), "Programme Director", ("Sponsor",), (2, 3)),
        Level("area", ("{} Area", "area/{}"), "Chair", ("Secretary",)),
        Level("chapter", ("{} Chapter", "Chapter {}"), "Chapter Lead", ("Member", "Reviewer")),
        Level("crew", ("Crew {}", "{} crew"), "Lead", ("Reviewer",), (1, 2)),
        Level("module", ("{w}",), "Module Lead", ("Reviewer",), (1, 2)),
    ),
}
SHARED_PEOPLE = {"platform": 0.6}
_EVERYDAY = (
    "website,metrics,json,mirror,catalog,release,policy,garden,bridge,signal,engine,memory,market,harbor,paper,"
    "window,letter,orange,planet,river,butter,circle,driver,finger,ladder,needle,pocket,rocket,silver,ticket"
).split(",")
_TOPICS = (
    "Finance,Payroll,Water,Roads,Legal Affairs,Human Resources,Data Protection,Marketing and Sales,Press,"
    "Strategy and Planning,Audit,Internal Control,Procurement,Facilities,Training,Energy,Harbours,Licences,"
    "Public Health,Nutrition,Logistics,Security,Safety and Security,Research,Archives,Chemistry,History,"
    "Physics,Music,Mathematics,Genetics,Billing,Checkout,Search,Identity,Observability,Customer Care,"
    "Travel,Events,Youth,Education,Emergencies,Programmes,Operations,Supply,Fleet,Risk,Quality,Innovation,"
    "Économie,Straßenbau,Communications,Partnerships,Grants,Budget,Treasury,Recruitment,Learning"
).split(",")
_SYLLABLES = "bra dol fen gar hul jor kel lim mor nav pel quo rin sam tor ulm vek wes yan zor ça ño".split()


class _Names:
    """Names not given yet."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.used: set[str] = set()

    def made(self) -> str:
        while True:
            name = "".join(self.dice.choices(_SYLLABLES, k=3)).capitalize()
            if name not in self.used:
                self.used.add(name)
                return name

    def topic(self) -> str:
        left = [topic for topic in _TOPICS if topic not in self.used]
        if not left:
            return self.made()
        self.used.add(topic := self.dice.choice(left))
        return topic

    def everyday(self) -> str:
        left = [word for word in _EVERYDAY if word not in self.used]
        self.used.add(word := self.dice.choice(left) if left else self.made())
        return word

    def unit(self, pattern: str) -> str:
        number = f"{self.dice.randint(1, 9)}{self.dice.choice('ABCD')}{len(self.used)}"
        name = pattern.replace("{#}", number) if "{#}" in pattern else pattern
        name = name.replace("{@}", self.made()) if "{@}" in name else name
        name = name.replace("{w}", self.everyday()) if "{w}" in name else name
        topic = self.topic() if "{}" in name else ""
        topic = topic.lower().replace(" ", "-") if "-service" in name else topic
        return name.replace("{}", topic)


def _free(dice: random.Random, people: list[Person], share: float) -> Iterator[Person]:
    """Somebody for each role: often a person who has one already, where people share themselves out."""
    taken: list[Person] = []
    for person in people:
        while taken and share and dice.random() < share:
            yield dice.choice(taken)
        taken.append(person)
        yield person


@lru_cache(maxsize=64)
def shaped(shape: str, seed: int) -> Organisation:
    """A tree of this shape; some units have no leader, some nobody, some people two roles."""
    return shaped_as(SHAPES[shape], shape, seed)


def shaped_as(levels: tuple[Level, ...], shape: str, seed: int) -> Organisation:
    """A tree with these levels, called after its shape."""
    dice = random.Random(f"{shape}{seed}")
    names = _Names(dice)
    people = [Person(f"person:{i}", f"{names.made()} {names.made()}") for i in range(90)]
    free = _free(dice, people, SHARED_PEOPLE.get(shape, 0.0))
    nodes = [_unit(dice, names, levels[0], None, 0, free)]
    above = list(nodes)
    for level in levels[1:]:
        pattern = dice.choice(level.names)
        here: list[Node] = []
        for parent in above:
            for _ in range(dice.randint(*level.width)):
                if len(nodes) + len(here) < 40:
                    node_id = len(nodes) + len(here)
                    here.append(_unit(dice, names, level, parent.id, node_id, free, pattern))
        nodes += here
        above = here
    return Organisation(nodes[0].name, tuple(nodes), file=f"{shape}.yaml")


def _unit(
    dice: random.Random,
    names: _Names,
    level: Level,
    parent_id: str | None,
    number: int,
    free: Iterator[Person],
    pattern: str = "",
) -> Node:
    node_id = f"n{number}"
    held = []
    fate = dice.random() if parent_id else 1.0
    if fate > 0.2:
        held.append(Holding(next(free), level.lead, node_id))
    if fate > 0.1:
        held += [Holding(next(free), role, node_id) for role in level.others if dice.random() < 0.6]
    name = names.unit(pattern or level.names[0])
    aliases = (f"{name.split()[0][0]}{number}X",) if dice.random() < 0.2 and parent_id else ()
    contact = {"email": f"u{number}@org.example", "phone": f"55{number:02}"} if dice.random() < 0.3 else {}
    return Node(node_id, name, level.kind, parent_id, aliases, people=tuple(held), contact=contact)
