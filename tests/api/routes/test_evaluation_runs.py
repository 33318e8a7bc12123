import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from eval.arms import ARMS
from eval.serving.desk import EvaluationDesk
from tests.api.evaluated import (
    ADA,
    ADMIN,
    BO,
    KEY,
    RUNS,
    SETS,
    TEXT,
    GatedDoor,
    begin,
    client_of,
    ended,
    filled,
)
from trag.errors import ModelRequestError
from trag.types import OWNER, Caller
from trag.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with filled(tmp_path_factory.mktemp("runs")) as workspace:
        yield workspace


@pytest.fixture
def desk(workspace: Workspace) -> Iterator[EvaluationDesk]:
    desk = EvaluationDesk(workspace)
    yield desk
    desk.close()


@pytest.fixture
def client(workspace: Workspace, desk: EvaluationDesk) -> Iterator[TestClient]:
    with client_of(workspace, desk) as client:
        yield client


@pytest.fixture
def gate(workspace: Workspace) -> GatedDoor:
    return GatedDoor(workspace.documents())


@pytest.fixture
def held(workspace: Workspace, gate: GatedDoor) -> Iterator[EvaluationDesk]:
    desk = EvaluationDesk(workspace, lambda _: gate)
    yield desk
    gate.gate.set()
    desk.close()


def test_a_run_asks_every_case_in_every_arm_in_the_background(client: TestClient) -> None:
    begun = begin(client, "both", arms=["rag", "t-rag"])
    assert (begun["id"], begun["name"], begun["owner"], begun["total"]) == ("both", "both", "owner", 6)
    run = ended(client, "both")
    assert (run["state"], run["error"], run["done"], run["failed"]) == ("finished", "", 6, 0)
    assert run["finished_at"] >= run["created_at"]
    shares = {figure["arm"]: (figure["value"], figure["n"]) for figure in run["figures"]}
    assert shares["t-rag"][1] == 3
    assert shares["t-rag"][0] > shares["rag"][0]


def test_runs_are_listed_page_by_page_the_newest_first(client: TestClient) -> None:
    for name in ("list-1", "list-2", "list-3"):
        begin(client, name, level="context")
        ended(client, name)
    listed: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(RUNS, params={"limit": 2, "cursor": cursor}).json()
        listed += page["runs"]
        cursor = page["next_cursor"]
    names = [run["name"] for run in listed]
    assert {"list-1", "list-2", "list-3"} <= set(names)
    assert len(names) == len(set(names))
    times = [run["created_at"] for run in listed]
    assert times == sorted(times, reverse=True)


def test_a_sample_is_drawn_by_its_seed(client: TestClient) -> None:
    begin(client, "one", sample=1, seed=7, level="context")
    run = ended(client, "one")
    assert (run["total"], run["done"], run["cases"]) == (1, 1, 3)


def test_a_run_of_a_kept_set_names_it(client: TestClient) -> None:
    client.post(SETS, json={"name": "staff", "cases": TEXT})
    sent = {"name": "of-a-set", "case_set": "staff", "level": "context"}
    assert client.post(RUNS, json=sent).status_code == 202
    assert ended(client, "of-a-set")["case_set"] == "staff"


@pytest.mark.parametrize(
    "name",
    ["../up", "a/b", "a\\b", ".hidden", "end.", "", "con\x00", "a" * 81, "..", "ä", "a b", "C:\\x", "x~1"],
)
def test_names_that_could_be_paths_are_refused(client: TestClient, workspace: Workspace, name: str) -> None:
    before = sorted(workspace.settings.data.rglob("run.json"))
    for response in (
        client.post(RUNS, json={"name": name, "cases": TEXT}),
        client.post(SETS, json={"name": name, "cases": TEXT}),
    ):
        assert response.status_code == 422
        assert response.json()["code"] == "invalid_request"
    assert sorted(workspace.settings.data.rglob("run.json")) == before


def test_a_name_of_a_device_is_refused_by_the_one_that_keeps_files(client: TestClient) -> None:
    response = client.post(RUNS, json={"name": "CON", "cases": TEXT})
    assert (response.status_code, response.json()["code"]) == (409, "run")


