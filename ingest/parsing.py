"""From a file to its blocks, by format."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.blocks import Block, Content, ParsedDocument, Properties
from ingest.decoding import printable, read_text, shown
from ingest.folder import title_of_name
from ingest.language import language_of
from ingest.properties import is_real_title, real_author
from ingest.readers.mail import read_mail
from ingest.readers.markdown import markdown_blocks, read_markdown
from ingest.readers.pandoc import read_with_pandoc
from ingest.readers.plain_text import plain_blocks
from ingest.readers.records import read_json, read_json_lines
from ingest.readers.separated import read_separated
from ingest.readers.slides import read_slides
from ingest.readers.spreadsheet import read_workbook
from ingest.readers.web_page import read_page
from ingest.readers.word import read_word
from ingest.sniffing import sniff
from trag.errors import DocumentError

NUMBERED = re.compile(r"\d+(?:\.\d+)*[.)]\s")


def parse(path: Path) -> ParsedDocument:
    """The document in a file. Raises DocumentError when it can't be read or holds no text.

    An archive is a document without blocks: its members are documents of their own.
    """
    try:
        kind = sniff(path)
        content = READERS[kind](path)
    except (DocumentError, MemoryError):
        raise
    except OSError as exc:
        hint = "Check that it is there and may be read."
        raise DocumentError(f"{path.name} can't be opened: {exc.strerror or exc}.", hint=hint) from exc
    except Exception as exc:  # parsers of many authors, on files of even more
        hint = "Open it in its own program and save it again."
        raise DocumentError(f"{path.name} can't be read as {kind}: {exc}.", hint=hint) from exc
    # Whatever a format allows to stand in a text, what leaves here can be shown, stored and hashed.
    blocks = tuple(replace(block, text=printable(block.text)) for block in content.blocks)
    properties = _properties(content)
    if kind != "zip" and not any(block.text.strip() for block in blocks):
        raise DocumentError(f"No text was found in {path.name}.", hint="Leave it out, or save it with text.")
    title = _title(path, blocks, properties)
    return ParsedDocument(title, kind, blocks, properties, language_of(blocks))


def warm_up() -> None:
    """Import what most formats are read with, while there is no file to read."""
    language_of(markdown_blocks(f"# Start\n\n{'Nothing is read yet. ' * 10}"))


def _properties(content: Content) -> Properties:
    """The properties as they can be shown; the pages are counted where the file doesn't say."""
    said = content.properties
    pages = said.pages or max((block.page or 0 for block in content.blocks), default=0)
    title, author = (" ".join(printable(text).split()) for text in (said.title, said.author))
    return replace(said, title=title, author=real_author(author), pages=pages)


def _title(path: Path, blocks: Sequence[Block], properties: Properties) -> str:
    """The first top heading, else the title among the properties, else the file's name as words.

    A heading with a number, such as "5. Elections", is a section's, even where no other was found.
    """
    headings = (block.text for block in blocks if block.kind == "heading" and block.level == 1)
    top = next((text for text in headings if not NUMBERED.match(text)), None)
    said = properties.title if is_real_title(properties.title) else ""
    return top or said or title_of_name(shown(path.name))


def _plain(path: Path) -> Content:
    return Content(plain_blocks(read_text(path)))


def _pdf(path: Path) -> Content:
    from ingest.pdf import read_pdf

    return read_pdf(path)


def _archive(_path: Path) -> Content:
    return Content(())


READERS: dict[str, Callable[[Path], Content]] = {
    "csv": read_separated,
    "docx": read_word,
    "eml": read_mail,
    "epub": read_with_pandoc("epub"),
    "html": read_page,
    "json": read_json,
    "jsonl": read_json_lines,
    "md": read_markdown,
    "odt": read_with_pandoc("odt"),
    "pdf": _pdf,
    "pptx": read_slides,
    "rst": read_with_pandoc("rst"),
    "rtf": read_with_pandoc("rtf"),
    "tsv": read_separated,
    "txt": _plain,
    "xlsx": read_workbook,
    "zip": _archive,
}
