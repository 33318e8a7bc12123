"""What routes ask for."""

from typing import Annotated, cast

from fastapi import Depends, Path, Request

from trag.protocols import Door


def get_door(request: Request) -> Door:
    """The one door of this app."""
    return cast("Door", request.app.state.door)


DoorDep = Annotated[Door, Depends(get_door)]
DocumentId = Annotated[str, Path(min_length=1, max_length=200)]
