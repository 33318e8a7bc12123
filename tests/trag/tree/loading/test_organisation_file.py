import json
import time
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.organisations import MINISTRY, SHAPES, TEAMS
from trag.errors import TreeError
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation

DAY = date(2026, 3, 1)


def problems(text: str, file: str = "org.yaml") -> list[str]:
    with pytest.raises(TreeError) as caught:
        load_organisation(text, file, as_of=DAY)
    assert file in caught.value.message
    assert caught.value.hint
    return list(caught.value.problems)


def told_about(text: str, file: str) -> tuple[str, ...]:
    try:
        load_organisation(text, file, as_of=DAY)
    except TreeError as error:
        return error.problems or ("no problem is listed",)
    return ()


def loaded(text: str, file: str = "org.yaml") -> Organisation:
    return load_organisation(text, file, as_of=DAY)


def test_a_yaml_file_becomes_an_organisation_in_the_order_of_the_file() -> None:
    tree = load_organisation(MINISTRY, "org.yaml", version=3, as_of=DAY)
    assert (tree.name, tree.file, tree.version, tree.as_of) == ("Ministry of Water", "org.yaml", 3, DAY)
    assert [node.id for node in tree.children("ministry")] == ["cabinet", "d-rivers", "d-finance", "d-it"]
    assert tree.path("s-floods") == ("Ministry of Water", "Directorate for Rivers & Lakes")
    assert tree.node("d-it").aliases == ("IT",)
    assert [(h.person.name, h.role) for h in tree.node("d-rivers").people] == [
        ("Jonas Ørsted", "Director"),
        ("Mary O'Brien", "Deputy Director"),
    ]


def test_further_keys_are_kept_as_plain_data() -> None:
    node = loaded(
        "root: {id: a, name: A, budget: 12, ratio: 0.5, open: true, none: null, "
        "since: 2020-01-01, stakeholders: [x, {y: 1}], contact: {email: a@b.example}, source: s, "
        "description: d}"
    ).root
    assert node.extra == {
        "budget": 12,
        "ratio": 0.5,
        "open": True,
        "since": "2020-01-01",
        "stakeholders": ["x", {"y": 1}],
    }
    assert (node.contact, node.source, node.description) == ({"email": "a@b.example"}, "s", "d")
    assert node.kind == "unit"


def test_an_id_or_name_that_looks_like_a_number_or_truth_value_stays_as_written() -> None:
    root = loaded("root: {id: 007, name: No, aliases: [1.10, yes]}").root
    assert (root.id, root.name, root.aliases) == ("007", "No", ("1.10", "yes"))


def test_json_and_yaml_with_the_same_content_give_the_same_organisation() -> None:
    text = json.dumps(yaml.safe_load(MINISTRY), ensure_ascii=False, indent="\t")
    assert loaded(text, "org.json").nodes == loaded(MINISTRY).nodes


def test_a_csv_file_becomes_an_organisation() -> None:
    tree = loaded(TEAMS, "teams.csv")
    assert tree.name == "Acme Robotics"
    assert [node.id for node in tree.descendants("tribe-a")] == ["sq-grip", "sq-arm", "sq-kinematik"]
    assert [(h.person.name, h.role) for h in tree.node("sq-grip").people] == [
        ("Bo Lind", "Lead"),
        ("Ana Silva", "Sponsor"),
    ]
    assert tree.node("sq-kinematik").aliases == ("KIN",)


