"""A second embedder without a model, so that an index can be made anew quickly."""

from collections.abc import Sequence

import numpy as np

from trag.engines.fakes import FakeEmbedder
from trag.protocols import Embedder, Vectors
from trag.settings import Settings


class WideEmbedder(FakeEmbedder):
    """The fake embedder's vectors, each number twice."""

    id = "wide-128"
    dimension = 128

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = np.repeat(super().embed(texts), 2, axis=1) / np.sqrt(np.float32(2))
        return vectors


def install() -> None:
    """Let `embedder_model="wide"` stand for it in this process."""
    import ingest.index
    import ingest.reconcile
    import trag.factory

    real = trag.factory.build_embedder

    def build(settings: Settings) -> Embedder:
        return WideEmbedder() if settings.embedder_model == "wide" else real(settings)

    setattr(ingest.index, "build_embedder", build)  # noqa: B010 - mypy can't know that this is on purpose
    # Several batches, so that an index can be left half made.
    ingest.reconcile.BATCH = 6
