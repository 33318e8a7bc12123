"""The units of the organisation tree, through the server."""

from dataclasses import asdict
from urllib.parse import quote

from trag.client.connection import Connection, read_as
from trag.errors import ApiError, TreeError
from trag.types import Difference, OutlineUnit, TreeMatch, TreeNode, TreeSummary, UnitEdit
from trag.wire import from_json

_PAGE = 200


class NodeClient:
    """The units of the tree in force in another process."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def get(self, node_id: str) -> TreeNode | None:
        """A unit with its place, its people and its facts; None if the tree has none of this id."""
        data = self._server.find(_path(node_id)) if node_id else None
        return read_as(lambda: from_json(TreeNode, data["node"])) if data else None

    def outline(self) -> list[OutlineUnit]:
        """All units level by level, those of one parent in the file's order; empty without a tree."""
        data = self._server.call("GET", "/v1/tree/outline")
        return read_as(lambda: from_json(list[OutlineUnit], data["units"]))

    def search(self, text: str, *, limit: int = 20) -> list[TreeMatch]:
        """At most `limit` units and people by the beginning of a name, or else those that `text` means."""
        if not text.strip():
            return []
        path = f"/v1/tree/search?q={quote(text, safe='')}&limit={max(1, min(limit, _PAGE))}"
        found = self._server.pages(path, "matches", most=limit)
        return read_as(lambda: from_json(list[TreeMatch], found))

    def edit(self, node_id: str, edit: UnitEdit, *, replacing: int | None = None) -> TreeSummary:
        """Change a unit, as a new version. Raises TreeError, and then changes nothing."""
        body = {key: value for key, value in asdict(edit).items() if value is not None and value != ()}
        # An empty list says something only where it takes something away.
        body |= {key: [] for key in ("aliases", "people") if getattr(edit, key) == ()}
        if replacing is not None:
            body["replacing"] = replacing
        try:
            data = self._server.call("PATCH", _path(node_id or "."), body)
        except ApiError as exc:
            if exc.code == "not_found":
                raise TreeError(exc.message, hint=exc.hint) from exc
            raise
        return read_as(lambda: from_json(TreeSummary, data["tree"]))

    def diff(self, text: str, file: str) -> list[Difference]:
        """What an import of this tree would change. Raises TreeError."""
        data = self._server.call("POST", "/v1/tree/diff", {"text": text, "file": file})
        return read_as(lambda: from_json(list[Difference], data["differences"]))


def _path(node_id: str) -> str:
    return f"/v1/tree/nodes/{quote(node_id, safe='')}"
