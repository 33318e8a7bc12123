"""Markdown, with the YAML front matter that many files begin with."""

from datetime import date
from pathlib import Path
from typing import Any

from ingest.blocks import Block, Content, Properties
from ingest.decoding import read_text
from ingest.partitioning import html_blocks
from ingest.properties import iso_date

LONGEST_FRONT_MATTER = 10_000
CREATED = ("date", "created", "published")
MODIFIED = ("modified", "updated", "lastmod", "last_modified")


def read_markdown(path: Path) -> Content:
    """The blocks of a Markdown file, and what its front matter says about it."""
    front, text = _front_matter(read_text(path))
    properties = Properties(
        _text(front.get("title")),
        _names(front.get("author", front.get("authors"))),
        _date(front, CREATED),
        _date(front, MODIFIED),
    )
    return Content(_blocks(front, text), properties)


def markdown_blocks(markdown: str) -> list[Block]:
    """The blocks of a Markdown text; its front matter gives the title if no heading does."""
    return _blocks(*_front_matter(markdown))


def _blocks(front: dict[str, Any], text: str) -> list[Block]:
    # Rendered by a CommonMark parser first: unstructured's own misses lists without an empty line above.
    from markdown_it import MarkdownIt

    blocks = html_blocks(MarkdownIt("commonmark").enable("table").render(text))
    has_title = any(block.kind == "heading" and block.level == 1 for block in blocks)
    title, about = _text(front.get("title")), _text(front.get("description"))
    above = [Block(title, "heading", 1)] if title and not has_title else []
    return [*above, *([Block(about, "text")] if about else []), *blocks]


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields of the YAML block that opens many Markdown files, and the text below it."""
    import yaml

    if not text.startswith("---\n"):
        return {}, text
    head, mark, body = text[4:].partition("\n---\n")
    # An alias can make a few lines into a value of gigabytes.
    if not mark or len(head) > LONGEST_FRONT_MATTER or _has_alias(head):
        return {}, text
    try:
        fields = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date such as 2026-02-31
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, body


def _has_alias(head: str) -> bool:
    import yaml

    try:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(head, yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return True


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _names(value: object) -> str:
    """One name, or several with commas between them."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_names(item) for item in value)))
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _date(front: dict[str, Any], keys: tuple[str, ...]) -> str:
    value = next((front[key] for key in keys if key in front), "")
    return value.isoformat() if isinstance(value, date) else iso_date(_text(value))
