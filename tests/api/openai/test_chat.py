"""The official client against a real server."""

import threading
import time
from typing import Any

import httpx
import pytest
from openai import APIError, APIStatusError, AuthenticationError, NotFoundError, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from api.app import create_app
from tests.api.doors import ScriptedDoor
from tests.api.live import running, wait_until
from tests.api.openai.conftest import KEY
from trag.engines.fakes import FakeGenerator
from trag.errors import ModelMissingError
from trag.types import Turn

WRITTEN = "How long do board members have to answer a vote by email?"
IN_TREE = "Who leads the section that the Stockpile Unit belongs to?"
NOWHERE = "kjhsdkhkashfk?"


def user(text: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": text}]


def test_the_one_model_is_listed(openai: OpenAI) -> None:
    assert [model.id for model in openai.models.list()] == ["trag"]
    assert openai.models.retrieve("trag").owned_by == "trag"


def test_an_answer_from_documents_brings_its_citations_twice(openai: OpenAI, model: FakeGenerator) -> None:
    reply = openai.chat.completions.create(model="trag", messages=user(WRITTEN))
    choice = reply.choices[0]
    assert (choice.finish_reason, choice.message.role, choice.index) == ("stop", "assistant", 0)
    details: dict[str, Any] = (choice.message.model_extra or {})["trag"]
    assert sorted(details) == ["answered_by", "citations", "entities", "refused", "timings"]
    assert (details["answered_by"], details["refused"]) == ("model", False)
    first = details["citations"][0]
    assert first["document_id"]
    assert first["chunk_id"]
    text, _, below = (choice.message.content or "").partition("\n\nSources:\n")
    assert f"[{first['number']}]" in text
    assert below.startswith(f"- [{first['number']}] `{first['file']} > {first['heading'][0]}")
    assert len(below.splitlines()) == len(details["citations"])


def test_the_frame_is_that_of_a_completion(openai: OpenAI, model: FakeGenerator) -> None:
    reply = openai.chat.completions.create(model="trag", messages=user(WRITTEN))
    assert reply.id.startswith("chatcmpl-")
    assert (reply.object, reply.model) == ("chat.completion", "trag")
    assert abs(reply.created - time.time()) < 60
    assert (reply.system_fingerprint or "").startswith("trag")
    usage = reply.usage
    assert usage is not None
    assert usage.prompt_tokens > 50
    assert usage.completion_tokens > 5
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_an_answer_of_the_tree_is_cited_too(openai: OpenAI, model: FakeGenerator) -> None:
    message = openai.chat.completions.create(model="trag", messages=user(IN_TREE)).choices[0].message
    assert "Joaquín Pereda" in (message.content or "")
    assert (message.model_extra or {})["trag"]["answered_by"] == "tree"
    assert model.asked == []


def test_a_refusal_cites_nothing(openai: OpenAI) -> None:
    message = openai.chat.completions.create(model="trag", messages=user(NOWHERE)).choices[0].message
    details = (message.model_extra or {})["trag"]
    assert (details["refused"], details["citations"]) == (True, [])
    assert "Sources" not in (message.content or "")


def test_the_list_of_sources_can_be_left_out(openai: OpenAI) -> None:
    reply = openai.chat.completions.create(
        model="trag", messages=user(WRITTEN), extra_body={"trag": {"sources": False}}
    )
    message = reply.choices[0].message
    assert "Sources:" not in (message.content or "")
    assert "[1]" in (message.content or "")
    assert (message.model_extra or {})["trag"]["citations"]


@pytest.mark.parametrize("question", [WRITTEN, IN_TREE, NOWHERE])
def test_a_stream_says_the_same_as_the_whole(openai: OpenAI, question: str) -> None:
    whole = openai.chat.completions.create(model="trag", messages=user(question)).choices[0].message
    chunks = list(openai.chat.completions.create(model="trag", messages=user(question), stream=True))
    assert len({chunk.id for chunk in chunks}) == 1
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.content
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    streamed, told = [
        (extra or {})["trag"] for extra in (chunks[-1].choices[0].delta.model_extra, whole.model_extra)
    ]
    assert {**streamed, "timings": None} == {**told, "timings": None}


def test_the_clients_own_folding_of_a_stream_keeps_all(openai: OpenAI) -> None:
    with openai.chat.completions.stream(model="trag", messages=user(WRITTEN)) as stream:
        message = stream.get_final_completion().choices[0].message
    assert "Sources:" in (message.content or "")
    assert (message.model_extra or {})["trag"]["citations"]


def test_a_stream_counts_tokens_when_asked_to(openai: OpenAI) -> None:
    *_, last, counted = openai.chat.completions.create(
        model="trag", messages=user(WRITTEN), stream=True, stream_options={"include_usage": True}
    )
    assert last.choices[0].finish_reason == "stop"
    assert counted.choices == []
    assert counted.usage is not None
    assert counted.usage.prompt_tokens > 50


def test_a_stream_ends_as_clients_expect(server: str) -> None:
    body = {"model": "trag", "messages": [{"role": "user", "content": IN_TREE}], "stream": True}
    headers = {"Authorization": f"Bearer {KEY}"}
    answer = httpx.post(f"{server}/v1/chat/completions", json=body, headers=headers, trust_env=False)
    assert answer.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in answer.text.split("\n") if line]
    assert all(line.startswith("data: ") for line in lines)
    assert lines[-1] == "data: [DONE]"


