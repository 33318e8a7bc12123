"""Whatever a file holds, it is read or named; what comes out can be stored, and stays where it may be."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.containers import unpack
from ingest.containers.names import UnsafeNameError, file_name, member_name
from ingest.parsing import parse
from ingest.readers.grid import Span, table_blocks
from tests.ingest.containers.archives import packed
from trag.errors import DocumentError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=30,
)
SPANS = st.builds(Span, *[st.integers(0, 6)] * 4)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_named(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            parsed = parse(path)
        except DocumentError as error:
            assert name in str(error)  # noqa: PT017 - either end is right
            return
        parsed.text.encode()
        parsed.title.encode()


@QUICK
@given(VALUES)
def test_any_json_is_read_or_named(value: object) -> None:
    read_or_named("a.json", json.dumps(value).encode())


@QUICK
@given(st.sampled_from(["a.csv", "a.txt", "a.md", "a.html", "a.json", "a.eml"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_named(name: str, data: bytes) -> None:
    read_or_named(name, data)


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=200))
def test_any_rich_text_is_read_or_named(data: bytes) -> None:
    read_or_named("a.rtf", rb"{\rtf1 " + data)


@QUICK
@given(
    st.lists(st.lists(st.sampled_from(["", " ", "a", "b"]), max_size=6), max_size=8),
    st.lists(SPANS, max_size=4),
)
@example([["", "a"], ["b", "b"]], [Span(0, 0, 0, 1)])
def test_no_cell_of_a_grid_is_lost(rows: list[list[str]], spans: list[Span]) -> None:
    shown = " ".join(block.text for block in table_blocks(rows, spans=spans))
    for cell in {cell.strip() for row in rows for cell in row}:
        assert cell in shown


@QUICK
@given(st.text(alphabet=st.sampled_from("a./\\:\x00~é\u202e\ud800 "), max_size=40))
def test_any_name_is_refused_or_stays_inside(raw: str) -> None:
    try:
        name = member_name(raw)
    except UnsafeNameError:
        return
    parts = name.split("/")
    assert parts
    assert not {"", ".", ".."} & set(parts)
    assert "\\" not in name
    assert "/" not in file_name(name)
    name.encode()


@QUICK
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_an_archive_with_any_bytes_changed_writes_nothing_outside(place: int, change: bytes) -> None:
    data = bytearray(packed({"a.md": "text " * 20, "in.zip": packed({"b.md": "more"}), "c.txt": "last"}))
    place = min(place, len(data) - len(change))
    data[place : place + len(change)] = change
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(data)
        try:
            result = unpack(path, "zip", Path(folder) / "into")
        except DocumentError:
            return
        files = {found for found in Path(folder).rglob("*") if found.is_file()}
        assert files == {path} | {member.path for member in result.members}


def test_a_broken_mail_header_costs_nothing_else(tmp_path: Path) -> None:
    for header in (
        "Date: never",
        "From: <<>>",
        "Subject: =?x?Q?a?=",
        "Content-Type: text/plain; charset=nobody",
    ):
        (tmp_path / "a.eml").write_text(f"{header}\nTo: a@example.org\n\nTwenty days of leave.\n")
        assert "Twenty days" in parse(tmp_path / "a.eml").text


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_markup_nested_ten_thousand_deep_ends(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<div>" * 10_000 + "text" + "</div>" * 10_000)
    try:
        parse(tmp_path / name)
    except DocumentError as error:
        assert name in error.message  # noqa: PT017 - either end is right
