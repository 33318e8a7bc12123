"""Questions that wait for the model: a real pipeline behind a real server, its model held by the test."""

from contextlib import ExitStack

import httpx
import pytest
from openai import OpenAI, RateLimitError

from tests.api.queueing.conftest import Serve
from tests.api.queueing.model import LONG, HeldModel
from tests.api.queueing.streams import LONGER, OF_THE_TREE, WRITTEN, asking, of


def test_who_waits_is_told_how_many_come_before_after_what_was_found(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _), asking(http) as first:
        model.begun.get(timeout=LONG)
        with asking(http, caller="ann") as second, asking(http, caller="bob") as third:
            assert second.until("queued").data == {"position": 1}
            assert [told.name for told in second.told] == ["entities", "sources", "queued"]
            assert third.until("queued").data == {"position": 2}
            model.let(1)
            assert third.until("queued").data == {"position": 1}
            assert "queued" not in [told.name for told in first.rest()]
            model.let(2)
            names = [told.name for told in second.rest()]
            assert names == ["entities", "sources", "queued", "queued", "token", "verification", "done"]
            assert second.told[3].data == {"position": 0}
            assert third.rest()[-1].name == "done"
    assert model.most_at_once == 1


def test_a_crowd_of_one_caller_lets_another_in_between(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1) as (http, _), ExitStack() as open_streams:
        crowd = [open_streams.enter_context(asking(http, caller="greedy"))]
        model.begun.get(timeout=LONG)
        for position in (1, 2, 3):
            crowd.append(open_streams.enter_context(asking(http, caller="greedy")))
            assert crowd[-1].until("queued").data == {"position": position}
        ann = open_streams.enter_context(asking(http, LONGER, caller="ann"))
        assert ann.until("queued").data == {"position": 2}
        begun = []
        for _ in range(4):
            model.let(1)
            begun.append(LONGER in model.begun.get(timeout=LONG))
        assert begun == [False, True, False, False]
        model.let(1)


@pytest.mark.parametrize("question", [OF_THE_TREE, "What is the boiling point of tungsten?"])
def test_what_needs_no_model_does_not_wait_for_one(serve: Serve, model: HeldModel, question: str) -> None:
    with serve(slots=1) as (http, _), asking(http), asking(http, caller="ann") as waits:
        waits.until("queued")
        answer = http.post("/v1/answers", json={"question": question}).json()
        assert answer["answered_by"] in {"tree", "none"}
        model.let(2)


def test_a_follow_up_waits_before_the_model_makes_it_stand_alone(serve: Serve, model: HeldModel) -> None:
    history = [{"question": "How many weeks is parental leave?", "answer": "16."}]
    with serve(slots=1) as (http, _), asking(http):
        model.begun.get(timeout=LONG)
        with asking(http, "And who approves it?", "ann", history=history) as waits:
            assert waits.next().name == "queued"
            model.let(3)
            assert waits.rest()[-1].name == "done"


def test_a_question_too_many_is_refused_before_any_work(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1, queue=1) as (http, _), asking(http), asking(http, caller="ann") as waits:
        waits.until("queued")
        for body in ({"question": WRITTEN}, {"question": WRITTEN, "stream": True}):
            refused = http.post("/v1/answers", json=body)
            assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
            assert refused.headers["content-type"] == "application/problem+json"
            assert int(refused.headers["retry-after"]) >= 1
        model.let(2)
        assert waits.rest()[-1].name == "done"
    assert model.begun.qsize() == 2


def test_each_caller_has_so_many_questions_at_once(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1, asks_per_user=1) as (http, _), asking(http, caller="ann") as first:
        model.begun.get(timeout=LONG)
        refused = http.post("/v1/answers", json={"question": WRITTEN}, headers=of("ann"))
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_asks")
        assert int(refused.headers["retry-after"]) >= 1
        with asking(http, caller="bob") as other:
            assert other.until("queued").data == {"position": 1}
            model.let(2)
            assert other.rest()[-1].name == first.rest()[-1].name == "done"
        model.let(1)
        assert http.post("/v1/answers", json={"question": WRITTEN}, headers=of("ann")).status_code == 200


def test_clients_of_openais_api_wait_in_the_same_line(serve: Serve, model: HeldModel) -> None:
    messages = [{"role": "user", "content": WRITTEN}]
    with serve(slots=1, queue=1) as (http, _), asking(http), asking(http, caller="ann") as waits:
        waits.until("queued")
        with (
            OpenAI(base_url=f"{http.base_url}/v1", api_key="k", max_retries=0) as client,
            pytest.raises(RateLimitError) as refused,
        ):
            client.chat.completions.create(model="trag", messages=messages)  # type: ignore[arg-type]
        assert refused.value.code == "queue_full"
        assert refused.value.type == "rate_limit_error"
        assert int(refused.value.response.headers["retry-after"]) >= 1
        model.let(3)
        assert waits.rest()[-1].name == "done"
        reply = http.post("/v1/chat/completions", json={"model": "trag", "messages": messages})
        assert "16 weeks" in reply.json()["choices"][0]["message"]["content"]


def test_conversations_wait_in_the_same_line(serve: Serve, model: HeldModel) -> None:
    with serve(slots=1, queue=1) as (http, asks):
        path = f"/v1/conversations/{_conversation(http)}/messages"
        with asking(http), asking(http, path=path) as kept:
            assert kept.next().name == "message"
            assert kept.until("queued").data == {"position": 1}
            assert kept.answer_id == "" or kept.told[-1].id.startswith(kept.told[0].data["id"])
            assert http.post(path, json={"question": WRITTEN}).status_code == 429
            model.let(2)
            done = kept.rest()[-1]
        assert done.name == "done"
        assert done.data["id"] == kept.told[0].data["id"] == kept.answer_id
        assert asks.running == 0


def _conversation(http: httpx.Client) -> str:
    return str(http.post("/v1/conversations", json={}).json()["conversation"]["id"])
