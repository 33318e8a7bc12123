"""trag's cutting as a llama-index node parser, for pipelines built with llama-index.

This module is the adapter and imports llama-index itself: import it only where llama-index is used.
"""

import re
from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, TextNode
from llama_index.core.utils import get_tqdm_iterable

from ingest.blocks import ParsedDocument
from ingest.chunking import LIMIT, TARGET, chunk
from ingest.readers.markdown import markdown_blocks
from trag.types import Chunk


class StructureNodeParser(NodeParser):
    """Cuts llama-index documents that hold Markdown or plain text, by headings, lists and tables."""

    target: int = TARGET
    limit: int = LIMIT

    @classmethod
    def class_name(cls) -> str:
        """The name llama-index stores for this parser."""
        return "StructureNodeParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **_options: Any
    ) -> list[BaseNode]:
        shown = get_tqdm_iterable(nodes, show_progress, "Cutting documents")
        return [made for node in shown for made in self._nodes(node)]

    def _nodes(self, node: BaseNode) -> list[BaseNode]:
        file = str(node.metadata.get("file_name", ""))
        document = ParsedDocument(file, "md", tuple(markdown_blocks(node.get_content())))
        made = chunk(
            document,
            document_id=node.node_id,
            file=file,
            count_tokens=_count,
            target=self.target,
            limit=self.limit,
        )
        return [_text_node(passage, node) for passage in made]


def _count(text: str) -> int:
    """About the tokens of a word-piece tokenizer, and no fewer."""
    return sum(1 + (len(word) - 1) // 4 for word in re.findall(r"\w+|[^\w\s]", text))


def _text_node(passage: Chunk, source: BaseNode) -> TextNode:
    metadata = {**source.metadata, "heading": " > ".join(passage.heading)}
    relationships = {NodeRelationship.SOURCE: source.as_related_node_info()}
    return TextNode(id_=passage.id, text=passage.text, metadata=metadata, relationships=relationships)
