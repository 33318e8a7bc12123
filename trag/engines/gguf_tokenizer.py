"""Counts tokens the way a GGUF model does, without running it."""

import contextlib
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trag.engines.gguf_header import read_metadata

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# How text is split before byte pairs are merged, by the names that llama.cpp gives the ways.
QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
SPLITS = {"qwen2": (QWEN2,), "smollm": (r"\p{N}", GPT2), "gpt-2": (GPT2,)}
CONTROL, USER_DEFINED = 3, 4


def estimate_tokens(text: str) -> int:
    """About as many tokens as any model makes of `text`, rather too many: for models not known here."""
    digits = sum(map(str.isdigit, text))
    return digits + math.ceil((len(text.encode("utf-8", errors="replace")) - digits) / 3)


def load_tokenizer(gguf: Path, cache: Path) -> "Tokenizer | None":
    """The tokenizer of a GGUF file, kept as JSON in `cache`; None if its kind is not known here."""
    from tokenizers import Tokenizer

    with contextlib.suppress(Exception):  # not there or broken: it is made again
        return Tokenizer.from_file(str(cache))
    tokenizer = tokenizer_from(read_metadata(gguf))
    if tokenizer:
        _keep(tokenizer, cache)
    return tokenizer


def tokenizer_from(metadata: dict[str, Any]) -> "Tokenizer | None":
    """A tokenizer made from a GGUF file's metadata; None if its kind is not known here."""
    from tokenizers import AddedToken, Tokenizer
    from tokenizers.models import BPE

    splits = SPLITS.get(str(metadata.get("tokenizer.ggml.pre")))
    if metadata.get("tokenizer.ggml.model") != "gpt2" or splits is None:
        return None
    tokens = metadata["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ", 1)) for merge in metadata["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(BPE({token: id_ for id_, token in enumerate(tokens)}, merges))
    tokenizer.pre_tokenizer = _split(splits)
    kinds = zip(tokens, metadata.get("tokenizer.ggml.token_type", ()), strict=False)
    special = [token for token, kind in kinds if kind in (CONTROL, USER_DEFINED)]
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in special])
    return tokenizer


def _split(patterns: tuple[str, ...]) -> Any:
    from tokenizers import Regex, pre_tokenizers

    splits = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in patterns]
    bytes_ = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return pre_tokenizers.Sequence([*splits, bytes_])


def _keep(tokenizer: "Tokenizer", cache: Path) -> None:
    """Write the cache whole or not at all; a folder that can't be written to only costs time."""
    partial = cache.with_name(f"{cache.name}.{os.getpid()}.partial")
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(tokenizer.to_str(), encoding="utf-8")
        partial.replace(cache)
