"""What a person turned down, remembered in the data folder so that it is not proposed again."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from trag.errors import DataFolderError
from trag.tree.extraction.proposals import Proposal
from trag.tree.extraction.review import Decided

FILE = "refused-proposals.jsonl"


def refused_ids(folder: Path) -> frozenset[str]:
    """The ids of the refused proposals. Raises DataFolderError if what was noted can't be read."""
    return frozenset(_noted(folder / FILE))


def remember(folder: Path, refused: Iterable[Decided], accepted: Iterable[Decided] = ()) -> None:
    """Note the refused proposals; one that is accepted now is forgotten."""
    file = folder / FILE
    noted = _noted(file) | {decided.id: _line(decided) for decided in refused}
    for decided in accepted:
        noted.pop(decided.id, None)
    if not noted and not file.exists():
        return
    fresh = file.with_suffix(".new")
    try:
        fresh.write_text("".join(f"{line}\n" for line in noted.values()), encoding="utf-8")
        os.replace(fresh, file)  # noqa: PTH105 - the same on every system, and named for what it does
    except OSError as exc:
        hint = "Make room or set the rights of the data folder, then apply the review again."
        raise DataFolderError(f"{file} can't be written: {exc}.", hint=hint) from exc


def _noted(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return {str(json.loads(line)["id"]): line for line in lines if line.strip()}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        hint = "Put the file right, or remove it: refused proposals are then made again."
        raise DataFolderError(f"{file} can't be read: {exc}.", hint=hint) from exc


def _line(decided: Decided) -> str:
    return json.dumps({"id": decided.id, "refused": _words(decided.proposal)}, ensure_ascii=False)


def _words(proposal: Proposal) -> str:
    """The proposal as a line for whoever opens the file."""
    if proposal.change == "parent":
        return f"{proposal.unit} is part of {proposal.parent}"
    if proposal.change == "role":
        return f"{proposal.person} is {proposal.role} of {proposal.unit}"
    if proposal.change == "alias":
        return f"{proposal.unit} is also called {proposal.alias}"
    return f"{proposal.unit} is a unit"
