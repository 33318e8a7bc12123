from collections.abc import Iterator
from pathlib import Path

import pytest

from trag.catalog.access import (
    class_groups,
    class_of,
    classes_for,
    default_groups,
    folder_groups,
    groups_of,
    remove_folder_groups,
    set_default_groups,
    set_folder_groups,
    set_groups,
)
from trag.catalog.catalog import Catalog, Move, Revision
from trag.catalog.receipts import remove_documents
from trag.engines.keyword import Fts5KeywordIndex
from trag.errors import DocumentError
from trag.types import Chunk, Document


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path / "catalog.sqlite")
    yield made
    made.close()


def put(
    catalog: Catalog, file: str, *, groups: tuple[str, ...] | None = None, parent: str = "", sha256: str = "s"
) -> tuple[str, ...] | None:
    document = Document(file, file, file, "md", 1, 1, "2026-01-01T00:00:00+00:00", parent_id=parent)
    chunk = Chunk(f"c {file}", file, file, f"words of {file.replace('/', ' ')}")
    catalog.put_document(Revision(document, "/docs", sha256, groups=groups), [chunk])
    return groups_of(catalog, file)


def test_a_class_is_made_once_for_a_set_of_groups(catalog: Catalog) -> None:
    assert class_of(catalog, []) == 0
    made = class_of(catalog, ["it", "hr", "it"])
    assert class_of(catalog, ["hr", "it"]) == made
    assert class_groups(catalog) == {0: (), made: ("hr", "it")}


@pytest.mark.parametrize("name", ["", "HR", "-hr", "h r", "x" * 65, "hr'"])
def test_what_is_no_name_of_a_group_is_refused(catalog: Catalog, name: str) -> None:
    with pytest.raises(DocumentError, match="no name"):
        class_of(catalog, [name])


def test_a_caller_reads_the_classes_of_their_groups_and_of_everyone(catalog: Catalog) -> None:
    all_, hr, both = (class_of(catalog, one) for one in (["everyone"], ["hr"], ["hr", "it"]))
    assert classes_for(catalog, frozenset()) == (all_,)
    assert classes_for(catalog, frozenset({"hr"})) == (all_, hr, both)
    assert classes_for(catalog, frozenset({"it"})) == (all_, both)
    assert classes_for(catalog, None) == (0, all_, hr, both)


def test_the_longest_matching_folder_decides_for_new_documents_and_else_the_default(catalog: Catalog) -> None:
    set_default_groups(catalog, ["everyone"])
    set_folder_groups(catalog, "/docs/hr/", ["hr"])
    set_folder_groups(catalog, "/docs/hr/pay", ["pay"])
    assert default_groups(catalog) == ("everyone",)
    assert folder_groups(catalog) == {"/docs/hr": ("hr",), "/docs/hr/pay": ("pay",)}
    assert put(catalog, "hr/a.md") == ("hr",)
    assert put(catalog, "hr/pay/a.md") == ("pay",)
    assert put(catalog, "hr-old/a.md") == ("everyone",)


def test_a_changed_rule_changes_the_documents_of_its_folder_except_those_with_their_own(
    catalog: Catalog,
) -> None:
    put(catalog, "hr/a.md")
    put(catalog, "hr/own.md")
    set_groups(catalog, ["hr/own.md"], ["it"])
    assert set_folder_groups(catalog, "/docs/hr", ["hr"]) == ["hr/a.md"]
    assert [one.groups for one in catalog.documents()] == [("hr",), ("it",)]
    assert remove_folder_groups(catalog, "/docs/hr") == ["hr/a.md"]
    assert [one.groups for one in catalog.documents()] == [(), ("it",)]
    with pytest.raises(DocumentError, match="no groups"):
        remove_folder_groups(catalog, "/docs/hr")


def test_a_changed_document_keeps_its_groups(catalog: Catalog) -> None:
    set_default_groups(catalog, ["hr"])
    put(catalog, "a.md")
    set_default_groups(catalog, ["everyone"])
    assert put(catalog, "a.md", sha256="other") == ("hr",)
    set_groups(catalog, ["a.md"], [])
    assert put(catalog, "a.md", sha256="third") == ()


def test_a_document_that_moves_below_a_rule_gets_its_groups(catalog: Catalog) -> None:
    put(catalog, "a.md")
    set_folder_groups(catalog, "/docs/hr", ["hr"])
    assert catalog.move_documents([Move("a.md", "/docs", "hr/a.md", "p")]) == ["a.md"]
    assert groups_of(catalog, "a.md") == ("hr",)


def test_what_was_unpacked_follows_its_container(catalog: Catalog) -> None:
    put(catalog, "z.zip", groups=("hr",))
    assert put(catalog, "z.zip/in.md", parent="z.zip") == ("hr",)
    assert set_groups(catalog, ["z.zip"], ["it"]) == ["z.zip", "z.zip/in.md"]
    assert groups_of(catalog, "z.zip/in.md") == ("it",)
    with pytest.raises(DocumentError, match="own"):
        set_groups(catalog, ["z.zip/in.md"], ["hr"])


def test_passages_move_with_their_document_in_the_keyword_index(catalog: Catalog) -> None:
    put(catalog, "a.md", groups=("hr",))
    put(catalog, "b.md", groups=("hr",))
    set_groups(catalog, ["a.md"], ["it"])
    hr, it = (class_of(catalog, [group]) for group in ("hr", "it"))
    index = Fts5KeywordIndex(catalog)
    assert [found for found, _ in index.search("words", 5, [hr])] == ["c b.md"]
    assert [found for found, _ in index.search("words", 5, [it])] == ["c a.md"]
    assert catalog.chunks(["c a.md", "c b.md"], [it]).keys() == {"c a.md"}
    (removal,) = remove_documents(catalog, {"a.md": ()}, "2026-01-01T00:00:00+00:00")
    assert removal.receipt.keyword_rows == 1
    assert index.search("words", 5, [it]) == []


def test_all_or_none_of_several_documents_change(catalog: Catalog) -> None:
    put(catalog, "a.md")
    with pytest.raises(DocumentError, match="There is no document"):
        set_groups(catalog, ["a.md", "nobody"], ["hr"])
    assert groups_of(catalog, "a.md") == ()
