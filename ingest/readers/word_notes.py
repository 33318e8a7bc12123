"""Footnotes and endnotes of a Word file, which python-docx and unstructured don't read."""

from pathlib import Path
from typing import Any

from ingest.readers.package_properties import named, part_root

PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def put_notes_in_place(path: Path, document: Any) -> bool:
    """Put each note of an open document below what it is a note to, as "[1] text"; False if it has none."""
    notes = {
        (kind, number): text for kind, part in PARTS.items() for number, text in _notes(path, part, kind)
    }
    if not notes:
        return False
    body = document.element.body
    last: dict[Any, Any] = {}
    count = 0
    for reference in list(body.iter(*(f"{WORD}{kind}Reference" for kind in PARTS))):
        kind = str(reference.tag).removeprefix(WORD).removesuffix("Reference")
        text = notes.get((kind, reference.get(f"{WORD}id", "")), "")
        if text:
            count += 1
            block = _block_of(reference, body)
            _mark(reference, f" [{count}]")
            last[block] = _put_below(last.get(block, block), f"[{count}] {text}")
    return True


def _notes(path: Path, part: str, kind: str) -> list[tuple[str, str]]:
    """Number and text of each note; the lines between text and notes are notes of a type of their own."""
    found = [note for note in named(part_root(path, part), kind) if not note.get(f"{WORD}type")]
    texts = (" ".join("".join(item.text or "" for item in named(note, "t")).split()) for note in found)
    return [(note.get(f"{WORD}id", ""), text) for note, text in zip(found, texts, strict=True) if text]


def _mark(reference: Any, text: str) -> None:
    mark = reference.makeelement(f"{WORD}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    mark.text = text
    reference.getparent().replace(reference, mark)


def _block_of(element: Any, body: Any) -> Any:
    while (parent := element.getparent()) is not None and parent is not body:
        element = parent
    return element


def _put_below(block: Any, text: str) -> Any:
    paragraph = block.makeelement(f"{WORD}p")
    run = paragraph.makeelement(f"{WORD}r")
    words = run.makeelement(f"{WORD}t")
    words.text = text
    run.append(words)
    paragraph.append(run)
    block.addnext(paragraph)
    return paragraph
