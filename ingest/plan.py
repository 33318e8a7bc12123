"""What has changed since the last time: the files of a folder against the documents of the catalog."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import PurePosixPath

from ingest.folder import Folder, FoundFile, is_gone, place_of, title_of_name
from trag.catalog.catalog import Known
from trag.errors import DocumentError
from trag.types import FileStatus, PlannedFile

# So few documents may all go without asking back.
FEW = 10
HIDDEN = "Its folder can't be looked into."


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with one file: `found` is None for one that is gone, `known` for a new one.

    `again` is true for an unchanged container that is looked into for the members that failed.
    """

    status: FileStatus
    document_id: str
    found: FoundFile | None
    known: Known | None
    sha256: str = ""
    error: str = ""
    again: bool = False

    @property
    def file(self) -> str:
        """The name the document will have, or had."""
        if self.found is not None:
            return self.found.file
        return self.known.file if self.known else ""

    @property
    def planned(self) -> PlannedFile:
        """The step as it is told."""
        before = self.known.file if self.known and self.status == "moved" else ""
        return PlannedFile(self.file, self.status, self.document_id, before)


@dataclass(frozen=True, slots=True)
class Digested:
    """A file found, and the sha256 of what it holds; "" if it can't be read."""

    found: FoundFile
    sha256: str


def plan(folder: Folder, digests: Sequence[str], known: Sequence[Known]) -> list[Step]:
    """A step for every file of the folder and every document that it no longer holds, ordered by name.

    `digests` are those of `folder.files`, `known` all documents of the catalog. The members of an
    archive or e-mail that goes go with it; those of one that changes are planned when it is unpacked.
    """
    files = [Digested(found, digest) for found, digest in zip(folder.files, digests, strict=True)]
    present = {file.found.place for file in files}
    missing = [one for one in _judged(folder, known) if one.place not in present]
    if missing and folder.prefix:
        # A name is not all of a path: another folder may be called the same.
        elsewhere = folder.places()
        missing = [one for one in missing if one.place not in elsewhere]
    hidden = [one for one in missing if folder.hides(one.source, one.file)]
    missing = [one for one in missing if not folder.hides(one.source, one.file)]
    steps = compare(files, known, missing, _left_behind(folder, known))
    steps += [Step("failed", one.id, None, one, error=HIDDEN) for one in hidden]
    steps += [*_with_their_parents(steps, known), *_orphans(folder, steps, known)]
    return sorted(steps, key=lambda step: (step.file, step.document_id))


def _judged(folder: Folder, known: Iterable[Known]) -> list[Known]:
    return [one for one in known if not one.parent_id and folder.holds(one.source, one.file)]


def _left_behind(folder: Folder, known: Iterable[Known]) -> list[Known]:
    """The documents of source folders that were renamed, moved or deleted as a whole."""
    if folder.prefix is None:  # a single file, or some that were sent
        return []
    elsewhere = [one for one in known if not one.parent_id and not folder.holds(one.source, one.file)]
    gone = {source for source in {one.source for one in elsewhere} if is_gone(source)}
    return [one for one in elsewhere if one.source in gone]


def compare(
    files: Iterable[Digested],
    known: Iterable[Known],
    missing: Sequence[Known],
    left_behind: Sequence[Known] = (),
) -> list[Step]:
    """The files against all documents known; `missing` are those that stand at their place no more.

    Those that are `left_behind` may have moved here; if not, nothing is to be done with them.
    """
    known = list(known)
    at = {one.place: one for one in known}
    taken = {one.id for one in known}
    steps: list[Step] = []
    fresh: list[Digested] = []
    for file in files:
        before = at.get(file.found.place)
        steps.extend([_compared(file, before)] if before else [])
        fresh.extend([] if before else [file])
    pairs = _moves(fresh, missing)
    pairs |= _moves([file for file in fresh if file.found.place not in pairs], left_behind)
    pairs |= _edited(fresh, left_behind, pairs)
    for file in fresh:
        moved = pairs.get(file.found.place)
        steps.append(_moved(file, moved) if moved else _new(file, taken))
    kept = {one.id for one in pairs.values()}
    gone = {one.id: one for one in missing if one.id not in kept}
    return steps + [Step("deleted", one.id, None, one) for one in gone.values()]


def _compared(file: Digested, before: Known) -> Step:
    found = file.found
    if file.sha256 != before.sha256:
        return Step("changed" if file.sha256 else "failed", before.id, found, before, file.sha256)
    if (found.source, found.file) != (before.source, before.file):
        return Step("moved", before.id, found, before, file.sha256)
    return Step("unchanged", before.id, found, before, file.sha256, again=before.is_incomplete)


