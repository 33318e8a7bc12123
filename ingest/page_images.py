"""Pages of PDFs as pictures, drawn in a process of their own and kept by the file's sha256."""

import fcntl
import math
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from ingest.originals import sha256, storage_error
from ingest.worker_process import MEGABYTE, read_limited
from trag.errors import DocumentError

NARROWEST, WIDEST, STEP = 100, 2000, 100
MOST_PIXELS = 16_000_000
# Pictures inside the page: more pixels than this are not unpacked.
MOST_INSIDE = 300_000_000
MOST_SECONDS = 30
MOST_MEMORY = 1536 * MEGABYTE
# A page of text is smaller as PNG, a photographed one as JPEG.
LARGEST_PNG = 400_000
QUALITY = 85
# Where a picture tells the size of its page: a text of a PNG, the comment of a JPEG.
POINTS = "comment"
_TWO_NUMBERS = re.compile(r"\d+\.\d\d \d+\.\d\d")
SUFFIXES = (".png", ".jpg")
LOCK = ".lock"
PLACES = BoundedSemaphore(2)


def page_image(pdf: Path, page: int, width: int, cache: Path, name: str = "") -> Path:
    """The picture of a page (from 1), as a .png or .jpg about `width` pixels wide, from 100 to 2000.

    It is drawn once and kept under `cache`; the file may be of any size and origin. Raises
    DocumentError for a page there is not, for a file that can't be drawn, and for one that
    `forget_pages` removes meanwhile; it calls the file `name`, if that is given.
    """
    name = name or pdf.name
    digest = sha256(pdf)
    if not digest:
        hint = "Check that it is there and may be read."
        raise DocumentError(f"{name} can't be opened.", hint=hint)
    if page < 1:
        raise DocumentError(f"{name} has no page {page}.", hint="Pages count from 1.")
    folder = cache / digest
    width = min(max(math.ceil(width / STEP) * STEP, NARROWEST), WIDEST)
    if kept := _kept(folder, page, width):
        return kept
    with _alone_at(folder, page):
        if kept := _kept(folder, page, width):
            return kept
        return _keep(folder, page, width, _picture(pdf, page, width, name))


def forget_pages(cache: Path, digest: str) -> int:
    """Remove all pictures of the pages of the file with this sha256; how many there were."""
    folder = cache / digest
    # Under another name first: a page that is being drawn now finds no folder to put its picture in.
    gone = cache / f"{digest}.gone-{os.urandom(4).hex()}"
    try:
        folder.rename(gone)
    except FileNotFoundError:
        return 0
    removed = sum(path.suffix in SUFFIXES and not path.name.startswith(".") for path in gone.iterdir())
    shutil.rmtree(gone)
    return removed


def _picture(pdf: Path, page: int, width: int, name: str) -> bytes:
    draw = partial(draw_page, page=page, width=width)
    try:
        with PLACES:
            return read_limited(draw, pdf, MOST_SECONDS, MOST_MEMORY)
    except DocumentError as error:
        # The stored file has its sha256 for a name, which tells a person nothing.
        raise DocumentError(error.message.replace(pdf.name, name), hint=error.hint) from error


def draw_page(path: Path, page: int, width: int) -> bytes:
    """The picture of a page, as the bytes of a PNG or JPEG."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            if page > len(pdf):
                hint = f"It has {len(pdf)} pages."
                raise DocumentError(f"{path.name} has no page {page}.", hint=hint)
            drawn = pdf[page - 1]
            points = f"{max(drawn.get_width(), 1):.2f} {max(drawn.get_height(), 1):.2f}"
            return _encoded(_drawn(drawn, path, width), points)
    except pypdfium2.PdfiumError as exc:
        hint = "Open it in its own program and save it again."
        raise DocumentError(f"Page {page} of {path.name} can't be drawn: {exc}", hint=hint) from exc


def _drawn(page: Any, path: Path, width: int) -> Any:
    import pypdfium2.raw as pdfium

    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    if sum(math.prod(picture.get_px_size()) for picture in pictures) > MOST_INSIDE:
        hint = "Save it with smaller pictures."
        raise DocumentError(f"A page of {path.name} has pictures that are too large to draw.", hint=hint)
    across, down = max(page.get_width(), 1), max(page.get_height(), 1)
    scale = min(width / across, math.sqrt(MOST_PIXELS / (across * down)))
    return page.render(scale=scale).to_pil()


def page_points(picture: Path) -> str:
    """Width and height in points of the page that `page_image` drew: "595.28 841.89"; "" if it isn't told.

    The boxes of passages are in points; without the page's size nobody knows where on a picture they are.
    """
    from PIL import Image

    try:
        with Image.open(picture) as image:
            told = image.info.get(POINTS, b"")
    except OSError:
        return ""
    told = told.decode("ascii", "replace") if isinstance(told, bytes) else str(told)
    return told if _TWO_NUMBERS.fullmatch(told) else ""


def _encoded(image: Any, points: str) -> bytes:
    from io import BytesIO

    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text(POINTS, points)
    png, jpeg = BytesIO(), BytesIO()
    image.save(png, "PNG", compress_level=6, pnginfo=told)
    if png.tell() <= LARGEST_PNG:
        return png.getvalue()
    image.convert("RGB").save(jpeg, "JPEG", quality=QUALITY, **{POINTS: points.encode()})
    return min(png.getvalue(), jpeg.getvalue(), key=len)


def _kept(folder: Path, page: int, width: int) -> Path | None:
    names = (folder / f"{page}-{width}{suffix}" for suffix in SUFFIXES)
    return next((path for path in names if path.is_file()), None)


@contextmanager
def _alone_at(folder: Path, page: int) -> Generator[None, None, None]:
    """Nobody else, in this process or another, draws the page meanwhile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / f".{page}{LOCK}").open("w")
    except OSError as exc:
        raise storage_error(exc, folder) from exc
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_UN)


def _keep(folder: Path, page: int, width: int, picture: bytes) -> Path:
    suffix = SUFFIXES[not picture.startswith(b"\x89PNG")]
    kept = folder / f"{page}-{width}{suffix}"
    unfinished = folder / f".{page}-{width}.part"
    try:
        unfinished.write_bytes(picture)
        unfinished.replace(kept)
    except FileNotFoundError as exc:
        message = "The document was deleted while its page was drawn."
        raise DocumentError(message, hint="Ask again for a document that is there.") from exc
    except OSError as exc:
        with suppress(OSError):
            unfinished.unlink()
        raise storage_error(exc, folder) from exc
    return kept
