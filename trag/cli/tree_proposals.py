"""What `trag tree extract` does: write proposals as a table, and carry out the decisions in it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import typer

from trag.protocols import Door
from trag.types import Chunk

if TYPE_CHECKING:
    from trag.tree.extraction import Review


def propose(door: Door, folder: Path, out: Path, *, root: str, everything: bool) -> None:
    """Write what the documents propose to the table `out`, and print how much that is."""
    from trag.tree.extraction import extract, refused_ids, write_review
    from trag.tree.loading import load_organisation

    in_force = door.export_tree()
    organisation = load_organisation(*in_force) if in_force else None
    found = extract(_passages(door), organisation, root=root, refused=refused_ids(folder))
    shown = [
        proposal for proposal in found.proposals if everything or proposal.standing in {"new", "contradicts"}
    ]
    write_review(out, shown)
    for note in found.notes:
        typer.echo(note)
    counts = Counter(proposal.standing for proposal in found.proposals)
    listed = ", ".join(f"{count} {_WORDS[standing]}" for standing, count in counts.items())
    typer.echo(f"{listed or 'No proposals'}. {len(shown)} rows in {out}.")
    if shown:
        name = "" if organisation else ' --root "Name of the organisation"'
        typer.echo(
            f"Write accept or refuse into the first column, then: trag tree extract --apply {out}{name}"
        )


def carry_out(door: Door, folder: Path, table: Path, *, root: str) -> None:
    """Put the tree with the accepted proposals in force, and remember the refused ones."""
    from trag.tree.extraction import read_review, remember

    review = read_review(table)
    if review.accepted:
        _put_in_force(door, review, root)
    remember(folder, review.refused, review.accepted)
    counts = f"{len(review.accepted)} accepted, {len(review.refused)} refused, {review.undecided} left open"
    typer.echo(f"{counts}.")


def _put_in_force(door: Door, review: "Review", root: str) -> None:
    from trag.tree.differences import differences
    from trag.tree.extraction import tree_with
    from trag.tree.loading import load_organisation

    in_force = door.export_tree()
    file = f"{PurePath(in_force[1]).stem}.yaml" if in_force else "organisation.yaml"
    text = tree_with(review.accepted, in_force, root=root)
    if in_force and not differences(load_organisation(*in_force), load_organisation(text, file)):
        typer.echo("The tree in force holds all that was accepted already.")
        return
    summary = door.import_tree(text, file)
    size = f"{summary.nodes} units and posts, {summary.people} people"
    typer.echo(f"{summary.name}: {size} (version {summary.version}).")


def _passages(door: Door) -> Iterator[Chunk]:
    for document in door.documents():
        yield from door.passages(document.id)


_WORDS = {
    "new": "new",
    "contradicts": "against the tree",
    "agrees": "in the tree already",
    "refused": "refused before",
}
