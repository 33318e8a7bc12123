"""Who may read which documents: their groups, and the access classes that the index is divided by.

An access class is the exact set of groups that documents have. It never changes what it stands for, so
that whoever knows the classes of a caller knows all that they may read.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, text, update

from trag.catalog.database import translated, writing
from trag.catalog.keyword_tables import create_keyword_table
from trag.catalog.models import AccessClassRow, ChunkRow, DocumentRow, FolderGroupsRow, StampRow
from trag.errors import DocumentError
from trag.types import EVERYONE, Document

if TYPE_CHECKING:
    from trag.catalog.catalog import Catalog

Groups = tuple[str, ...]
# The class of documents of no group, which only those may read who read everything.
NO_GROUP = 0
DEFAULT = "default_groups"
GROUP = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# What was unpacked from a document, however deep.
BELOW = text(
    "WITH RECURSIVE below(id) AS (SELECT id FROM documents WHERE parent_id = :id"
    " UNION SELECT documents.id FROM documents JOIN below ON documents.parent_id = below.id)"
    " SELECT id FROM below"
)


def checked_groups(groups: Iterable[str]) -> Groups:
    """The groups in order, each once. Raises DocumentError for what can't be a group's name."""
    wanted = sorted(set(groups))
    for group in wanted:
        if not GROUP.fullmatch(group):
            hint = "Small letters, digits, dots, dashes and underscores, 64 at most."
            raise DocumentError(f"{group!r} is no name of a group.", hint=hint)
    return tuple(wanted)


# Classes


def classes_for(catalog: "Catalog", caller_groups: frozenset[str] | None) -> tuple[int, ...]:
    """The classes whose documents these groups may read; None: all classes."""
    known = class_groups(catalog)
    if caller_groups is None:
        return tuple(known)
    wanted = caller_groups | {EVERYONE}
    return tuple(number for number, groups in known.items() if not wanted.isdisjoint(groups))


def class_groups(catalog: "Catalog") -> dict[int, Groups]:
    """The groups that every class stands for, in the order of the classes."""
    with catalog.engine.connect() as connection:
        rows = connection.execute(select(AccessClassRow.__table__).order_by(AccessClassRow.id))
        return {row.id: tuple(json.loads(row.groups)) for row in rows}


def class_of(catalog: "Catalog", groups: Iterable[str]) -> int:
    """The class of these groups, made if there is none yet. Raises DocumentError for a wrong name."""
    wanted = checked_groups(groups)
    with translated(catalog.path), writing(catalog.engine) as connection:
        return class_in(connection, wanted)


def class_in(connection: Connection, groups: Groups) -> int:
    """The class of these groups, made within a transaction that writes if there is none yet."""
    written = json.dumps(groups)
    same = select(AccessClassRow.id).where(AccessClassRow.groups == written)
    known = connection.execute(same).scalar()
    if known is not None:
        return known
    connection.execute(insert(AccessClassRow).values(groups=written))
    made = connection.execute(same).scalar_one()
    create_keyword_table(connection, made)
    return made


def chunk_classes(catalog: "Catalog", document_ids: Sequence[str] | None = None) -> dict[str, int]:
    """The class of every chunk that counts by its id, or of these documents' chunks."""
    query = select(ChunkRow.id, ChunkRow.access_class)
    with catalog.engine.connect() as connection:
        if document_ids is None:
            return {row.id: row.access_class for row in connection.execute(query)}
        found: dict[str, int] = {}
        for document_id in document_ids:
            rows = connection.execute(query.where(ChunkRow.document_id == document_id))
            found |= {row.id: row.access_class for row in rows}
        return found


# Documents


def groups_of(catalog: "Catalog", document_id: str) -> Groups | None:
    """The groups that may read a document; None if there is no such document."""
    query = select(AccessClassRow.groups).join(DocumentRow, DocumentRow.access_class == AccessClassRow.id)
    with catalog.engine.connect() as connection:
        groups = connection.execute(query.where(DocumentRow.id == document_id)).scalar()
    return None if groups is None else tuple(json.loads(groups))


