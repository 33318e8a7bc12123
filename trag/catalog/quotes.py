"""Quotes of documents in answers that are kept: a document that goes takes its words with it."""

import json
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import sqlite

from trag.catalog.conversations import KIND
from trag.catalog.models import DependentRow, DocumentRow, MessageRow
from trag.types import Answer

if TYPE_CHECKING:
    from trag.catalog.catalog import Catalog


def rest_on_documents(connection: Connection, conversation_id: str, answer: Answer) -> Answer:
    """Note what an answer of a conversation cites; the answer as it may be kept.

    What was deleted while it was written is cited without its words.
    """
    cited = {citation.document_id for citation in answer.citations} - {""}
    there = set(connection.execute(select(DocumentRow.id).where(DocumentRow.id.in_(cited))).scalars())
    rows = [
        {"kind": KIND, "name": conversation_id, "document_id": one, "is_stale": one not in there}
        for one in sorted(cited)
    ]
    if rows:
        # One that is stale stays so: another answer of it may cite what is gone.
        connection.execute(sqlite.insert(DependentRow).on_conflict_do_nothing(), rows)
    gone = cited - there
    return replace(
        answer,
        citations=tuple(
            replace(one, quote="") if one.document_id in gone else one for one in answer.citations
        ),
    )


def withdraw_quotes(connection: Connection, document_id: str) -> None:
    """Empty every quote of this document in kept answers; who cited it stays told."""
    resting = select(DependentRow.name).where(
        DependentRow.kind == KIND, DependentRow.document_id == document_id
    )
    kept = select(MessageRow.id, MessageRow.answer).where(
        MessageRow.conversation_id.in_(resting), MessageRow.answer != ""
    )
    for message_id, text in connection.execute(kept).all():
        answer = json.loads(text)
        cited = [one for one in answer["citations"] if one["document_id"] == document_id]
        for citation in cited:
            citation["quote"] = ""
        if cited:
            changed = update(MessageRow).where(MessageRow.id == message_id)
            connection.execute(changed.values(answer=json.dumps(answer)))


def cited_in_conversations(catalog: "Catalog", conversation_ids: Collection[str]) -> dict[str, set[str]]:
    """By conversation the ids of the documents that its answers cite, of those gone, too."""
    query = select(DependentRow.name, DependentRow.document_id).where(
        DependentRow.kind == KIND, DependentRow.name.in_(conversation_ids)
    )
    found: dict[str, set[str]] = {one: set() for one in conversation_ids}
    with catalog.engine.connect() as connection:
        for row in connection.execute(query):
            found[row.name].add(row.document_id)
    return found


def cited_in_messages(catalog: "Catalog", message_ids: Collection[str]) -> dict[str, set[str]]:
    """By message the ids of the documents that its answer cites, of those gone, too."""
    query = select(MessageRow.id, MessageRow.answer).where(MessageRow.id.in_(message_ids))
    with catalog.engine.connect() as connection:
        rows = connection.execute(query.where(MessageRow.answer != "")).all()
    return {
        row.id: {one["document_id"] for one in json.loads(row.answer)["citations"]} - {""} for row in rows
    }
