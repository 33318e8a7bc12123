"""The door at which a run asks: the data folder as far as it is open to the run's caller."""

from eval.serving.asking import AskedDoor
from trag.types import Caller
from trag.workspace import Workspace


def door_of(workspace: Workspace, caller: Caller) -> AskedDoor:
    """The workspace with this caller's rights."""
    return workspace.for_caller(caller)
