"""Data folders with made-up documents, each with a word of its own that stands nowhere else."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from api.app import create_app
from ingest.index import Index
from tests.harbour_aid import TREE
from trag.catalog.access import document_class, set_groups
from trag.catalog.catalog import Revision
from trag.engines.fakes import FakeEmbedder
from trag.engines.memory_store import MemoryVectorStore
from trag.settings import load_settings
from trag.types import Caller, Chunk, Document
from trag.workspace import Workspace

OWNER_KEY = "owner-key-of-this-run-0123456789"
DAY = "2026-01-02T03:04:05Z"


@dataclass(frozen=True, slots=True)
class Planted:
    """A document to be there: its number makes its names and its secret word."""

    number: int
    groups: tuple[str, ...]
    words: tuple[str, ...] = ("travel",)

    @property
    def id(self) -> str:
        return f"document{self.number}"

    @property
    def secret(self) -> str:
        return f"xqzsecret{self.number}"

    @property
    def text(self) -> str:
        return f"The {' '.join(self.words)} rule of Ana Torres is {self.secret}. Payroll Section pays it."

    @property
    def document(self) -> Document:
        file = f"shared name {self.secret}.md"
        return Document(self.id, file, f"Rules {self.secret}", "md", 1, len(self.text), DAY)

    @property
    def chunk(self) -> Chunk:
        return Chunk(f"{self.id}-chunk", self.id, self.document.file, self.text, (f"About {self.secret}",), 1)


@contextmanager
def planted(folder: Path, documents: Iterable[Planted], *, in_memory: bool = True) -> Iterator[Workspace]:
    """A workspace that holds these documents and the tree of Harbour Aid, with fakes for its models."""
    with Workspace(load_settings(folder, llm="fake", embedder="fake")) as workspace:
        if in_memory:
            workspace._index = Index(FakeEmbedder(), MemoryVectorStore(), "memory", {})
        workspace.import_tree(TREE.replace("kind: section}", "kind: section, source: s}"), "org.yaml")
        for one in documents:
            plant(workspace, one)
        yield workspace


def plant(workspace: Workspace, one: Planted) -> None:
    digest = hashlib.sha256(one.text.encode()).hexdigest()
    workspace.catalog.put_document(Revision(one.document, "uploads", digest), [one.chunk])
    set_groups(workspace.catalog, [one.id], one.groups)
    vectors = workspace.embedder.embed([one.chunk.embedded_text])
    workspace.store.add([one.chunk], vectors, document_class(workspace.catalog, one.id) or 0)


@contextmanager
def served(workspace: Workspace, *callers: Caller) -> Iterator[TestClient]:
    """The whole app: the token of a caller is their id."""
    tokens = {caller.id: caller for caller in callers}
    app = create_app(workspace, owner_key=OWNER_KEY, verify_token=tokens.get)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def key_of(caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller.id}"}
