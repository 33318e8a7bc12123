"""What came of evaluation runs: figures, askings by what went wrong, comparisons and the report."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from api.dependencies import CallerDep
from api.describing import problems
from api.evaluation_dependencies import EvaluationDep, RunDep, find_run
from api.evaluation_shapes import HTML, AskedCasePage, Comparisons, ReportRead
from api.paging import PagingDep
from eval.results import compare_runs
from eval.scores import Problem
from eval.serving.reading import Worth, asked_cases, report_of
from trag.wire import Json

router = APIRouter(
    prefix="/evaluation", tags=["evaluation"], responses=problems("not_found", "forbidden", "run")
)

WorthAsked = Annotated[Worth | None, Query(description="Only right or only wrong ones.")]
ProblemAsked = Annotated[Problem | None, Query(description="Only those whose first problem this is.")]
Arm = Annotated[str, Query(max_length=200, description="Only those of this arm.")]
Side = Annotated[
    str, Query(min_length=1, max_length=400, description="A run, or RUN:ARM.", examples=["first:t-rag"])
]


@router.get("/runs/{run_id}/report", response_model=ReportRead, summary="Read the figures of a run")
def report(found: RunDep, desk: EvaluationDep) -> Json:
    """Every figure by arm and type of case with its interval, and the arms against each other."""
    report = report_of(found, desk.readings.results(found))
    return {
        "run": desk.view(found),
        "metrics": report.metrics,
        "figures": report.figures,
        "problems": report.problems,
        "comparisons": report.comparisons,
        "sections": report.sections,
    }


@router.get(
    "/runs/{run_id}/report.html",
    response_class=HTMLResponse,
    summary="Download the report of a run",
    responses={200: {"content": HTML}},
)
def page(found: RunDep, desk: EvaluationDep) -> Response:
    """The report as one page that opens anywhere and loads nothing."""
    from eval.outputs.writing import report_page

    text = report_page(found.folder, desk.readings.results(found))
    # Never shown under this server's own address: it is made of documents' and models' words.
    headers = {"Content-Disposition": 'attachment; filename="report.html"'}
    return HTMLResponse(text, headers=headers)


@router.get(
    "/runs/{run_id}/cases",
    response_model=AskedCasePage,
    summary="List the askings of a run",
    responses=problems("bad_cursor"),
)
def cases(
    found: RunDep,
    desk: EvaluationDep,
    paging: PagingDep,
    outcome: WorthAsked = None,
    problem: ProblemAsked = None,
    arm: Arm = "",
) -> Json:
    """The askings with question, right answer, what was answered and cited, and what went wrong first."""
    results = desk.readings.results(found)
    wanted = asked_cases(results, outcome=outcome, problem=problem, arm=arm)
    of = f"askings {found.id} {outcome} {problem} {arm}"
    askings, following = paging.cut(wanted, lambda one: one.place, of)
    return {"cases": askings, "next_cursor": following}


@router.get("/compare", response_model=Comparisons, summary="Compare two runs")
def compare(a: Side, b: Side, desk: EvaluationDep, caller: CallerDep) -> Json:
    """Two runs over the cases both have, by paired tests; a difference within noise is called that."""
    (first, arm), (second, other) = (_side(text) for text in (a, b))
    before, after = (desk.readings.results(find_run(desk, one, caller)) for one in (first, second))
    return {"comparisons": compare_runs(before, after, (arm, other))}


def _side(text: str) -> tuple[str, str]:
    name, colon, arm = text.rpartition(":")
    return (name, arm) if colon else (text, "")
