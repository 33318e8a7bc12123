"""How the server is."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.dependencies import DoorDep
from api.responses import Alive, Ready, Report, StatusReport
from trag.health import missing
from trag.types import Check
from trag.wire import Json, to_json

router = APIRouter(tags=["status"])
health = APIRouter(tags=["status"])


@router.get("/status", summary="Show how the server is", response_model=StatusReport)
def status(door: DoorDep) -> Json:
    """Every check with its state and what to do about it."""
    return {"version": _version(), **_report(door.checks())}


@router.get("/verify", summary="Prove that the index is whole", response_model=Report)
def verify(door: DoorDep) -> Json:
    """Proof that the index holds what the documents hold and nothing else; reads every stored file."""
    return _report(door.verify())


@health.get("/healthz", summary="Is it alive?", response_model=Alive)
async def healthz() -> Json:
    """Tells that the process is alive."""
    return {"alive": True}


@health.get(
    "/readyz",
    summary="Can it answer?",
    response_model=None,
    responses={200: {"model": Ready}, 503: {"model": Ready, "description": "Not yet; `reasons` say why"}},
)
def readyz(request: Request, door: DoorDep) -> JSONResponse:
    """Tells whether questions can be answered, and why not."""
    if request.app.state.stopping.is_set:
        return JSONResponse({"ready": False, "reasons": ["The server is being stopped."]}, 503)
    # Where a key is asked for, those without one learn what is wrong but no paths and no addresses.
    try:
        open_to_all = request.app.state.callers.is_open()
    except Exception:  # noqa: BLE001  who may log in is read from the database, which may be gone
        open_to_all = False
    problems = request.app.state.readiness.problems(door.checks)
    reasons = [f"{check.name}: {check.detail}" for check in problems] if open_to_all else missing(problems)
    return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)


def _report(checks: list[Check]) -> Json:
    states = {check.state for check in checks}
    worst = next((state for state in ("problem", "warning") if state in states), "ok")
    return {"state": worst, "checks": [to_json(check) for check in checks]}


def _version() -> str:
    try:
        return version("trag")
    except PackageNotFoundError:
        return ""
