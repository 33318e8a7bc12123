"""What was made from documents, such as evaluation cases: stale once a document of theirs is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from trag.catalog.database import translated
from trag.catalog.models import DependentRow

if TYPE_CHECKING:
    from trag.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Dependent:
    """Something made from documents; `name` says which among those of its `kind`."""

    kind: str
    name: str
    is_stale: bool


def rest_on(catalog: "Catalog", kind: str, name: str, document_ids: Iterable[str]) -> None:
    """Note what something was made from, in place of what was noted for it before."""
    all_rest_on(catalog, kind, {name: document_ids})


def all_rest_on(catalog: "Catalog", kind: str, made_from: Mapping[str, Iterable[str]]) -> None:
    """Note what things of one kind were made from, by their names; one transaction."""
    rows = [
        {"kind": kind, "name": name, "document_id": document_id, "is_stale": False}
        for name, document_ids in made_from.items()
        for document_id in sorted(set(document_ids))
    ]
    with translated(catalog.path), catalog.engine.begin() as connection:
        for name in made_from:
            same = (DependentRow.kind == kind, DependentRow.name == name)
            connection.execute(delete(DependentRow).where(*same))
        if rows:
            connection.execute(insert(DependentRow), rows)


def mark_stale(connection: Connection, document_id: str) -> list[str]:
    """Mark what rests on a document that goes, and name each as its kind and name."""
    query = select(DependentRow.kind, DependentRow.name).where(DependentRow.document_id == document_id)
    names = [f"{row.kind} {row.name}" for row in connection.execute(query.order_by("kind", "name"))]
    connection.execute(
        update(DependentRow).where(DependentRow.document_id == document_id).values(is_stale=True)
    )
    return names


def dependents(catalog: "Catalog", *, stale_only: bool = False) -> list[Dependent]:
    """All that rests on documents, one entry each; stale as soon as one of its documents is gone."""
    query = select(DependentRow.kind, DependentRow.name, DependentRow.is_stale)
    found: dict[tuple[str, str], bool] = {}
    with catalog.engine.connect() as connection:
        for row in connection.execute(query.order_by("kind", "name")):
            found[row.kind, row.name] = found.get((row.kind, row.name), False) or row.is_stale
    made = [Dependent(kind, name, is_stale) for (kind, name), is_stale in found.items()]
    return [one for one in made if one.is_stale or not stale_only]
