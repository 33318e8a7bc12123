"""The organisation tree in force, and the versions before it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.dependencies import DoorDep
from api.describing import problems, tagged
from api.errors import NotFoundError, NoTreeError
from api.etags import replaced_version, tree_tag
from api.paging import PagingDep
from api.responses import Differences, TreeFileRead, TreeInForce, TreePut, TreeVersions, VersionRead
from api.schemas import TreeReplacing, TreeSent, VersionSent

router = APIRouter(prefix="/tree", tags=["tree"])
Version = Annotated[int, Path(description="The number of a version of the tree.")]


@router.get("", summary="Show the tree in force", responses=tagged())
def tree(door: DoorDep, response: Response) -> TreeInForce:
    """A summary of the tree in force; null without a tree. Its ETag serves If-None-Match and If-Match."""
    summary = door.tree()
    response.headers["ETag"] = tree_tag(summary)
    return TreeInForce(tree=summary)


@router.put("", summary="Import a tree", responses=problems("tree", "tree_changed", "disk_full"))
def import_tree(sent: TreeReplacing, door: DoorDep, request: Request, response: Response) -> TreePut:
    """Put a tree in force, or list every problem it has and change nothing. Needs a key.

    With If-Match, or `replacing`, only if the tree in force is still that one; with `If-None-Match: *`
    only if there is none.
    """
    replacing = replaced_version(door.tree(), request.headers, sent.replacing)
    summary = door.import_tree(sent.text, sent.file, replacing=replacing)
    response.headers["ETag"] = tree_tag(summary)
    return TreePut(tree=summary)


@router.get("/file", summary="Export the tree in force", responses=tagged() | problems("no_tree"))
def export_tree(door: DoorDep, response: Response) -> TreeFileRead:
    """The tree in force, exactly as it was imported or last changed."""
    summary, found = door.tree(), door.export_tree()
    if summary is None or found is None:
        raise NoTreeError("No organisation tree is in force.", hint="PUT /v1/tree puts one in force.")
    text, file = found
    response.headers["ETag"] = tree_tag(summary)
    return TreeFileRead(text=text, file=file)


@router.post("/diff", summary="Compare a tree with the one in force", responses=problems("tree"))
def diff(sent: TreeSent, door: DoorDep) -> Differences:
    """What an import of this tree would change; nothing is changed. Needs a key."""
    found = door.nodes.diff(sent.text, sent.file)
    return Differences(differences=found, lines=[str(difference) for difference in found])


@router.get("/versions", summary="List versions", responses=problems("bad_cursor"))
def tree_versions(door: DoorDep, paging: PagingDep) -> TreeVersions:
    """Every tree that was ever in force, the present one first, page by page."""
    page, following = paging.cut(door.tree_versions(), lambda tree: -tree.version, "tree versions")
    return TreeVersions(versions=page, next_cursor=following)


@router.get("/versions/{version}", summary="Read a version", responses=problems("not_found"))
def tree_text(version: Version, door: DoorDep) -> VersionRead:
    """A version of the tree, exactly as it was imported."""
    found = door.tree_text(version)
    if found is None:
        hint = "GET /v1/tree/versions lists them."
        raise NotFoundError(f"There is no version {str(version)[:20]} of the organisation tree.", hint=hint)
    text, file = found
    return VersionRead(version=version, text=text, file=file)


@router.post("/rollback", summary="Go back to a version", responses=problems("tree", "disk_full"))
def roll_back_tree(sent: VersionSent, door: DoorDep, response: Response) -> TreePut:
    """Put an old version in force again, as a new version. Needs a key."""
    summary = door.roll_back_tree(sent.version)
    response.headers["ETag"] = tree_tag(summary)
    return TreePut(tree=summary)
