"""What every test starts from: no network but loopback, no settings of this machine."""

import os

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

# Before any test imports a library that would call home.
os.environ.update(
    DO_NOT_TRACK="1",
    SCARF_NO_ANALYTICS="1",
    UNSTRUCTURED_DISABLE_NOTICE="1",
    ANONYMIZED_TELEMETRY="False",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    TOKENIZERS_PARALLELISM="false",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="keep the screenshots of the page in docs/")


# The same examples every time, so that a change that broke nothing is never refused;
# new ones with `pytest --hypothesis-profile default`.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def only_loopback() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TRAG_") and name != "TRAG_OLLAMA_URL"]:
        monkeypatch.delenv(name)
