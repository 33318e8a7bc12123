import pytest

from trag.supporting.claims import Claim, claims_of, says_role
from trag.tree.loading import load_organisation
from trag.types import Fact

TREE = """
root:
  id: aid
  name: Harbour Aid
  kind: organisation
  people: [{name: Ana, role: Lead}]
  children:
  - id: fin
    name: Finance
    kind: division
    people: [{name: Ana, role: Tech Lead}, {name: Ana, role: Lead}, {name: Bo, role: Tech Lead}]
    children: [{id: pay, name: Pay, kind: section}, {id: bud, name: Budget, kind: section}]
"""
ORGANISATION = load_organisation(TREE, "org.yaml")


def claims(text: str, *ids: str) -> list[Claim]:
    found = claims_of(ORGANISATION, Fact(text, ids))
    return [claim for item in found.items.values() for claim in item] if found else []


def test_units_are_claimed_below_the_nearest_one_named() -> None:
    assert claims("Finance has 2 sections.", "fin", "pay", "bud") == [
        Claim("fin", "pay"),
        Claim("fin", "bud"),
    ]
    assert claims("A chain.", "pay", "fin", "aid") == [Claim("fin", "pay"), Claim("aid", "fin")]


def test_a_tech_lead_is_not_claimed_as_a_lead() -> None:
    found = claims("The tech leads of Finance are Ana and Bo.", "fin", "person:ana", "person:bo")
    assert found == [Claim("fin", "person:ana", "Tech Lead"), Claim("fin", "person:bo", "Tech Lead")]


def test_a_fact_that_speaks_of_a_role_held_elsewhere_is_not_claimed() -> None:
    assert claims("Ana leads as lead.", "fin", "person:ana")
    assert claims("Bo and Ana, who is lead elsewhere.", "pay", "person:ana", "person:bo") == []


@pytest.mark.parametrize(("ids"), [("fin",), ("pay", "bud"), ()])
def test_counts_and_comparisons_claim_nothing(ids: tuple[str, ...]) -> None:
    assert claims_of(ORGANISATION, Fact("Finance has the most sections: 2.", ids)) is None


@pytest.mark.parametrize(("items", "enough"), [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3)])
def test_half_of_a_list_and_two_at_least_are_enough(items: int, enough: int) -> None:
    sections = "\n".join(f"  - {{id: s{n}, name: S{n}, kind: section}}" for n in range(items))
    tree = f"root:\n  id: aid\n  name: Aid\n  kind: organisation\n  children:\n{sections}"
    organisation = load_organisation(tree, "org.yaml")
    found = claims_of(organisation, Fact("All.", ("aid", *(f"s{n}" for n in range(items)))))
    assert found is not None
    assert found.enough == enough


def test_a_role_is_said_in_full_but_in_any_form() -> None:
    assert says_role("The Technical Leads", "Tech Lead")
    assert not says_role("The Leads", "Tech Lead")
