from pathlib import Path

import pytest

from tests.trag.tree.extraction.documents import lines, passage
from tests.trag.tree.hierarchies import MINISTRY
from trag.errors import DataFolderError, TreeError
from trag.tree.differences import differences
from trag.tree.extraction import (
    Proposal,
    Review,
    extract,
    read_review,
    refused_ids,
    remember,
    tree_with,
    write_review,
)
from trag.tree.loading import load_organisation

PASSAGES = (
    passage("- Payroll Section\n- Treasury Section", "Finance Division"),
    passage("- Ana Ruíz", "Finance Division", "Directors"),
    passage("The Payroll Section is headed by Bo Ek.", "Rules"),
)


def reviewed(tmp_path: Path, proposals: tuple[Proposal, ...], decisions: dict[str, str]) -> Review:
    """The review in which rows with these texts were decided so."""
    file = tmp_path / "review.csv"
    file.unlink(missing_ok=True)
    write_review(file, proposals)
    header, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    for text, decision in decisions.items():
        rows = [row.replace('""', f'"{decision}"', 1) if text in row else row for row in rows]
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return read_review(file)


def test_a_first_tree_grows_from_documents_under_the_named_root(tmp_path: Path) -> None:
    proposals = extract(PASSAGES).proposals
    review = reviewed(tmp_path, proposals, {",": "accept"})
    tree = load_organisation(tree_with(review.accepted, None, root="Acme & Co"), "organisation.yaml")
    assert tree.root.name == "Acme & Co"
    assert {(node.name, tree.path(node.id)) for node in tree.nodes[1:]} == {
        ("Finance Division", ("Acme & Co",)),
        ("Payroll Section", ("Acme & Co", "Finance Division")),
        ("Treasury Section", ("Acme & Co", "Finance Division")),
    }
    assert {person.name for person in tree.people.values()} == {"Ana Ruíz", "Bo Ek"}
    with pytest.raises(TreeError, match="--root"):
        tree_with(review.accepted, None)
    # What is in the tree is proposed no more.
    assert {proposal.standing for proposal in extract(PASSAGES, tree).proposals} == {"agrees"}


def test_only_accepted_rows_are_carried_out_and_refused_ones_are_remembered(tmp_path: Path) -> None:
    proposals = extract(PASSAGES).proposals
    review = reviewed(tmp_path, proposals, {"Treasury": "refuse", '"Ana Ruíz","Director"': "accept"})
    assert (len(review.accepted), len(review.refused)) == (1, 1)
    remember(tmp_path, review.refused)
    again = extract(PASSAGES, refused=refused_ids(tmp_path)).proposals
    assert lines(extract(PASSAGES)) == lines(extract(PASSAGES, refused=refused_ids(tmp_path)))
    assert [p.unit for p in again if p.standing == "refused"] == ["Treasury Section"]
    remember(tmp_path, (), review.refused)
    assert refused_ids(tmp_path) == frozenset()
    (tmp_path / "refused-proposals.jsonl").write_text("nonsense")
    with pytest.raises(DataFolderError, match="can't be read"):
        refused_ids(tmp_path)


def test_an_unchanged_tree_is_written_with_all_it_held() -> None:
    before = load_organisation(MINISTRY, "org.yaml")
    assert differences(before, load_organisation(tree_with((), (MINISTRY, "org.yaml")), "org.yaml")) == ()


def test_what_contradicts_the_tree_says_so_and_replaces_it_when_accepted(tmp_path: Path) -> None:
    tree = """
name: Acme
root:
  id: acme
  name: Acme
  children:
  - {id: fin, name: Finance Division, code: 007, people: [{name: Old Holder, role: Director}]}
  - {id: pay, name: Payroll Section}
"""
    organisation = load_organisation(tree, "org.yaml")
    found = extract(PASSAGES, organisation).proposals
    against = {
        proposal.change: proposal.tree_says for proposal in found if proposal.standing == "contradicts"
    }
    assert against == {"parent": "Payroll Section is under Acme", "role": "Director is Old Holder"}
    review = reviewed(tmp_path, found, {"contradicts": "yes"})
    text = tree_with(review.accepted, (tree, "org.yaml"))
    after = load_organisation(text, "org.yaml")
    assert after.path("pay") == ("Acme", "Finance Division")
    assert [holding.person.name for holding in after.node("fin").people] == ["Ana Ruíz"]
    assert '"007"' in text


