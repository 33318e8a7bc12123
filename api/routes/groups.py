"""Groups of users."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.account_shapes import GroupPage, GroupRead, GroupSent
from api.dependencies import AccountsDep
from api.describing import problems
from api.paging import PagingDep
from trag.audit import note
from trag.wire import Json, to_json

router = APIRouter(prefix="/groups", tags=["accounts"])

CREATED, NO_CONTENT = 201, 204


@router.get("", response_model=GroupPage, summary="List groups", responses=problems("bad_cursor"))
def groups(accounts: AccountsDep, paging: PagingDep) -> Json:
    """All groups by name, page by page, with how many users and documents they have. For admins."""
    page, cursor = paging.cut(accounts.groups(), lambda group: group.name, "groups")
    return {"groups": [to_json(group) for group in page], "next_cursor": cursor}


@router.post(
    "", status_code=CREATED, response_model=GroupRead, summary="Make a group", responses=problems("account")
)
def add(sent: GroupSent, accounts: AccountsDep) -> Json:
    """A new group. For admins."""
    note(sent.name)
    return {"group": to_json(accounts.add_group(sent.name))}


@router.delete(
    "/{name}",
    status_code=NO_CONTENT,
    summary="Remove a group",
    responses=problems("account", "account_unknown"),
)
def remove(name: Annotated[str, Path(min_length=1, max_length=256)], accounts: AccountsDep) -> Response:
    """Remove a group, unless users, documents or keys still use it. For admins."""
    accounts.remove_group(name)
    return Response(status_code=NO_CONTENT)
