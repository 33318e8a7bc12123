"""Groups of documents: access classes, rules of folders, and a keyword index for each class."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    classes = op.create_table(
        "access_classes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("groups", sa.String, nullable=False),
        sa.UniqueConstraint("groups", name="uq_access_classes_groups"),
    )
    op.bulk_insert(classes, [{"id": 0, "groups": "[]"}])
    op.create_table(
        "folder_groups",
        sa.Column("folder", sa.String, primary_key=True),
        sa.Column("groups", sa.String, nullable=False),
    )
    # Who could read all of a data folder until now is its owner: no document has a group.
    op.add_column("documents", sa.Column("access_class", sa.Integer, nullable=False, server_default="0"))
    op.add_column(
        "documents", sa.Column("has_own_groups", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_index("ix_documents_access_class", "documents", ["access_class"])
    op.add_column("chunks", sa.Column("access_class", sa.Integer, nullable=False, server_default="0"))
    _create_keyword_index_of_class_0()
    op.execute(
        "CREATE TRIGGER documents_access_class AFTER UPDATE OF access_class ON documents BEGIN"
        " UPDATE chunks SET access_class = new.access_class"
        " WHERE document_id = new.id AND access_class != new.access_class; END"
    )


def _create_keyword_index_of_class_0() -> None:
    # Its content was the table of all chunks, of which it holds no more than one class's from now on.
    for name in ("insert", "delete"):
        op.execute(f"DROP TRIGGER chunk_words_{name}")
    op.execute("DROP TABLE chunk_words")
    op.execute("CREATE VIEW chunk_words_of_0 AS SELECT key, words FROM chunks WHERE access_class = 0")
    op.execute(
        "CREATE VIRTUAL TABLE chunk_words USING fts5(words, content='chunk_words_of_0', content_rowid='key',"
        " tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute("INSERT INTO chunk_words(chunk_words) VALUES ('rebuild')")
    add = "INSERT INTO chunk_words(rowid, words) VALUES (new.key, new.words);"
    take = "INSERT INTO chunk_words(chunk_words, rowid, words) VALUES ('delete', old.key, old.words);"
    for name, when, what in (
        ("insert", "AFTER INSERT ON chunks WHEN new.access_class = 0", add),
        ("delete", "AFTER DELETE ON chunks WHEN old.access_class = 0", take),
        (
            "arrive",
            "AFTER UPDATE OF access_class ON chunks WHEN new.access_class = 0 AND old.access_class != 0",
            add,
        ),
        (
            "leave",
            "AFTER UPDATE OF access_class ON chunks WHEN old.access_class = 0 AND new.access_class != 0",
            take,
        ),
    ):
        op.execute(f"CREATE TRIGGER chunk_words_{name} {when} BEGIN {what} END")