def document_class(catalog: "Catalog", document_id: str) -> int | None:
    """The class of a document; None if there is no such document."""
    with catalog.engine.connect() as connection:
        query = select(DocumentRow.access_class).where(DocumentRow.id == document_id)
        return connection.execute(query).scalar()


def set_groups(catalog: "Catalog", document_ids: Iterable[str], groups: Iterable[str]) -> list[str]:
    """Give documents groups of their own, all or none; those of another class now, with their members.

    No rule of a folder changes them any more. Raises DocumentError for a wrong name, an unknown document,
    and one that was unpacked from another: that has the groups of the other.
    """
    wanted = checked_groups(groups)
    with translated(catalog.path), writing(catalog.engine) as connection:
        access_class = class_in(connection, wanted)
        changed: list[str] = []
        for document_id in document_ids:
            _refuse_member(connection, document_id)
            changed += assign(connection, document_id, access_class, own=True)
        return changed


def _refuse_member(connection: Connection, document_id: str) -> None:
    query = select(DocumentRow.file, DocumentRow.parent_id).where(DocumentRow.id == document_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise DocumentError(f"There is no document {document_id!r}.")
    if row.parent_id:
        hint = "Give them to the archive or e-mail that it was unpacked from."
        raise DocumentError(f"{row.file} can't have groups of its own.", hint=hint)


def assign(connection: Connection, document_id: str, access_class: int, *, own: bool) -> list[str]:
    """Put a document and what was unpacked from it into a class; the ids of those that were in another."""
    ids = [document_id, *connection.execute(BELOW, {"id": document_id}).scalars()]
    values = {"access_class": access_class, "has_own_groups": own}
    changed: list[str] = []
    for one in ids:
        # Written even where nothing changes but `own`; the trigger moves the passages of a new class.
        query = select(DocumentRow.access_class).where(DocumentRow.id == one)
        if connection.execute(query).scalar_one() != access_class:
            changed.append(one)
        connection.execute(update(DocumentRow).where(DocumentRow.id == one).values(**values))
    return changed


def class_ahead(catalog: "Catalog", document: Document, source: str, groups: Groups | None = None) -> int:
    """The class that a document will have once it is put, as far as can be told now."""
    with translated(catalog.path), writing(catalog.engine) as connection:
        return class_wanted(connection, document, source, groups)[0]


def class_wanted(
    connection: Connection, document: Document, source: str, groups: Groups | None = None
) -> tuple[int, bool]:
    """The class that a document is to have which is taken in from `source`, and if that is its own.

    In this order: the groups it was sent with, those of the document it was unpacked from, those given to
    it, those of its folder, those it has, the default.
    """
    if groups is not None:
        return class_in(connection, groups), True
    held = _held(connection, document.parent_id) or _held(connection, document.id, own=True)
    if held:
        return held
    ruled = _ruled(connection, place_in(source, document.file))
    if ruled is not None:
        return class_in(connection, ruled), False
    return _held(connection, document.id) or (class_in(connection, _default(connection)), False)


def _held(connection: Connection, document_id: str, *, own: bool = False) -> tuple[int, bool] | None:
    query = select(DocumentRow.access_class, DocumentRow.has_own_groups).where(DocumentRow.id == document_id)
    row = connection.execute(query.where(DocumentRow.has_own_groups) if own else query).one_or_none()
    return (row.access_class, row.has_own_groups) if row else None


# Folders, and the default


def place_in(source: str, file: str) -> str:
    """Where a document stands, as rules of folders see it: its whole path, or that below "uploads"."""
    return f"{source.rstrip('/')}/{file}"


def folder_groups(catalog: "Catalog") -> dict[str, Groups]:
    """The rules: by folder the groups that documents below it get, the longest matching path counts."""
    with catalog.engine.connect() as connection:
        return _rules(connection)


def set_folder_groups(catalog: "Catalog", folder: str, groups: Iterable[str]) -> list[str]:
    """Let documents below a folder have these groups; the documents that are of another class by it.

    `folder` is a whole path, or "uploads" for what is sent. Raises DocumentError for a wrong name.
    """
    wanted, where = checked_groups(groups), _checked_folder(folder)
    with translated(catalog.path), writing(catalog.engine) as connection:
        connection.execute(delete(FolderGroupsRow).where(FolderGroupsRow.folder == where))
        values = {"folder": where, "groups": json.dumps(wanted)}
        connection.execute(insert(FolderGroupsRow).values(**values))
        return _apply_rules(connection, where)


def remove_folder_groups(catalog: "Catalog", folder: str) -> list[str]:
    """Forget a folder's rule: the next one above counts, or the default; what changed its class by it.

    Raises DocumentError if the folder has none.
    """
    where = _checked_folder(folder)
    with translated(catalog.path), writing(catalog.engine) as connection:
        gone = connection.execute(delete(FolderGroupsRow).where(FolderGroupsRow.folder == where))
        if not gone.rowcount:
            raise DocumentError(f"The folder {where} has no groups of its own.")
        return _apply_rules(connection, where)


def default_groups(catalog: "Catalog") -> Groups:
    """The groups of new documents in folders without a rule."""
    with catalog.engine.connect() as connection:
        return _default(connection)


def set_default_groups(catalog: "Catalog", groups: Iterable[str]) -> None:
    """Let new documents in folders without a rule have these groups; those that are there keep theirs."""
    catalog.set_stamp(DEFAULT, json.dumps(checked_groups(groups)))


def apply_rules(connection: Connection, document_ids: Iterable[str]) -> list[str]:
    """Give documents that stand elsewhere now the groups of their new folder; what changed its class."""
    query = _ruled_documents().where(DocumentRow.id == bindparam("wanted"))
    changed: list[str] = []
    for document_id in document_ids:
        for row in connection.execute(query, {"wanted": document_id}).all():
            groups = _ruled(connection, place_in(row.source, row.file))
            if groups is not None:
                changed += assign(connection, row.id, class_in(connection, groups), own=False)
    return changed


def _apply_rules(connection: Connection, folder: str) -> list[str]:
    rules, default = _rules(connection), _default(connection)
    changed: list[str] = []
    for row in connection.execute(_ruled_documents()).all():
        place = place_in(row.source, row.file)
        if _is_below(place, folder):
            groups = _longest(rules, place)
            wanted = class_in(connection, default if groups is None else groups)
            if wanted != row.access_class:
                changed += assign(connection, row.id, wanted, own=False)
    return changed


def _ruled_documents() -> Select[str, str, str, int]:
    columns = (DocumentRow.id, DocumentRow.source, DocumentRow.file, DocumentRow.access_class)
    return select(*columns).where(DocumentRow.parent_id == "", ~DocumentRow.has_own_groups)


def _rules(connection: Connection) -> dict[str, Groups]:
    rows = connection.execute(select(FolderGroupsRow.__table__).order_by(FolderGroupsRow.folder))
    return {row.folder: tuple(json.loads(row.groups)) for row in rows}


def _ruled(connection: Connection, place: str) -> Groups | None:
    return _longest(_rules(connection), place)


def _longest(rules: Mapping[str, Groups], place: str) -> Groups | None:
    matching = [folder for folder in rules if _is_below(place, folder)]
    return rules[max(matching, key=len)] if matching else None


def _is_below(place: str, folder: str) -> bool:
    return place.startswith(f"{folder.rstrip('/')}/")


def _default(connection: Connection) -> Groups:
    stamp = connection.execute(select(StampRow.value).where(StampRow.name == DEFAULT)).scalar()
    return tuple(json.loads(stamp)) if stamp else ()


def _checked_folder(folder: str) -> str:
    where = folder.rstrip("/") or folder[:1]
    if not where:
        raise DocumentError("A rule needs a folder.", hint="Name its whole path.")
    return where
