"""The units of the organisation tree in force."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.dependencies import DoorDep
from api.describing import problems, tagged
from api.errors import NotFoundError
from api.etags import replaced_version, tree_tag
from api.paging import PagingDep
from api.responses import Matches, NodeEdited, NodeRead, Outline
from api.schemas import UnitChanged
from trag.protocols import Door
from trag.types import TreeNode

router = APIRouter(prefix="/tree", tags=["tree"])

# A search looks this far; who needs more has typed too little.
MOST_MATCHES = 1000
NodeId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00]+$",
        description="The id of a unit, as the tree's file has it.",
        examples=["fin"],
    ),
]
Text = Annotated[
    str,
    Query(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]+$",
        description="A name, or its beginning.",
        examples=["fina"],
    ),
]


@router.get("/search", summary="Find units and people", responses=problems("bad_cursor"))
def search(q: Text, door: DoorDep, paging: PagingDep) -> Matches:
    """Units and people with a name, alias or word of it that begins like this, the best first.

    Where nothing begins so, those that the text means, misspelt names included.
    """
    tree = door.tree()
    found = list(enumerate(door.nodes.search(q, limit=MOST_MATCHES)))
    # Another tree has another order: its pages are not continued.
    page, following = paging.cut(found, lambda item: item[0], f"tree search {tree_tag(tree)} {q}")
    return Matches(matches=[match for _, match in page], next_cursor=following)


@router.get("/outline", summary="Show all units", responses=tagged())
def outline(door: DoorDep, response: Response) -> Outline:
    """All units of the tree in force, level by level, those of one parent in the file's order."""
    tag = tree_tag(door.tree())
    found = door.nodes.outline()
    response.headers["ETag"] = tag
    return Outline(units=found)


@router.get("/nodes/{node_id:path}", summary="Show a unit", responses=tagged() | problems("not_found"))
def node(node_id: NodeId, door: DoorDep, response: Response) -> NodeRead:
    """A unit with its parents, its children, its people and what the tree tells about it.

    The ETag is that of the tree: it serves If-Match in PATCH.
    """
    tag = tree_tag(door.tree())
    found = _find(door, node_id)
    response.headers["ETag"] = tag
    return NodeRead(node=found)


@router.patch(
    "/nodes/{node_id:path}",
    summary="Change a unit",
    responses=problems("not_found", "tree", "tree_changed", "disk_full"),
)
def edit(
    node_id: NodeId, sent: UnitChanged, door: DoorDep, request: Request, response: Response
) -> NodeEdited:
    """Change a unit, as a new version of the tree, checked like an import. Needs a key.

    Only what is sent changes: an empty value takes a thing away, `people` stand for all people of the unit,
    and a unit of `remove_children` goes with all that is below it. With If-Match, or `replacing`, only if the
    tree in force is still that one.
    """
    replacing = replaced_version(door.tree(), request.headers, sent.replacing)
    _find(door, node_id)
    summary = door.nodes.edit(node_id, sent.edit, replacing=replacing)
    response.headers["ETag"] = tree_tag(summary)
    return NodeEdited(tree=summary, node=door.nodes.get(node_id))


def _find(door: Door, node_id: str) -> TreeNode:
    found = door.nodes.get(node_id)
    if found is None:
        raise NotFoundError(
            f"The organisation tree has no unit {node_id[:80]!r}.", hint="GET /v1/tree/search finds units."
        )
    return found
