"""All that a data folder holds, as plain values that two runs can be compared by."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from trag.catalog.keyword_tables import keyword_table

State = dict[str, Any]
# What differs from run to run without meaning anything.
MOMENTS = {"ingested_at", "deleted_at", "created_at", "finished_at", "seconds", "key"}
TABLES = ("documents", "versions", "chunks", "dependents", "stamps")
CONTAINERS = ("vectors", "models")
# All rows of a class's words, and those that belong to a passage of the class.
ROWS_OF_WORDS = (
    "SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {table} JOIN chunks"
    " ON chunks.key = {table}.id AND chunks.access_class = {number})"
)


def catalog_of(data: Path) -> State:
    """What the catalog's tables hold, read past all of trag's own code; empty without a catalog."""
    path = data / "catalog.sqlite"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "chunk_words" not in there or "jobs" not in there:
            return {}
        state: State = {table: _rows(connection, table) for table in TABLES}
        state["receipts"] = [_receipt(row) for row in _rows(connection, "receipts")]
        state["jobs"] = _rows(connection, "jobs")
        state["words"] = _words(connection)
        return state


def _words(connection: sqlite3.Connection) -> list[int]:
    """The rows of the words of all classes, and how many of them stand where they belong."""
    numbers = [row[0] for row in connection.execute("SELECT id FROM access_classes")]
    queries = [
        ROWS_OF_WORDS.format(table=f"{keyword_table(number)}_docsize", number=number) for number in numbers
    ]
    counts = [connection.execute(query).fetchone() for query in queries]
    return [sum(count[0] for count in counts), sum(count[1] for count in counts)]


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    rows = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - our own names
    plain = [{key: value for key, value in row.items() if key not in MOMENTS} for row in rows]
    return sorted(plain, key=lambda row: json.dumps(row, sort_keys=True))


def _receipt(row: dict[str, Any]) -> dict[str, Any]:
    counts = json.loads(row["counts"])
    # What a delete that was cut off had removed already, the one that finishes it can't count.
    kept = {name: counts[name] for name in ("chunks", "keyword_rows", "versions")}
    named = {name: row[name] for name in ("document_id", "file", "is_complete", "dependents")}
    return {**named, **kept, "chunk_ids": sorted(json.loads(row["chunk_ids"]))}


def files_of(data: Path) -> list[str]:
    """Every file of a data folder but those of Chroma and the database, which are compared by content."""
    found = [path.relative_to(data) for path in data.rglob("*") if path.is_file()]
    kept = [path for path in found if path.parts[0] not in CONTAINERS and "catalog.sqlite" not in path.name]
    return sorted(str(path) for path in kept if not path.name.startswith("owner."))


def vectors_of(store: Any) -> dict[str, list[float]]:
    """The numbers of each vector by the id of its passage."""
    vectors: list[tuple[str, Any]] = []
    for collection in store._collections().values():
        found = collection.get(include=["embeddings"])
        vectors += zip(found["ids"], found["embeddings"], strict=True)
    numbers = sorted(vectors, key=lambda one: one[0])
    return {name: [round(float(number), 3) for number in vector] for name, vector in numbers}


def classes_of(store: Any) -> list[list[Any]]:
    """The access class of each vector that is kept; one in two classes is there twice."""
    return sorted([name, number] for number, names in store.classes().items() for name in names)


def documents_in(state: State) -> dict[str, State]:
    """What the catalog has of each document by its id: it is to change as a whole or not at all."""
    if not state:
        return {}
    parts: dict[str, State] = {row["id"]: {"row": row} for row in state["documents"]}
    for document_id, part in parts.items():
        for table in ("versions", "chunks"):
            part[table] = [row for row in state[table] if row["document_id"] == document_id]
    return parts
