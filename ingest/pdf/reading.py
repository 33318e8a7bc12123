"""Text, headings, lists and tables of a PDF with their places, and what it says about itself."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.blocks import Block, Content
from ingest.pdf.joining import joined
from ingest.pdf.layout import Laid, Layout, layout_blocks
from ingest.pdf.lines import Line
from ingest.pdf.pages import Page, PageReader
from ingest.pdf.properties import properties_of
from ingest.pdf.tables import FoundTable
from trag.errors import DocumentError

# A line this close to the top or bottom that most pages share is a running header or footer.
MARGIN_SHARE = 0.12
MOST_PAGES = 10_000


def read_pdf(path: Path) -> Content:
    """The blocks and properties of a PDF. Raises DocumentError for an encrypted or damaged one."""
    with _opened(path) as pdf:
        reader = PageReader(pdf, path)
        pages = list(reader.pages())
        properties = properties_of(pdf)
    if not pages:
        raise _damaged(path, "none of its pages can be read")
    unread = reader.pictures.unread
    if unread and not any(page.parts for page in pages):
        message = f"{path.name} has only pictures, which are too many or too large to read."
        raise DocumentError(message, hint="Split it into smaller files, or save it with text.")
    return Content(_blocks(pages), replace(properties, remarks=tuple(_remarks(unread, reader.damaged))))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            if len(pdf) > MOST_PAGES:
                message = f"{path.name} has {len(pdf)} pages, more than {MOST_PAGES}."
                raise DocumentError(message, hint="Split it into smaller files.")
            yield pdf
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower():
            message = f"{path.name} is encrypted."
            raise DocumentError(message, hint="Save it without a password.") from exc
        raise _damaged(path, str(exc)) from exc


def _damaged(path: Path, why: str) -> DocumentError:
    message = f"{path.name} is damaged: {why}"
    return DocumentError(message, hint="Open it in its own program and save it again.")


def _remarks(unread: Sequence[int], damaged: Sequence[int]) -> Iterator[str]:
    if unread:
        yield f"Pages that are pictures and were not read: {_listed(unread)}."
    if damaged:
        yield f"Damaged pages: {_listed(damaged)}."


def _listed(numbers: Sequence[int]) -> str:
    """The numbers as "1-3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _blocks(pages: Sequence[Page]) -> list[Block]:
    running = _running_lines(pages)
    # The sizes of letters that OCR guesses at can't be compared with those the other pages name.
    layouts = [Layout.of(_lines(pages, is_picture=is_picture)) for is_picture in (False, True)]
    laid = (item for page in pages for item in _page_blocks(page, running, layouts[page.is_picture]))
    return joined(laid, layouts[pages[0].is_picture].vocabulary)


def _lines(pages: Sequence[Page], *, is_picture: bool) -> list[Line]:
    return [line for page in pages if page.is_picture == is_picture for line in page.lines]


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Lines, digits aside, that stand in the margin of most pages."""
    if len(pages) == 1:
        return frozenset()
    counts = Counter(text for page in pages for text in {_shape(line) for line in _margin(page)})
    running = frozenset(text for text, count in counts.items() if count > len(pages) / 2)
    # Where nothing else stands on any page, these lines are the text.
    has_more = any(_shape(line) not in running for page in pages for line in page.lines)
    return running if has_more or _has_tables(pages) else frozenset()


def _has_tables(pages: Sequence[Page]) -> bool:
    return any(isinstance(part, FoundTable) for page in pages for part in page.parts)


def _margin(page: Page) -> list[Line]:
    height = page.sheet.reading_height
    edge = height * MARGIN_SHARE
    return [line for line in page.lines if line.bottom < edge or line.top > height - edge]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))


def _page_blocks(page: Page, running: frozenset[str], layout: Layout) -> Iterator[Laid]:
    left_out = {line for line in _margin(page) if _shape(line) in running}
    parts = [part for part in page.parts if isinstance(part, FoundTable) or part not in left_out]
    return layout_blocks(parts, page.sheet, layout)
