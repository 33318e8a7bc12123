import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.accounts.names import good_password, plain_name, user_name
from trag.accounts.throttle import Throttle, network
from trag.errors import AccountError


@given(st.text())
def test_a_name_that_was_made_plain_stays_so(text: str) -> None:
    assert plain_name(plain_name(text)[:64]) == plain_name(text)[:64].strip()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada", "ada"),
        ("ADA.Lovelace@example.org", "ada.lovelace@example.org"),
        ("Jose\u0301", "jos\u00e9"),
        ("STRAẞE", "strasse"),
    ],
)
def test_names_are_folded(text: str, name: str) -> None:
    assert user_name(text) == name == user_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a b",
        "a/b",
        "../x",
        "a:b",
        "-a",
        "a\u200bb",
        "a\nb",
        "a\x00",
        "x" * 65,
        "oidc:1",
        "\u202eabc",
    ],
)
def test_what_can_be_no_name_is_refused(text: str) -> None:
    with pytest.raises(AccountError, match="can't be the name"):
        user_name(text)


@pytest.mark.parametrize(
    "text",
    ["", "short", "aaaaaaaaaaaa", "abababababab", "password1234", "ChangeMe1234", "ada ada ada ada",
     "four words\x00 in a row"],
)  # fmt: skip
def test_easy_passwords_are_refused(text: str) -> None:
    with pytest.raises(AccountError, match="can't be used"):
        good_password(text, "ada")


@pytest.mark.parametrize("text", ["four words in a row", "ünïcode wörds är fine", "kV8#mQ2$xL9!"])
def test_good_ones_are_taken(text: str) -> None:
    assert good_password(text, "ada") == text


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_line_is_one_place(address: str, place: str) -> None:
    assert network(address) == place


def test_a_throttle_remembers_so_many_and_no_more() -> None:
    throttle = Throttle(longest=60, most=100, clock=lambda: 0.0)
    for number in range(10_000):
        throttle.claim(number)
    assert len(throttle) == 100


def test_a_try_that_was_right_is_taken_back() -> None:
    throttle = Throttle(longest=60, clock=lambda: 0.0)
    for _ in range(50):
        assert throttle.claim("here") == 0
        throttle.take_back("here")
