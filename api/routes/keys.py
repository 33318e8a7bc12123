"""API keys: one's own, and for admins all."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.account_shapes import KeyIssued, KeyPage, KeyRead, KeySent
from api.callers import Login
from api.dependencies import AccountsDep, CallerDep
from api.describing import problems
from api.paging import PagingDep
from api.routes.session import LoginDep
from trag.audit import note
from trag.errors import AccountUnknownError, ForbiddenError
from trag.types.accounts import NewKey
from trag.types.people import Caller
from trag.wire import Json, to_json

router = APIRouter(prefix="/keys", tags=["accounts"])

CREATED = 201
OfUser = Annotated[str, Query(max_length=256, description="Whose keys; others' are for admins.")]
KeyId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get(
    "", response_model=KeyPage, summary="List keys", responses=problems("bad_cursor", "account_unknown")
)
def keys(caller: CallerDep, accounts: AccountsDep, paging: PagingDep, user: OfUser = "") -> Json:
    """One's own keys, the oldest first; for admins all, or those of a user."""
    whose = user if caller.may("admin") else _own(caller, user)
    page, cursor = paging.cut(accounts.keys(whose), lambda key: key.id, f"keys {whose}")
    return {"keys": [to_json(key) for key in page], "next_cursor": cursor}


@router.post(
    "",
    status_code=CREATED,
    response_model=KeyIssued,
    summary="Make a key",
    responses=problems("account", "account_unknown"),
)
def create(sent: KeySent, caller: CallerDep, login: LoginDep, accounts: AccountsDep) -> Json:
    """A new key, told this once. Not by a key, unless it is an admin's."""
    _check_way(caller, login)
    user = sent.user or _name(caller)
    if not caller.may("admin"):
        user = _own(caller, user)
    groups = None if sent.groups is None else tuple(sent.groups)
    issued = accounts.create_key(NewKey(user, sent.label, sent.role, groups, sent.days))
    note(f"key:{issued.key.id}", f"user:{user}")
    return {"key": to_json(issued.key), "token": issued.token}


@router.delete(
    "/{key_id}", response_model=KeyRead, summary="Revoke a key", responses=problems("account_unknown")
)
def revoke(key_id: KeyId, caller: CallerDep, login: LoginDep, accounts: AccountsDep) -> Json:
    """End a key at once. Not by a key, unless it is an admin's."""
    _check_way(caller, login)
    whose = "" if caller.may("admin") else _own(caller, "")
    if key_id not in {key.id for key in accounts.keys(whose)}:
        raise AccountUnknownError(f"There is no key {key_id}.", hint="GET /v1/keys lists them.")
    return {"key": to_json(accounts.revoke_key(key_id))}


def _check_way(caller: Caller, login: Login) -> None:
    # Else who finds a key that ends soon, or may do little, could make another out of it.
    if login.way == "key" and not caller.may("admin"):
        raise ForbiddenError("A key can't make or revoke keys.", hint="Log in by name and password.")


def _own(caller: Caller, asked: str) -> str:
    name = _name(caller)
    if asked not in {"", name}:
        raise ForbiddenError("Other people's keys are for admins.", hint="Leave out `user`.")
    return name


def _name(caller: Caller) -> str:
    return caller.id.removeprefix("user:")
