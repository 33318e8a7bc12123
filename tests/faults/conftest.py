import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crashes import Laboratory, Scenario


@pytest.fixture(scope="session")
def laboratory() -> Iterator[Laboratory]:
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        laboratory = Laboratory(Path(folder).resolve())
        yield laboratory
        laboratory.close()


@pytest.fixture(scope="session")
def first(laboratory: Laboratory) -> Scenario:
    """Papers taken in for the first time."""
    return laboratory.scenario("ingest", 1)


@pytest.fixture(scope="session")
def again(laboratory: Laboratory, first: Scenario) -> Scenario:
    """The same folder after changes."""
    return laboratory.scenario("ingest", 2, first)


@pytest.fixture(scope="session")
def delete(laboratory: Laboratory, first: Scenario) -> Scenario:
    return laboratory.scenario("delete", 1, first)


@pytest.fixture(scope="session")
def groups(laboratory: Laboratory, first: Scenario) -> Scenario:
    """Documents given to other groups."""
    return laboratory.scenario("groups", 1, first)


@pytest.fixture(scope="session")
def reindex(laboratory: Laboratory, first: Scenario) -> Scenario:
    return laboratory.scenario("reindex", 1, first)


@pytest.fixture(scope="session")
def upload(laboratory: Laboratory) -> Scenario:
    return laboratory.scenario("upload", 1)


@pytest.fixture(scope="session")
def real_first(laboratory: Laboratory) -> Scenario:
    """Papers taken in by the real embedder, and parsed in processes started as trag starts them."""
    return laboratory.scenario("ingest", 1, is_real=True)


@pytest.fixture(scope="session")
def real_again(laboratory: Laboratory, real_first: Scenario) -> Scenario:
    return laboratory.scenario("ingest", 2, real_first, is_real=True)


@pytest.fixture(scope="session")
def real_delete(laboratory: Laboratory, real_first: Scenario) -> Scenario:
    return laboratory.scenario("delete", 1, real_first, is_real=True)


@pytest.fixture(scope="session")
def real_reindex(laboratory: Laboratory, first: Scenario) -> Scenario:
    return laboratory.scenario("reindex", 1, first, is_real=True)
