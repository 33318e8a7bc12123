from ingest.blocks import Block
from ingest.readers.plain_text import plain_blocks

PROCEDURE = """WHISTLEBLOWING PROCEDURE

Issued by the Ethics Office.

1. WHAT TO REPORT

Report what you believe to be fraud, corruption or the hiding
of either of these.

2. HOW
You may report to:
- your supervisor
  * in writing
- the hotline, which is run by
  a firm outside

2.1 In person

Room 14
First floor

Appendix
--------

The end.
"""


def test_a_plain_text_has_headings_lists_and_paragraphs() -> None:
    assert plain_blocks(PROCEDURE) == [
        Block("WHISTLEBLOWING PROCEDURE", "heading", 1),
        Block("Issued by the Ethics Office.", "text"),
        Block("1. WHAT TO REPORT", "heading", 2),
        Block("Report what you believe to be fraud, corruption or the hiding of either of these.", "text"),
        Block("2. HOW", "heading", 2),
        Block("You may report to:", "text"),
        Block("- your supervisor\n  - in writing\n- the hotline, which is run by a firm outside", "list"),
        Block("2.1 In person", "heading", 3),
        Block("Room 14\nFirst floor", "text"),
        Block("Appendix", "heading", 2),
        Block("The end.", "text"),
    ]


def test_numbered_lines_below_each_other_are_a_list_not_headings() -> None:
    kinds = [block.kind for block in plain_blocks("Buy this.\n\n1. apples\n\n2. pears\n\n3. plums\n")]
    assert "heading" not in kinds


def test_a_label_with_its_value_is_no_heading() -> None:
    assert [block.kind for block in plain_blocks("Kellis: 58 euros\n\nTorreth: 66 euros\n\nBye.")] == [
        "text"
    ] * 3


def test_the_last_line_is_no_heading() -> None:
    assert plain_blocks("Dear all,\n\n9 END")[-1].kind == "text"
