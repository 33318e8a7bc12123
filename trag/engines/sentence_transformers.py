"""Any sentence-transformers model in a folder, for other languages and for GPUs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from trag.errors import ModelMissingError
from trag.protocols import Vectors


class SentenceTransformersEmbedder:
    """Embedder over `sentence_transformers`, loaded from a folder and never from a hub."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: Any = None

    @property
    def _model(self) -> Any:
        if self._loaded is None:
            if not self._folder.is_dir():
                message = f"There is no embedding model in {self._folder}."
                raise ModelMissingError(message, hint="Set embedder_model to a sentence-transformers folder.")
            from sentence_transformers import SentenceTransformer

            self._loaded = SentenceTransformer(
                str(self._folder), local_files_only=True, trust_remote_code=False
            )
        return self._loaded

    @property
    def id(self) -> str:
        """The folder's name, which stands for the model."""
        return self._folder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        """The tokens the model reads of a text; the rest is cut."""
        return int(self._model.max_seq_length)

    def warm_up(self) -> None:
        """Load the model now. Raises ModelMissingError."""
        assert self._model is not None  # noqa: S101 - asked for its effect

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the model's own tokens."""
        return len(self._model.tokenizer.encode(text, add_special_tokens=False))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), each of length 1."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)