def _moved(file: Digested, before: Known) -> Step:
    """A move, or a change under the same id where the name has a say in what the document is."""
    if file.sha256 != before.sha256:
        return Step("changed" if file.sha256 else "failed", before.id, file.found, before, file.sha256)
    old, new = PurePosixPath(before.file), PurePosixPath(file.found.file)
    is_titled_by_name = before.title == title_of_name(before.file) != title_of_name(file.found.file)
    is_other = is_titled_by_name or old.suffix.casefold() != new.suffix.casefold()
    return Step("changed" if is_other else "moved", before.id, file.found, before, file.sha256)


def _new(file: Digested, taken: set[str]) -> Step:
    """A new document; the id of its place may be that of one that was moved away from there."""
    place = file.found.place
    ids = chain([place], (place_of(f"{place}\n{number}".encode()) for number in count(1)))
    free = next(free for free in ids if free not in taken)
    return Step("new" if file.sha256 else "failed", free, file.found, None, file.sha256)


def _moves(fresh: Iterable[Digested], missing: Iterable[Known]) -> dict[str, Known]:
    """Which missing document stands at which new place: the same bytes, first those of the same name."""
    left: dict[str, list[Known]] = {}
    for one in sorted(missing, key=lambda one: (one.file, one.id)):
        left.setdefault(one.sha256, []).append(one)
    pairs: dict[str, Known] = {}
    ordered = sorted(fresh, key=lambda file: file.found.file)
    for is_named_alike in (True, False):
        for file in ordered:
            name = PurePosixPath(file.found.file).name
            for one in left.get(file.sha256, []):
                if file.found.place not in pairs and (
                    not is_named_alike or PurePosixPath(one.file).name == name
                ):
                    pairs[file.found.place] = one
                    left[file.sha256].remove(one)
                    break
    return pairs


def _edited(
    fresh: Iterable[Digested], left_behind: Iterable[Known], pairs: Mapping[str, Known]
) -> dict[str, Known]:
    """What was edited besides in a folder that was renamed: the names are the same in it."""
    moved = {one.id for one in pairs.values()}
    sources = {one.source for one in pairs.values()}
    left = {one.file: one for one in left_behind if one.id not in moved and one.source in sources}
    others = [file.found for file in fresh if file.found.place not in pairs]
    return {found.place: left[found.file] for found in others if found.file in left}


def _with_their_parents(steps: Sequence[Step], known: Sequence[Known]) -> list[Step]:
    """What becomes of the members of archives and e-mails that are moved, gone or as they were."""
    children: dict[str, list[Known]] = {}
    for one in known:
        children.setdefault(one.parent_id, []).append(one)
    made: list[Step] = []
    for step in steps:
        if step.known is not None and step.status in {"moved", "deleted", "unchanged"} and not step.again:
            made.extend(_members(step, children))
    return made


def _members(parent: Step, children: dict[str, list[Known]]) -> list[Step]:
    made: list[Step] = []
    for child in children.get(parent.document_id, []):
        step = Step(parent.status, child.id, _again(child, parent), child, child.sha256)
        made += [step, *_members(step, children)]
    return made


def _again(child: Known, parent: Step) -> FoundFile | None:
    """The member as a file of its moved parent; where nothing is read, it needs no path."""
    if parent.found is None or parent.known is None:
        return None
    member = child.file.removeprefix(f"{parent.known.file}/")
    file = f"{parent.found.file}/{member}"
    return replace(parent.found, file=file, parent_id=parent.document_id, member=member)


def _orphans(folder: Folder, steps: Sequence[Step], known: Sequence[Known]) -> list[Step]:
    """Members whose archive went before it was whole: an ingest that was stopped left them."""
    parents = {one.id for one in known} | {step.document_id for step in steps}
    left = [one for one in known if one.parent_id and one.parent_id not in parents]
    return [Step("deleted", one.id, None, one) for one in left if folder.holds(one.source, one.file)]


def is_too_much(files: Sequence[PlannedFile]) -> bool:
    """True when more than half of ten or more documents would go: their disk may just not be there."""
    known = [file for file in files if file.status not in {"new", "failed"}]
    gone = sum(file.status == "deleted" for file in known)
    return len(known) >= FEW and gone > len(known) / 2


def refuse_too_much(files: Sequence[PlannedFile], where: str) -> None:
    """Raises DocumentError if so many documents would go that it must be asked for."""
    if not is_too_much(files):
        return
    gone = sum(file.status == "deleted" for file in files)
    raise DocumentError(
        f"{gone} of the documents taken in from {where} are no longer there; nothing was changed.",
        hint="Is its disk there? If they are to go: trag ingest --prune. `--dry-run` names them.",
    )
