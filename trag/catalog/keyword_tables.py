"""The full-text tables of the catalog: one for each access class, so that no word counts across them.

Triggers keep them in the very transaction that changes a passage or its class.
"""

from sqlalchemy import Connection

TOKENIZER = "porter unicode61 remove_diacritics 2"
NAME = "chunk_words"


def keyword_table(access_class: int) -> str:
    """The name of a class's full-text table."""
    return f"{NAME}_{access_class:d}" if access_class else NAME


def keyword_tables(connection: Connection) -> list[str]:
    """The full-text tables of all classes."""
    numbers = connection.exec_driver_sql("SELECT id FROM access_classes ORDER BY id").scalars()
    return [keyword_table(number) for number in numbers]


def create_keyword_table(connection: Connection, access_class: int) -> None:
    """Make the full-text table of a new class, and the triggers that fill it."""
    for statement in (_view(access_class), _table(access_class), *_triggers(access_class)):
        connection.exec_driver_sql(statement)


def _view(number: int) -> str:
    # The check of an index compares it with all of its content: that has to be the class alone.
    content = f"SELECT key, words FROM chunks WHERE access_class = {number}"  # noqa: S608 - our own names
    return f"CREATE VIEW {NAME}_of_{number} AS {content}"


def _table(number: int) -> str:
    return (
        f"CREATE VIRTUAL TABLE {keyword_table(number)} USING fts5("
        f"words, content='{NAME}_of_{number}', content_rowid='key', tokenize='{TOKENIZER}')"
    )


def _triggers(number: int) -> list[str]:
    table = keyword_table(number)
    add = f"INSERT INTO {table}(rowid, words) VALUES (new.key, new.words);"  # noqa: S608 - our own names
    take = f"INSERT INTO {table}({table}, rowid, words) VALUES ('delete', old.key, old.words);"  # noqa: S608
    is_old, is_new = f"old.access_class = {number}", f"new.access_class = {number}"
    moved = "AFTER UPDATE OF access_class ON chunks WHEN"
    return [
        f"CREATE TRIGGER {table}_insert AFTER INSERT ON chunks WHEN {is_new} BEGIN {add} END",
        f"CREATE TRIGGER {table}_delete AFTER DELETE ON chunks WHEN {is_old} BEGIN {take} END",
        f"CREATE TRIGGER {table}_arrive {moved} {is_new} AND NOT {is_old} BEGIN {add} END",
        f"CREATE TRIGGER {table}_leave {moved} {is_old} AND NOT {is_new} BEGIN {take} END",
    ]
