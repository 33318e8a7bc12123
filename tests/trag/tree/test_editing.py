import json

import pytest

from trag.errors import TreeError
from trag.tree.editing import edited
from trag.tree.loading import load_organisation
from trag.tree.organisation import Organisation
from trag.types import NewUnit, UnitEdit

YAML = """
# kept by the office of the director
name: Harbour Aid
reviewed: 2026-01-02
root:
  id: aid
  name: Harbour Aid
  kind: organisation
  children:
  - id: fin
    name: Finance Division
    kind: division
    cost_centre: "007"
    people:
    - {name: Ana Torres, role: Director, handle: "@ana"}
    - {name: Ben Okoro, role: Deputy}
    children:
    - {id: pay, name: Payroll Section, kind: section, aliases: [Salaries]}
    - {id: bud, name: Budget Section, kind: section, valid_to: 2020-01-01}
  - {id: it, name: "No: IT", kind: division}
"""
CSV = """id,name,kind,parent,people,room
aid,Harbour Aid,organisation,,,1
pay,Payroll,section,aid,Ana Torres (Head),07
"""
FILES = {
    "org.yaml": YAML,
    "org.json": json.dumps(
        {
            "name": "Harbour Aid",
            "reviewed": "2026-01-02",
            "root": {
                "id": "aid", "name": "Harbour Aid", "kind": "organisation",
                "children": [
                    {"id": "fin", "name": "Finance Division", "kind": "division", "cost_centre": "007",
                     "people": [{"name": "Ana Torres", "role": "Director", "handle": "@ana"},
                                {"name": "Ben Okoro", "role": "Deputy"}],
                     "children": [{"id": "pay", "name": "Payroll Section", "aliases": ["Salaries"]},
                                  {"id": "bud", "name": "Budget Section", "valid_to": "2020-01-01"}]},
                    {"id": "it", "name": "No: IT", "kind": "division"},
                ],
            },
        }
    ),
}  # fmt: skip
both = pytest.mark.parametrize("file", list(FILES))


def after(file: str, unit_id: str, edit: UnitEdit) -> Organisation:
    text, name = edited(FILES[file], file, unit_id, edit)
    assert name == file
    return load_organisation(text, name)


@both
def test_an_edit_of_nothing_keeps_every_key(file: str) -> None:
    text, name = edited(FILES[file], file, "fin", UnitEdit())
    before, now = load_organisation(FILES[file], file), load_organisation(text, name)
    assert [(n.id, n.parent_id, n.extra, n.people, n.aliases) for n in now.nodes] == [
        (n.id, n.parent_id, n.extra, n.people, n.aliases) for n in before.nodes
    ]
    assert "reviewed" in text
    assert "Budget Section" in text, "what is history stays in the file"
    assert "007" in text


@both
def test_names_kinds_and_aliases_change_or_go(file: str) -> None:
    edit = UnitEdit(
        name="Salaries: Section #1", kind="", description="Pays \u2028 \U0001f6a2 all.", aliases=()
    )
    node = after(file, "pay", edit).node("pay")
    assert (node.name, node.kind, node.aliases) == ("Salaries: Section #1", "unit", ())
    assert node.description == "Pays \u2028 \U0001f6a2 all."


@both
def test_people_who_stay_keep_their_further_keys(file: str) -> None:
    people = (
        {"name": "ana torres", "role": "Director General"},
        {"name": "New Body", "role": "Deputy", "room": 7},
    )
    node = after(file, "fin", UnitEdit(people=people)).node("fin")
    assert [(h.person.name, h.role, dict(h.person.extra)) for h in node.people] == [
        ("ana torres", "Director General", {"handle": "@ana"}),
        ("New Body", "Deputy", {"room": 7}),
    ]
    assert after(file, "fin", UnitEdit(people=())).node("fin").people == ()


@both
def test_a_unit_moves_with_all_below_it(file: str) -> None:
    organisation = after(file, "fin", UnitEdit(parent="it"))
    assert organisation.path("pay") == ("Harbour Aid", "No: IT", "Finance Division")


@both
def test_children_come_and_go(file: str) -> None:
    edit = UnitEdit(
        add_children=(NewUnit("Pay Desk", "desk"), NewUnit("X", id="x.1")), remove_children=("pay",)
    )
    organisation = after(file, "fin", edit)
    assert [(n.id, n.name, n.kind) for n in organisation.children("fin")] == [
        ("pay-desk", "Pay Desk", "desk"),
        ("x.1", "X", "unit"),
    ]
    assert "pay" not in organisation


@both
@pytest.mark.parametrize(
    ("unit_id", "edit", "reason"),
    [
        ("nobody", UnitEdit(name="x"), "there is no unit 'nobody'"),
        ("aid", UnitEdit(parent="fin"), "it is the root"),
        ("fin", UnitEdit(parent="pay"), "below it"),
        ("fin", UnitEdit(parent="fin"), "which is itself"),
        ("fin", UnitEdit(parent="nobody"), "no unit 'nobody' to put it under"),
        ("fin", UnitEdit(remove_children=("it",)), "'it' is no unit directly below it"),
        ("fin", UnitEdit(add_children=(NewUnit("x", id="it"),)), "'it' of the new unit is taken"),
    ],
)
def test_what_can_not_be_done_is_told(file: str, unit_id: str, edit: UnitEdit, reason: str) -> None:
    with pytest.raises(TreeError) as caught:
        edited(FILES[file], file, unit_id, edit)
    assert reason in caught.value.problems[0]
    assert caught.value.hint


def test_everything_that_can_not_be_done_is_told_at_once() -> None:
    with pytest.raises(TreeError) as caught:
        edited(YAML, "org.yaml", "aid", UnitEdit(parent="fin", remove_children=("pay", "bud")))
    assert len(caught.value.problems) == 3


def test_a_name_that_is_no_name_is_refused_by_the_import() -> None:
    text, file = edited(YAML, "org.yaml", "pay", UnitEdit(name="=cmd|' /C calc'!A0"))
    with pytest.raises(TreeError):
        load_organisation(text, file)


def test_csv_becomes_yaml_with_all_its_columns() -> None:
    text, file = edited(CSV, "org.csv", "pay", UnitEdit(name="Salaries"))
    node = load_organisation(text, file).node("pay")
    assert (file, node.name, dict(node.extra)) == ("org.yaml", "Salaries", {"room": "07"})
    assert [(h.person.name, h.role) for h in node.people] == [("Ana Torres", "Head")]


def test_a_file_that_is_nothing_but_the_root_unit_can_be_edited() -> None:
    text, file = edited("id: aid\nname: Aid\nreviewed: 1\n", "o.yaml", "aid", UnitEdit(name="Help"))
    organisation = load_organisation(text, file)
    assert (organisation.root.name, dict(organisation.root.extra)) == ("Help", {"reviewed": 1})


@pytest.mark.parametrize("file", ["deep.json", "deep.yaml"])
def test_a_very_deep_tree_is_no_crash(file: str) -> None:
    text = (
        '{"id": "u0", "name": "U0"'
        + "".join(f', "children": [{{"id": "u{i}", "name": "U{i}"' for i in range(1, 190))
        + "}]" * 189
        + "}"
    )
    changed, name = edited(text, file, "u189", UnitEdit(name="Last"))
    assert load_organisation(changed, name).node("u189").name == "Last"
