import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from ingest.parsing import parse
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = EXAMPLES / "documents"
FILES = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file())
TREE = (EXAMPLES / "org.yaml").read_text(encoding="utf-8")
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
SCAN = "archive/board-minutes-2017.pdf"
KEYS = """id question answer answer_aliases must_include must_not_include type evidence entities""".split()


@cache
def organisation() -> Organisation:
    return load_organisation(TREE, "org.yaml")


@cache
def plain_text(file: str) -> str:
    """The letters and digits of a parsed document: white space, punctuation and markup do not count."""
    return plain(parse(DOCUMENTS / file).text)


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def quotes(*, scanned: bool) -> list[tuple[str, str]]:
    found = [(item["file"], item["quote"]) for question in QUESTIONS for item in question["evidence"]]
    return [(file, quote) for file, quote in found if (file == SCAN) is scanned]


def depth(node_id: str) -> int:
    parents = {node.id: node.parent_id for node in organisation().nodes}
    levels, above = 1, parents[node_id]
    while above is not None:
        levels, above = levels + 1, parents[above]
    return levels


def test_there_are_at_least_fifteen_documents_under_three_megabytes() -> None:
    assert len(FILES) >= 15
    assert sum(path.stat().st_size for path in FILES) < 3_000_000


def test_every_promised_format_is_there() -> None:
    formats = {path.suffix for path in FILES}

    assert formats == {".md", ".docx", ".pdf", ".pptx", ".xlsx", ".html", ".csv", ".eml", ".txt"}


def test_the_scan_holds_pictures_and_no_text() -> None:
    with pypdfium2.PdfDocument(DOCUMENTS / SCAN) as scan:
        assert len(scan) == 2
        for page in scan:
            assert page.get_textpage().count_chars() == 0
            levels = page.render(scale=0.5).to_pil().convert("L").getextrema()
            assert levels[0] < 128 < levels[1], "a page is blank"


def test_the_travel_policy_has_pages_with_text_running_lines_and_tables() -> None:
    with pypdfium2.PdfDocument(DOCUMENTS / "travel/travel-policy.pdf") as policy:
        pages = [page.get_textpage().get_text_range() for page in policy]

    assert len(pages) >= 3
    for number, text in enumerate(pages, start=1):
        assert "Travel Policy, April 2025" in text
        assert f"Page {number} of {len(pages)}" in text
    assert any(block.kind == "table" for block in parse(DOCUMENTS / "travel/travel-policy.pdf").blocks)


def test_the_workbook_has_two_sheets() -> None:
    workbook = parse(DOCUMENTS / "governance/delegation-of-authority.xlsx")

    assert {block.page for block in workbook.blocks} == {1, 2}


def test_the_tree_holds_about_eighty_units_in_four_or_more_levels() -> None:
    nodes = organisation().nodes

    assert 70 <= len(nodes) <= 90
    assert max(depth(node.id) for node in nodes) >= 4
    assert len({node.id for node in nodes}) == len(nodes)


def test_two_units_share_a_name_under_different_parents() -> None:
    shared = [node for node in organisation().nodes if node.name == "Finance Unit"]

    assert {node.parent_id for node in shared} == {"roe", "ros"}


def test_a_post_is_vacant_and_a_person_has_three_posts() -> None:
    held = Counter(holding.person.name for node in organisation().nodes for holding in node.people)
    by_id = {node.id: node for node in organisation().nodes}

    assert by_id["ombudsperson"].kind == "post"
    assert not by_id["ombudsperson"].people
    assert held["Callum Ashgrove"] == 3


def test_closed_units_are_part_of_the_past_only() -> None:
    past = load_organisation(TREE, "org.yaml", as_of=date(2022, 6, 1))

    assert {node.id for node in past.nodes} - {node.id for node in organisation().nodes} == {
        "fo-upper-quill",
        "innovation-lab",
    }


def test_there_are_sixty_questions_of_four_types_with_unique_ids() -> None:
    assert len(QUESTIONS) == len({question["id"] for question in QUESTIONS}) == 60
    assert Counter(question["type"] for question in QUESTIONS) == {
        "document": 22,
        "entity_simple": 16,
        "entity_complex": 14,
        "unanswerable": 8,
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_question_has_the_keys_of_its_type(question: dict[str, Any]) -> None:
    is_entity = question["type"].startswith("entity")

    assert list(question) == [*KEYS, "in_documents"] if is_entity else KEYS
    assert bool(question["evidence"]) is (question["type"] == "document")
    assert bool(question["entities"]) is is_entity
    assert bool(question["must_include"]) is (question["type"] != "unanswerable")


def test_every_entity_of_a_question_stands_in_the_tree() -> None:
    known = {node.id for node in organisation().nodes}

    assert {entity for question in QUESTIONS for entity in question["entities"]} <= known


def test_the_right_answers_to_entity_questions_stand_in_the_tree() -> None:
    tree = TREE.casefold()
    counts = {"3", "4", "three", "four", "vacant"}
    for question in QUESTIONS:
        if question["type"].startswith("entity"):
            for wanted in question["must_include"]:
                said = [item.casefold() for item in wanted]
                assert any(item in tree for item in said) or counts & set(said), question["id"]


def test_most_entity_questions_are_answered_by_no_document() -> None:
    spread = [question["in_documents"] for question in QUESTIONS if question["type"].startswith("entity")]

    assert sum(spread) <= len(spread) * 0.2


@pytest.mark.parametrize(("file", "quote"), quotes(scanned=False))
def test_a_quote_stands_in_the_document_it_names(file: str, quote: str) -> None:
    assert plain(quote) in plain_text(file)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "quote"), quotes(scanned=True))
def test_a_quote_from_the_scan_is_read_by_the_text_recognition(file: str, quote: str) -> None:
    assert plain(quote) in plain_text(file)
