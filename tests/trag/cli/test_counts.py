import pytest

from trag.cli.counts import counted
from trag.cli.documents_kept import _receipt
from trag.types import Receipt


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 passages"), (1, "1 passage"), (2, "2 passages"), (11, "11 passages")]
)
def test_a_noun_agrees_with_its_number(number: int, said: str) -> None:
    assert counted(number, "passage") == said


def test_a_receipt_of_one_passage_says_so() -> None:
    receipt = Receipt(
        id=3,
        document_id="d",
        file="a.md",
        deleted_at="2026-01-01T00:00:00+00:00",
        chunks=1,
        vectors=1,
        keyword_rows=1,
        page_images=0,
        versions=2,
        original="",
        is_original_shared=False,
        dependents=(),
    )
    said = "a.md is deleted: 1 passage, 1 vector, 1 keyword row, 0 page images, 2 versions (receipt 3)."
    assert _receipt(receipt) == said
