"""A sentence-transformers CrossEncoder in a folder, as a Reranker."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trag.errors import ModelMissingError


class CrossEncoderReranker:
    """Reranker over `sentence_transformers`, loaded from a folder and never from a hub."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: Any = None

    @property
    def _model(self) -> Any:
        if self._loaded is None:
            if not (self._folder / "config.json").is_file():
                message = f"There is no cross-encoder in {self._folder}."
                hint = (
                    "Set reranker to the folder of a sentence-transformers CrossEncoder, or leave it empty."
                )
                raise ModelMissingError(message, hint=hint)
            from sentence_transformers import CrossEncoder

            self._loaded = CrossEncoder(str(self._folder), local_files_only=True, trust_remote_code=False)
        return self._loaded

    def warm_up(self) -> None:
        """Load the model now. Raises ModelMissingError."""
        assert self._model is not None  # noqa: S101 - asked for its effect

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        """The model's score for each passage, higher is better."""
        if not passages:
            return []
        pairs = [(query, passage) for passage in passages]
        return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]
