"""Documents, their passages with a keyword index, and the organisation tree."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.Column("ingested_at", sa.String, nullable=False),
    )
    op.create_index("ix_documents_source", "documents", ["source"])
    op.create_table(
        "chunks",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column(
            "document_id", sa.String, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("heading", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.UniqueConstraint("id", name="uq_chunks_id"),
    )
    op.create_index("ix_chunks_document_position", "chunks", ["document_id", "position"])
    op.create_table(
        "trees",
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("nodes", sa.Integer, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.String, nullable=False),
    )
    op.create_table(
        "stamps",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    _create_keyword_index()


def _create_keyword_index() -> None:
    # Triggers keep the index in the very transaction that changes the chunks.
    op.execute(
        "CREATE VIRTUAL TABLE chunk_words USING fts5(words, content='chunks', content_rowid='key',"
        " tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE TRIGGER chunk_words_insert AFTER INSERT ON chunks BEGIN"
        " INSERT INTO chunk_words(rowid, words) VALUES (new.key, new.words); END"
    )
    op.execute(
        "CREATE TRIGGER chunk_words_delete AFTER DELETE ON chunks BEGIN"
        " INSERT INTO chunk_words(chunk_words, rowid, words) VALUES ('delete', old.key, old.words); END"
    )
