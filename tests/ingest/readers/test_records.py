import json
from pathlib import Path

import pytest

from ingest.parsing import parse
from ingest.readers import records
from tests.ingest.documents import blocks_of_file
from trag.errors import DocumentError


def blocks(folder: Path, text: str, name: str = "a.json") -> list[tuple[str, str]]:
    (folder / name).write_text(text)
    return blocks_of_file(folder / name)


def test_objects_stand_under_headings_and_flat_ones_in_tables(tmp_path: Path) -> None:
    text = """{"title": "Rates", "year": 2026, "open": true, "tags": ["x", "y"], "none": null, "empty": [],
    "contact": {"name": "Ada", "address": {"city": "Kellis"}},
    "rates": [{"place": "Kellis", "rate": 58.50}, {"place": "Torreth", "rate": 66, "note": "a|b"}],
    "units": [{"name": "Finance", "people": [{"name": "Bo"}]}, {"people": {"head": "Cy"}}]}"""
    assert blocks(tmp_path, text) == [
        ("text", "title: Rates\nyear: 2026\nopen: true\ntags: x, y\nnone: none\nempty: none"),
        ("heading 2", "contact"),
        ("text", "name: Ada"),
        ("heading 3", "address"),
        ("text", "city: Kellis"),
        ("heading 2", "rates"),
        ("table", "| place | rate | note |\n| Kellis | 58.50 |  |\n| Torreth | 66 | a b |"),
        ("heading 2", "units"),
        ("heading 3", "Finance"),
        ("text", "name: Finance"),
        ("heading 4", "people"),
        ("table", "| name |\n| Bo |"),
        ("heading 3", "2"),
        ("heading 4", "people"),
        ("text", "head: Cy"),
    ]
    assert parse(tmp_path / "a.json").title == "Rates"


def test_no_number_is_changed_and_no_key_lost(tmp_path: Path) -> None:
    huge = "9" * 5000
    text = f'{{"huge": {huge}, "long": 0.10000000000000000001, "odd": NaN, "far": -Infinity, "a": 1, "a": 2}}'
    assert blocks(tmp_path, text) == [
        ("text", f"huge: {huge}\nlong: 0.10000000000000000001\nodd: NaN\nfar: -Infinity\na: 1\na: 2")
    ]


def test_a_value_a_line_is_a_table_whatever_the_file_is_called(tmp_path: Path) -> None:
    text = '{"a": 1, "b": "x"}\n\n{"a": 2}\n'
    for name in ("a.jsonl", "a.ndjson", "a.json"):
        assert blocks(tmp_path, text, name) == [("table", "| a | b |\n| 1 | x |\n| 2 |  |")]


def test_a_list_of_values_is_a_list(tmp_path: Path) -> None:
    assert blocks(tmp_path, '["one", "two"]') == [("list", "- one\n- two")]
    assert blocks(tmp_path, '"only this"') == [("text", "only this")]


def test_below_the_last_heading_level_keys_are_paths(tmp_path: Path) -> None:
    value: object = {"leaf": "x"}
    for number in range(8):
        value = {f"k{number}": value}
    assert blocks(tmp_path, json.dumps(value))[-1] == ("text", "k2.k1.k0.leaf: x")


@pytest.mark.parametrize(
    ("text", "reason"),
    {
        '{"a": 1,}': "is no JSON: .* in line 1, column",
        "[" * 100_000: "is nested too deep",
        '{"a":' * 70 + "[{}]" + "}" * 70: "is nested deeper than 60 levels",
        "{'a': 1}": "is no JSON",
        '{"a": 1}\n{"a": }': "is no JSON: .* in line 2",
        "{}": "No text was found",
    }.items(),
    ids=range(6),
)
def test_what_can_not_be_read_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=rf"a\.json {reason}" if "No" not in reason else reason):
        blocks(tmp_path, text)


def test_a_file_over_the_limit_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGEST", 10)
    with pytest.raises(DocumentError, match="the limit for JSON is"):
        blocks(tmp_path, '{"a": "long enough"}')


def test_half_signs_and_control_signs_are_left_out(tmp_path: Path) -> None:
    ((_, text),) = blocks(tmp_path, '{"a": "half \\ud800 sign \\u0000 \\u0007"}')
    assert text.split() == ["a:", "half", "sign"]
