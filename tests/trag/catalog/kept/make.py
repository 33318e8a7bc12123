"""Makes the kept catalogs: run with the code of a release, it uses a data folder and writes its catalog down.

    cd CHECKOUT-OF-THAT-RELEASE && PYTHONPATH=. python /path/to/make.py 0007.sql

The catalog is written as SQL: its tables, views, indexes and triggers as they are, and the rows of its own
tables; the keyword index is filled from these again. A catalog that was kept is never made anew.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any

DOCUMENTS = {
    "hr/leave.md": "# Leave\n\nParental leave is 16 weeks.\n\n# Sick leave\n\nTell your head of section.\n",
    "travel.md": "# Travel\n\nA travel claim must be filed within 14 days.\n",
    "old.md": "# Old\n\nThe canteen closes at three.\n",
}
TREE = """\
version: 1
root:
  id: secretariat
  name: Secretariat
  kind: organisation
  children:
    - id: finance
      name: Finance Division
      kind: division
      people: [{name: Ada Lund, role: Head}]
"""
SHADOWS = ("_data", "_idx", "_docsize", "_config", "_content")


def use(data: Path, documents: Path) -> None:
    """What people do with a data folder, as far as the release knows it."""
    from trag.settings import load_settings
    from trag.workspace import Workspace

    for name, text in DOCUMENTS.items():
        path = documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    workspace: Any = Workspace(load_settings(data, llm="fake", embedder="fake"))
    list(workspace.ingest(documents))
    (documents / "travel.md").write_text("# Travel\n\nA travel claim must be filed within 21 days.\n")
    list(workspace.ingest(documents))
    workspace.import_tree(TREE, "org.yaml")
    if hasattr(workspace, "delete"):
        workspace.delete(["old.md"])
    _talk(workspace)
    _people(workspace)
    workspace.close()


def _talk(workspace: Any) -> None:
    if hasattr(workspace, "conversations"):
        made = workspace.conversations.create("About leave")
        list(workspace.conversations.ask(made.id, "How many weeks is parental leave?"))
        (message,) = workspace.conversations.messages(made.id)
        workspace.conversations.give_feedback(message.id, "down", "too short", "It is 16 weeks.")


def _people(workspace: Any) -> None:
    try:
        from trag.catalog.access import set_groups
    except ImportError:
        return
    (leave,) = [one for one in workspace.documents() if one.file.endswith("leave.md")]
    takes_several = "document_ids" in signature(set_groups).parameters
    set_groups(workspace.catalog, [leave.id] if takes_several else leave.id, ["hr"])
    if hasattr(workspace, "accounts"):
        from trag.types.accounts import NewKey, NewUser

        workspace.accounts.add_user(NewUser("ada", "admin", password="a long enough password"))  # noqa: S106
        workspace.accounts.create_key(NewKey("ada", label="script"))


def statements(connection: sqlite3.Connection) -> Iterator[str]:
    """The SQL that makes this catalog."""
    made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    virtual = [name for _, name, sql in made if sql.startswith("CREATE VIRTUAL")]
    shadows = {name + end for name in virtual for end in SHADOWS}
    ours = [one for one in made if one[1] not in shadows and not one[1].startswith("sqlite_")]
    tables = [one for one in ours if one[0] == "table" and one[1] not in virtual]
    yield from (sql for _, _, sql in tables)
    for _, name, _ in tables:
        yield from _rows(connection, name)
    if any("AUTOINCREMENT" in sql for _, _, sql in tables):
        yield "DELETE FROM sqlite_sequence"
        yield from _rows(connection, "sqlite_sequence")
    yield from (sql for kind, _, sql in ours if kind == "view")
    for _, name, sql in ours:
        if name in virtual:
            yield sql
            yield f"INSERT INTO {name}({name}) VALUES ('rebuild')"  # noqa: S608 - our own names
    yield from (sql for kind, _, sql in ours if kind in {"index", "trigger"})


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
    quoted = ", ".join(f"quote({column})" for column in columns)
    for row in connection.execute(f'SELECT {quoted} FROM "{table}"'):  # noqa: S608 - our own names
        yield f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join(row)})'  # noqa: S608


def main(target: Path) -> None:
    """Use a data folder and write its catalog to `target`."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        use(data, Path(folder, "documents"))
        connection = sqlite3.connect(data / "catalog.sqlite")
        text = "".join(f"{statement};\n" for statement in statements(connection))
        connection.close()
    target.write_text(text.replace(folder, "/home/ada"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
