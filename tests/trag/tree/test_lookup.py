import pytest

from tests.harbour_aid import TREE
from trag.tree.guide import TreeGuide
from trag.tree.loading import load_organisation
from trag.tree.lookup import Lookup
from trag.tree.organisation import Node, Organisation

GUIDE = TreeGuide(load_organisation(TREE, "org.yaml"))
LOOKUP = Lookup(
    Organisation(
        "Aid",
        (
            Node("aid", "Aid", "organisation"),
            Node("fin", "Finance Division", "division", "aid", aliases=("Money Office",)),
            Node("ref", "Refinance Unit", "unit", "fin"),
            Node("au", "Audit of Finance", "unit", "fin"),
            Node("fi", "Finance", "unit", "au"),
            Node("ca", "Café Society", "unit", "aid", aliases=("Finance Café",)),
        ),
    )
)


def ids(text: str, limit: int = 20) -> list[str]:
    return [match.id for match in LOOKUP.search(text, limit)]


def test_whole_names_come_first_then_beginnings_then_words_inside() -> None:
    assert ids("finance") == ["fi", "fin", "ca", "au"]
    assert ids("FIN") == ["fi", "fin", "ca", "au"]
    assert ids("finance d") == ["fin"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("money", ["fin"]), ("office", ["fin"]), ("cafe so", ["ca"]), ("nance", []), ("", []), ("(*)", [])],
)
def test_aliases_and_later_words_are_found_parts_of_words_are_not(text: str, found: list[str]) -> None:
    assert ids(text) == found


def test_a_match_says_where_it_stands_and_which_name_fitted() -> None:
    match = LOOKUP.search("money", 1)[0]
    assert (match.name, match.path, match.matched) == ("Finance Division", ("Aid",), "Money Office")


def test_the_limit_keeps_the_best() -> None:
    assert ids("finance", 2) == ["fi", "fin"]


def test_people_stand_in_their_first_unit() -> None:
    match = GUIDE.search("torr", 5)[0]
    assert (match.kind, match.name, match.path) == (
        "person",
        "Ana Torres",
        ("Harbour Aid", "Finance Division"),
    )


def test_a_misspelt_name_is_found_where_none_begins_so() -> None:
    assert [match.id for match in GUIDE.search("Pairoll Sextant", 5)] == []
    assert [match.id for match in GUIDE.search("Finanse Division", 5)] == ["fin"]


def test_a_letter_gives_as_many_as_asked_for_among_very_many() -> None:
    nodes = [
        Node("n", "Root", "unit"),
        *(Node(f"n{i}", f"Section {i} North", "unit", "n") for i in range(30_000)),
    ]
    lookup = Lookup(Organisation("Large", tuple(nodes)))
    assert len(lookup.search("s", 20)) == 20
    assert lookup.search("section 29999 north", 20)[0].id == "n29999"
