"""Valid files broken at random, texts of any signs, archives of any structure: read, or named."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.blocks import ParsedDocument
from ingest.containers import unpack
from ingest.parsing import parse
from ingest.worker import ParserPool
from tests.hostile import mutations
from tests.hostile.consistency import check
from tests.hostile.files import packed
from tests.hostile.raw_zip import RawMember, raw_zip
from trag.errors import DocumentError

SECONDS = 20
PACKAGES = ("docx", "pptx", "xlsx")


def profile(examples: int) -> settings:
    """The same examples every time, so that a failure is one for everybody."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(
        max_examples=examples, derandomize=True, deadline=None, suppress_health_check=slow, database=None
    )


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(timeout=SECONDS) as opened:
        yield opened


def tried(data: bytes, name: str, pool: ParserPool | None = None) -> None:
    """Parse the bytes under this name, in this process or in a child, and check what comes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        start = time.process_time()
        result: ParsedDocument | DocumentError
        if pool is not None:
            ((_, result),) = pool.parse_all([path])
        else:
            try:
                result = parse(path)
            except DocumentError as error:
                result = error
        assert time.process_time() - start < SECONDS
        assert os.listdir(folder) == [name], "nothing was written beside it"  # noqa: PTH208
    check(result, name)
    if isinstance(result, DocumentError):
        assert "took longer" not in result.message
        assert "crash" not in result.message
        assert "memory" not in result.message


def _fuzz_text(kind: str, examples: int) -> None:
    @profile(examples)
    @given(mutations.broken(kind))
    def run(data: bytes) -> None:
        tried(data, f"a.{kind}")

    run()


def _fuzz_package(kind: str, examples: int) -> None:
    @profile(examples)
    @given(mutations.broken(kind) | mutations.broken_inside(kind) | mutations.broken_inside(kind))
    def run(data: bytes) -> None:
        tried(data, f"a.{kind}")

    run()


def _fuzz_in_child(kind: str, examples: int, pool: ParserPool) -> None:
    @profile(examples)
    @given(mutations.broken(kind))
    def run(data: bytes) -> None:
        tried(data, f"a.{kind}", pool)

    run()


SIGN = st.characters() | st.sampled_from("\x00\ud800\u202e\ufeff\u2028\u0301\U0001f600|#-*<>&`\\\"',;\t\r\n ")
ANY_TEXT = st.text(SIGN, max_size=400)


def _fuzz_signs(kind: str, examples: int) -> None:
    @profile(examples)
    @given(ANY_TEXT, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gb18030", "cp1252"]))
    def run(text: str, encoding: str) -> None:
        if encoding == "utf-8":
            tried(text.encode("utf-8", "surrogatepass"), f"a.{kind}")
        else:
            tried(text.encode(encoding, "replace"), f"a.{kind}")

    run()


ODD_NAMES = "a.md|../a.md|/a.md|b/../../b.md|C:\\a|a\0.md|CON|b/c.md|a.md/||.|..|\u202e|in.zip|a.md/b|-|A"
NAMES = st.sampled_from([*ODD_NAMES.encode().split(b"|"), b"\xff\xfe.md", b"x" * 300]) | st.binary(
    max_size=12
)
CONTENTS = st.sampled_from([b"text", b"", packed({"../../e.md": "x", "f.md": "x"}), mutations.MAIL.encode()])
MEMBERS = st.builds(
    RawMember,
    name=NAMES,
    packed=CONTENTS | st.binary(max_size=20),
    size=st.integers(0, 60) | st.integers(0, 2**40),
    crc=st.integers(0, 2**32 - 1),
    method=st.sampled_from([0, 0, 8, 9, 12, 14, 99]),
    flags=st.sampled_from([0, 0, 1, 8, 0x800]),
)
HONEST = st.builds(RawMember.stored, st.sampled_from(["a.md", "b/c.zip"]), CONTENTS)


def _fuzz_archives(examples: int) -> None:
    @profile(examples)
    @given(st.lists(MEMBERS | HONEST, max_size=6), st.integers(0, 3), st.data())
    def run(members: list[RawMember], changes: int, data: st.DataObject) -> None:
        archive = bytearray(raw_zip(members))
        for _ in range(changes):
            archive[data.draw(st.integers(0, len(archive) - 1))] = data.draw(st.integers(0, 255))
        _check_unpacked(bytes(archive))

    run()


def _check_unpacked(archive: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(archive)
        problems: list[str] = []
        written = {path}
        try:
            result = unpack(path, "zip", Path(folder) / "in" / "into")
        except DocumentError as error:
            problems.append(str(error))
        else:
            problems += [told for _, told in result.problems]
            written |= {member.path for member in result.members}
            assert len({member.name for member in result.members}) == len(result.members)
        found = {Path(place, name) for place, _, names in os.walk(folder) for name in names}
        assert found == written
        for text in problems:
            text.encode()
            assert "\x00" not in text


@pytest.mark.parametrize("kind", mutations.TEXTS)
def test_broken_texts_are_read_or_named(kind: str) -> None:
    _fuzz_text(kind, 60)


@pytest.mark.parametrize("kind", mutations.TEXTS)
def test_texts_of_any_signs_are_read_or_named(kind: str) -> None:
    _fuzz_signs(kind, 50)


@pytest.mark.parametrize("kind", PACKAGES)
def test_broken_packages_are_read_or_named(kind: str) -> None:
    _fuzz_package(kind, 80)


@pytest.mark.parametrize(
    ("kind", "examples"), [("pdf", 300), ("rst", 8), ("rtf", 8), ("odt", 8), ("epub", 8)]
)
def test_what_other_programs_read_is_read_or_named(kind: str, examples: int, pool: ParserPool) -> None:
    _fuzz_in_child(kind, examples, pool)


def test_any_archive_is_unpacked_inside_its_folder() -> None:
    _fuzz_archives(150)


@pytest.mark.slow
@pytest.mark.parametrize("kind", mutations.TEXTS)
def test_many_broken_texts_are_read_or_named(kind: str) -> None:
    _fuzz_text(kind, 1000)
    _fuzz_signs(kind, 1000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PACKAGES)
def test_many_broken_packages_are_read_or_named(kind: str) -> None:
    _fuzz_package(kind, 600)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "examples"), [("pdf", 2000), ("rst", 200), ("rtf", 200), ("odt", 200), ("epub", 200)]
)
def test_much_that_other_programs_read_is_read_or_named(kind: str, examples: int, pool: ParserPool) -> None:
    _fuzz_in_child(kind, examples, pool)


@pytest.mark.slow
def test_many_archives_are_unpacked_inside_their_folder() -> None:
    _fuzz_archives(3000)
