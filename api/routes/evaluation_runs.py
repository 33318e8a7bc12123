"""Evaluation runs: begun in the background, followed, stopped and gone on with."""

from fastapi import APIRouter, Response

from api.dependencies import CallerDep
from api.describing import problems
from api.evaluation_dependencies import EvaluationDep, RunDep
from api.evaluation_shapes import RunPage, RunRead, RunWanted
from api.paging import PagingDep
from eval.serving.desk import RunOrder
from trag.wire import Json

router = APIRouter(
    prefix="/evaluation/runs", tags=["evaluation"], responses=problems("not_found", "forbidden", "run")
)

ACCEPTED, NO_CONTENT = 202, 204


@router.get("", response_model=RunPage, summary="List runs", responses=problems("bad_cursor"))
def runs(desk: EvaluationDep, caller: CallerDep, paging: PagingDep) -> Json:
    """Your runs (an admin's: all), the newest first, with the share of right answers of each arm so far."""
    page, following = paging.cut(desk.kept_runs(caller), lambda one: one.place, "runs")
    return {"runs": [desk.view(one) for one in page], "next_cursor": following}


@router.post(
    "", status_code=ACCEPTED, response_model=RunRead, summary="Begin a run", responses=problems("cases")
)
def start(sent: RunWanted, desk: EvaluationDep, caller: CallerDep) -> Json:
    """Ask cases in one or several arms, in the background, with your own rights. Needs a key.

    Runs ask one after the other. A name that is taken is refused; `resume` goes on with a run.
    """
    order = RunOrder(
        sent.name, tuple(sent.arms), sent.cases, sent.case_set or "", sent.level, sent.sample, sent.seed
    )
    return {"run": desk.start(order, caller)}


@router.get("/{run_id}", response_model=RunRead, summary="Show a run")
def run(found: RunDep, desk: EvaluationDep) -> Json:
    """A run with its progress, its pace and the time it still needs."""
    return {"run": desk.view(found)}


@router.post("/{run_id}/resume", status_code=ACCEPTED, response_model=RunRead, summary="Go on with a run")
def resume(found: RunDep, desk: EvaluationDep, caller: CallerDep) -> Json:
    """Ask what has no outcome yet, or failed. Needs a key.

    Refused if documents, tree, model or settings are others by now: figures must stay comparable.
    """
    return {"run": desk.resume(found, caller)}


@router.post("/{run_id}/cancel", response_model=RunRead, summary="Stop a run")
def cancel(found: RunDep, desk: EvaluationDep) -> Json:
    """Stop a run at once; what it asked so far stays. Needs a key."""
    return {"run": desk.cancel(found)}


@router.delete("/{run_id}", status_code=NO_CONTENT, summary="Delete a run")
def delete(found: RunDep, desk: EvaluationDep) -> Response:
    """Delete a run with its answers, grades and reports. Needs a key."""
    desk.delete(found)
    return Response(status_code=NO_CONTENT)
