"""From passages to proposals."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice

from trag.tree.detection.names import words
from trag.tree.extraction.known_units import KnownUnits
from trag.tree.extraction.lists import list_claims
from trag.tree.extraction.merging import merged
from trag.tree.extraction.proposals import Claim, Proposal
from trag.tree.extraction.sentences import sentence_claims
from trag.tree.extraction.tables import table_claims
from trag.tree.extraction.vocabulary import Vocabulary
from trag.tree.loading.doubts import doubt_about
from trag.tree.organisation import Organisation
from trag.types import Chunk

# A document with more than that is no description of an organisation; it shall not bury those that are.
MOST_CLAIMS_OF_DOCUMENT = 2_000
MOST_PROPOSALS = 20_000
_LONGEST_PASSAGE = 20_000
_ORDER = {"contradicts": 0, "new": 1, "agrees": 2, "refused": 3}
_CONFIDENCE = {"high": 0, "medium": 1, "low": 2}
_CHANGES = {"unit": 0, "parent": 1, "role": 2, "alias": 3}


@dataclass(frozen=True, slots=True)
class Extraction:
    """All proposals, what concerns the tree in force first; `notes` tell where a limit was reached."""

    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...] = ()


def extract(
    passages: Iterable[Chunk],
    organisation: Organisation | None = None,
    *,
    root: str = "",
    refused: AbstractSet[str] = frozenset(),
) -> Extraction:
    """What the passages say about the organisation, compared with the tree in force.

    `root` is the name of the whole organisation where there is no tree, `refused` are the ids of the
    proposals that a person has turned down.
    """
    chunks = [replace(chunk, text=chunk.text[:_LONGEST_PASSAGE]) for chunk in passages]
    vocabulary = Vocabulary(organisation, root)
    vocabulary.teach(chunk.text for chunk in chunks)
    notes: list[str] = []
    claims = [*_claims(chunks, vocabulary, notes)]
    known = KnownUnits(organisation, vocabulary)
    found = merged([claim for claim in claims if not _is_root(claim, root)], known)
    if len(found) > MOST_PROPOSALS:
        notes.append(f"Only the first {MOST_PROPOSALS:,} of {len(found):,} proposals are given.")
    placed = (_placed(proposal, known, refused) for proposal in found[:MOST_PROPOSALS])
    return Extraction(tuple(sorted(placed, key=_rank)), tuple(notes))


def _claims(chunks: Iterable[Chunk], vocabulary: Vocabulary, notes: list[str]) -> Iterator[Claim]:
    by_file: dict[str, list[Chunk]] = {}
    for chunk in chunks:
        by_file.setdefault(chunk.file, []).append(chunk)
    for file, own in by_file.items():
        found = [*islice(_of_document(own, vocabulary), MOST_CLAIMS_OF_DOCUMENT + 1)]
        if len(found) > MOST_CLAIMS_OF_DOCUMENT:
            notes.append(f"{file}: only the first {MOST_CLAIMS_OF_DOCUMENT:,} statements are taken.")
        yield from found[:MOST_CLAIMS_OF_DOCUMENT]


def _of_document(chunks: Iterable[Chunk], vocabulary: Vocabulary) -> Iterator[Claim]:
    for chunk in chunks:
        for read in (table_claims, list_claims, sentence_claims):
            yield from (claim for claim in read(chunk, vocabulary) if _is_sound(claim))


def _is_sound(claim: Claim) -> bool:
    """False for names that no tree may have: formulas, unseen signs, letters of two scripts."""
    names = (claim.unit, claim.parent, claim.person, claim.role, claim.alias, claim.kind)
    return not any(doubt_about(name) for name in names)


def _is_root(claim: Claim, root: str) -> bool:
    """True for what would put the whole organisation into one of its units."""
    return bool(root) and claim.change == "parent" and words(claim.unit) == words(root)


def _placed(proposal: Proposal, known: KnownUnits, refused: AbstractSet[str]) -> Proposal:
    if proposal.id in refused:
        return replace(proposal, standing="refused")
    if proposal.change == "unit" or not known.nodes(proposal.unit):
        return proposal
    if proposal.change == "parent":
        return _placed_parent(proposal, known)
    if proposal.change == "role":
        return _placed_role(proposal, known)
    return _placed_alias(proposal, known)


def _placed_parent(proposal: Proposal, known: KnownUnits) -> Proposal:
    if known.is_below(proposal.unit, proposal.parent):
        return replace(proposal, standing="agrees")
    says = f"{proposal.unit} is under {known.parents(proposal.unit)}"
    return replace(proposal, standing="contradicts", tree_says=says)


def _placed_role(proposal: Proposal, known: KnownUnits) -> Proposal:
    if proposal.person and words(proposal.person) in map(words, known.holders(proposal.unit, proposal.role)):
        return replace(proposal, standing="agrees")
    others = known.roles(proposal.unit, proposal.person)
    if others:
        says = f"{proposal.person} is {', '.join(dict.fromkeys(others))}"
        return replace(proposal, standing="contradicts", tree_says=says)
    holders = known.holders(proposal.unit, proposal.role)
    if len(holders) == 1:
        return replace(proposal, standing="contradicts", tree_says=f"{proposal.role} is {holders[0]}")
    return proposal


def _placed_alias(proposal: Proposal, known: KnownUnits) -> Proposal:
    called = known.nodes(proposal.alias)
    if not called:
        return proposal
    if {node.id for node in called} & {node.id for node in known.nodes(proposal.unit)}:
        return replace(proposal, standing="agrees")
    says = f"{proposal.alias} is {', '.join(node.name for node in called[:3])}"
    return replace(proposal, standing="contradicts", tree_says=says)


def _rank(proposal: Proposal) -> tuple[int, int, int]:
    return _ORDER[proposal.standing], _CHANGES[proposal.change], _CONFIDENCE[proposal.confidence]
