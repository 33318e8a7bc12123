"""Who may read which documents."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import DocumentId, DoorDep
from api.describing import problems
from api.document_shapes import DocumentRead
from api.routes.documents import find
from trag.audit import note
from trag.types import Document
from trag.types.documents import FolderGroups

router = APIRouter(tags=["documents"])

GroupName = Annotated[str, Field(max_length=64, examples=["finance"])]
Names = Annotated[str, Field(min_length=1, max_length=4096)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupsSent(_Request):
    """The groups that may read a document, in place of those it has."""

    groups: list[GroupName] = Field(max_length=200)


class GroupsOfDocumentsSent(GroupsSent):
    """Documents by id or file name, and the groups that may read them."""

    names: list[Names] = Field(min_length=1, max_length=1000)


class RuleSent(_Request):
    """The groups of documents below a folder; null for no rule."""

    folder: Names
    groups: Annotated[list[GroupName] | None, Field(max_length=200)]


class Documents(BaseModel):
    """The documents that changed."""

    documents: list[Document]


class DefaultRead(BaseModel):
    """The groups of new documents in folders without a rule."""

    default: list[str]


class RulesRead(DefaultRead):
    """The rules of folders, and what holds without one."""

    rules: list[FolderGroups]


@router.patch(
    "/documents/{document_id}",
    summary="Say who may read a document",
    responses=problems("not_found", "document", "forbidden"),
)
def give(document_id: DocumentId, sent: GroupsSent, door: DoorDep) -> DocumentRead:
    """Give a document, and what was unpacked from it, these groups of its own. For editors, among theirs."""
    note(document_id, detail=f"groups {', '.join(sent.groups)}")
    door.groups.give([find(door, document_id).id], sent.groups)
    return DocumentRead(document=find(door, document_id))


@router.post(
    "/documents/groups",
    summary="Say who may read documents",
    responses=problems("document", "forbidden"),
)
def give_many(sent: GroupsOfDocumentsSent, door: DoorDep) -> Documents:
    """Give documents by id or file name these groups of their own, all or none. For editors, among theirs."""
    note(*sent.names, detail=f"groups {', '.join(sent.groups)}")
    return Documents(documents=door.groups.give(sent.names, sent.groups))


@router.get("/document-groups", summary="List the rules of folders")
def rules(door: DoorDep) -> RulesRead:
    """The groups of new documents: the rule of the longest folder that fits, else the default. For admins."""
    return RulesRead(rules=door.groups.rules(), default=list(door.groups.default()))


@router.put("/document-groups/rules", summary="Set a folder's rule", responses=problems("document"))
def rule(sent: RuleSent, door: DoorDep) -> Documents:
    """Let documents below a folder be for these groups, unless they were given some. For admins."""
    note(sent.folder, detail=f"groups {sent.groups}")
    return Documents(documents=door.groups.rule(sent.folder, sent.groups))


@router.put("/document-groups/default", summary="Set the default", responses=problems("document"))
def set_default(sent: GroupsSent, door: DoorDep) -> DefaultRead:
    """Let new documents in folders without a rule be for these groups. For admins."""
    note(detail=f"groups {', '.join(sent.groups)}")
    return DefaultRead(default=list(door.groups.set_default(sent.groups)))
