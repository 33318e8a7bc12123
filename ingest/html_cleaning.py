"""HTML made ready for unstructured, which drops or flattens what it has no class for."""

from typing import Any

# What no reader sees: page furniture, programs, and text hidden to slip words to a language model.
UNSEEN = ("script", "style", "template", "noscript", "nav", "button", "select", "svg")
# unstructured drops these with all that is in them.
AS_DIVISION = ("details", "figure", "form", "fieldset", "dialog", "object")
AS_PARAGRAPH = ("summary", "figcaption", "label", "legend")
BLOCKS = "p|div|ul|ol|dl|table|pre|blockquote|h1|h2|h3|h4|h5|h6|section|article".split("|")
MOST_SPANNED = 100
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
        _fill_spans(table)
    for item in list(tree.iter("li")):
        _unwrap_paragraphs(item)
    for ordered in tree.iter("ol"):
        _number(ordered)
    return str(parser.tostring(tree, encoding="unicode"))


def _drop_unseen(tree: Any) -> None:
    for element in list(tree.iter(*UNSEEN)):
        element.drop_tree()
    for element in tree.xpath("//*[@hidden or contains(translate(@style, ' ', ''), 'display:none')]"):
        if element.getparent() is not None:
            element.drop_tree()


def _lift_caption(table: Any) -> None:
    """A caption becomes the paragraph before its table."""
    for caption in table.findall("caption"):
        caption.drop_tree()
        caption.tag, caption.tail = "p", None
        table.addprevious(caption)


def _fill_spans(table: Any) -> None:
    """A cell that spans rows or columns stands in each of them: a row is read on its own."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    below: dict[int, tuple[Any, int]] = {}
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        filled: list[Any] = []
        while cells or any(column >= len(filled) for column in below):
            column = len(filled)
            if column in below:
                _repeat_from_above(filled, below, column)
            elif cells:
                _place(filled, below, cells.pop(0))
            else:
                break
        row[:] = filled


def _place(filled: list[Any], below: dict[int, tuple[Any, int]], cell: Any) -> None:
    deep = _span(cell, "rowspan")
    for number in range(_span(cell, "colspan")):
        if deep > 1:
            below[len(filled)] = (cell, deep - 1)
        filled.append(_copy(cell) if number else cell)


def _repeat_from_above(filled: list[Any], below: dict[int, tuple[Any, int]], column: int) -> None:
    cell, left = below.pop(column)
    if left > 1:
        below[column] = (cell, left - 1)
    filled.append(_copy(cell))


def _copy(cell: Any) -> Any:
    from copy import deepcopy

    return deepcopy(cell)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MOST_SPANNED) if value.isdecimal() else 1


def _unwrap_paragraphs(item: Any) -> None:
    """`<li><p>text</p></li>` is an item like `<li>text</li>`, which unstructured does not see."""
    for child in item:
        if child.tag not in ("p", "div") or next(child.iterdescendants(*BLOCKS), None) is not None:
            break
        child.tag = "span"
        child.tail = " " + (child.tail or "")


def _number(ordered: Any) -> None:
    start = ordered.get("start", "1").strip()
    number = int(start) if start.isdecimal() else 1
    for item in ordered.findall("li"):
        item.text = f"{number}. {(item.text or '').lstrip()}"
        number += 1
