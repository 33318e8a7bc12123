"""What the routes of evaluation ask for: the desk, and a run that its caller may see."""

from typing import Annotated, cast

from fastapi import Depends, FastAPI, Path, Request

from api.dependencies import CallerDep
from api.errors import NotFoundError
from eval.serving.desk import EvaluationDesk
from eval.serving.shelf import KeptRun

RunId = Annotated[str, Path(min_length=1, max_length=200, description="The id of a run.", examples=["first"])]


def add_evaluation(app: FastAPI, desk: EvaluationDesk) -> None:
    """Serve the evaluation of the app's data folder; its runs wait for the model with all others who ask."""
    app.state.evaluation = desk
    desk.wait_for(app.state.asks.turn)


def get_evaluation(request: Request) -> EvaluationDesk:
    """The evaluation of the data folder that this app serves."""
    desk = getattr(request.app.state, "evaluation", None)
    if desk is None:
        raise NotFoundError("This server keeps no evaluation runs.", hint="trag serve does.")
    return cast("EvaluationDesk", desk)


EvaluationDep = Annotated[EvaluationDesk, Depends(get_evaluation)]


def get_run(run_id: RunId, desk: EvaluationDep, caller: CallerDep) -> KeptRun:
    """The run of this id, if this caller may see it."""
    return find_run(desk, run_id, caller)


def find_run(desk: EvaluationDesk, run_id: str, caller: CallerDep) -> KeptRun:
    """The run of this id. Raises NotFoundError for one that is not there or not this caller's to see."""
    found = desk.kept(run_id, caller)
    if found is None:
        raise NotFoundError(f"There is no run {run_id[:80]!r}.", hint="GET /v1/evaluation/runs lists yours.")
    return found


RunDep = Annotated[KeptRun, Depends(get_run)]
