"""HTML made ready for unstructured, which drops or flattens what it has no class for."""

import re
from typing import Any

from ingest.table_spans import fill_spans

# What no reader sees: page furniture, programs, and text hidden to slip words to a language model.
UNSEEN = ("script", "style", "template", "noscript", "nav", "button", "select", "svg")
# Styles under which an element is not seen. Opacity is left alone: pages fade their text in.
NOT_SHOWN = re.compile(r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse))(?=[;!]|$)")
TINY = re.compile(
    r"(?:^|;)font-size:(?:0+(?:\.0*)?(?:[a-z]+|%)?|(?:[01](?:\.\d*)?|\.\d+)(?:px|pt))(?=[;!]|$)"
)
# unstructured drops these with all that is in them.
AS_DIVISION = ("details", "figure", "form", "fieldset", "dialog", "object")
AS_PARAGRAPH = ("summary", "figcaption", "label", "legend")
BLOCKS = "p|div|ul|ol|dl|table|pre|blockquote|h1|h2|h3|h4|h5|h6|section|article".split("|")
# Python refuses to read numbers of thousands of digits.
LONGEST_NUMBER = 9
EMPTY = "<html><body></body></html>"


def cleaned(html: str) -> str:
    """The same page without unseen parts; lists keep their numbers, tables a cell in every column."""
    from lxml import etree
    from lxml import html as parser

    try:
        tree = parser.document_fromstring(html)
    except etree.ParserError:  # there is nothing in it, or nothing but comments
        return EMPTY
    _drop_unseen(tree)
    for old, new in ((AS_DIVISION, "div"), (AS_PARAGRAPH, "p")):
        for element in list(tree.iter(*old)):
            element.tag = new
    for table in tree.iter("table"):
        _lift_caption(table)
        fill_spans(table)
    for item in list(tree.iter("li")):
        _unwrap_paragraphs(item)
    for ordered in tree.iter("ol"):
        _number(ordered)
    return str(parser.tostring(tree, encoding="unicode"))


def _drop_unseen(tree: Any) -> None:
    for element in list(tree.iter(*UNSEEN)):
        element.drop_tree()
    for element in tree.xpath("//*[@hidden or @style]"):
        if element.getparent() is not None and _is_unseen(element):
            element.drop_tree()


def _is_unseen(element: Any) -> bool:
    style = "".join(element.get("style", "").lower().split())
    if element.get("hidden") is not None or NOT_SHOWN.search(style):
        return True
    # What stands inside may have a size of its own again: pages close gaps that way.
    return TINY.search(style) is not None and not element.xpath(".//*[@style or @class]")


def _lift_caption(table: Any) -> None:
    """A caption becomes the paragraph before its table."""
    for caption in table.findall("caption"):
        caption.drop_tree()
        caption.tag, caption.tail = "p", None
        table.addprevious(caption)


def _unwrap_paragraphs(item: Any) -> None:
    """`<li><p>text</p></li>` is an item like `<li>text</li>`, which unstructured does not see."""
    for child in item:
        if child.tag not in ("p", "div") or next(child.iterdescendants(*BLOCKS), None) is not None:
            break
        child.tag = "span"
        child.tail = " " + (child.tail or "")


def _number(ordered: Any) -> None:
    start = ordered.get("start", "1").strip()
    number = int(start[:LONGEST_NUMBER]) if start.isdecimal() else 1
    for item in ordered.findall("li"):
        item.text = f"{number}. {(item.text or '').lstrip()}"
        number += 1
