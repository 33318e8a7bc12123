"""trag as a llama-index retriever: facts of the organisation tree first, then passages."""

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from trag.protocols import Door
from trag.types import Citation


class TragRetriever(BaseRetriever):
    """The context trag would give its model, as llama-index nodes in the order of that context.

    `door` is an opened data folder (`trag.workspace.Workspace`) or a server (`trag.client.Client`).
    """

    def __init__(self, door: Door, **options: Any) -> None:
        super().__init__(**options)
        self._door = door

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        sources = self._door.context(query_bundle.query_str).sources
        return [_node(source, rank) for rank, source in enumerate(sources, start=1)]


def _node(source: Citation, rank: int) -> NodeWithScore:
    metadata = {"file": source.file, "page": source.page, "heading": " > ".join(source.heading)}
    node = TextNode(
        text=source.quote, metadata=metadata, **({"id_": source.chunk_id} if source.chunk_id else {})
    )
    # The order of the context is the ranking; llama-index wants it as a falling number.
    return NodeWithScore(node=node, score=1.0 / rank)