def test_csv_rows_may_come_children_first_and_with_semicolons() -> None:
    tree = loaded("id;name;parent;contact.email;Budget\nb;B;a;b@x.example;3\na;A;;;\n", "o.csv")
    assert [node.id for node in tree.nodes] == ["a", "b"]
    assert tree.node("b").contact == {"email": "b@x.example"}
    assert tree.node("b").extra == {"budget": "3"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["line 1: the file is empty; it needs name: … and root: …"]),
        ("# nothing\n", ["line 1: the file is empty; it needs name: … and root: …"]),
        ("- a\n", ["line 1: the file holds a list; it needs a mapping with name and root"]),
        ("hello", ["line 1: the file holds 'hello'; it needs a mapping with name and root"]),
        ("name: X\n", ["line 1: there is no root; add root: with id, name and children"]),
        (
            "root:\n- {id: a, name: A}\n- {id: b, name: B}\n",
            ["line 2: there are 2 roots; put them under one unit"],
        ),
        ("root: 3", ["line 1: the root is '3'; write a mapping with id and name"]),
        ("root: {id: a\n  name: A}", ["line 2: this is not valid YAML: did not find expected ',' or '}'"]),
        ("root: {id: a, name: A}\n\tx: y", None),
        (
            "root: &x {id: a, name: A}\nagain: *x",
            ["line 2: the alias *x is not allowed; write the value out"],
        ),
        (
            "root: {id: a, name: A}\n---\nroot: {}",
            ["line 2: a second YAML document starts here; keep the whole tree in one"],
        ),
        ("? {a: 1}\n: 2", ["line 1: a mapping can't be a key; write a word before the colon"]),
        ("root: {id: a, name: \0}", ["line 1: the character U+0000 is not allowed; remove it"]),
        (
            "root:\n  id: a\n  name: A\n  id: b\n",
            ["line 4: the key 'id' is there already, on line 2; keep one of the two"],
        ),
        (
            "root: {id: a, name: A, valid_to: 2020-01-01}",
            ["line 1: the root 'a' is not valid on 2026-03-01; correct its dates"],
        ),
    ],
)
def test_a_broken_yaml_file_is_refused_with_its_line(text: str, expected: list[str] | None) -> None:
    told = problems(text)
    assert told == expected if expected else told[0].startswith("line 2: this is not valid YAML")


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['true']", "!!binary aGk=", "!!python/name:os.system x", "!own x"],
)
def test_a_tag_is_refused(tag: str) -> None:
    assert any(
        "is not allowed; write plain text" in told for told in problems(f"root:\n  id: a\n  name: {tag}")
    )


