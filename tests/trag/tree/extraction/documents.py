"""Passages as the ingest makes them, for tests of what is read out of them."""

from trag.tree.extraction import Extraction, Proposal, extract
from trag.tree.organisation import Organisation
from trag.types import Chunk


def passage(text: str, *heading: str, file: str = "handbook.md") -> Chunk:
    """A passage under these headings."""
    return Chunk(f"{file}:{hash((text, heading)) & 0xFFFF}", file, file, text, heading)


def proposed(*passages: Chunk, tree: Organisation | None = None) -> list[Proposal]:
    """All proposals the passages lead to."""
    return [*extract(passages, tree).proposals]


def said(*passages: Chunk) -> set[str]:
    """The places and roles that are proposed, as lines."""
    return lines(extract(passages))


def lines(found: Extraction) -> set[str]:
    """The places, roles and short names of an extraction, as lines."""
    return {line(proposal) for proposal in found.proposals if proposal.change != "unit"}


def line(proposal: Proposal) -> str:
    """A proposal in a few words."""
    if proposal.change == "parent":
        return f"{proposal.unit} < {proposal.parent}"
    if proposal.change == "role":
        return f"{proposal.person}, {proposal.role}: {proposal.unit}"
    return f"{proposal.unit} = {proposal.alias}" if proposal.change == "alias" else proposal.unit
