import threading
from typing import Literal

import pytest
from argon2 import PasswordHasher

from tests.clocks import HandClock
from tests.trag.accounts.conftest import WORDS, CountedPasswords
from trag.accounts import Accounts, Logins, Passwords
from trag.catalog.catalog import Catalog
from trag.catalog.users import Users
from trag.errors import LoginError, TooManyAttemptsError
from trag.types.accounts import NewKey, UserChange
from trag.types.people import Caller

HERE, ELSEWHERE = "10.0.0.1", "10.9.9.9"
BO = Caller("user:bo", "Bo Berg", "editor", frozenset({"finance"}))


def fails(logins: Logins, name: str, address: str = HERE, words: str = "wrong") -> str:
    with pytest.raises(LoginError) as caught:
        logins.authenticate(name, words, address)
    return str(caught.value)


def test_name_and_password_tell_who_it_is(accounts: Accounts) -> None:
    assert accounts.logins.authenticate(" BO", WORDS, HERE) == BO
    assert accounts.logins.authenticate("ada", WORDS, HERE).groups is None


def test_unknown_disabled_and_wrong_look_the_same_and_each_looks_at_a_password(
    accounts: Accounts, passwords: CountedPasswords
) -> None:
    accounts.change_user("bo", UserChange(is_disabled=True))
    told = {
        fails(accounts.logins, "nobody"),
        fails(accounts.logins, "ada"),
        fails(accounts.logins, "bo", words=WORDS),
        fails(accounts.logins, "", words=WORDS),
    }
    assert (len(told), passwords.looked_at) == (1, 4)


def test_a_password_is_hashed_even_where_none_is_stored() -> None:
    hashed: list[str] = []

    class NotingHasher(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            super().verify(hash, password)  # raises for all that is no hash, before it costs anything
            hashed.append("right")
            return True

    passwords = Passwords(NotingHasher(time_cost=1, memory_cost=8, parallelism=1))
    nobody = passwords._nobody
    assert nobody.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    passwords._nobody = passwords.hash("x")
    assert not passwords.match("", "x")
    assert hashed == ["right"], "it was compared with the hash of nobody, and refused all the same"


def test_after_five_failures_each_next_one_takes_longer(accounts: Accounts, clock: HandClock) -> None:
    waits = []
    for _ in range(5):
        fails(accounts.logins, "bo")
    for _ in range(8):
        with pytest.raises(TooManyAttemptsError) as caught:
            accounts.logins.authenticate("bo", WORDS, HERE)
        waits.append(caught.value.retry_after)
        clock.go(seconds=waits[-1])
        fails(accounts.logins, "bo")
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128]


def test_ten_thousand_wrong_logins_cost_little_and_keep_nobody_out_for_ever(
    accounts: Accounts, clock: HandClock, passwords: CountedPasswords
) -> None:
    for number in range(10_000):
        fails(accounts.logins, "bo", f"10.1.{number % 200}.1")
        clock.go(seconds=0.01)
    assert passwords.looked_at < 20
    clock.go(seconds=61)
    assert accounts.logins.authenticate("bo", WORDS, HERE) == BO


def test_ten_thousand_names_from_one_address_cost_little_and_forget_themselves(
    accounts: Accounts, clock: HandClock, passwords: CountedPasswords
) -> None:
    for number in range(10_000):
        fails(accounts.logins, f"name{number}")
    assert passwords.looked_at == 5
    clock.go(hours=2)
    assert accounts.logins.authenticate("bo", WORDS, HERE) == BO


def test_who_has_logged_in_from_here_before_is_not_kept_out_by_others(accounts: Accounts) -> None:
    accounts.logins.authenticate("bo", WORDS, HERE)
    for number in range(20):
        fails(accounts.logins, "bo", f"10.2.0.{number}")
    assert accounts.logins.authenticate("bo", WORDS, HERE) == BO