@pytest.mark.parametrize(
    "path", ["/%2e%2e", "/..%2f..%2fdata", "/.deleted-x", "/nothing", "/no%00thing", "/CON"]
)
@pytest.mark.parametrize("rest", ["", "/report", "/cases", "/grades", "/report.html"])
def test_unknown_runs_are_404_whatever_their_id(client: TestClient, path: str, rest: str) -> None:
    assert client.get(f"{RUNS}{path}{rest}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"cases": "no json"}, 422, "cases"),
        ({"cases": "\n"}, 422, "cases"),
        ({"cases": ""}, 422, "invalid_request"),
        ({"case_set": "staff"}, 422, "invalid_request"),
        ({"cases": "", "case_set": "unknown"}, 422, "cases"),
        ({"arms": ["t-rag@/etc/passwd"]}, 409, "run"),
        ({"arms": []}, 422, "invalid_request"),
        ({"sample": -1}, 422, "invalid_request"),
        ({"cases": TEXT.replace("mooring", "m" * 4001)}, 422, "cases"),
        ({"cases": TEXT * 2}, 422, "cases"),
    ],
)
def test_what_can_not_be_run_is_refused(
    client: TestClient, changed: dict[str, Any], status: int, code: str
) -> None:
    response = client.post(RUNS, json={"name": "refused", "cases": TEXT, **changed})
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert client.get(f"{RUNS}/refused").status_code == 404


def test_problems_name_lines_but_no_place_on_the_disk(client: TestClient, workspace: Workspace) -> None:
    problem = client.post(RUNS, json={"name": "lines", "cases": '{"id": "x"}\n'}).json()
    assert all(line.startswith("line 1") for line in problem["problems"])
    assert str(workspace.settings.data) not in str(problem)


def test_a_name_that_is_taken_is_refused(client: TestClient) -> None:
    begin(client, "taken", level="context")
    response = client.post(RUNS, json={"name": "taken", "cases": TEXT})
    assert (response.status_code, response.json()["code"]) == (409, "run")
    ended(client, "taken")


def test_a_run_is_deleted_with_all_of_it(client: TestClient, workspace: Workspace) -> None:
    begin(client, "gone", level="context")
    ended(client, "gone")
    assert client.delete(f"{RUNS}/gone").status_code == 204
    assert client.get(f"{RUNS}/gone").status_code == 404
    assert client.delete(f"{RUNS}/gone").status_code == 404
    assert not list((workspace.settings.data / "eval").glob("*gone*"))
    assert not list((workspace.settings.data / "eval").glob(".deleted*"))


def test_cancelling_stops_at_once_and_resuming_asks_the_rest(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor
) -> None:
    with client_of(workspace, held) as client:
        begin(client, "stopped")
        assert gate.begun.wait(60)
        assert client.get(f"{RUNS}/stopped").json()["run"]["state"] == "running"
        assert client.delete(f"{RUNS}/stopped").status_code == 409
        assert client.post(f"{RUNS}/stopped/resume", json={}).status_code == 409
        client.post(f"{RUNS}/stopped/cancel", json={})
        gate.gate.set()
        run = ended(client, "stopped")
        assert (run["state"], run["done"], run["failed"]) == ("cancelled", 0, 0)
        assert client.post(f"{RUNS}/stopped/cancel", json={}).status_code == 409
        assert client.post(f"{RUNS}/stopped/resume", json={}).status_code == 202
        run = ended(client, "stopped")
        assert (run["state"], run["done"], run["error"]) == ("finished", 3, "")


def test_one_run_asks_at_a_time_and_one_that_waits_is_cancelled_at_once(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor
) -> None:
    with client_of(workspace, held) as client:
        begin(client, "asks")
        assert gate.begun.wait(60)
        begin(client, "waits")
        assert client.get(f"{RUNS}/waits").json()["run"]["state"] == "waiting"
        cancelled = client.post(f"{RUNS}/waits/cancel", json={}).json()["run"]
        assert (cancelled["state"], cancelled["done"]) == ("cancelled", 0)
        gate.gate.set()
        assert ended(client, "asks")["state"] == "finished"


