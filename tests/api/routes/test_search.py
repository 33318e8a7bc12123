import pytest
from starlette.testclient import TestClient

from tests.api.doors import FOUND, ScriptedDoor
from tests.api.problem_details import problem_of
from trag.errors import IndexMismatchError


def test_passages_come_by_rank_and_without_scores(client: TestClient, door: ScriptedDoor) -> None:
    found = client.post("/v1/search", json={"question": " Who flies? ", "limit": 3}).json()
    assert (door.asked, door.limits) == ([("Who flies?", [])], [3])
    assert set(found) == {"question", "passages", "facts", "entities"}
    passage = found["passages"][0]
    assert (passage["rank"], passage["text"], passage["page"]) == (1, FOUND.passages[0].text, 3)
    assert (passage["score"], passage["similarity"]) == (None, None)


@pytest.mark.parametrize("limit", [0, -1, 51, 10**9, 10**30, "many", 1.5, None])
def test_a_limit_out_of_bounds_is_refused(client: TestClient, door: ScriptedDoor, limit: object) -> None:
    response = client.post("/v1/search", json={"question": "q", "limit": limit})
    assert problem_of(response)["code"] == "invalid_request"
    assert door.limits == []


@pytest.mark.parametrize("question", ["", " \n\t", "x" * 100_000, "a\x00b", None, ["q"], {"q": 1}])
def test_a_question_that_is_none_is_refused(client: TestClient, door: ScriptedDoor, question: object) -> None:
    assert problem_of(client.post("/v1/search", json={"question": question}))["status"] == 422
    assert door.asked == []


def test_an_index_of_another_embedder_is_a_problem_with_a_hint(
    client: TestClient, door: ScriptedDoor
) -> None:
    door.fail_with = IndexMismatchError("Made with another.", hint="trag reindex")
    problem = problem_of(client.post("/v1/search", json={"question": "q"}))
    assert (problem["status"], problem["hint"]) == (409, "trag reindex")


def test_each_way_shows_its_own_list_with_scores_and_the_text_for_the_model(
    client: TestClient, door: ScriptedDoor
) -> None:
    found = client.post("/v1/search/ways", json={"question": "Who flies?", "limit": 3}).json()
    assert (door.asked, door.limits) == ([("Who flies?", [])], [3])
    assert set(found) == {"question", "dense", "keyword", "fused", "chosen", "context", "tokens"}
    assert problem_of(client.post("/v1/search/ways", json={"question": " "}))["status"] == 422
