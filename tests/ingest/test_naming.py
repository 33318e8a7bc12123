import pytest

from ingest.naming import find_documents
from trag.errors import DocumentError
from trag.types import Document


def document(id: str, file: str, parent_id: str = "") -> Document:  # noqa: A002  as the field
    return Document(id, file, file, "md", 1, 1, "", parent_id=parent_id)


DOCUMENTS = [
    document("1", "hr/leave.md"),
    document("2", "pack.zip"),
    document("3", "pack.zip/a.md", "2"),
    document("4", "same.md"),
    document("5", "same.md"),
]


def ids(*names: str) -> list[str]:
    return [found.id for found in find_documents(DOCUMENTS, names)]


def test_a_document_is_found_by_its_name_or_id_with_what_was_unpacked_from_it() -> None:
    assert ids("hr/leave.md") == ids("1") == ["1"]
    assert ids("1", "pack.zip", "hr/leave.md") == ["1", "2", "3"]


def test_a_name_of_several_documents_is_none_of_them() -> None:
    with pytest.raises(DocumentError, match="2 documents are called") as raised:
        ids("1", "same.md")
    assert raised.value.hint.endswith(": 4, 5")
    assert ids("4", "5") == ["4", "5"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("leave.md", "Did you mean 'hr/leave.md'?"),
        ("LEA", "Did you mean 'hr/leave.md'?"),
        ("pack", "Did you mean 'pack.zip' or 'pack.zip/a.md'?"),
        ("hr/laeve.md", "Did you mean 'hr/leave.md'?"),
        ("qqq", "`trag documents` lists all there are."),
    ],
)
def test_a_name_that_is_nobodys_is_answered_with_near_ones(name: str, hint: str) -> None:
    with pytest.raises(DocumentError, match="There is no document") as raised:
        ids(name)
    assert raised.value.hint == hint


def test_no_name_is_an_error() -> None:
    with pytest.raises(DocumentError, match="No document was named"):
        ids()
