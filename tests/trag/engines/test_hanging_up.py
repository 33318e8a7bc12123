import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from trag.engines.ollama import OllamaGenerator
from trag.engines.openai import OpenAIGenerator
from trag.errors import ModelRequestError
from trag.protocols import Generator
from trag.stopping import Stop, stoppable_by
from trag.types import Message

LONG = 30
QUESTION = (Message("user", "Who heads the office?"),)


def ollama(url: str) -> Generator:
    generator = OllamaGenerator("m", url)
    generator._checked = True  # the silent server has no version to tell
    return generator


def openai(url: str) -> Generator:
    return OpenAIGenerator("m", f"{url}/v1")


@contextmanager
def silent_server() -> Iterator[tuple[str, "queue.Queue[socket.socket]"]]:
    """A model server that takes a question and says nothing; the connections it got."""
    accepted: queue.Queue[socket.socket] = queue.Queue()
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        connection, _ = listener.accept()
        connection.recv(65536)
        accepted.put(connection)

    threading.Thread(target=accept, daemon=True).start()
    with listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", accepted


@pytest.mark.parametrize("make", [openai, ollama])
def test_a_stop_hangs_up_on_a_model_that_has_not_said_a_word(make: Callable[[str], Generator]) -> None:
    raised: queue.Queue[BaseException] = queue.Queue()
    stop = Stop()
    with silent_server() as (url, accepted):
        generator = make(url)

        def ask() -> None:
            try:
                with stoppable_by(stop):
                    next(generator.generate(QUESTION, max_tokens=5))
            except BaseException as exc:  # noqa: BLE001  looked at below
                raised.put(exc)

        thread = threading.Thread(target=ask)
        thread.start()
        connection = accepted.get(timeout=LONG)
        stop.set()
        assert isinstance(raised.get(timeout=LONG), ModelRequestError)
        thread.join(LONG)
        connection.settimeout(LONG)
        while connection.recv(65536):
            pass  # what is left of the request; then the end, which is what a model server goes by
        connection.close()
        generator.close()


def test_a_stop_that_was_set_before_hangs_up_at_once() -> None:
    stop, hung_up = Stop(), threading.Event()
    stop.set()
    stop.on_set(hung_up.set)
    assert hung_up.is_set()
