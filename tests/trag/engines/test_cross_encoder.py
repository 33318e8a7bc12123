from pathlib import Path

import pytest

from trag.engines.cross_encoder import CrossEncoderReranker
from trag.errors import ModelMissingError


@pytest.mark.parametrize("name", ["nothing-here", "cross-encoder/ms-marco-MiniLM-L6-v2"])
def test_a_name_that_is_no_folder_is_refused_and_never_fetched(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelMissingError, match="no cross-encoder in") as raised:
        CrossEncoderReranker(tmp_path / name).warm_up()
    assert "Set reranker" in raised.value.hint