def test_an_old_hash_is_made_anew_by_the_next_login(catalog: Catalog, accounts: Accounts) -> None:
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    before = Users(catalog).password("bo")
    Accounts(catalog, stronger).logins.authenticate("bo", WORDS, HERE)
    after = Users(catalog).password("bo")
    assert before != after
    assert "m=16,t=2" in after
    assert accounts.logins.authenticate("bo", WORDS, HERE) == BO


def test_the_same_password_in_other_characters_is_the_same(accounts: Accounts) -> None:
    accounts.set_password("bo", "de\u0301ja\u0300 vu de\u0301ja\u0300 vu")
    assert accounts.logins.authenticate("bo", "d\u00e9j\u00e0 vu d\u00e9j\u00e0 vu", HERE) == BO


def test_more_passwords_at_once_than_there_is_room_for_are_refused() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class SlowHasher(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            begun.set()
            assert go_on.wait(30)
            return "hash"

    passwords = Passwords(SlowHasher(), at_once=1, waiting=0)
    working = threading.Thread(target=passwords.hash, args=("x",))
    working.start()
    assert begun.wait(30)
    with pytest.raises(TooManyAttemptsError):
        passwords.hash("y")
    go_on.set()
    working.join(30)
    assert passwords.hash("y") == "hash"


# Keys


def test_a_key_does_what_it_may_and_its_user_may_at_that_moment(accounts: Accounts) -> None:
    logins = accounts.logins
    whole = accounts.create_key(NewKey("bo", role="editor")).token
    little = accounts.create_key(NewKey("bo", role="reader", groups=())).token
    assert logins.caller_of_key(whole) == BO
    assert logins.caller_of_key(little) == Caller("user:bo", "Bo Berg", "reader", frozenset())
    accounts.change_user("bo", UserChange(role="reader", groups=()))
    assert logins.caller_of_key(whole) == Caller("user:bo", "Bo Berg", "reader", frozenset())
    accounts.change_user("bo", UserChange(role="admin"))
    assert logins.caller_of_key(whole) == Caller("user:bo", "Bo Berg", "editor", None)
    assert logins.caller_of_key(little) == Caller("user:bo", "Bo Berg", "reader", frozenset())


def test_a_key_loses_the_groups_that_its_user_loses(accounts: Accounts) -> None:
    accounts.add_group("hr")
    accounts.change_user("bo", UserChange(groups=("finance", "hr")))
    token = accounts.create_key(NewKey("bo", groups=("finance",))).token
    for groups, left in ((("finance", "hr"), {"finance"}), (("hr",), set())):
        accounts.change_user("bo", UserChange(groups=groups))
        caller = accounts.logins.caller_of_key(token)
        assert caller
        assert caller.groups == frozenset(left)


def test_a_key_ends_when_it_is_revoked_expires_or_its_user_is_disabled(
    accounts: Accounts, clock: HandClock
) -> None:
    revoked, short, lasting = (accounts.create_key(NewKey("bo", days=days)) for days in (90, 1, 0))
    accounts.revoke_key(revoked.key.id)
    assert accounts.logins.caller_of_key(revoked.token) is None
    clock.go(hours=23, minutes=59)
    assert accounts.logins.caller_of_key(short.token)
    clock.go(minutes=1)
    assert accounts.logins.caller_of_key(short.token) is None
    clock.go(days=10_000)
    assert accounts.logins.caller_of_key(lasting.token)
    accounts.change_user("bo", UserChange(is_disabled=True))
    assert accounts.logins.caller_of_key(lasting.token) is None


@pytest.mark.parametrize("token", ["", "trag_", "trag_wrong", "trag_ü\ud800", "x" * 100_000])
def test_what_is_no_key_is_nobody(accounts: Accounts, token: str) -> None:
    assert accounts.logins.caller_of_key(token) is None


def test_the_use_of_a_key_is_noted_once_a_minute(accounts: Accounts, clock: HandClock) -> None:
    issued, noted = accounts.create_key(NewKey("bo")), []
    for _ in range(4):
        accounts.logins.caller_of_key(issued.token)
        noted.append(accounts.keys("bo")[0].last_used_at[11:19])
        clock.go(seconds=30)
    assert noted == ["09:00:00", "09:00:00", "09:01:00", "09:01:00"]
