"""The default model, started once for all tests that need it."""

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from trag.engines.llama_cpp import EmbeddedGenerator


@pytest.fixture(scope="session")
def default_generator() -> Iterator[EmbeddedGenerator]:
    # The place where `trag` keeps it too: a gigabyte is not copied for every run of the tests.
    generator = EmbeddedGenerator("", Path(platformdirs.user_cache_dir("trag")) / "models")
    generator.warm_up()
    yield generator
    generator.close()
