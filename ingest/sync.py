"""Taking a folder in: what is new or changed is parsed, cut, embedded and put in force; what is gone goes."""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from ingest.blocks import ParsedDocument
from ingest.containers import Unpacked, is_container
from ingest.decoding import printable, shown
from ingest.folder import Folder, FoundFile
from ingest.intended import narrowed, plan_of
from ingest.members import found_members
from ingest.originals import Originals, sha256
from ingest.pieces import load_splitter
from ingest.plan import Digested, Step, compare
from ingest.preparing import Wanted, document_of, passages_of, vectors_of
from ingest.removal import Remover
from trag.catalog.access import class_ahead, document_class, set_groups
from trag.catalog.catalog import Catalog, Move, Revision, now
from trag.catalog.purging import purge
from trag.catalog.versions import versions
from trag.errors import DocumentError
from trag.protocols import Embedder, VectorStore
from trag.types import Chunk, FileIngested, FileStatus, IngestDone, IngestEvent

Parsed = ParsedDocument | DocumentError
ParseAll = Callable[[Sequence[Path]], Generator[tuple[Path, Parsed], None, None]]
Unpack = Callable[[Path], AbstractContextManager[Unpacked]]
# Passages that are embedded and stored together: a store's fixed cost, 50 ms in Chroma, is per call.
BATCH = 128
# A document may have any number of them; their vectors need not all be in memory.
MOST = 512
# Among so many files there will be a paragraph that has to be cut.
MANY = 10


@dataclass(frozen=True, slots=True)
class _Through:
    """A file that is through, as it will be told."""

    file: str
    status: FileStatus
    chunks: int = 0
    error: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Engines:
    """What documents are made with and kept in; `groups` are those that all get which are taken in.

    `place` brings the vectors of documents to the access classes that these are of.
    """

    catalog: Catalog
    store: VectorStore
    embedder: Embedder
    originals: Originals
    remover: Remover
    parse_all: ParseAll
    unpack: Unpack
    start_parsers: Callable[[], None] = lambda: None
    keep_versions: bool = False
    place: Callable[[Sequence[str]], None] = lambda _: None
    groups: tuple[str, ...] | None = None


