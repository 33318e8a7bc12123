"""What routes ask for."""

from typing import Annotated, cast

from fastapi import Depends, Path, Request

from api.queueing.asks import Asks
from trag.account_door import AccountDoor
from trag.errors import ForbiddenError
from trag.protocols import Door
from trag.types import OWNER, Caller


def get_accounts(request: Request) -> AccountDoor:
    """The users, groups and keys of this app's door; the roles of routes guard them."""
    return cast("Door", request.app.state.door).accounts


def get_caller(request: Request) -> Caller:
    """Who asks, as the check of keys and sessions found; outside of /v1, where none is, the owner.

    Raises ForbiddenError for who was found to be nobody yet.
    """
    caller = request.scope.get("state", {}).get("caller")
    if caller is None and f"{request.url.path}/".startswith("/v1/"):
        raise ForbiddenError("Nobody has logged in by this request.", hint="Log in, or send a key.")
    return cast("Caller", caller or OWNER)


def get_door(request: Request) -> Door:
    """The door of this app as far as it is open to who asks: nothing a route does goes around it."""
    return cast("Door", request.app.state.door).for_caller(get_caller(request))


def get_asks(request: Request) -> Asks:
    """The answers under way in this app."""
    return cast("Asks", request.app.state.asks)


DoorDep = Annotated[Door, Depends(get_door)]
AccountsDep = Annotated[AccountDoor, Depends(get_accounts)]
CallerDep = Annotated[Caller, Depends(get_caller)]
AsksDep = Annotated[Asks, Depends(get_asks)]
DocumentId = Annotated[str, Path(min_length=1, max_length=200)]
