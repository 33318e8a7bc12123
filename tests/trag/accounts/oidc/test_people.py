"""Who a token's owner is here."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trag.accounts.oidc.people import caller_of
from trag.settings import Settings

SETTINGS = Settings(data=Path("nowhere"), oidc_admin_group="/trag-admins", oidc_editor_group="editors")
SUBJECTS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=255)


def known(**claims: Any) -> Any:
    caller = caller_of({"sub": "ana", **claims}, SETTINGS)
    assert caller is not None
    return caller


def test_only_names_of_groups_are_groups() -> None:
    listed = ["sales", "Sales", "/sales", "a b", "", 5, None, ["hr"], "x" * 65, "hr.eu-1"]
    assert known(groups=listed).groups == frozenset({"sales", "hr.eu-1"})


@pytest.mark.parametrize("groups", [None, 5, {}, "", [[]]])
def test_a_claim_of_another_shape_is_no_group(groups: Any) -> None:
    assert known(groups=groups).groups == frozenset()


def test_one_group_may_come_as_text_and_a_claim_may_lie_deeper() -> None:
    assert known(groups="sales").groups == frozenset({"sales"})
    settings = SETTINGS.model_copy(update={"oidc_groups_claim": "realm_access.roles"})
    caller = caller_of({"sub": "ana", "realm_access": {"roles": ["sales"]}}, settings)
    assert caller is not None
    assert caller.groups == frozenset({"sales"})
    flat = caller_of({"sub": "ana", "realm_access.roles": ["hr"]}, settings)
    assert flat is not None
    assert flat.groups == frozenset({"hr"})


def test_the_role_follows_the_provider_s_groups_and_admins_read_everything() -> None:
    assert known(groups=["sales"]).role == "reader"
    assert known(groups=["editors"]).role == "editor"
    assert known(groups=["trag-admins"]).role == "reader"
    admin = known(groups=["/trag-admins", "editors"])
    assert (admin.role, admin.groups) == ("admin", None)


def test_without_a_group_for_admins_nobody_is_one() -> None:
    caller = caller_of({"sub": "ana", "groups": [""]}, Settings(data=Path("nowhere")))
    assert caller is not None
    assert caller.role == "reader"


def test_the_name_is_the_first_that_can_be_shown() -> None:
    assert known().name == "ana"
    assert known(name=" \n", preferred_username="ana.k", email="a@example.org").name == "ana.k"
    assert known(name="A\x00n\u202ea").name == "Ana"
    assert len(known(name="a" * 500).name) == 100


@given(first=SUBJECTS, second=SUBJECTS)
def test_ids_are_safe_and_two_subjects_never_share_one(first: str, second: str) -> None:
    one, two = (known(sub=sub).id for sub in (first, second))
    assert (one == two) == (first == second)
    assert one.startswith("user:oidc:")
    rest = one.removeprefix("user:oidc:")
    assert rest.isascii()
    assert not set(rest) & set(":/\\ \"'?#")
