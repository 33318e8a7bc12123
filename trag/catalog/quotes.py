"""Quotes of documents in answers that are kept: a document that goes takes its words with it."""

import json
from dataclasses import replace

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import sqlite

from trag.catalog.conversations import KIND
from trag.catalog.models import DependentRow, DocumentRow, MessageRow
from trag.types import Answer


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
