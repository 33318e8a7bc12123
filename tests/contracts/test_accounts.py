"""Users, groups and keys: by the process that owns the data folder, and through its server."""

import pytest

from trag.errors import AccountError, AccountUnknownError
from trag.protocols import Door
from trag.types.accounts import NewKey, NewUser, UserChange

WORDS = "four words in a row"


def test_every_door_keeps_users(door: Door) -> None:
    accounts = door.accounts
    assert (accounts.users(), accounts.groups(), accounts.keys()) == ([], [], [])
    ada = accounts.add_user(NewUser("Ada", "admin", "Ada L.", password=WORDS))
    group = accounts.add_group("finance")
    accounts.add_user(NewUser("jos\u00e9@example.org", groups=("finance",)))
    assert accounts.users()[0] == ada == accounts.user("ADA")
    assert (group.name, accounts.groups()[0].users) == ("finance", 1)
    changed = accounts.change_user("jos\u00e9@example.org", UserChange(role="editor", groups=()))
    assert (changed.role, changed.groups, changed.has_password) == ("editor", (), False)
    accounts.set_password("jos\u00e9@example.org", WORDS)
    assert [user.has_password for user in accounts.users()] == [True, True]
    accounts.remove_group("finance")
    accounts.remove_user("jos\u00e9@example.org")
    assert accounts.users() == [ada]


def test_every_door_keeps_keys(door: Door) -> None:
    accounts = door.accounts
    accounts.add_user(NewUser("ada", "admin"))
    issued = accounts.create_key(NewKey("ada", "script", "editor", (), 1))
    assert accounts.keys() == accounts.keys("ada") == [issued.key]
    assert accounts.revoke_key(issued.key.id) == issued.key
    assert accounts.keys() == []


def test_every_door_refuses_the_same(door: Door) -> None:
    accounts = door.accounts
    with pytest.raises(AccountError, match="first user"):
        accounts.add_user(NewUser("bo"))
    accounts.add_user(NewUser("ada", "admin"))
    with pytest.raises(AccountError, match="only admin"):
        accounts.change_user("ada", UserChange(is_disabled=True))
    with pytest.raises(AccountError, match="fewer than 12"):
        accounts.set_password("ada", "short")
    for name in ("nobody", "a/b", "..", " ", "x" * 300):
        assert accounts.user(name) is None
        with pytest.raises(AccountUnknownError):
            accounts.remove_group(name)
    with pytest.raises(AccountUnknownError):
        accounts.revoke_key(99)
    with pytest.raises(AccountUnknownError):
        accounts.keys("nobody")
