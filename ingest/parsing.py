"""From a file to its blocks, by format."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.blocks import Block, ParsedDocument
from ingest.decoding import printable, read_text, shown
from ingest.mail import read_mail
from ingest.partitioning import blocks_of, html_blocks, partitioner, slide_blocks
from ingest.plain_text import plain_blocks
from ingest.sniffing import sniff
from ingest.spreadsheet import read_workbook, separated_blocks
from trag.errors import DocumentError

LONGEST_FRONT_MATTER = 10_000


def parse(path: Path) -> ParsedDocument:
    """The document in a file. Raises DocumentError when it can't be read or holds no text."""
    try:
        kind = sniff(path)
        blocks = READERS[kind](path)
    except (DocumentError, MemoryError):
        raise
    except OSError as exc:
        hint = "Check that it is there and may be read."
        raise DocumentError(f"{path.name} can't be opened: {exc.strerror or exc}.", hint=hint) from exc
    except Exception as exc:  # parsers of many authors, on files of even more
        hint = "Open it in its own program and save it again."
        raise DocumentError(f"{path.name} can't be read as {kind}: {exc}.", hint=hint) from exc
    # Whatever a format allows to stand in a text, what leaves here can be shown, stored and hashed.
    blocks = [replace(block, text=printable(block.text)) for block in blocks]
    if not any(block.text.strip() for block in blocks):
        raise DocumentError(f"No text was found in {path.name}.", hint="Leave it out, or save it with text.")
    return ParsedDocument(_title(path, blocks), kind, tuple(blocks))


def _title(path: Path, blocks: list[Block]) -> str:
    """The first top heading, else the file's name as words."""
    top = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), None)
    return top or shown(path.stem).replace("-", " ").replace("_", " ")


def _markdown(path: Path) -> list[Block]:
    return markdown_blocks(read_text(path))


def markdown_blocks(markdown: str) -> list[Block]:
    """The blocks of a Markdown text; its front matter gives the title if no heading does."""
    # Rendered by a CommonMark parser first: unstructured's own misses lists without an empty line above.
    from markdown_it import MarkdownIt

    front, text = _front_matter(markdown)
    blocks = html_blocks(MarkdownIt("commonmark").enable("table").render(text))
    has_title = any(block.kind == "heading" and block.level == 1 for block in blocks)
    above = [] if has_title or "title" not in front else [Block(front["title"], "heading", 1)]
    about = [Block(front["description"], "text")] if "description" in front else []
    return [*above, *about, *blocks]


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The words of the YAML block that opens many Markdown files, and the text below it."""
    import yaml

    if not text.startswith("---\n"):
        return {}, text
    head, mark, body = text[4:].partition("\n---\n")
    if not mark or len(head) > LONGEST_FRONT_MATTER:
        return {}, text
    try:
        fields = yaml.safe_load(head)
    except yaml.YAMLError:
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(key): value.strip() for key, value in fields.items() if isinstance(value, str)}, body


def _html(path: Path) -> list[Block]:
    return html_blocks(read_text(path))


def _plain(path: Path) -> list[Block]:
    return plain_blocks(read_text(path))


def _rst(path: Path) -> list[Block]:
    import pypandoc

    return html_blocks(pypandoc.convert_text(read_text(path), "html", "rst", extra_args=["--sandbox"]))


def _csv(path: Path) -> list[Block]:
    return separated_blocks(read_text(path))


def _tsv(path: Path) -> list[Block]:
    return separated_blocks(read_text(path), "\t")


def _docx(path: Path) -> list[Block]:
    return blocks_of(partitioner("docx")(filename=str(path)))


def _pptx(path: Path) -> list[Block]:
    return slide_blocks(partitioner("pptx")(filename=str(path)))


def _pdf(path: Path) -> list[Block]:
    from ingest.pdf import read_pdf

    return read_pdf(path)


READERS: dict[str, Callable[[Path], list[Block]]] = {
    "csv": _csv,
    "docx": _docx,
    "eml": read_mail,
    "html": _html,
    "md": _markdown,
    "pdf": _pdf,
    "pptx": _pptx,
    "rst": _rst,
    "tsv": _tsv,
    "txt": _plain,
    "xlsx": read_workbook,
}
