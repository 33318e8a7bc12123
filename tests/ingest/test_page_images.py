from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ingest import page_images, worker_process
from ingest.originals import sha256
from ingest.page_images import draw_page, forget_pages, page_image, page_points
from tests.ingest.pdf_files import PdfPage, PdfPicture, pdf_bytes, shown, write
from trag.errors import DocumentError

TEXT = shown("The curfew begins at nine.", 72, 100, 20)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return write(
        tmp_path / "policy.pdf",
        pdf_bytes([PdfPage(TEXT), PdfPage(shown("Leave", 72, 50, 20, 200), (400, 200))]),
    )


def test_a_page_is_drawn_once_and_kept_by_the_files_sha256(pdf: Path, tmp_path: Path) -> None:
    drawn = page_image(pdf, 2, 800, tmp_path / "cache")
    with Image.open(drawn) as image:
        assert image.size == (800, 400)
        assert min(image.convert("L").tobytes()) < 100, "its text is on it"
    assert drawn == tmp_path / "cache" / sha256(pdf) / "2-800.png"
    before = drawn.stat().st_mtime_ns
    assert page_image(pdf, 2, 790, tmp_path / "cache") == drawn
    assert drawn.stat().st_mtime_ns == before
    assert not psutil.Process().children() or all(
        "tracker" in str(c.cmdline()) for c in psutil.Process().children()
    )


def test_many_threads_draw_a_page_once(pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[Path] = []
    draw = worker_process.read_limited

    def counting(read: object, path: Path, timeout: float, memory: int) -> bytes:
        counted.append(path)
        return draw(read, path, timeout, memory)  # type: ignore[arg-type]

    monkeypatch.setattr(page_images, "read_limited", counting)
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: page_image(pdf, 1, 500, tmp_path / "cache"), range(8)))
    assert len(set(drawn)) == len(counted) == 1


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (3, "policy.pdf has no page 3.\nIt has 2 pages."),
        (0, "policy.pdf has no page 0.\nPages count from 1."),
    ],
)
def test_a_page_there_is_not_is_a_named_error(pdf: Path, tmp_path: Path, page: int, said: str) -> None:
    stored = pdf.rename(tmp_path / "1f0c")
    with pytest.raises(DocumentError) as error:
        page_image(stored, page, 500, tmp_path / "cache", name="policy.pdf")
    assert str(error.value) == said


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"no pdf at all", bytes(5000)],
    ids=["empty", "header only", "text", "zeros"],
)
def test_a_file_that_is_no_pdf_is_a_named_error(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"Page 1 of a.pdf can't be drawn"):
        page_image(write(tmp_path / "a.pdf", data), 1, 500, tmp_path / "cache")


def test_a_file_that_is_gone_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"a.pdf can't be opened"):
        page_image(tmp_path / "a.pdf", 1, 500, tmp_path / "cache")


@pytest.mark.parametrize(
    ("size", "asked", "drawn"),
    [
        ((14400, 14400), 1000, (1000, 1000)),
        ((14400, 14400), 10**9, (2000, 2000)),
        ((72, 14400), 2000, (283, 56569)),
        ((14400, 72), 2000, (2000, 10)),
        ((72, 72), -5, (100, 100)),
    ],
    ids=["200 inches", "as wide as one asks", "a ribbon", "a line", "narrow"],
)
def test_a_picture_has_so_many_pixels_and_no_more(
    tmp_path: Path, size: tuple[float, float], asked: int, drawn: tuple[int, int]
) -> None:
    path = write(tmp_path / "a.pdf", pdf_bytes([PdfPage(TEXT, size)]))
    with Image.open(page_image(path, 1, asked, tmp_path / "cache")) as image:
        assert image.size == drawn


def test_a_photographed_page_is_kept_as_jpeg(tmp_path: Path) -> None:
    import random
    import zlib

    noise = PdfPicture(500, 500, zlib.compress(random.Random(1).randbytes(250_000)))  # noqa: S311 - no secret
    page = PdfPage(b"q 612 0 0 792 0 0 cm /I Do Q")
    path = write(tmp_path / "a.pdf", pdf_bytes([page], picture=noise))
    picture = page_image(path, 1, 1000, tmp_path / "cache")
    assert picture.suffix == ".jpg"
    assert page_points(picture) == "612.00 792.00"


def test_a_picture_tells_the_size_of_its_page(pdf: Path, tmp_path: Path) -> None:
    assert page_points(page_image(pdf, 2, 300, tmp_path / "cache")) == "400.00 200.00"


@pytest.mark.parametrize("comment", [None, "", "hello", "1 2", "1.00 2.00\r\nX-Evil: 1", "1.00"])
def test_a_picture_that_tells_no_size_has_none(tmp_path: Path, comment: str | None) -> None:
    told = PngInfo()
    if comment is not None:
        told.add_text(page_images.POINTS, comment)
    Image.new("L", (2, 2)).save(tmp_path / "a.png", pnginfo=told)
    assert page_points(tmp_path / "a.png") == ""
    assert page_points(write(tmp_path / "b.png", b"no picture")) == ""


def test_a_picture_of_a_hundred_megabytes_costs_no_more_memory_than_is_allowed(tmp_path: Path) -> None:
    page = PdfPage(b"q 612 0 0 792 0 0 cm /I Do Q")
    large = write(tmp_path / "a.pdf", pdf_bytes([page], picture=PdfPicture.blank(10_000, 10_000)))
    huge = write(tmp_path / "b.pdf", pdf_bytes([page], picture=PdfPicture.blank(100, 100)).replace(
        b"/Width 100 /Height 100", b"/Width 60000 /Height 60000"))  # fmt: skip
    assert page_image(large, 1, 500, tmp_path / "cache").is_file()
    with pytest.raises(DocumentError, match="too large to draw"):
        page_image(huge, 1, 500, tmp_path / "cache")


def test_forgetting_removes_all_pictures_of_a_file_and_says_how_many(pdf: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    other = write(tmp_path / "other.pdf", pdf_bytes([PdfPage(shown("Leave", 72, 100))]))
    kept = page_image(other, 1, 300, cache)
    for page, width in ((1, 300), (2, 300), (2, 600)):
        page_image(pdf, page, width, cache)
    assert forget_pages(cache, sha256(pdf)) == 3
    assert forget_pages(cache, sha256(pdf)) == 0
    assert [path.name for path in cache.iterdir()] == [kept.parent.name]
    assert kept.is_file()


def test_a_page_that_is_forgotten_while_it_is_drawn_is_not_kept(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"

    def forgetting(_read: object, path: Path, _timeout: float, _memory: int) -> bytes:
        forget_pages(cache, sha256(path))
        return draw_page(path, 1, 300)

    monkeypatch.setattr(page_images, "read_limited", forgetting)
    with pytest.raises(DocumentError, match="deleted while its page was drawn"):
        page_image(pdf, 1, 300, cache)
    assert not list(cache.iterdir())