def test_every_problem_is_listed_with_its_line() -> None:
    text = """root:
  id: top
  name: Top
  valid_from: soon
  people:
  - {role: Chair}
  - {name: Ann}
  - Bob
  aliases: [[x]]
  contact: mail
  children:
  - {id: a, name: A}
  - {id: a, name: B}
  - {name: C}
  - {id: d}
  - id: e
    name: [E]
    kind: {x: y}
    valid_from: 2025-02-01
    valid_to: 2025-01-01
    children: {id: f}
  - just text
  - {id: "person:x", name: P}
  - id: g
    name: G
    chidren: [{id: h, name: H}]
    people: nobody
"""
    assert problems(text) == [
        "line 4: 'valid_from' is 'soon', which is no date; write YYYY-MM-DD",
        "line 6: a person in 'top' has no name; add name: …",
        "line 7: Ann in 'top' has no role; add role: …",
        "line 8: a person is 'Bob'; write name: … and role: …",
        "line 9: 'aliases' holds a list; write a text or a list of texts",
        "line 10: 'contact' is 'mail'; write a mapping such as email: …",
        "line 13: the id 'a' is taken on line 12; choose another",
        "line 14: 'C' has no id; add id: …",
        "line 15: 'd' has no name; add name: …",
        "line 16: 'e' has no name, but a list; add name: …",
        "line 18: 'kind' is a mapping; write a text",
        "line 20: 'e' has valid_to 2025-01-01 before valid_from 2025-02-01; swap them",
        "line 21: the children of 'e' are a mapping; write a list",
        "line 22: a child of 'top' is 'just text'; write a mapping with id and name",
        "line 23: the id 'person:x' starts with person:, which is for people; choose another",
        "line 26: the key 'chidren' is unknown; did you mean 'children'?",
        "line 27: 'people' is 'nobody'; write a list of name and role",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "line 1: the file is empty; it needs name: … and root: …"),
        ('{"root": \n}', "line 2: this is not valid JSON: Expecting value"),
        ('{"root":\n {"id": NaN}}', "line 2: NaN is not a JSON value; write null or a number"),
        (
            '{"root": {"id": "a", "name": "\\ud800"}}',
            "line 1: half of a surrogate pair is no character; remove it",
        ),
        ("\n" + "[" * 100_000, "line 2: nested deeper than 400 levels; make the tree flatter"),
    ],
)
def test_a_broken_json_file_is_refused_with_its_line(text: str, expected: str) -> None:
    assert problems(text, "org.json") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "id,name\na,A\n",
            ["line 1: there is no column 'parent'; the columns are id, name"],
        ),
        (
            "id,name,parent\n",
            ["line 1: the file holds no units; it needs the columns id, name, kind, parent and a row a unit"],
        ),
        (
            "id,name,parent\na,A,b\nb,B,a\nc,C,zz\nd,D,d\n",
            [
                "line 1: there is no root; leave the parent of the topmost unit empty",
                "line 2: these units are each other's parents: a → b → a; break the ring",
                "line 4: 'c' has the unknown parent 'zz'",
                "line 5: these units are each other's parents: d → d; break the ring",
            ],
        ),
        (
            "id,name,parent\na,A,\nb,B,\nc,C,b\nc,D,b\n",
            [
                "line 3: 'b' is a second root beside 'a' on line 2; name its parent",
                "line 5: the id 'c' is taken on line 4; choose another",
            ],
        ),
        (
            'id,name,parent\na,"A\n',
            ["line 2: this is not valid CSV: unexpected end of data"],
        ),
        (
            "id,name,parent,people\na,A,,Ann\n",
            ["line 2: 'Ann' is no person; write Name (role); Name (role)"],
        ),
        (
            "id,name,parent\na,A,,x\n",
            ["line 2: 4 cells under 3 columns; quote a cell that holds the separator"],
        ),
    ],
)
def test_a_broken_csv_file_is_refused_with_every_line(text: str, expected: list[str]) -> None:
    assert problems(text, "org.csv") == expected


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(TreeError, match=r"unknown format '\.txt'"):
        load_organisation("x", "org.txt")


def test_a_bomb_of_aliases_is_refused_at_its_first_alias() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    assert problems("\n".join(lines)) == ["line 2: the alias *a0 is not allowed; write the value out"]


@pytest.mark.parametrize("file", ["org.yaml", "org.json"])
def test_a_tree_ten_thousand_levels_deep_is_refused_without_recursion(file: str) -> None:
    opening = "".join(f'{{"id": "n{level}", "name": "N", "children": [' for level in range(10_000))
    told = problems(f'{{"root": {opening}{"]}" * 10_000}}}', file)
    assert told == ["line 1: nested deeper than 400 levels; make the tree flatter"]


def test_a_deep_csv_tree_is_refused() -> None:
    rows = "".join(f"n{i},N,n{i - 1}\n" for i in range(1, 10_000))
    assert problems(f"id,name,parent\nn0,N,\n{rows}", "o.csv") == [
        "line 401: 'n399' lies 400 levels deep; make the tree flatter"
    ]


@pytest.mark.slow
def test_a_hundred_thousand_units_load_in_reasonable_time() -> None:
    units = "\n".join(f"  - {{id: u{i}, name: Unit {i}, kind: unit}}" for i in range(100_000))
    begun = time.process_time()
    assert len(loaded(f"root:\n  id: r\n  name: R\n  children:\n{units}\n")) == 100_001
    assert time.process_time() - begun < 60


def test_units_and_holders_outside_their_dates_are_history() -> None:
    tree = loaded(
        "root: {id: r, name: R, people: [{name: Old, role: Chair, valid_to: 2020-01-01}, "
        "{name: New, role: Chair}], children: [{id: a, name: A, valid_to: 2020-01-01, "
        "children: [{id: b, name: B}]}, {id: c, name: C, valid_from: 2027-01-01}, {id: d, name: D}]}"
    )
    assert [node.id for node in tree.nodes] == ["r", "d"]
    assert [holding.person.name for holding in tree.root.people] == ["New"]


