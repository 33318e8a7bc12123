"""A cross-encoder of random weights, made in a second: right in form, of no use as a judge."""

import warnings
from pathlib import Path
from typing import Any

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = "parental leave is 16 weeks the generator needs diesel for study 5 days how long . ?".split()
LONGEST = 128


def make_cross_encoder(folder: Path) -> Path:
    """The folder of a model that `CrossEncoder` loads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its imports warn about each other
        import torch
        import transformers

    torch.manual_seed(0)
    sizes: dict[str, Any] = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = transformers.BertConfig(
        vocab_size=len(SPECIAL) + len(WORDS), intermediate_size=32, max_position_embeddings=LONGEST, **sizes
    )
    config.num_labels = 1
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate([*SPECIAL, *WORDS])}
    words = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 - no password
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    names = dict(
        zip(["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"], SPECIAL, strict=True)
    )
    made: Any = PreTrainedTokenizerFast
    return made(tokenizer_object=words, model_max_length=LONGEST, **names)
