"""The organisation tree in force."""

from fastapi import APIRouter

from api.dependencies import DoorDep
from api.errors import NoTreeError
from api.schemas import TreeSent
from trag.wire import Json, to_json

router = APIRouter(prefix="/tree", tags=["tree"])


@router.get("")
def tree(door: DoorDep) -> Json:
    """A summary of the tree in force; null without a tree."""
    summary = door.tree()
    return {"tree": to_json(summary) if summary else None}


@router.put("")
def import_tree(sent: TreeSent, door: DoorDep) -> Json:
    """Put a tree in force, or list every problem it has and change nothing."""
    return {"tree": to_json(door.import_tree(sent.text, sent.file))}


@router.get("/file")
def export_tree(door: DoorDep) -> Json:
    """The tree in force, exactly as it was imported."""
    found = door.export_tree()
    if found is None:
        raise NoTreeError("No organisation tree is in force.", hint="PUT /v1/tree puts one in force.")
    text, file = found
    return {"text": text, "file": file}