def test_rows_that_can_not_be_carried_out_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "review.csv"
    file.write_text(
        "decision;change;unit;parent\n"
        "accept;parent;Rail Safety Division;Signals Section\n"
        "accept;parent;Audit Section;Ministry of Transport\n"
    )
    with pytest.raises(TreeError) as raised:
        tree_with(read_review(file).accepted, (MINISTRY, "org.yaml"))
    assert len(raised.value.problems) == 2
    assert "which is below it" in raised.value.problems[0]
    assert "several units; write an id" in raised.value.problems[1]
    file.write_text("decision,change,unit\nperhaps,unit,A\naccept,parent,B\n")
    with pytest.raises(TreeError, match="row 2: the decision 'perhaps'") as refused:
        read_review(file)
    assert "row 3: parent must not be empty" in str(refused.value)


def test_a_table_with_work_in_it_is_not_overwritten(tmp_path: Path) -> None:
    write_review(tmp_path / "review.csv", ())
    with pytest.raises(TreeError, match="there already"):
        write_review(tmp_path / "review.csv", ())


def test_loops_and_detours_are_left_out() -> None:
    text = "Tax Unit|Finance Division", "Finance Division|Legal Office", "Legal Office|Tax Unit"
    ring = [
        passage(f"The {unit} is part of the {above}.", file=unit)
        for unit, above in (t.split("|") for t in text)
    ]
    assert len(lines(extract(ring))) == 2
    detour = [
        *ring[:2],
        passage("The Tax Unit is part of the Legal Office."),
        passage("The Tax Unit is part of the Tax Unit."),
    ]
    assert lines(extract(detour)) == {"Tax Unit < Finance Division", "Finance Division < Legal Office"}


def test_a_document_can_not_bury_the_others() -> None:
    names = [f"{chr(65 + i % 26)}{chr(65 + i // 26 % 26)}{chr(65 + i // 676)}" for i in range(3_000)]
    found = extract(
        [
            passage("\n".join(f"- {n} Unit" for n in names[k : k + 500]), "Legal Office", "Units")
            for k in range(0, 3000, 500)
        ]
    )
    assert len(found.proposals) <= 2_001
    assert found.notes


def test_names_no_tree_may_have_are_not_proposed() -> None:
    assert (
        lines(extract([passage("- =cmd|' /C calc'!A0 Unit\n- P\u0430yroll Section", "Finance Division")]))
        == set()
    )


NAMED = """
name: Acme
root:
  id: acme
  name: Acme
  children:
  - {id: fin, name: Finance Division, aliases: [FD, Money Makers]}
"""


def decided(tmp_path: Path, *rows: str) -> Review:
    file = tmp_path / "decided.csv"
    file.write_text("\n".join(["decision,change,unit,parent,person,role,alias", *rows]))
    return read_review(file)


def test_a_unit_keeps_its_short_names_and_is_known_by_each_of_them(tmp_path: Path) -> None:
    review = decided(
        tmp_path,
        "accept,alias,Finance Division,,,,Fin",
        "accept,alias,Finance Division,,,,fd",
        "accept,role,Money Makers,,Bo Ek,Director,",
    )
    tree = load_organisation(tree_with(review.accepted, (NAMED, "org.yaml")), "org.yaml")
    assert len(tree) == 2
    assert tree.node("fin").aliases == ("FD", "Money Makers", "Fin")
    assert [holding.person.name for holding in tree.node("fin").people] == ["Bo Ek"]


def test_a_tree_is_written_as_people_would_write_it(tmp_path: Path) -> None:
    review = decided(tmp_path, "accept,parent,Tax Unit,Legal Office,,,", "accept,role,Tax Unit,,Bo Ek,Head,")
    assert tree_with(review.accepted, None, root="Acme").splitlines()[1:] == [
        "root:",
        '  id: "acme"',
        '  "name": "Acme"',
        '  "kind": "organisation"',
        "  children:",
        '  - id: "legal-office"',
        '    "name": "Legal Office"',
        '    "kind": "office"',
        "    children:",
        '    - id: "tax-unit"',
        '      "name": "Tax Unit"',
        '      "kind": "unit"',
        "      people:",
        '      - {"name": "Bo Ek", "role": "Head"}',
    ]
