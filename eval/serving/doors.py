"""The door at which a run asks: the data folder as far as it is open to the run's caller."""

from typing import cast

from eval.serving.asking import AskedDoor
from trag.errors import RunError
from trag.types import Caller
from trag.workspace import Workspace


def door_of(workspace: Workspace, caller: Caller) -> AskedDoor:
    """The workspace with this caller's rights. Raises RunError rather than give more than those."""
    guarded = getattr(workspace, "for_caller", None)
    if guarded is not None:
        return cast("AskedDoor", guarded(caller))
    if caller.groups is not None:
        raise RunError("This server can't ask with the rights of one user.", hint="Ask an admin.")
    return workspace
