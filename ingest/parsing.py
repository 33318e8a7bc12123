"""From a file to its blocks, by format."""

from collections.abc import Callable
from pathlib import Path

from ingest.blocks import Block, ParsedDocument
from ingest.decoding import read_text
from ingest.partitioning import blocks_of, partitioner
from ingest.sniffing import sniff
from trag.errors import DocumentError


def parse(path: Path) -> ParsedDocument:
    """The document in a file. Raises DocumentError when it can't be read or holds no text."""
    try:
        kind = sniff(path)
        blocks = READERS[kind](path)
    except DocumentError:
        raise
    except OSError as exc:
        hint = "Check that it is there and may be read."
        raise DocumentError(f"{path.name} can't be opened: {exc.strerror}.", hint=hint) from exc
    except Exception as exc:  # parsers of many authors, on files of even more
        hint = "Open it in its own program and save it again."
        raise DocumentError(f"{path.name} can't be read as {kind}: {exc}.", hint=hint) from exc
    if not any(block.text.strip() for block in blocks):
        raise DocumentError(f"No text was found in {path.name}.", hint="Leave it out, or save it with text.")
    return ParsedDocument(_title(path, blocks), kind, tuple(blocks))


def _title(path: Path, blocks: list[Block]) -> str:
    """The first top heading, else the file's name as words."""
    top = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), None)
    return top or path.stem.replace("-", " ").replace("_", " ")


def _markdown(path: Path) -> list[Block]:
    # Rendered by a CommonMark parser first: unstructured's own misses lists without an empty line above.
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(_without_front_matter(read_text(path)))
    return blocks_of(partitioner("html")(text=f"<html><body>{html}</body></html>"))


def _without_front_matter(text: str) -> str:
    if not text.startswith("---\n"):
        return text
    head, mark, body = text[4:].partition("\n---\n")
    return body if mark and len(head) < 10_000 else text  # noqa: PLR2004 - a longer one is no front matter


def _html(path: Path) -> list[Block]:
    return blocks_of(partitioner("html")(text=read_text(path)))


def _plain(path: Path) -> list[Block]:
    return blocks_of(partitioner("text")(text=read_text(path), paragraph_grouper=None))


def _rst(path: Path) -> list[Block]:
    import pypandoc

    html = pypandoc.convert_text(read_text(path), "html", "rst", extra_args=["--sandbox"])
    return blocks_of(partitioner("html")(text=html))


def _csv(path: Path) -> list[Block]:
    return _separated(read_text(path), None)


def _tsv(path: Path) -> list[Block]:
    return _separated(read_text(path), "\t")


def _separated(text: str, delimiter: str | None) -> list[Block]:
    import csv

    from ingest.tables import table_text

    if delimiter is None:
        first = text.partition("\n")[0]
        delimiter = max(",;\t|", key=first.count)
    return [Block(table_text(list(csv.reader(text.splitlines(), delimiter=delimiter))), "table")]


def _docx(path: Path) -> list[Block]:
    return blocks_of(partitioner("docx")(filename=str(path)))


def _pptx(path: Path) -> list[Block]:
    return blocks_of(partitioner("pptx")(filename=str(path)))


def _xlsx(path: Path) -> list[Block]:
    from openpyxl import load_workbook

    from ingest.tables import table_text

    blocks: list[Block] = []
    workbook = load_workbook(path, read_only=True, data_only=True)
    for page, sheet in enumerate(workbook.worksheets, start=1):
        rows = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        text = table_text(rows)
        if text:
            blocks += [Block(sheet.title, "heading", 2, page), Block(text, "table", page=page)]
    return blocks


def _eml(path: Path) -> list[Block]:
    elements = partitioner("email")(filename=str(path))
    from email import message_from_bytes, policy

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    head = "\n".join(
        f"{name}: {message[name]}" for name in ("From", "To", "Date", "Subject") if message[name]
    )
    subject = Block(str(message["Subject"]), "heading", 1) if message["Subject"] else None
    return [*([subject] if subject else []), Block(head, "text"), *blocks_of(elements)]


def _pdf(path: Path) -> list[Block]:
    from ingest.pdf import read_pdf

    return read_pdf(path)


READERS: dict[str, Callable[[Path], list[Block]]] = {
    "csv": _csv,
    "docx": _docx,
    "eml": _eml,
    "html": _html,
    "md": _markdown,
    "pdf": _pdf,
    "pptx": _pptx,
    "rst": _rst,
    "tsv": _tsv,
    "txt": _plain,
    "xlsx": _xlsx,
}