def test_a_wrong_key_is_the_clients_own_error(server: str) -> None:
    with OpenAI(base_url=f"{server}/v1", api_key="wrong", max_retries=0) as client:
        with pytest.raises(AuthenticationError) as caught:
            client.chat.completions.create(model="trag", messages=user(IN_TREE))
        assert caught.value.code == "invalid_api_key"
        assert caught.value.type == "invalid_request_error"
        with pytest.raises(AuthenticationError):
            client.models.list()


def test_an_unknown_model_is_not_found(openai: OpenAI) -> None:
    with pytest.raises(NotFoundError) as caught:
        openai.chat.completions.create(model="gpt-4o", messages=user(IN_TREE))
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
    with pytest.raises(NotFoundError):
        openai.models.retrieve("gpt-4o")


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": "hello"}, "messages"),
        ({"messages": [{"role": "wizard", "content": "q"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": " \n"}]}, "messages.0.content"),
        ({"messages": [{"role": "system", "content": "Answer."}]}, "messages"),
        ({"messages": [{"role": "user", "content": "long " * 20_000}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": "w" * 4001}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": 7}]}, "messages.0.content.0"),
        ({"messages": [{"role": "user", "content": ["q"]}]}, "messages.0.content.0"),
        ({"n": 2}, "n"),
        ({"response_format": {"type": "json_object"}}, "response_format.type"),
        ({"trag": {"source": False}}, "trag.source"),
        ({"model": ""}, "model"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(openai: OpenAI, more: dict[str, Any], param: str) -> None:
    with pytest.raises(APIStatusError) as caught:
        openai.chat.completions.create(**{"model": "trag", "messages": user("q")} | {"extra_body": more})  # type: ignore[call-overload]
    assert caught.value.status_code == 400
    assert (caught.value.param, caught.value.type) == (param, "invalid_request_error")


def test_an_image_is_refused_with_what_to_do(openai: OpenAI) -> None:
    picture: Any = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    with pytest.raises(APIStatusError, match="reads text only") as caught:
        openai.chat.completions.create(
            model="trag",
            messages=[{"role": "user", "content": [{"type": "text", "text": "What is it?"}, picture]}],
        )
    assert (caught.value.status_code, caught.value.param) == (400, "messages.0.content.1")


def test_parts_of_text_are_one_question(openai: OpenAI, model: FakeGenerator) -> None:
    first, second = WRITTEN[:20], WRITTEN[20:]
    parts: Any = [{"type": "text", "text": first}, {"type": "text", "text": second}]
    openai.chat.completions.create(model="trag", messages=[{"role": "user", "content": parts}])
    assert f"{first}\n{second}" in model.asked[0][-1].content


def test_parameters_that_say_nothing_to_trag_are_read_over(openai: OpenAI) -> None:
    plain = openai.chat.completions.create(model="trag", messages=user(WRITTEN))
    tool: Any = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
    other = openai.chat.completions.create(
        model="trag", messages=user(WRITTEN), n=1, temperature=2, max_tokens=1, stop=["a"], seed=7,
        tools=[tool], tool_choice="required", response_format={"type": "text"}, user="somebody",
        logit_bias={"50256": -100}, extra_body={"session_id": "x", "chat_id": [1]},
    )  # fmt: skip
    assert other.choices[0].message.content == plain.choices[0].message.content


def test_a_broken_body_is_an_error_of_the_same_shape(server: str) -> None:
    with httpx.Client(trust_env=False, headers={"Authorization": f"Bearer {KEY}"}) as http:
        url = f"{server}/v1/chat/completions"
        kind = {"Content-Type": "application/json"}
        for body in (b"{", b"[]", b"null", b'{"model":"\\ud800","messages":[]}', b"[" * 100_000):
            answer = http.post(url, content=body, headers=kind)
            assert answer.status_code == 400, body[:40]
            assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
        for answer, status in (
            (http.post(url, content=b"{}", headers={"Content-Type": "text/plain"}), 415),
            (http.post(url, content=b" " * 3_000_000, headers=kind), 413),
            (http.get(url), 405),
            (http.get(f"{server}/v1/chat/nothing"), 404),
            (http.get(f"{server}/v1/models/a/b"), 404),
        ):
            assert answer.status_code == status
            assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


def test_other_addresses_keep_the_shape_of_their_errors(server: str) -> None:
    assert "error" not in httpx.get(f"{server}/v1/documents", trust_env=False).json()


def test_asking_needs_no_key_where_none_is_set(door: ScriptedDoor) -> None:
    app = create_app(door, owner_key="owner-key-of-this-run-0123456789")
    with running(app) as url, OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        client.chat.completions.create(model="trag", messages=user("Who flies?"))
    assert door.asked == [("Who flies?", [])]


def test_an_error_before_and_within_a_stream_reaches_the_client(door: ScriptedDoor) -> None:
    door.fail_with = ModelMissingError("No model.", hint="Get one.")
    with running(create_app(door)) as url, OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0) as client:
        with pytest.raises(APIStatusError, match="Get one") as caught:
            client.chat.completions.create(model="trag", messages=user("q"))
        assert (caught.value.status_code, caught.value.code) == (503, "model_missing")
        assert caught.value.type == "server_error"
        door.fail_after = 3
        chunks = client.chat.completions.create(model="trag", messages=user("q"), stream=True)
        seen = [next(chunks).choices[0].delta.content for _ in range(2)]
        assert (seen[1] or "").startswith("Nobody")
        with pytest.raises(APIError, match="No model") as broken:
            list(chunks)
        assert broken.value.code == "model_missing"


def test_a_bug_shows_nothing_of_itself(door: ScriptedDoor) -> None:
    door.fail_with = ZeroDivisionError("secret detail")
    with running(create_app(door)) as url, OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0) as client:
        for stream in (False, True):
            with pytest.raises(APIError) as caught:
                list(client.chat.completions.create(model="trag", messages=user("q"), stream=stream))
            assert "secret" not in f"{caught.value} {caught.value.body}"
            assert "went wrong" in caught.value.message


def test_an_answer_that_never_ends_properly_is_an_error(door: ScriptedDoor) -> None:
    door.events = door.events[:-1]
    with running(create_app(door)) as url, OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0) as client:
        for stream in (False, True):
            with pytest.raises(APIError, match="before it was complete"):
                list(client.chat.completions.create(model="trag", messages=user("q"), stream=stream))


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_stops_the_model_at_once(door: ScriptedDoor, stream: bool) -> None:
    door.endless = True
    with running(create_app(door)) as url, OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0) as client:
        if stream:
            answer = client.chat.completions.create(model="trag", messages=user("q"), stream=True)
            next(iter(answer))
            answer.close()
        else:
            with pytest.raises(APIError):
                client.with_options(timeout=0.5).chat.completions.create(model="trag", messages=user("q"))
        assert wait_until(door.stopped, 2) < 1


def test_many_ask_at_once_and_each_gets_its_own_answer(openai: OpenAI) -> None:
    answers: list[tuple[str, str | None]] = []

    def ask(question: str) -> None:
        reply = openai.chat.completions.create(model="trag", messages=user(question))
        answers.append((question, reply.choices[0].message.content))

    threads = [threading.Thread(target=ask, args=(question,)) for question in [IN_TREE, WRITTEN] * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 16
    assert len(set(answers)) == 2


def test_the_turns_before_arrive_as_history(door: ScriptedDoor) -> None:
    with running(create_app(door)) as url, OpenAI(base_url=f"{url}/v1", api_key="k", max_retries=0) as client:
        client.chat.completions.create(
            model="trag",
            messages=[
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Who leads it?"},
                {"role": "assistant", "content": "Ada. [1]\n\nSources:\n- [1] `org.yaml`"},
                {"role": "user", "content": " Since when? "},
            ],
        )
    assert door.asked == [("Since when?", [Turn("Who leads it?", "Ada. [1]")])]
