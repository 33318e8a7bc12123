from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog, Revision
from trag.catalog.finding import documents_like
from trag.types import Document

NAMES = {
    "100%_sure.md": "Été",
    "100 sure.md": "Plain",
    "a/b.pdf": "Straße",
    "z.pdf": "The travel policy",
}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog = Catalog(tmp_path / "catalog.db")
    for number, (file, title) in enumerate(NAMES.items()):
        document = Document(f"d{number}", file, title, file.rpartition(".")[2], 0, 1, "2026-01-02T03:04:05Z")
        catalog.put_document(Revision(document, "/srv", str(number)), [])
    return catalog


@pytest.mark.parametrize(
    ("text", "kind", "files"),
    [
        ("", "", ["100 sure.md", "100%_sure.md", "a/b.pdf", "z.pdf"]),
        ("%_", "", ["100%_sure.md"]),
        ("_", "", ["100%_sure.md"]),
        ("TRAVEL", "", ["z.pdf"]),
        ("éTé", "", ["100%_sure.md"]),
        ("STRASSE", "", ["a/b.pdf"]),
        ("", "PDF", ["a/b.pdf", "z.pdf"]),
        ("sure", "pdf", []),
        ("' OR 1=1 --", "", []),
    ],
)
def test_a_text_means_only_itself(catalog: Catalog, text: str, kind: str, files: list[str]) -> None:
    assert [document.file for document in documents_like(catalog, text, kind)] == files
