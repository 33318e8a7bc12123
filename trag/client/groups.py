"""Who may read which documents, through the server that owns them."""

from collections.abc import Collection, Sequence

from trag.client.connection import Connection, read_as
from trag.types import Document
from trag.types.documents import FolderGroups
from trag.wire import from_json


class GroupsClient:
    """The groups of the documents of the server that a connection leads to."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def give(self, names: Sequence[str], groups: Collection[str]) -> list[Document]:
        """Give documents, by id or file name, groups of their own. Raises DocumentError."""
        body = {"names": list(names), "groups": sorted(groups)}
        data = self._server.call("POST", "/v1/documents/groups", body)
        return read_as(lambda: from_json(list[Document], data["documents"]))

    def rules(self) -> list[FolderGroups]:
        """The rules of folders, ordered by folder."""
        data = self._server.call("GET", "/v1/document-groups")
        return read_as(lambda: from_json(list[FolderGroups], data["rules"]))

    def rule(self, folder: str, groups: Collection[str] | None) -> list[Document]:
        """Let documents below a folder have these groups, None for no rule; those that changed."""
        body = {"folder": folder, "groups": None if groups is None else sorted(groups)}
        data = self._server.call("PUT", "/v1/document-groups/rules", body)
        return read_as(lambda: from_json(list[Document], data["documents"]))

    def default(self) -> tuple[str, ...]:
        """The groups of new documents in folders without a rule."""
        data = self._server.call("GET", "/v1/document-groups")
        return read_as(lambda: from_json(tuple[str, ...], data["default"]))

    def set_default(self, groups: Collection[str]) -> tuple[str, ...]:
        """Let new documents in folders without a rule have these groups. Raises DocumentError."""
        data = self._server.call("PUT", "/v1/document-groups/default", {"groups": sorted(groups)})
        return read_as(lambda: from_json(tuple[str, ...], data["default"]))
