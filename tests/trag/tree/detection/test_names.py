import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trag.tree.organisations import MINISTRY, UNIVERSITY
from trag.tree.detection.kind_words import KindWords
from trag.tree.detection.names import acronyms, is_ordinary, is_ordinary_word, plural, tokenise, turned, words
from trag.tree.loading import load_organisation


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("gateway-api", "Gateway API"),
        ("Rivers & Lakes", "rivers and lakes"),
        ("Minister's Cabinet", "minister\u2019s cabinet"),
        ("Mary O'Brien", "Mary OBrien"),
        ("García", "Garcia"),
        ("Garci\u0301a", "GARCÍA"),
        ("Straße", "strasse"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("\uff26\uff49nance", "Finance"),
        ("a/b_c d", "A-B C\u2013D"),
        ("k8s.io", "k8s io"),
    ],
)
def test_two_spellings_of_a_name_are_equal(first: str, second: str) -> None:
    assert words(first) == words(second)


@pytest.mark.parametrize(
    ("first", "second"), [("C++", "C"), ("C#", "C"), ("हिन्दी", "हन्द"), ("node", "nodes")]
)
def test_two_different_names_stay_different(first: str, second: str) -> None:
    assert words(first) != words(second)


def test_each_character_of_a_script_without_spaces_is_a_word() -> None:
    assert words("人事部 HR") == ("人", "事", "部", "hr")


@given(st.text(max_size=60))
def test_every_word_is_found_at_its_place(text: str) -> None:
    for token in tokenise(text):
        assert words(text[token.start : token.end]) == (token.word,)
        assert not any(char.isspace() for char in token.word)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=40))
def test_words_and_tokens_agree(text: str) -> None:
    assert words(text) == tuple(token.word for token in tokenise(text))


@given(st.text(alphabet="abcdéüñçÅÉ ", max_size=30))
def test_composed_and_decomposed_accents_are_equal(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


def test_ordinary_words_are_known_in_singular_and_plural() -> None:
    assert all(map(is_ordinary_word, ["website", "websites", "json", "policies", "it", "2024"]))
    assert not any(map(is_ordinary_word, ["kestrel9", "lidarix", "xylograf"]))
    assert is_ordinary(("code", "of", "conduct"))
    assert not is_ordinary(("lidarix", "code"))


def test_acronyms_come_with_and_without_small_words() -> None:
    assert acronyms("Office of the Legal Counsel") == {"ootlc", "olc"}
    assert acronyms("Human Resources") == set()


def test_an_of_is_turned_around() -> None:
    assert turned(("division", "of", "the", "treasury")) == ("treasury", "division")
    assert turned(("finance", "division")) == ()
    assert turned(("head", "of", "unit", "of", "care")) == ()
    assert turned(("of", "mice")) == ()


def test_plurals_are_regular() -> None:
    assert [plural(word) for word in ("committee", "faculty", "branch", "day")] == [
        "committees",
        "faculties",
        "branches",
        "days",
    ]


def test_kind_words_are_learned_from_kinds_and_from_names_that_share_a_beginning() -> None:
    rows = "".join(f"s{i},SQ {name},team,r\n" for i, name in enumerate(("Grip", "Arm", "Lidar", "Motor")))
    kinds = KindWords(load_organisation(f"id,name,kind,parent\nr,Acme,company,\n{rows}", "o.csv").nodes)
    assert kinds.singular[("sq",)] == {"team"}
    assert kinds.singular[("team",)] == {"team"}
    assert kinds.core(("sq", "grip"), "team") == ("grip",)
    assert kinds.core(("grip",), "team") == ()


def test_a_core_has_no_words_for_the_kind() -> None:
    ministry = KindWords(load_organisation(MINISTRY, "o.yaml").nodes)
    university = KindWords(load_organisation(UNIVERSITY, "o.yaml").nodes)
    assert ministry.core(words("Directorate for Rivers & Lakes"), "directorate") == ("rivers", "and", "lakes")
    assert ministry.core(words("Flood Protection Section"), "section") == ("flood", "protection")
    assert university.core(words("Department of Physics"), "department") == ("physics",)
    assert university.core(words("Department of Physics"), "faculty") == ()
    assert university.core(words("The Department"), "department") == ()


def test_half_of_a_kind_phrase_is_no_kind_word() -> None:
    rows = "".join(
        f"c{i},Country Office {name},country-office,r\n" for i, name in enumerate(("Tulo", "Amsel", "Mirna"))
    )
    kinds = KindWords(load_organisation(f"id,name,kind,parent\nr,Relief,???,\n{rows}", "o.csv").nodes)
    assert ("country", "office") in kinds.singular
    assert ("country",) not in kinds.singular
