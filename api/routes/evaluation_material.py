"""What evaluation runs are made from, and what people think of their answers: case sets and grades."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import CallerDep
from api.describing import problems
from api.errors import NotFoundError
from api.evaluation_dependencies import EvaluationDep, RunDep
from api.evaluation_shapes import (
    LINES,
    PLAIN,
    CaseSetPage,
    CaseSetRead,
    CaseSetSent,
    GradesSent,
    GradingRead,
)
from api.paging import PagingDep
from eval.serving.grading import GivenGrade, check_over, grading_of, take_grades
from trag.wire import Json, to_json

router = APIRouter(
    prefix="/evaluation", tags=["evaluation"], responses=problems("not_found", "forbidden", "run", "cases")
)

CREATED, NO_CONTENT = 201, 204
SetName = Annotated[str, Path(max_length=80, pattern=PLAIN, description="The name of a set of cases.")]
GraderName = Annotated[str, Query(max_length=60, pattern=r"^[^\x00]*$", description="Else your own name.")]


@router.get(
    "/case-sets", response_model=CaseSetPage, summary="List case sets", responses=problems("bad_cursor")
)
def case_sets(desk: EvaluationDep, caller: CallerDep, paging: PagingDep) -> Json:
    """Your sets of cases, by name."""
    page, following = paging.cut(desk.case_sets(caller).all(), lambda one: one.name, "case sets")
    return {"case_sets": page, "next_cursor": following}


@router.post("/case-sets", status_code=CREATED, response_model=CaseSetRead, summary="Keep a case set")
def keep(sent: CaseSetSent, desk: EvaluationDep, caller: CallerDep) -> Json:
    """Keep cases under a name, in place of those before; runs that were made stay as they are."""
    return {"case_set": desk.case_sets(caller).keep(sent.name, sent.cases)}


@router.get(
    "/case-sets/{name}",
    response_class=Response,
    summary="Download a case set",
    responses={200: {"content": LINES}},
)
def case_set(name: SetName, desk: EvaluationDep, caller: CallerDep) -> Response:
    """The cases as they were sent, one JSON object a line."""
    try:
        text = desk.case_sets(caller).text(name)
    except FileNotFoundError as exc:
        raise _no_set(name) from exc
    headers = {"Content-Disposition": f'attachment; filename="{name}.jsonl"'}
    return Response(text, media_type="application/x-ndjson", headers=headers)


@router.delete("/case-sets/{name}", status_code=NO_CONTENT, summary="Delete a case set")
def drop(name: SetName, desk: EvaluationDep, caller: CallerDep) -> Response:
    """Forget a set of cases; runs that were made with it keep theirs."""
    try:
        desk.case_sets(caller).drop(name)
    except FileNotFoundError as exc:
        raise _no_set(name) from exc
    return Response(status_code=NO_CONTENT)


@router.get("/runs/{run_id}/grades", response_model=GradingRead, summary="Grade a run blindly")
def grades(found: RunDep, desk: EvaluationDep, caller: CallerDep, grader: GraderName = "") -> Json:
    """The answers of all arms, mixed and without what tells the arm, and the grades given so far."""
    return _shown(desk, found, grader or caller.name)


@router.post("/runs/{run_id}/grades", response_model=GradingRead, summary="Give grades")
def give(sent: GradesSent, found: RunDep, desk: EvaluationDep, caller: CallerDep) -> Json:
    """Keep grades of one person beside those they gave before, once the run is over. Needs a key."""
    check_over(found, is_live=desk.is_live(found))
    grader = sent.grader or caller.name
    given = [GivenGrade(one.id, one.grade, one.note) for one in sent.grades]
    take_grades(found, desk.readings.results(found), grader, given)
    return _shown(desk, found, grader)


def _shown(desk: EvaluationDep, found: RunDep, grader: str) -> Json:
    return to_json(grading_of(found, desk.readings.results(found), grader))


def _no_set(name: str) -> NotFoundError:
    hint = "GET /v1/evaluation/case-sets lists yours."
    return NotFoundError(f"There is no set of cases {name!r}.", hint=hint)
