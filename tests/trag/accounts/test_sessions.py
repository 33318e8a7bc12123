from dataclasses import replace

import pytest

from tests.clocks import HandClock
from tests.trag.accounts.conftest import WORDS
from trag.accounts import Accounts, Session
from trag.catalog.catalog import Catalog
from trag.errors import LoginError
from trag.types.accounts import UserChange
from trag.types.people import Caller

ELSEWHERE = Caller("user:oidc:1", "Cy", "reader", frozenset({"hr"}))


def log_in(accounts: Accounts, name: str = "bo") -> Session:
    return accounts.logins.begin_session(accounts.logins.authenticate(name, WORDS, ""))


def test_a_session_tells_who_it_is_and_a_token_of_its_own(accounts: Accounts, catalog: Catalog) -> None:
    one, other = log_in(accounts), log_in(accounts)
    assert accounts.logins.caller_of_session(one.token) == replace(one, token="")
    assert one.csrf != other.csrf
    catalog.close()
    assert one.token.encode() not in catalog.path.read_bytes()


@pytest.mark.parametrize("token", ["", "x", "ü\ud800", "x" * 100_000])
def test_what_is_no_token_is_nobody(accounts: Accounts, token: str) -> None:
    assert accounts.logins.caller_of_session(token) is None


def test_a_session_ends_after_twelve_idle_hours(accounts: Accounts, clock: HandClock) -> None:
    token = log_in(accounts).token
    clock.go(hours=11, minutes=59)
    found = accounts.logins.caller_of_session(token)
    assert found
    clock.go(hours=12)
    assert accounts.logins.caller_of_session(found.token) is None


def test_a_session_ends_after_seven_days_however_much_it_is_used(
    accounts: Accounts, clock: HandClock
) -> None:
    token, hours = log_in(accounts).token, 0
    while found := accounts.logins.caller_of_session(token):
        token = found.token or token
        clock.go(hours=1)
        hours += 1
    assert hours == 7 * 24


def test_a_token_is_replaced_each_hour_and_the_old_one_ends_soon(
    accounts: Accounts, clock: HandClock
) -> None:
    logins, first = accounts.logins, log_in(accounts).token
    clock.go(hours=1, seconds=1)
    second = logins.caller_of_session(first)
    assert second is not None
    assert second.token not in {"", first}
    assert logins.caller_of_session(first), "a request that was under way"
    assert logins.caller_of_session(second.token) == replace(second, token="")
    clock.go(seconds=30)
    assert logins.caller_of_session(first)
    clock.go(seconds=31)
    assert logins.caller_of_session(first) is None, "it was stolen, or its successor was"
    assert logins.caller_of_session(second.token) is None


def test_a_new_token_that_never_came_is_replaced_by_another(accounts: Accounts, clock: HandClock) -> None:
    logins, first = accounts.logins, log_in(accounts).token
    clock.go(hours=1, seconds=1)
    lost = logins.caller_of_session(first)
    clock.go(minutes=2)
    again = logins.caller_of_session(first)
    assert lost
    assert again
    assert again.token not in {"", lost.token}
    assert logins.caller_of_session(again.token)


def test_a_disabled_user_and_one_with_another_password_are_logged_out(accounts: Accounts) -> None:
    token = log_in(accounts).token
    accounts.set_password("bo", "another four words")
    assert accounts.logins.caller_of_session(token) is None
    accounts.set_password("bo", WORDS)
    token = log_in(accounts).token
    accounts.change_user("bo", UserChange(is_disabled=True))
    assert accounts.logins.caller_of_session(token) is None
    accounts.change_user("bo", UserChange(is_disabled=False))
    assert accounts.logins.caller_of_session(token) is None


def test_who_changes_their_password_stays_and_their_other_sessions_end(accounts: Accounts) -> None:
    here, there, others = log_in(accounts), log_in(accounts), log_in(accounts, "ada")
    with pytest.raises(LoginError):
        accounts.logins.change_password(here.caller, "wrong", "another four words", "", here.token)
    accounts.logins.change_password(here.caller, WORDS, "another four words", "", here.token)
    assert accounts.logins.caller_of_session(here.token)
    assert accounts.logins.caller_of_session(there.token) is None
    assert accounts.logins.caller_of_session(others.token)
    assert accounts.logins.authenticate("bo", "another four words", "") == here.caller


def test_a_role_that_changes_changes_the_session_at_once(accounts: Accounts) -> None:
    token = log_in(accounts).token
    accounts.change_user("bo", UserChange(role="reader"))
    found = accounts.logins.caller_of_session(token)
    assert found
    assert found.caller.role == "reader"


def test_who_was_let_in_by_a_provider_stays_for_twelve_hours(accounts: Accounts, clock: HandClock) -> None:
    token = accounts.logins.begin_session(ELSEWHERE).token
    for _ in range(12):
        found = accounts.logins.caller_of_session(token)
        assert found
        assert found.caller == ELSEWHERE
        token = found.token or token
        clock.go(hours=1, minutes=5)
    assert accounts.logins.caller_of_session(token) is None


def test_logging_out_ends_one_session(accounts: Accounts) -> None:
    one, other = log_in(accounts), log_in(accounts)
    accounts.logins.end_session(one.token)
    accounts.logins.end_session("no such token")
    assert accounts.logins.caller_of_session(one.token) is None
    assert accounts.logins.caller_of_session(other.token)