class Ingestor:
    """Takes files and folders into one data folder.

    Each document is put in force by one transaction of the catalog, after its vectors are stored:
    stopped at any moment, an ingest leaves every document either as it was or as it is now, and at
    worst vectors and files that nobody asks for. An archive or e-mail is put in force after its
    members, so that one that was cut off is looked into again.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._total = 0
        self._has_old_words = False

    def ingest(
        self, path: Path | Folder, *, prune: bool = False, only: Collection[str] = ()
    ) -> Generator[IngestEvent, None, None]:
        """An event per file as it is through, then IngestDone. Raises DocumentError if there is no file.

        `only` names the files to look at, where not all are wanted: nothing is deleted then. `prune`
        allows that most documents go.
        """
        start = perf_counter()
        counts: Counter[str] = Counter()
        planned = plan_of(path, self._engines.catalog, prune=prune, soon=self._engines.start_parsers)
        steps = narrowed(planned, only)
        self._total = len(steps)
        try:
            with closing(self._each(steps)) as each:
                for done, one in enumerate(each, start=1):
                    counts[one.status] += 1
                    counts["chunks"] += one.chunks
                    yield FileIngested(
                        one.file, one.status, one.chunks, done, self._total, one.error, one.remark
                    )
        finally:
            self._purge()
        yield _done(counts, start)

    def _purge(self) -> None:
        """Take the words that edits removed out of the keyword index, where they only count no more."""
        if self._has_old_words:
            self._has_old_words = False
            purge(self._engines.catalog)

    def _each(self, steps: Sequence[Step]) -> Generator[_Through, None, None]:
        self._move([step for step in steps if step.status == "moved"])
        for step in steps:
            if step.status in {"unchanged", "moved"} and not step.again:
                self._give_groups(step)
                yield _Through(step.file, step.status)
            elif step.found is None and step.error:
                yield _Through(step.file, step.status, error=step.error)
        read = [step for step in steps if step.again or step.status in {"new", "changed", "failed"}]
        yield from self._take_in(read)
        yield from self._remove([step for step in steps if step.status == "deleted"])

    def _move(self, steps: Sequence[Step]) -> None:
        """All at once: the members of an archive are known by the name that it has."""
        moves = [
            Move(step.document_id, step.found.source, step.file, step.found.place)
            for step in steps
            if step.found is not None
        ]
        if moves:
            self._engines.place(self._engines.catalog.move_documents(moves))

    def _give_groups(self, step: Step) -> None:
        """What was there already gets the groups it is taken in with, too."""
        if self._engines.groups is not None and step.known is not None and not step.known.parent_id:
            changed = set_groups(self._engines.catalog, [step.document_id], self._engines.groups)
            self._engines.place(changed)

    def _remove(self, steps: Sequence[Step]) -> Generator[_Through, None, None]:
        self._engines.remover.remove([step.document_id for step in steps])
        for step in steps:
            yield _Through(step.file, "deleted")

    def _take_in(self, steps: Sequence[Step]) -> Generator[_Through, None, None]:
        """Parse what is to be read, and put it in force batch by batch; containers come last."""
        by_path = {step.found.path: step for step in steps if step.found is not None}
        if not by_path:
            return
        self._engines.start_parsers()  # they get ready beside the embedder, and so does what cuts
        if len(by_path) >= MANY:
            load_splitter()
        self._engines.embedder.warm_up()
        cut: list[_Cut] = []
        containers: list[_Cut] = []
        with closing(self._engines.parse_all(list(by_path))) as parsed:
            for path, result in parsed:
                try:
                    made = self._cut(by_path[path], result)
                except DocumentError as exc:
                    yield _Through(by_path[path].file, "failed", error=_said(exc, path))
                    continue
                (containers if self._may_hold_members(made) else cut).append(made)
                if sum(len(one.missing) for one in cut) >= BATCH:
                    yield from self._put(cut)
                    cut.clear()
        yield from self._put(cut)
        for container in containers:
            yield from self._take_in_members(container)

    def _may_hold_members(self, made: "_Cut") -> bool:
        """True for archives and e-mails; what is unpacked from them is whole already."""
        known = made.step.known
        document = made.revision.document
        was = known is not None and is_container(known.format)
        return not document.parent_id and (is_container(document.format) or was)

    def _take_in_members(self, container: "_Cut") -> Generator[_Through, None, None]:
        found = container.step.found
        assert found is not None  # noqa: S101 - it was parsed
        try:
            with self._unpacked(found, container.revision.document.format) as unpacked:
                yield from self._members(container, found, unpacked)
        except DocumentError as exc:
            yield _Through(container.step.file, "failed", error=_said(exc, found.path))

    def _members(
        self, container: "_Cut", found: FoundFile, unpacked: Unpacked
    ) -> Generator[_Through, None, None]:
        steps = self._member_steps(container, unpacked)
        self._total += len(steps) + len(unpacked.problems)
        for name, problem in unpacked.problems:
            yield _Through(f"{found.file}/{name}", "failed", error=printable(problem))
        has_failed = bool(unpacked.problems)
        for one in self._each(steps):
            has_failed = has_failed or one.status == "failed"
            yield one
        revision = replace(container.revision, is_incomplete=has_failed)
        yield from self._put([replace(container, revision=revision)])

    def _unpacked(self, found: FoundFile, kind: str) -> AbstractContextManager[Unpacked]:
        return self._engines.unpack(found.path) if is_container(kind) else nullcontext(Unpacked((), ()))

    def _member_steps(self, container: "_Cut", unpacked: Unpacked) -> list[Step]:
        """What is to be done with the members; one that can't be unpacked now keeps what it was."""
        document, found = container.revision.document, container.step.found
        assert found is not None  # noqa: S101 - it was parsed
        known = self._engines.catalog.known(document.id)
        files = [
            Digested(member, sha256(member.path)) for member in found_members(unpacked, found, document.id)
        ]
        held = {file.found.place for file in files} | {
            replace(found, parent_id=document.id, member=name).place for name, _ in unpacked.problems
        }
        return compare(files, known, [one for one in known if one.place not in held])

    def _cut(self, step: Step, parsed: Parsed) -> "_Cut":
        if isinstance(parsed, DocumentError):
            raise parsed
        found, engines = step.found, self._engines
        assert found is not None  # noqa: S101 - it was parsed
        wanted = Wanted(found.path, step.document_id, found.file, found.parent_id)
        chunks = passages_of(wanted, parsed, engines.embedder.count_tokens)
        size = engines.originals.keep(found.path, step.sha256)
        document = replace(document_of(wanted, parsed, chunks, size), ingested_at=now())
        # A passage that was there before has its vector: an edit costs only the sections it touched.
        known = engines.catalog.chunk_ids(step.document_id)
        missing = [made for made in chunks if made.id not in known]
        revision = Revision(document, found.source, step.sha256, found.place, groups=engines.groups)
        return _Cut(step, revision, chunks, missing, printable(" ".join(parsed.properties.remarks)))

    def _put(self, cut: Sequence["_Cut"]) -> Generator[_Through, None, None]:
        """Make the vectors that are missing, then put one document after the other in force."""
        engines = self._engines
        classes = {one.step.document_id: self._class_of(one.revision) for one in cut}
        for access_class in sorted(set(classes.values())):
            of_class = [one for one in cut if classes[one.step.document_id] == access_class]
            missing = [made for one in of_class for made in one.missing]
            for first in range(0, len(missing), MOST):
                some = missing[first : first + MOST]
                engines.store.add(some, vectors_of(some, engines.embedder), access_class)
        for one in cut:
            # Told one by one: whoever stops here stops after this document, and knows of it.
            yield self._put_in_force(one, classes[one.step.document_id])

    def _class_of(self, revision: Revision) -> int:
        return class_ahead(self._engines.catalog, revision.document, revision.source, revision.groups)

    def _put_in_force(self, one: "_Cut", stored_in: int) -> _Through:
        engines, document_id = self._engines, one.step.document_id
        keep = engines.keep_versions
        before = document_class(engines.catalog, document_id)
        gone = engines.catalog.put_document(one.revision, one.chunks, keep_older=keep)
        if {stored_in, before} - {None} != {document_class(engines.catalog, document_id)}:
            # With its members: they are in force already, and follow it.
            members = [member.id for member in engines.catalog.known(document_id)]
            engines.place([document_id, *members])
        self._has_old_words = self._has_old_words or bool(gone)
        engines.store.delete(gone)
        if one.step.known is not None:
            states = versions(engines.catalog, document_id)
            for digest in {state.sha256 for state in states if not state.is_kept}:
                engines.remover.forget_file(digest)
        file = one.revision.document.file
        if one.step.again:
            return _Through(file, "unchanged", remark=one.remark)
        status: FileStatus = "new" if one.step.known is None else "changed"
        return _Through(file, status, len(one.chunks), remark=one.remark)


def _done(counts: Counter[str], start: float) -> IngestDone:
    statuses: Iterable[FileStatus] = ("new", "changed", "unchanged", "failed", "moved", "deleted")
    by_status = {status: counts[status] for status in statuses}
    return IngestDone(**by_status, chunks=counts["chunks"], seconds=round(perf_counter() - start, 3))


def _said(error: DocumentError, path: Path) -> str:
    """The error as it can be printed, whatever the file's name holds."""
    return printable(str(error).replace(path.name, shown(path.name)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document cut into passages, some of them still without a vector."""

    step: Step
    revision: Revision
    chunks: Sequence[Chunk]
    missing: Sequence[Chunk]
    remark: str
