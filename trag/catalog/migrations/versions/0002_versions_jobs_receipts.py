"""Versions of documents, jobs, receipts of deletes, and what rests on a document."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SAID_BY_THE_FILE = ("parent_id", "author", "created", "modified", "language")


def upgrade() -> None:
    _extend_documents()
    op.add_column("chunks", sa.Column("boxes", sa.String, nullable=False, server_default=""))
    _create_versions()
    _create_jobs()
    _create_receipts()


def _extend_documents() -> None:
    # Until now a document's id was made from its place, and so it is the place of those that are there.
    op.add_column("documents", sa.Column("place", sa.String, nullable=False, server_default=""))
    op.execute("UPDATE documents SET place = id")
    op.create_index("ix_documents_place", "documents", ["place"], unique=True)
    op.add_column("documents", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("documents", sa.Column("pages", sa.Integer, nullable=False, server_default="0"))
    for name in SAID_BY_THE_FILE:
        op.add_column("documents", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.create_index("ix_documents_parent_id", "documents", ["parent_id"])
    op.create_index("ix_documents_sha256", "documents", ["sha256"])


def _create_versions() -> None:
    op.create_table(
        "versions",
        sa.Column("document_id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.Column("ingested_at", sa.String, nullable=False),
        sa.Column("is_kept", sa.Boolean, nullable=False),
    )
    op.create_index("ix_versions_sha256", "versions", ["sha256"])
    op.execute(
        "INSERT INTO versions SELECT id, 1, file, sha256, bytes, chunks, ingested_at, 1 FROM documents"
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("options", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("finished_at", sa.String, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        # An id is never given twice, so that a job can be spoken of after it was forgotten.
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_state", "jobs", ["state"])
    op.create_table(
        "job_files",
        sa.Column("job_id", sa.Integer, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("file", sa.String, primary_key=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )


def _create_receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("deleted_at", sa.String, nullable=False),
        sa.Column("chunk_ids", sa.String, nullable=False),
        sa.Column("originals", sa.String, nullable=False),
        sa.Column("counts", sa.String, nullable=False),
        sa.Column("dependents", sa.String, nullable=False),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "dependents",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("document_id", sa.String, primary_key=True),
        sa.Column("is_stale", sa.Boolean, nullable=False),
    )
    op.create_index("ix_dependents_document_id", "dependents", ["document_id"])
