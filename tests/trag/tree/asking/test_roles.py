import pytest

from trag.tree.asking.roles import have_leads, leading_roles
from trag.tree.organisation import Holding, Node, Organisation, Person


def unit(name: str, kind: str, *roles: str) -> Node:
    held = tuple(Holding(Person(f"person:{i}", f"Ana {i}"), role, name) for i, role in enumerate(roles))
    return Node(name, name, kind, people=held)


@pytest.mark.parametrize(
    ("node", "leading"),
    [
        (unit("MV Brava", "vessel", "Master", "Chief Engineer"), ()),
        (unit("Engineering Department", "department", "Chief Engineer"), ("Chief Engineer",)),
        (unit("Accounts", "office", "Clerk", "Chief Accountant"), ("Chief Accountant",)),
        (unit("Harbour Bureau", "bureau", "Bureau Chief", "Clerk"), ("Bureau Chief",)),
        (unit("Acme", "company", "Chief Executive", "Clerk"), ("Chief Executive",)),
        (unit("Acme", "company", "Chief Operating Officer"), ("Chief Operating Officer",)),
        (unit("Cabinet", "cabinet", "Chief of Staff"), ("Chief of Staff",)),
        (unit("Optics", "lab", "Lab Manager"), ("Lab Manager",)),
        (unit("Physics", "institute", "Lab Manager"), ()),
    ],
)
def test_roles_lead_the_unit_their_title_names(node: Node, leading: tuple[str, ...]) -> None:
    assert leading_roles(node) == leading


def test_a_kind_has_leads_where_one_of_its_units_has() -> None:
    tree = Organisation("A", (unit("A", "line", "Director"), unit("MV B", "vessel", "Master")))
    assert (have_leads(tree, "line"), have_leads(tree, "vessel"), have_leads(tree, "squad")) == (
        True,
        False,
        False,
    )
