"""Users."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.account_shapes import PasswordSent, UserChanged, UserPage, UserRead, UserSent
from api.dependencies import AccountsDep
from api.describing import problems
from api.paging import PagingDep
from trag.audit import note
from trag.errors import AccountUnknownError
from trag.types.accounts import NewUser, UserChange
from trag.wire import Json, to_json

router = APIRouter(prefix="/users", tags=["accounts"])

CREATED, NO_CONTENT = 201, 204
UserName = Annotated[str, Path(min_length=1, max_length=256)]


@router.get("", response_model=UserPage, summary="List users", responses=problems("bad_cursor"))
def users(accounts: AccountsDep, paging: PagingDep) -> Json:
    """All users by name, page by page. For admins."""
    page, cursor = paging.cut(accounts.users(), lambda user: user.name, "users")
    return {"users": [to_json(user) for user in page], "next_cursor": cursor}


@router.post(
    "",
    status_code=CREATED,
    response_model=UserRead,
    summary="Add a user",
    responses=problems("account", "account_unknown"),
)
def add(sent: UserSent, accounts: AccountsDep) -> Json:
    """A new user. The first must be an admin; from then on everybody has to log in. For admins."""
    note(sent.name)
    new = NewUser(sent.name, sent.role, sent.display_name, tuple(sent.groups), sent.password)
    return {"user": to_json(accounts.add_user(new))}


@router.get("/{name}", response_model=UserRead, summary="Show a user", responses=problems("account_unknown"))
def user(name: UserName, accounts: AccountsDep) -> Json:
    """A user with their role and groups. For admins."""
    found = accounts.user(name)
    if found is None:
        raise AccountUnknownError(f"There is no user {name[:64]!r}.", hint="GET /v1/users lists them.")
    return {"user": to_json(found)}


@router.patch(
    "/{name}",
    response_model=UserRead,
    summary="Change a user",
    responses=problems("account", "account_unknown"),
)
def change(name: UserName, sent: UserChanged, accounts: AccountsDep) -> Json:
    """Change role, groups or display name, or disable a user, which ends their sessions. For admins."""
    groups = None if sent.groups is None else tuple(sent.groups)
    wanted = UserChange(sent.display_name, sent.role, groups, sent.is_disabled)
    return {"user": to_json(accounts.change_user(name, wanted))}


@router.put(
    "/{name}/password",
    status_code=NO_CONTENT,
    summary="Give a user another password",
    responses=problems("account", "account_unknown"),
)
def set_password(name: UserName, sent: PasswordSent, accounts: AccountsDep) -> Response:
    """Give a user another password, which ends all their sessions. For admins."""
    accounts.set_password(name, sent.password)
    return Response(status_code=NO_CONTENT)


@router.delete(
    "/{name}",
    status_code=NO_CONTENT,
    summary="Remove a user",
    responses=problems("account", "account_unknown"),
)
def remove(name: UserName, accounts: AccountsDep) -> Response:
    """Remove a user with their keys, sessions and conversations; the last admin stays. For admins."""
    accounts.remove_user(name)
    return Response(status_code=NO_CONTENT)
