"""What units are called inside a sentence, one by one and together."""

from collections.abc import Iterable

from trag.tree.organisation import Node, Organisation
from trag.tree.wording import fold, kind_label, unique, unit_label, words


def named(organisation: Organisation, node: Node, *, starts: bool = False) -> str:
    """The unit inside a sentence, with the article its name wants."""
    text = with_article(organisation, node)
    return f"The {text[4:]}" if starts and text.startswith("the ") else text


def with_article(organisation: Organisation, node: Node) -> str:
    """The unit's label with the article its name wants: names such as "SIG Network" stand alone."""
    # "the Finance Division", "the Audit Section"; names such as "SIG Network" stand alone
    label = unit_label(organisation, node)
    return f"the {label}" if takes_article(node) else label


def takes_article(node: Node) -> bool:
    """True for names that end in their kind or in "of …", as in "the Finance Division"."""
    parts = words(node.name)
    if len(parts) < 2 or parts[0] == "the":  # noqa: PLR2004 - one word is a proper name
        return False
    kind = words(node.kind.replace("_", " "))
    return parts[-1] in kind or (parts[0] in kind and bool({"of", "for"} & set(parts)))


def kinds_label(organisation: Organisation, units: Iterable[Node], kinds: tuple[str, ...]) -> str:
    """What units are called together: their one kind, or "unit"."""
    found = unique(unit.kind for unit in units) or kinds
    return kind_label(organisation, found[0]) if len(found) == 1 else "unit"


def names_in(organisation: Organisation, units: Iterable[Node], above: Node | None = None) -> list[str]:
    """The units' names; the parent follows in brackets only where the name alone is not enough."""
    listed_units = tuple(units)
    counts: dict[str, int] = {}
    for unit in listed_units:
        counts[fold(unit.name)] = counts.get(fold(unit.name), 0) + 1
    if above is not None and all(unit.parent_id == above.id for unit in listed_units):
        return [unit.name for unit in listed_units]
    return [
        unit_label(organisation, unit) if counts[fold(unit.name)] > 1 else unit.name for unit in listed_units
    ]
