"""A table in which a person accepts and refuses proposals; any spreadsheet opens it.

What the person writes into the decision column counts, and what was put right in the columns unit, kind,
parent, person, role and alias. Rows without a decision stay open and are proposed again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from trag.cells import table_rows, table_text
from trag.errors import TreeError
from trag.tree.extraction.proposals import Change, Evidence, Proposal

COLUMNS = (
    "decision",
    "change",
    "unit",
    "kind",
    "parent",
    "person",
    "role",
    "alias",
    "standing",
    "tree says",
    "confidence",
    "reasons",
    "file",
    "page",
    "quote",
    "further",
    "id",
)
ACCEPT, REFUSE = "accept", "refuse"
_DECISIONS = dict.fromkeys(("accept", "accepted", "yes", "y", "ok", "x"), ACCEPT) | dict.fromkeys(
    ("refuse", "refused", "reject", "rejected", "no", "n"), REFUSE
)
_CHANGES: dict[str, Change] = {"unit": "unit", "parent": "parent", "role": "role", "alias": "alias"}
_FILLED = {"unit": (), "parent": ("parent",), "role": ("person", "role"), "alias": ("alias",)}
_NEEDED = frozenset({"decision", "change", "unit"})
_LONGEST_QUOTE = 400
_MOST_FURTHER = 5
_MOST_BYTES = 64 * 1024 * 1024
_HINT = (
    f"Save the table as CSV in UTF-8, with the columns it came with; decision is {ACCEPT}, {REFUSE} or empty."
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal as the person left it. `id` is that of the proposal as it was made."""

    row: int
    id: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided; `undecided` counts the rows without a decision."""

    accepted: tuple[Decided, ...]
    refused: tuple[Decided, ...]
    undecided: int


def write_review(file: Path, proposals: Iterable[Proposal]) -> None:
    """Write a row for each proposal. Raises TreeError if the file is there already."""
    if file.exists():
        hint = "Apply it with `trag tree extract --apply`, or name another file."
        raise TreeError(f"{file} is there already and may hold a person's work.", hint=hint)
    # The mark in front tells spreadsheets that this is UTF-8.
    file.write_text(table_text(COLUMNS, map(_cells, proposals)), encoding="utf-8-sig", newline="")


def read_review(file: Path) -> Review:
    """The decisions in a table. Raises TreeError that names every row with a problem."""
    problems: list[str] = []
    decided: dict[str, list[Decided]] = {ACCEPT: [], REFUSE: [], "": []}
    for number, row in _rows(file):
        said = row.get("decision", "").strip().casefold()
        decision = _DECISIONS.get(said, "")
        if said and not decision:
            problems.append(f"row {number}: the decision {said[:40]!r} is neither {ACCEPT} nor {REFUSE}")
        try:
            proposal = _proposal(row, is_accepted=decision == ACCEPT)
        except ValueError as exc:
            problems.append(f"row {number}: {exc}")
            continue
        decided[decision].append(Decided(number, row.get("id", "").strip() or proposal.id, proposal))
    if problems:
        raise TreeError(f"{file} has rows that can't be carried out:", tuple(problems), hint=_HINT)
    return Review(tuple(decided[ACCEPT]), tuple(decided[REFUSE]), len(decided[""]))


def _cells(proposal: Proposal) -> tuple[str, ...]:
    first, *others = proposal.evidence or (Evidence("", None, "", ""),)
    named = (proposal.unit, proposal.kind, proposal.parent, proposal.person, proposal.role, proposal.alias)
    counted = (proposal.standing, proposal.tree_says, proposal.confidence, proposal.reasons)
    return (
        REFUSE if proposal.standing == "refused" else "",
        proposal.change,
        *named,
        *counted,
        first.file,
        str(first.page or ""),
        first.quote[:_LONGEST_QUOTE],
        "; ".join(dict.fromkeys(map(_where, others[:_MOST_FURTHER]))),
        proposal.id,
    )


def _where(evidence: Evidence) -> str:
    return f"{evidence.file}, page {evidence.page}" if evidence.page else evidence.file


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError(f"holds more than {_MOST_BYTES // 1024**2} MB")  # noqa: TRY301 - one message for all
        yield from table_rows(file.read_bytes().decode("utf-8-sig"), _NEEDED)
    except (OSError, ValueError) as exc:
        raise TreeError(f"{file} can't be read as a review: it {exc}.", hint=_HINT) from exc


def _proposal(row: dict[str, str], *, is_accepted: bool) -> Proposal:
    """The proposal of a row. Raises ValueError if it lacks what its change needs."""
    text = {name: " ".join(row.get(name, "").split()) for name in COLUMNS}
    change = _CHANGES.get(text["change"].casefold())
    if change is None:
        raise ValueError(f"the change {text['change'][:40]!r} is none of {', '.join(_CHANGES)}")
    missing = [name for name in ("unit", *_FILLED[change]) if not text[name]]
    if missing and is_accepted:
        raise ValueError(f"{' and '.join(missing)} must not be empty for a {change}")
    page = int(text["page"]) if text["page"].isdecimal() else None
    return Proposal(
        change,
        unit=text["unit"],
        kind=text["kind"],
        parent=text["parent"],
        person=text["person"],
        role=text["role"],
        alias=text["alias"],
        evidence=(Evidence(text["file"], page, row.get("quote", ""), ""),),
        standing="contradicts" if text["standing"] == "contradicts" else "new",
    )
