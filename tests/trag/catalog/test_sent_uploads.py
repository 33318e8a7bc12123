from pathlib import Path

import pytest

from trag.catalog.catalog import Catalog
from trag.catalog.sent_uploads import KEPT, SECONDS, STAMP, SentUploads
from trag.errors import KeyReusedError


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(tmp_path / "catalog.db")


def test_a_key_stands_for_its_files_for_a_day(catalog: Catalog) -> None:
    clock = Clock()
    sent = SentUploads(catalog, clock)
    assert sent.job_id("k", "files") is None
    sent.note("k", "files", 7)
    clock.now += SECONDS - 1
    assert SentUploads(catalog, clock).job_id("k", "files") == 7, "also for the next process"
    with pytest.raises(KeyReusedError, match="'k' was sent with other files"):
        sent.job_id("k", "others")
    clock.now += 1
    assert sent.job_id("k", "others") is None


def test_a_clock_that_is_put_back_keeps_nothing_longer(catalog: Catalog) -> None:
    clock = Clock()
    sent = SentUploads(catalog, clock)
    sent.note("k", "files", 7)
    clock.now -= 10
    assert sent.job_id("k", "files") is None


def test_only_the_last_keys_are_kept(catalog: Catalog) -> None:
    sent = SentUploads(catalog)
    for number in range(KEPT + 1):
        sent.note(f"k{number}", "files", number + 1)
    assert sent.job_id("k0", "files") is None
    assert sent.job_id("k1", "files") == 2
    assert sent.job_id(f"k{KEPT}", "files") == KEPT + 1


def test_neither_keys_nor_what_tells_of_a_file_is_kept(catalog: Catalog) -> None:
    SentUploads(catalog).note("my-secret-key", "digest-of-a-file", 1)
    kept = catalog.stamp(STAMP) or ""
    assert "my-secret-key" not in kept
    assert "digest-of-a-file" not in kept


def test_keys_and_files_are_not_taken_for_each_other(catalog: Catalog) -> None:
    sent = SentUploads(catalog)
    sent.note("a", "bc", 1)
    assert sent.job_id("ab", "c") is None
    assert sent.job_id("a \udc80", "c") is None