def test_what_the_servers_end_cut_off_is_gone_on_with(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor, client: TestClient
) -> None:
    with client_of(workspace, held) as before:
        begin(before, "cut-off")
        assert gate.begun.wait(60)
        gate.gate.set()
        held.close()
    run = client.get(f"{RUNS}/cut-off").json()["run"]
    assert run["state"] == "interrupted"
    assert client.post(f"{RUNS}/cut-off/resume", json={}).status_code == 202
    run = ended(client, "cut-off")
    assert (run["state"], run["done"]) == ("finished", 3)


def test_a_run_of_another_tree_is_not_gone_on_with(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        desk = EvaluationDesk(workspace)
        with client_of(workspace, desk) as client:
            begin(client, "before", level="context")
            ended(client, "before")
            workspace.import_tree("name: X\nroot: {id: x, name: X, kind: unit}", "org.yaml")
            response = client.post(f"{RUNS}/before/resume", json={})
        desk.close()
    assert (response.status_code, response.json()["code"]) == (409, "run")
    assert "tree changed" in response.json()["detail"]


def test_a_run_waits_for_its_turn_at_the_model(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor
) -> None:
    gate.gate.set()
    with client_of(workspace, held) as client:
        asks = client.app.state.asks  # type: ignore[attr-defined]
        others = [
            asks._models.ticket(f"user:{number}", lambda _: None) for number in range(asks.limits.slots)
        ]
        for other in others:
            other.enter()
        begin(client, "in-line", sample=1)
        while not asks.waiting:
            gate.begun.wait(0.01)
        assert not gate.begun.is_set()
        others[0].leave()
        assert ended(client, "in-line")["state"] == "finished"
        for other in others[1:]:
            other.leave()
        assert asks.waiting == 0


def test_runs_and_sets_are_their_owners_and_admins_alone(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor
) -> None:
    gate.gate.set()
    with (
        client_of(workspace, held, ADA) as ada,
        client_of(workspace, held, BO) as bo,
        client_of(workspace, held, ADMIN) as admin,
    ):
        run = begin(ada, "mine")
        assert (run["name"], run["owner"]) == ("mine", "Ada")
        ended(ada, run["id"])
        ada.post(SETS, json={"name": "mine", "cases": TEXT})
        assert run["id"] in {one["id"] for one in admin.get(RUNS).json()["runs"]}
        assert admin.get(f"{RUNS}/{run['id']}/cases").json()["cases"] != []
        assert bo.get(RUNS).json()["runs"] == []
        assert bo.get(SETS).json()["case_sets"] == []
        for path in ("", "/report", "/cases", "/grades", "/report.html"):
            assert bo.get(f"{RUNS}/{run['id']}{path}").status_code == 404
        for act in ("cancel", "resume"):
            assert bo.post(f"{RUNS}/{run['id']}/{act}", json={}).status_code == 404
        assert bo.delete(f"{RUNS}/{run['id']}").status_code == 404
        assert bo.get(f"/v1/evaluation/compare?a={run['id']}&b={run['id']}").status_code == 404
        # Whoever takes the same name learns nothing of the other.
        other = begin(bo, "mine")
        assert other["id"] != run["id"]
        ended(bo, other["id"])
        assert ada.delete(f"{RUNS}/{run['id']}").status_code == 204


def test_a_run_ends_when_the_model_is_gone_and_is_gone_on_with_when_it_is_back(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor
) -> None:
    gate.gate.set()
    gate.error = ModelRequestError("The model is gone.")
    with client_of(workspace, held) as client:
        begin(client, "model-gone")
        run = ended(client, "model-gone")
        assert (run["state"], run["done"], run["failed"]) == ("failed", 0, 3)
        assert "The model is gone." in run["error"]
        wrong = client.get(f"{RUNS}/model-gone/cases?problem=error").json()["cases"]
        assert {one["error"] for one in wrong} == {"The model is gone."}
        gate.error = None
        client.post(f"{RUNS}/model-gone/resume", json={})
        run = ended(client, "model-gone")
        assert (run["state"], run["done"], run["failed"], run["error"]) == ("finished", 3, 0, "")


def test_who_reads_less_than_then_sees_the_run_no_more(
    workspace: Workspace, held: EvaluationDesk, gate: GatedDoor
) -> None:
    gate.gate.set()
    less = type(ADA)(ADA.id, ADA.name, ADA.role, frozenset())
    with client_of(workspace, held, ADA) as ada, client_of(workspace, held, less) as later:
        run = ended(ada, begin(ada, "then")["id"])
        assert later.get(f"{RUNS}/{run['id']}").status_code == 404
        ada.delete(f"{RUNS}/{run['id']}")


def test_a_run_asks_with_the_rights_of_its_caller(workspace: Workspace) -> None:
    gates = {ADA.id: GatedDoor(workspace.documents()[:1]), OWNER.id: GatedDoor(workspace.documents())}
    for gate in gates.values():
        gate.gate.set()
    desk = EvaluationDesk(workspace, lambda caller: gates[caller.id])
    with client_of(workspace, desk, ADA) as ada:
        run = ended(ada, begin(ada, "rights")["id"])
        refused = ada.post(RUNS, json={"name": "all", "cases": TEXT, "arms": ["rag@other.gguf"]})
        assert (refused.status_code, refused.json()["code"]) == (409, "run")
        kept = desk.kept(run["id"], ADA)
        assert kept is not None
        assert kept.folder.manifest.documents == 1
        assert kept.note.caller == ADA
        ada.delete(f"{RUNS}/{run['id']}")
    desk.close()
    assert len(gates[ADA.id].asked) == 3
    assert gates[OWNER.id].asked == []


def test_a_run_of_a_restricted_editor_answers_only_from_what_they_may_read(tmp_path: Path) -> None:
    asked = ("How many euros is the mooring fee?", "How many minutes does high water open the lock gates?")
    cases = [
        {"id": f"c{number}", "question": question, "answer": "-", "type": "document", "must_include": [["-"]]}
        for number, question in enumerate(asked)
    ]
    text = "".join(f"{json.dumps(case)}\n" for case in cases)
    with filled(tmp_path) as workspace:
        workspace.groups.give(["tides.md"], ["finance"])
        told = {caller.id: told_in_a_run(workspace, caller, text) for caller in (ADA, ADMIN)}
    assert set(told[ADA.id]) == {"t-rag", "rag", "unchecked", "model"}
    for arm in ("t-rag", "rag", "unchecked"):
        assert "40 euros" not in told[ADA.id][arm]
        assert "fees.md" not in told[ADA.id][arm]
        assert "tides.md" in told[ADA.id][arm]
        assert "fees.md" in told[ADMIN.id][arm], "without rights it would be found"


def told_in_a_run(workspace: Workspace, caller: Caller, cases: str) -> dict[str, str]:
    """All that a run keeps of what was found and said, by arm."""
    desk = EvaluationDesk(workspace)
    with client_of(workspace, desk, caller) as client:
        run = ended(client, begin(client, "theirs", cases=cases, arms=list(ARMS))["id"])
        assert (run["state"], run["done"], run["failed"]) == ("finished", 8, 0)
        kept = desk.kept(run["id"], caller)
        assert kept is not None
        told: dict[str, str] = {}
        for line in (kept.folder.path / "outcomes.jsonl").read_text().splitlines():
            arm = json.loads(line)["key"]["arm"]
            told[arm] = told.get(arm, "") + line
    desk.close()
    return told


def test_a_server_without_evaluation_has_no_runs(client: TestClient, workspace: Workspace) -> None:
    client.app.state.evaluation = None  # type: ignore[attr-defined]
    assert client.get(RUNS).status_code == 404
    assert client.get(RUNS, headers={"Authorization": f"Bearer {KEY}"}).json()["code"] == "not_found"
