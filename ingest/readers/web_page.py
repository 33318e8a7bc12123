"""Web pages."""

from pathlib import Path
from typing import Any

from ingest.blocks import Content, Properties
from ingest.decoding import read_text
from ingest.partitioning import html_blocks
from ingest.properties import iso_date

LONGEST_HEAD = 100_000
CREATED = ("article:published_time", "dcterms.created", "dcterms.date", "dc.date", "date", "datepublished")
MODIFIED = ("article:modified_time", "dcterms.modified", "last-modified", "datemodified", "revised")


def read_page(path: Path) -> Content:
    """The blocks of a page, and what its head says about it."""
    text = read_text(path)
    return Content(html_blocks(text), _properties(text))


def _properties(html: str) -> Properties:
    from lxml import etree
    from lxml import html as parser

    end = html[:LONGEST_HEAD].lower().find("</head>")
    try:
        head: Any = parser.document_fromstring(html[: end if end >= 0 else LONGEST_HEAD])
    except (etree.ParserError, ValueError):
        return Properties()
    said = {_name(meta): (meta.get("content") or "").strip() for meta in head.iter("meta")}
    title = next((" ".join(found.text_content().split()) for found in head.xpath("//head/title")), "")
    author = said.get("author") or said.get("dcterms.creator") or said.get("dc.creator") or ""
    return Properties(title, author, _date(said, CREATED), _date(said, MODIFIED))


def _name(meta: Any) -> str:
    return str(meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()


def _date(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := iso_date(said.get(name, "")))), "")
