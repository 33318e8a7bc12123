"""The only place that picks engines: from settings to the parts of trag."""

from collections.abc import Callable, Sequence

from trag.catalog.access import classes_for
from trag.catalog.catalog import Catalog
from trag.engines.chroma import COLLECTION, ChromaVectorStore
from trag.engines.keyword import Fts5KeywordIndex
from trag.errors import SettingsError
from trag.pipeline import PipelineOptions, QuestionPipeline, Readable, only_all
from trag.protocols import Embedder, Generator, Reranker, Retrieval, VectorStore
from trag.retrieval.evidence import FLOORS, EvidenceRule
from trag.retrieval.retriever import Retriever
from trag.settings import Settings
from trag.supporting import ClassPassageFinder, no_passages
from trag.tree.guide import TreeGuide
from trag.types import Chunk

Progress = Callable[[int, int], None]

# Passages that are read for one that says what the tree says.
SUPPORTING = 12
# The system text, the question and the chat template around them.
PROMPT_FRAME = 500


def build_catalog(settings: Settings) -> Catalog:
    """The catalog of the data folder."""
    return Catalog(settings.data / "catalog.sqlite")


def build_vector_store(settings: Settings, collection: str = COLLECTION) -> VectorStore:
    """The vectors of the data folder, or those of an index that is made beside them."""
    return ChromaVectorStore(settings.data / "vectors", collection)


def build_embedder(settings: Settings) -> Embedder:
    """The embedder the settings ask for; nothing is loaded yet."""
    if settings.embedder == "fake":
        from trag.engines.fakes import FakeEmbedder

        return FakeEmbedder()
    if settings.embedder == "sentence-transformers":
        from pathlib import Path

        from trag.engines.sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(Path(settings.embedder_model))
    from trag.engines.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder(settings.models_dir, threads=settings.threads)


def build_generator(settings: Settings, progress: Progress | None = None) -> Generator:
    """The language model the settings ask for; nothing is started yet. Raises SettingsError.

    `progress` hears of (bytes done, bytes in all) while the default model's file is assembled.
    """
    refuse_small_context(settings)
    if settings.llm == "fake":
        from trag.engines.fakes import FakeGenerator

        return FakeGenerator()
    if settings.llm == "ollama":
        from trag.engines.ollama import OllamaGenerator

        return OllamaGenerator(
            settings.model,
            settings.ollama_url,
            context_length=settings.context_length,
            timeout=settings.model_timeout,
        )
    if settings.llm == "openai":
        from trag.engines.openai import OpenAIGenerator

        key = settings.openai_key.get_secret_value()
        return OpenAIGenerator(
            settings.model,
            settings.openai_url,
            key,
            context_length=settings.context_length,
            timeout=settings.model_timeout,
        )
    from trag.engines.llama_cpp import EmbeddedGenerator

    return EmbeddedGenerator(
        settings.model,
        settings.models_dir,
        context_length=settings.context_length,
        threads=settings.threads,
        start_timeout=settings.start_timeout,
        timeout=settings.model_timeout,
        progress=progress,
    )


def refuse_small_context(settings: Settings) -> None:
    """Raise SettingsError if context and answer do not fit into what the model can hold."""
    needed = settings.context_budget + settings.answer_tokens + PROMPT_FRAME
    if needed > settings.context_length:
        raise SettingsError(
            f"context_length={settings.context_length} can't hold {settings.context_budget} tokens of "
            f"context, {settings.answer_tokens} of answer and {PROMPT_FRAME} of prompt.",
            hint=f"Set TRAG_CONTEXT_LENGTH={needed} or more, or a smaller TRAG_CONTEXT_TOKENS.",
        )


def build_reranker(settings: Settings) -> Reranker | None:
    """The reranker the settings ask for, not loaded yet; None for none."""
    if not settings.reranker:
        return None
    from pathlib import Path

    from trag.engines.cross_encoder import CrossEncoderReranker

    return CrossEncoderReranker(Path(settings.reranker).expanduser())


def build_retriever(
    catalog: Catalog, embedder: Embedder, store: VectorStore, reranker: Reranker | None = None
) -> Retriever:
    """Retrieval over the catalog's chunks."""
    return Retriever(catalog, embedder, store, Fts5KeywordIndex(catalog), reranker=reranker)


def build_passage_finder(catalog: Catalog) -> ClassPassageFinder:
    """Finds passages by their words alone: neither vectors nor embedder are opened for it."""
    keywords = Fts5KeywordIndex(catalog)

    def find(query: str, classes: Sequence[int] | None) -> list[Chunk]:
        ids = [chunk_id for chunk_id, _ in keywords.search(query, SUPPORTING, classes)]
        chunks = catalog.chunks(ids, classes)
        return [chunks[chunk_id] for chunk_id in ids if chunk_id in chunks]

    return find


def build_pipeline(
    settings: Settings,
    retriever: Callable[[], Retrieval],
    generator: Generator,
    guide: Callable[[], TreeGuide | None],
    rule: Callable[[], EvidenceRule] = lambda: FLOORS,
    find_passages: ClassPassageFinder = no_passages,
    readable: Readable = only_all,
) -> QuestionPipeline:
    """The question path; `retriever`, `guide` and `rule` are asked when a question needs them."""
    options = PipelineOptions(settings.context_budget, settings.answer_tokens)
    return QuestionPipeline(retriever, generator, guide, options, rule, find_passages, readable)


def build_readable(catalog: Catalog) -> Readable:
    """Tells the access classes of the documents that a caller may read."""
    return lambda caller: classes_for(catalog, caller.groups)
