"""A data folder in which there is something of everything, and its backup."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harbour_aid import TREE
from trag.backups.keeping import keep
from trag.settings import load_settings
from trag.types import Answer, Done
from trag.types.accounts import NewKey, NewUser
from trag.types.conversations import MessageBegun
from trag.workspace import Workspace

PASSWORD = "a long enough password"  # noqa: S105 - nobody's
SECRET = "k" * 30
QUESTIONS = ("How many weeks is parental leave?", "Who leads the Finance Division?", "Who flies first class?")


@contextmanager
def opened(data: Path) -> Iterator[Workspace]:
    workspace = Workspace(load_settings(data, llm="fake", embedder="fake"))
    try:
        yield workspace
    finally:
        workspace.close()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def fill(workspace: Workspace, documents: Path) -> None:
    """Documents of two groups, a tree, somebody with a key, and a conversation with feedback."""
    write(documents, "leave.md", "# Leave\n\nParental leave is 16 weeks.\n")
    write(documents, "travel.md", "# Travel\n\nNobody flies first class.\n")
    write(documents, "gone.md", "# Gone\n\nThis is soon gone.\n")
    list(workspace.ingest(documents))
    workspace.delete(["gone.md"])
    (documents / "gone.md").unlink()
    workspace.import_tree(TREE, "org.yaml")
    workspace.accounts.add_user(NewUser("ada", "admin", password=PASSWORD))
    workspace.accounts.add_group("hr")
    workspace.groups.give(["leave.md"], ["hr"])
    workspace.accounts.create_key(NewKey("ada", label="script"))
    made = workspace.conversations.create()
    begun, *_ = workspace.conversations.ask(made.id, QUESTIONS[0])
    assert isinstance(begun, MessageBegun)
    workspace.conversations.give_feedback(begun.id, "up", "right")
    write(
        workspace.settings.data, "trag.toml", f'# old: {SECRET}\napi_key = "{SECRET}"\nanswer_tokens = 300\n'
    )


def answer(workspace: Workspace, question: str) -> Answer:
    *_, done = workspace.stream(question)
    assert isinstance(done, Done)
    return done.answer


def answers(workspace: Workspace) -> list[tuple[str, object]]:
    return [(told.text, told.citations) for told in (answer(workspace, one) for one in QUESTIONS)]


def is_well(workspace: Workspace) -> bool:
    problems = [check for check in workspace.verify() if check.state != "ok"]
    assert not problems
    return True


def backed_up(workspace: Workspace, file: Path) -> Path:
    keep(workspace.administration.backups.make(), file)
    return file
