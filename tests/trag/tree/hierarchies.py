# ruff: noqa: E501, S311 - files as people write them; dice, not secrets
"""Organisations of several shapes, with what is asked of them, to hold facts and answers against."""

import random
from functools import lru_cache

from trag.tree.answers import TreeAnswer, answer_from_tree
from trag.tree.detection import Detector
from trag.tree.facts import facts
from trag.tree.loading import load_organisation
from trag.tree.organisation import Holding, Node, Organisation, Person
from trag.types import Fact

MINISTRY = """
name: Ministry of Transport
root:
  id: mot
  name: Ministry of Transport
  kind: ministry
  aliases: [MoT]
  people:
  - {name: Ines Okafor, role: Minister}
  - {name: Tomas Varga, role: Permanent Secretary}
  children:
  - id: dg-rail
    name: Directorate-General for Rail
    kind: directorate_general
    aliases: [DG Rail]
    people: [{name: Lena Moritz, role: Director-General}, {name: Per Aalto, role: Deputy Director-General}]
    children:
    - id: rail-safety
      name: Rail Safety Division
      kind: division
      people: [{name: Odile Brun, role: Head of Division}]
      contact: {email: rail.safety@mot.example}
      children:
      - {id: rs-audit, name: Audit Section, kind: section, people: [{name: Kofi Mensah, role: Section Chief}]}
      - {id: rs-signals, name: Signals Section, kind: section}
      - {id: rs-tunnels, name: Tunnels Section, kind: section, people: [{name: Odile Brun, role: Section Chief}]}
    - id: rail-freight
      name: Rail Freight Division
      kind: division
      people: [{name: Hugo Lind, role: Head of Division}]
      children:
      - {id: rf-permits, name: Permits Section, kind: section}
  - id: dg-roads
    name: Directorate-General for Roads
    kind: directorate_general
    aliases: [DG Roads]
    people: [{name: Amara Diallo, role: Director-General}]
    children:
    - id: road-safety
      name: Road Safety Division
      kind: division
      people: [{name: Hugo Lind, role: Head of Division}]
      children:
      - {id: ro-audit, name: Audit Section, kind: section, people: [{name: Mia Chen, role: Section Chief}]}
      - {id: ro-speed, name: Speed Section, kind: section}
"""
UNIVERSITY = """
name: Nordhavn University
root:
  id: nu
  name: Nordhavn University
  kind: university
  people: [{name: Sigrid Falk, role: Rector}]
  children:
  - id: medicine
    name: Faculty of Medicine
    kind: faculty
    people: [{name: Arne Holt, role: Dean}, {name: Wen Li, role: Vice Dean}]
    children:
    - {id: anatomy, name: Institute of Anatomy, kind: institute, people: [{name: Bea Rossi, role: Director}, {name: Jo Park, role: Lab Manager}], partners: [chemistry]}
    - {id: genetics, name: Institute of Genetics, kind: institute, people: [{name: Wen Li, role: Director}], partners: [chemistry, physics]}
  - id: science
    name: Faculty of Science
    kind: faculty
    people: [{name: Nils Berg, role: Dean}]
    children:
    - id: physics
      name: Institute of Physics
      kind: institute
      people: [{name: Eva Stern, role: Director}]
      children:
      - {id: optics, name: Optics Group, kind: research-group, people: [{name: Eva Stern, role: Coordinator}]}
      - {id: quantum, name: Quantum Group, kind: research-group, people: [{name: Raj Iyer, role: Coordinator}]}
    - {id: chemistry, name: Institute of Chemistry, kind: institute}
    - {id: maths, name: Institute of Mathematics, kind: institute, people: [{name: Ada Quinn, role: Director}]}
  - {id: senate, name: Academic Senate, kind: body, people: [{name: Sigrid Falk, role: Chairperson}, {name: Arne Holt, role: Member}, {name: Nils Berg, role: Member}]}
"""
COMPANY = """
name: Halden Works
root:
  id: hw
  name: Halden Works
  kind: company
  people: [{name: Rosa Blum, role: Chief Executive Officer}]
  children:
  - id: ops
    name: Operations
    kind: business-unit
    people: [{name: Ivan Petrov, role: Manager, office: B12}]
    contact: {email: ops@halden.example, phone: "+47 11 22"}
    children:
    - {id: assembly, name: Assembly, kind: team, people: [{name: Ann Kerr, role: Team Lead}, {name: Bo Nash, role: Engineer}]}
    - {id: paint, name: Paint Shop, kind: team, people: [{name: Cy Dunn, role: Team Lead}]}
    - {id: night, name: Night Shift, kind: team}
  - id: sales
    name: Sales
    kind: business-unit
    people: [{name: Uma Rao, role: Manager}]
    children:
    - {id: export, name: Export, kind: team, people: [{name: Dee Fox, role: Team Lead}]}
"""
FILES = {"ministry": MINISTRY, "university": UNIVERSITY, "company": COMPANY}


@lru_cache
def organisation(name: str) -> Organisation:
    return load_organisation(FILES[name], f"{name}.yaml")


@lru_cache
def detector(tree: Organisation) -> Detector:
    return Detector(tree)


def ask(tree: Organisation, question: str) -> TreeAnswer | None:
    return answer_from_tree(tree, question, detector(tree).detect(question))


def facts_for(tree: Organisation, question: str) -> tuple[Fact, ...]:
    return facts(tree, question, detector(tree).detect(question))


_SYLLABLES = "bra dol fen gar hul jor kel lim mor nav pel quo rin sam tor ulm vek wes yan zor".split()
_KINDS = (
    ("agency", "bureau", "unit-group", "desk"),
    ("federation", "country office", "field-station"),
    ("holding", "branch", "factory", "line", "crew"),
    ("church", "diocese", "parish"),
    ("club", "league", "working-party", "circle"),
)
_ROLES = (("Director", "Deputy Director"), ("Chair", "Secretary"), ("Captain", "Medic"), ("Head", "Clerk"))


def random_tree(seed: int) -> Organisation:
    """A tree of 3 to 5 levels with its own kind words, roles and habit of naming."""
    dice = random.Random(seed)
    kinds, roles, habit = dice.choice(_KINDS), dice.choice(_ROLES), dice.randrange(3)
    used: set[str] = set()
    people = [Person(f"person:{i}", f"{_name(dice, used)} {_name(dice, used)}") for i in range(30)]
    nodes = [Node("0", _name(dice, used), kinds[0], None)]
    for depth, kind in enumerate(kinds[1:], 1):
        above = [node for node in nodes if node.kind == kinds[depth - 1]]
        for parent in above[:4]:
            for _ in range(dice.randint(0 if depth > 1 else 2, 6 if depth > 1 else 4)):
                held = dice.sample(people, dice.randint(0, 2))
                node_id = str(len(nodes))
                holdings = tuple(Holding(p, dice.choice(roles), node_id) for p in held)
                name = _in_habit(_name(dice, used), kind, habit)
                nodes.append(Node(node_id, name, kind, parent.id, people=holdings))
    return Organisation(nodes[0].name, tuple(nodes), file="random.yaml")


def _name(dice: random.Random, used: set[str]) -> str:
    name = ""
    while not name or name in used:
        name = "".join(dice.choices(_SYLLABLES, k=3)).capitalize()
    used.add(name)
    return name


def _in_habit(name: str, kind: str, habit: int) -> str:
    words = kind.replace("-", " ").title()
    return (name, f"{name} {words}", f"{words} of {name}")[habit]
