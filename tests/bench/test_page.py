"""The page of benchmarks: sections are written, replaced and kept."""

from tests.bench.figures import Figure, Section, Table
from tests.bench.page import HEAD, read_sections, write_page, write_section, write_table

ORDER = ("Retrieval", "Memory")


def test_a_table_is_markdown() -> None:
    table = Table(("size", "ms"), (("10", "1"), ("100", "2")))
    assert write_table(table) == "| size | ms |\n| --- | --- |\n| 10 | 1 |\n| 100 | 2 |"


def test_a_section_tells_its_conditions_its_budgets_and_its_tables() -> None:
    kept = Figure("wait", 5.0, "ms", 20.0)
    missed = Figure("faster", 50.0, "x", 100.0, at_least=True)
    text = write_section(Section("What was done.", (kept, missed), (Table(("a",), (("1",),)),)), "*today*")
    assert text.startswith("*today*\n\nWhat was done.\n\n")
    assert "| wait | 5 ms | <= 20 ms | 0.25 | yes |" in text
    assert "| faster | 50x | >= 100x | 0.5 | **no** |" in text
    assert text.endswith("| a |\n| --- |\n| 1 |")


def test_a_new_page_has_the_sections_in_their_order() -> None:
    page = write_page("", {"Memory": "m", "Retrieval": "r"}, ORDER)
    assert page == f"{HEAD}\n## Retrieval\n\nr\n\n## Memory\n\nm\n"


def test_a_section_measured_again_is_replaced_and_the_others_stay() -> None:
    old = write_page("", {"Memory": "old m\n\n| a |", "Retrieval": "old r"}, ORDER)
    new = read_sections(write_page(old, {"Retrieval": "new r"}, ORDER))
    assert new == {"Retrieval": "new r", "Memory": "old m\n\n| a |"}


def test_writing_nothing_new_changes_nothing() -> None:
    page = write_page("", {"Memory": "m"}, ORDER)
    assert write_page(page, {}, ORDER) == page


def test_a_section_that_is_no_longer_measured_goes() -> None:
    old = write_page("", {"Memory": "m"}, ORDER)
    assert read_sections(write_page(old, {}, ("Retrieval",))) == {}
