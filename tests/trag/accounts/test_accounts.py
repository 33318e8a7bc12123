import pytest

from tests.trag.accounts.conftest import OTHER_WORDS
from trag.accounts import Accounts, Passwords
from trag.catalog.access import remove_folder_groups, set_folder_groups, set_groups
from trag.catalog.catalog import Catalog, Revision
from trag.catalog.conversations import Conversations
from trag.errors import AccountError, AccountUnknownError
from trag.types import Document
from trag.types.accounts import NewKey, NewUser, User, UserChange

ADMIN = UserChange(role="admin")


def test_what_is_added_is_there_in_one_spelling(accounts: Accounts) -> None:
    assert accounts.user(" BO ") == User(
        "bo", "Bo Berg", "editor", ("finance",), False, True, "2026-03-01T09:00:00+00:00"
    )
    assert [user.name for user in accounts.users()] == ["ada", "bo"]
    assert accounts.user("nobody") is None


def test_the_first_user_must_be_an_admin(catalog: Catalog) -> None:
    accounts = Accounts(catalog)
    with pytest.raises(AccountError, match=r"first user must be an admin.\n.*--role admin"):
        accounts.add_user(NewUser("bo"))
    assert accounts.users() == []


@pytest.mark.parametrize("name", ["ada", "ADA", " Ada "])
def test_a_name_is_there_once(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="already"):
        accounts.add_user(NewUser(name))


@pytest.mark.parametrize("change", [UserChange(role="editor"), UserChange(is_disabled=True)])
def test_the_last_admin_stays_one(accounts: Accounts, change: UserChange) -> None:
    with pytest.raises(AccountError, match="only admin"):
        accounts.change_user("ada", change)
    with pytest.raises(AccountError, match="only admin"):
        accounts.remove_user("ada")
    accounts.change_user("bo", ADMIN)
    accounts.change_user("ada", change)
    with pytest.raises(AccountError, match="only admin"):
        accounts.remove_user("bo")


def test_a_disabled_admin_is_none_to_rely_on(accounts: Accounts) -> None:
    accounts.change_user("bo", ADMIN)
    accounts.change_user("bo", UserChange(is_disabled=True))
    with pytest.raises(AccountError, match="only admin"):
        accounts.remove_user("ada")


def test_a_change_leaves_the_rest(accounts: Accounts) -> None:
    changed = accounts.change_user("bo", UserChange(display_name="B."))
    assert (changed.display_name, changed.role, changed.groups) == ("B.", "editor", ("finance",))
    assert accounts.change_user("bo", UserChange(groups=())).groups == ()


def test_unknown_names_are_told_with_the_nearest(accounts: Accounts) -> None:
    with pytest.raises(AccountUnknownError, match=r"no user 'boo'.\n.*'bo'"):
        accounts.change_user("boo", ADMIN)
    with pytest.raises(AccountUnknownError, match=r"no group 'finanse'.\n.*'finance'"):
        accounts.change_user("bo", UserChange(groups=("finanse",)))
    assert accounts.change_user("bo", UserChange()).groups == ("finance",)


def test_everyone_is_a_group_that_needs_no_noting(accounts: Accounts) -> None:
    assert accounts.change_user("bo", UserChange(groups=("everyone", "finance"))).groups == ("finance",)
    with pytest.raises(AccountError, match="always there"):
        accounts.add_group("everyone")


def test_a_removed_user_leaves_nothing_for_another_of_the_same_name(
    accounts: Accounts, catalog: Catalog
) -> None:
    issued = accounts.create_key(NewKey("bo", "script"))
    session = accounts.logins.begin_session(accounts.logins.authenticate("bo", "four words in a row", ""))
    Conversations(catalog, "user:bo").create("private")
    accounts.remove_user("bo")
    accounts.add_user(NewUser("bo", password=OTHER_WORDS))
    assert accounts.logins.caller_of_key(issued.token) is None
    assert accounts.logins.caller_of_session(session.token) is None
    assert (accounts.keys("bo"), Conversations(catalog, "user:bo").page()) == ([], [])


def test_a_group_in_use_stays_and_says_by_what(accounts: Accounts, catalog: Catalog) -> None:
    document = Document("d1", "budget.xlsx", "Budget", "xlsx", 0, 10, "2026-01-01T00:00:00+00:00")
    catalog.put_document(Revision(document, "/folder", "s1"), [])
    set_groups(catalog, ["d1"], ["finance", "hr"])
    set_folder_groups(catalog, "/pay", ["finance"])
    key = accounts.create_key(NewKey("bo", groups=("finance",))).key
    with pytest.raises(AccountError, match=f"in use by bo, key {key.id}, the folder /pay, budget.xlsx"):
        accounts.remove_group("finance")
    assert [(one.name, one.users, one.documents) for one in accounts.groups()] == [("finance", 1, 1)]
    set_groups(catalog, ["d1"], [])
    remove_folder_groups(catalog, "/pay")
    accounts.revoke_key(key.id)
    accounts.change_user("bo", UserChange(groups=()))
    accounts.remove_group("finance")
    assert accounts.groups() == []


@pytest.mark.parametrize("name", ["", "Finance", "-x", "a b", "a/b", "x" * 65, "é"])
def test_a_group_has_a_plain_name(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="can't be the name"):
        accounts.add_group(name)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (NewKey("bo", role="admin"), "can't do what an admin may"),
        (NewKey("ada", role="admin", groups=("finance",)), "can't be limited to groups"),
        (NewKey("bo", groups=("hr",)), "not in the group 'hr'"),
        (NewKey("ada", groups=("hrr",)), "no group 'hrr'"),
        (NewKey("bo", days=-1), "days"),
        (NewKey("bo", days=4000), "days"),
        (NewKey("nobody"), "no user"),
        (NewKey("bo", "x" * 201), "label"),
    ],
)
def test_a_key_that_may_not_be_is_refused(accounts: Accounts, new: NewKey, reason: str) -> None:
    accounts.add_group("hr")
    with pytest.raises(AccountError, match=reason):
        accounts.create_key(new)


def test_of_a_key_only_its_beginning_is_kept(accounts: Accounts, catalog: Catalog) -> None:
    issued = accounts.create_key(NewKey("bo", "script", days=30))
    assert issued.token.startswith(issued.key.prefix)
    assert len(issued.token) > 40
    assert accounts.keys() == accounts.keys("bo") == [issued.key]
    catalog.close()
    assert issued.token.encode() not in catalog.path.read_bytes()
    assert issued.token[12:].encode() not in catalog.path.read_bytes()


def test_by_default_passwords_are_argon2id() -> None:
    assert Passwords().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
