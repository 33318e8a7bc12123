"""Footnotes, which pandoc gathers at a document's end, brought to what they are notes to."""

from typing import Any

OUTERMOST = frozenset({"body", "section", "div", "article", "main", "blockquote"})


def with_footnotes_in_place(html: str) -> str:
    """The same HTML, each footnote a paragraph "[1] text" below the block that refers to it."""
    if "footnote-ref" not in html:
        return html
    from lxml import html as parser

    tree = parser.document_fromstring(html)
    notes = {item.get("id"): item for item in tree.xpath("//*[@id='footnotes']//li[starts-with(@id, 'fn')]")}
    below: dict[Any, Any] = {}
    for reference in tree.xpath("//a[contains(@class, 'footnote-ref')]"):
        note = notes.pop(reference.get("href", "").removeprefix("#"), None)
        number = reference.text_content().strip()
        _mark(reference, number)
        if note is not None:
            block = _block_of(reference)
            below[block] = _put_below(below.get(block, block), f"[{number}] {_said(note)}")
    for section in tree.xpath("//*[@id='footnotes']"):
        section.drop_tree()
    return str(parser.tostring(tree, encoding="unicode"))


def _mark(reference: Any, number: str) -> None:
    reference.tag = "span"
    for child in list(reference):
        reference.remove(child)
    reference.text = f" [{number}]"


def _said(note: Any) -> str:
    for back in note.xpath(".//a[contains(@class, 'footnote-back')]"):
        back.drop_tree()
    return " ".join(note.text_content().split())


def _block_of(element: Any) -> Any:
    """The paragraph, whole list or whole table that an element stands in."""
    while (parent := element.getparent()) is not None and parent.tag not in OUTERMOST:
        element = parent
    return element


def _put_below(element: Any, text: str) -> Any:
    paragraph = element.makeelement("p")
    paragraph.text, paragraph.tail = text, element.tail
    element.tail = None
    element.addnext(paragraph)
    return paragraph
