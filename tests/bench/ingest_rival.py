"""LlamaIndex's own way to take a folder in, as its documentation puts it together."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.stopwatch import Stopwatch, TimedEmbedder

LIMIT = 256
# What SimpleDirectoryReader reads without llama-index-readers-file.
READ_BY_ITSELF = {".md", ".txt", ".csv", ".html", ".rst", ".json"}


@dataclass(frozen=True, slots=True)
class Opened:
    """What is loaded before the time is taken, as it is for trag."""

    embedder: TimedEmbedder
    collection: Any


def opened(folder: Path, watch: Stopwatch) -> Opened:
    """The embedder, warm, and an empty collection of Chroma's."""
    import chromadb

    from trag.factory import build_embedder
    from trag.settings import load_settings

    embedder = TimedEmbedder(build_embedder(load_settings(folder)), watch)
    embedder.warm_up()
    client = chromadb.PersistentClient(str(folder))
    return Opened(embedder, client.create_collection("rival", embedding_function=None))


def take_in_with_llama_index(documents: Path, engines: Opened) -> tuple[int, int, int]:
    """Read, split, embed and store all files; how many files, passages and tokens that were."""
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    embedder = engines.embedder
    pipeline = IngestionPipeline(
        transformations=[_splitter(embedder, SentenceSplitter), _same_embedder(embedder)],
        vector_store=ChromaVectorStore(chroma_collection=engines.collection),
    )
    read = SimpleDirectoryReader(
        str(documents), recursive=True, required_exts=sorted(READ_BY_ITSELF)
    ).load_data()
    nodes = pipeline.run(documents=read)
    return len(read), len(nodes), embedder.tokens


def _splitter(embedder: TimedEmbedder, kind: Any) -> Any:
    # Two tokens of the embedder's limit are its own frame; metadata would be embedded with every text.
    return kind(
        chunk_size=LIMIT - 2,
        chunk_overlap=0,
        tokenizer=lambda text: range(embedder.count_tokens(text)),
        include_metadata=False,
    )


def _same_embedder(embedder: TimedEmbedder) -> Any:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class SameEmbedder(BaseEmbedding):
        """trag's embedder behind LlamaIndex's interface."""

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, vector)) for vector in embedder.embed(texts)]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return SameEmbedder(embed_batch_size=LIMIT // 8)
