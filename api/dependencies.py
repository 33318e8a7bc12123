"""What routes ask for."""

from typing import Annotated, cast

from fastapi import Depends, Path, Request

from api.queueing.asks import Asks
from trag.account_door import AccountDoor
from trag.protocols import Door
from trag.types import OWNER, Caller


def get_accounts(request: Request) -> AccountDoor:
    """The users, groups and keys of this app's door; the roles of routes guard them."""
    return cast("Door", request.app.state.door).accounts


def get_caller(request: Request) -> Caller:
    """Who asks: what the check of keys and sessions found; without any, whoever works on this machine."""
    return cast("Caller", request.scope.get("state", {}).get("caller") or OWNER)


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
