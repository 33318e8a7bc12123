"""What an ingest of a path is to do, and of which files."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.decoding import shown
from ingest.folder import Folder, look_into
from ingest.originals import sha256
from ingest.plan import Step, plan, refuse_too_much
from trag.catalog.catalog import Catalog
from trag.errors import DocumentError


def plan_of(
    path: Path | Folder, catalog: Catalog, *, prune: bool, soon: Callable[[], None] = lambda: None
) -> list[Step]:
    """What an ingest of `path` will do. Raises DocumentError if too much would go and `prune` is not said.

    `soon` is called ahead of the reading of all files, if their names alone tell that some are new.
    """
    folder = path if isinstance(path, Folder) else look_into(path, catalog.sources())
    where = shown(str(folder.root if isinstance(path, Folder) else path))
    known = catalog.known()
    if not {found.place for found in folder.files}.issubset(one.place for one in known):
        soon()
    steps = plan(folder, [sha256(found.path) for found in folder.files], known)
    if not prune:
        refuse_too_much([step.planned for step in steps], where)
    _refuse_nothing(folder, steps, where, prune=prune)
    return steps


def _refuse_nothing(folder: Folder, steps: Sequence[Step], where: str, *, prune: bool) -> None:
    if folder.files or (prune and steps):
        return
    hint = "Name a folder that holds documents."
    if steps:
        hint = f"{len(steps)} documents were taken in from there. If they are to go: trag ingest --prune."
    raise DocumentError(f"There is no document in {where}.", hint=hint)


def narrowed(steps: Sequence[Step], files: Collection[str]) -> list[Step]:
    """The steps for these files alone; a container is looked into again for its members."""
    if not files:
        return list(steps)
    wanted = [step for step in steps if step.status != "deleted"]
    holding = {step.document_id for step in wanted if any(file.startswith(f"{step.file}/") for file in files)}
    again = [_looked_into(step) for step in wanted if step.document_id in holding]
    return again + [step for step in wanted if step.file in files and step.document_id not in holding]


def _looked_into(container: Step) -> Step:
    if container.status == "unchanged":
        return replace(container, again=True)
    return replace(container, status="changed")