def people(*entries: str) -> dict[str, list[str]]:
    listed = ", ".join(f"{{{entry}, role: r{i}}}" for i, entry in enumerate(entries))
    tree = loaded(f"root: {{id: r, name: R, people: [{listed}]}}")
    return {person: [holding.role for holding in tree.holdings(person)] for person in tree.people}


def test_the_same_name_is_the_same_person() -> None:
    assert people("name: Ana Lee", "name: ana  lee") == {"person:ana-lee": ["r0", "r1"]}


def test_the_same_handle_is_the_same_person_whatever_the_name() -> None:
    assert people("name: Ana Lee, github: al", "name: Ana Maria Lee, github: AL") == {
        "person:ana-lee": ["r0", "r1"]
    }


def test_the_same_name_with_two_handles_is_two_people() -> None:
    assert people("name: Ana Lee, github: al1", "name: Ana Lee, github: al2") == {
        "person:ana-lee-al1": ["r0"],
        "person:ana-lee-al2": ["r1"],
    }


def test_a_name_without_handle_joins_the_only_person_of_that_name() -> None:
    assert people("name: Ana Lee", "name: Ana Lee, email: a@b.example") == {"person:ana-lee": ["r0", "r1"]}


def test_names_in_any_script_get_ids_of_their_own() -> None:
    found = people("name: 李雷", "name: 韩梅梅", "name: Zoë Núñez", "name: 李雷")
    assert list(found.values()) == [["r0", "r3"], ["r1"], ["r2"]]
    assert "person:zoe-nunez" in found
    assert all(person.isascii() and len(person) > len("person:") for person in found)


def test_names_that_make_the_same_slug_stay_two_people() -> None:
    found = people("name: Ana Lee", "name: Ana-Lee")
    assert len(found) == 2
    assert all(person.startswith("person:ana-lee") for person in found)


def test_the_same_role_listed_twice_counts_once() -> None:
    tree = loaded("root: {id: r, name: R, people: [{name: A, role: x}, {name: A, role: x}]}")
    assert len(tree.root.people) == 1


UNITS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.fixed_dictionaries({"name": st.text(alphabet="abcé李 -&", min_size=1).filter(str.strip)}),
    lambda below: st.fixed_dictionaries(
        {"name": st.just("Group"), "children": st.lists(below, max_size=4), "note": st.text(max_size=20)}
    ),
    max_leaves=20,
)


def numbered(unit: dict[str, Any], path: str = "n") -> dict[str, Any]:
    children = [numbered(child, f"{path}.{i}") for i, child in enumerate(unit.get("children", []))]
    return {**unit, "id": path, "children": children}


@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_any_tree_written_as_json_or_yaml_comes_back_whole(unit: dict[str, Any]) -> None:
    root = numbered(unit)
    from_json = loaded(json.dumps({"root": root}), "o.json")
    from_yaml = loaded(yaml.safe_dump({"root": root}, sort_keys=False), "o.yaml")
    ids: list[str] = []
    waiting = [root]
    while waiting:
        first = waiting.pop()
        ids.append(first["id"])
        waiting.extend(reversed(first["children"]))
    assert [node.id for node in from_json.nodes] == ids == [node.id for node in from_yaml.nodes]
    assert [node.name for node in from_json.nodes] == [node.name for node in from_yaml.nodes]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200) | st.text(alphabet='{}[]:,-&*!"\n ab#|>', max_size=80),
    st.sampled_from(sorted(SHAPES)),
)
def test_any_text_is_loaded_or_refused_with_lines(text: str, file: str) -> None:
    for name in (file, "x.json"):
        assert all(told.startswith("line ") for told in told_about(text, name))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(MINISTRY)), st.text(max_size=4), st.integers(0, 30))
def test_a_damaged_file_is_loaded_or_refused_with_lines(at: int, text: str, cut: int) -> None:
    damaged = MINISTRY[:at] + text + MINISTRY[at + cut :]
    assert all(told.startswith("line ") for told in told_about(damaged, "org.yaml"))
