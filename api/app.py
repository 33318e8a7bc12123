"""The application: routes, errors and guards around one door."""

from pathlib import Path

from fastapi import APIRouter, FastAPI

from api import documentation
from api.auditing import Auditing
from api.authentication import Authentication
from api.bodies import BodyLimit, StrictJson
from api.callers import Callers, VerifyToken
from api.describing import TAGS, Api
from api.errors import UnexpectedErrors, add_error_handlers
from api.etags import NotModified
from api.metrics import Metrics
from api.openai import routes as openai
from api.openai.errors import OpenAIErrors
from api.page import Page
from api.queueing.asks import Asks
from api.queueing.limits import DEFAULTS, Limits
from api.readiness import Readiness
from api.request_ids import RequestIds
from api.roles import Roles
from api.routes import (
    answers,
    audit,
    backups,
    conversation_owners,
    conversations,
    document_files,
    document_groups,
    documents,
    engines,
    evaluation_material,
    evaluation_results,
    evaluation_runs,
    feedback,
    groups,
    ingest,
    jobs,
    keys,
    metrics,
    nodes,
    oidc,
    reindex,
    runtime_settings,
    search,
    session,
    status,
    tree,
    uploads,
    users,
)
from api.security import LOOPBACK_NAMES, SameOrigin, SecurityHeaders
from api.stopping import Stopping, TurnAway
from api.watching import Watching
from trag.accounts import Accounts
from trag.protocols import Door


def create_app(  # noqa: PLR0913  what an operator can choose
    door: Door,
    *,
    api_key: str = "",
    owner_key: str = "",
    static: Path | None = None,
    names: frozenset[str] | None = LOOPBACK_NAMES,
    upload_limit_mb: int = 200,
    limits: Limits = DEFAULTS,
    verify_token: VerifyToken | None = None,
) -> FastAPI:
    """The HTTP API of a door, and the page in `static` if given.

    Requests must call the server by one of `names`; None allows any, for servers that ask for a key.
    `limits` says how many questions there may be at once.
    `verify_token` knows whose the tokens of an identity provider are.
    """
    app = Api(
        title="trag",
        description="Answers from an organisation's own documents, checked against its organisation tree.",
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
    )
    app.state.door = door
    app.state.upload_limit_mb = upload_limit_mb
    app.state.metrics = _metrics(door)
    app.state.asks = Asks(limits, watch=app.state.metrics)
    app.state.metrics.watch_queue(app.state.asks)
    app.state.stopping = Stopping()
    app.state.readiness = Readiness()
    # Who may log in is known where the data folder is open; a door to another server knows nobody.
    logins = door.accounts.logins if isinstance(door.accounts, Accounts) else None
    app.state.callers = Callers(
        api_key=api_key, owner_key=owner_key, logins=logins, verify_token=verify_token
    )
    add_error_handlers(app)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(NotModified)
    app.add_middleware(StrictJson)
    app.add_middleware(BodyLimit)
    _add_guards(app, names)
    _add_routes(app)
    if static is not None:
        app.mount("/", Page(static), name="page")
    return app


def _metrics(door: Door) -> Metrics:
    figures = Metrics()
    figures.watch_jobs(door)
    return figures


def _add_guards(app: FastAPI, names: frozenset[str] | None) -> None:
    """The last one added sees a request first."""
    app.add_middleware(Roles, routes=app.router.routes)
    app.add_middleware(Authentication, callers=app.state.callers)
    app.add_middleware(SameOrigin, names=names)
    app.add_middleware(TurnAway, stopping=app.state.stopping)
    app.add_middleware(OpenAIErrors)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Auditing)
    app.add_middleware(Watching, routes=app.router.routes, metrics=app.state.metrics)
    app.add_middleware(RequestIds)


def _add_routes(app: FastAPI) -> None:
    v1 = APIRouter(prefix="/v1")
    for resource in (
        session,
        oidc,
        users,
        groups,
        keys,
        answers,
        search,
        documents,
        document_files,
        document_groups,
        uploads,
        tree,
        nodes,
        ingest,
        jobs,
        reindex,
        status,
        conversation_owners,
        conversations,
        feedback,
        evaluation_runs,
        evaluation_results,
        evaluation_material,
        audit,
        runtime_settings,
        engines,
        backups,
    ):
        v1.include_router(resource.router)
    v1.include_router(openai.router)
    app.include_router(v1)
    app.include_router(status.health)
    app.include_router(metrics.router)
    app.include_router(documentation.router)
