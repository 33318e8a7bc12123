"""The organisation tree in force, and the versions before it."""

from fastapi import APIRouter

from api.dependencies import DoorDep
from api.errors import NotFoundError, NoTreeError
from api.schemas import TreeSent, VersionSent
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


@router.get("/versions")
def tree_versions(door: DoorDep) -> Json:
    """Every tree that was ever in force, the present one first."""
    return {"versions": [to_json(summary) for summary in door.tree_versions()]}


@router.get("/versions/{version}")
def tree_text(version: int, door: DoorDep) -> Json:
    """A version of the tree, exactly as it was imported."""
    found = door.tree_text(version)
    if found is None:
        hint = "GET /v1/tree/versions lists them."
        raise NotFoundError(f"There is no version {str(version)[:20]} of the organisation tree.", hint=hint)
    text, file = found
    return {"version": version, "text": text, "file": file}


@router.post("/rollback")
def roll_back_tree(sent: VersionSent, door: DoorDep) -> Json:
    """Put an old version in force again, as a new version."""
    return {"tree": to_json(door.roll_back_tree(sent.version))}
