"""What the symbols of a read question stand for."""

import re
from dataclasses import dataclass, field

from trag.tree.organisation import Node, Organisation
from trag.tree.reading.vocabulary import Term
from trag.types import Mention


@dataclass(slots=True)
class Reading:
    """The symbols of a question: `line` such as "who R0 of E1", `values` what each symbol stands for."""

    line: str
    organisation: Organisation
    terms: dict[str, Term] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, Mention] = field(default_factory=dict)
    called: dict[str, Node] = field(default_factory=dict)  # by kind symbol: the unit that is called so
    surface: dict[str, str] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)  # units passed through on the way to a derived one
    is_exact: bool = True
    is_deep: bool = False  # all levels below are asked for

    def symbols(self, tag: str) -> tuple[str, ...]:
        """The symbols with this tag, in the order of the question."""
        return tuple(part for part in self.line.split() if re.fullmatch(tag + r"\d+", part))

    def add_node(self, node: Node) -> str:
        """A new symbol for a unit."""
        symbol = f"E{100 + len(self.nodes)}"
        self.nodes[symbol] = node
        return symbol
