"""The audit log at the API: every change and every refusal is noted, whatever route it is for.

A route need do nothing to be noted. It may tell more (`trag.audit.note`), and the tables here give acts
better names than their method and address. Answers write their own record, at their end.
"""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.bodies import CHANGING
from api.errors import Problem, problem_details
from api.request_ids import request_id
from trag.administration import Administration
from trag.audit import Acting, acting
from trag.errors import AuditError
from trag.types.auditing import AuditOutcome
from trag.types.people import OWNER

LOGIN, LOGIN_FAILED = "logged in", "login failed"
# The names of acts, by method and address; the first that fits. Any other act is its method and address.
_NAMES = [
    ("POST", r"answers|chat/completions|conversations/[^/]+/messages", "asked"),
    ("POST", r"search|context", "searched"),
    ("POST", r"documents", "uploaded"),
    ("POST", r"documents/delete", "deleted"),
    ("DELETE", r"documents/[^/]+", "deleted"),
    ("POST", r"ingest|jobs", "taken in"),
    ("POST", r"reindex", "index made"),
    ("PUT", r"tree", "tree imported"),
    ("POST", r"tree/rollback", "tree rolled back"),
    ("PATCH", r"tree/nodes/[^/]+", "tree changed"),
    ("PATCH", r"settings", "settings changed"),
    ("POST", r"engines/[^/]+/check", "model tried"),
    ("POST", r"backups", "backup made"),
    ("POST", r"session", LOGIN),
    ("GET", r"session/oidc/callback", LOGIN),
    ("DELETE", r"session", "logged out"),
    ("POST", r"session/password", "password changed"),
    ("POST", r"keys", "key created"),
    ("DELETE", r"keys/[^/]+", "key revoked"),
    ("POST", r"users", "user created"),
    ("PATCH", r"users/[^/]+", "user changed"),
    ("DELETE", r"users/[^/]+", "user deleted"),
    ("PUT", r"users/[^/]+/password", "password set"),
    ("POST", r"groups", "group created"),
    ("DELETE", r"groups/[^/]+", "group deleted"),
    # What is read: documents' text, and what people did.
    ("GET", r"documents/[^/]+/(original|passages|pages/[^/]+)", "read document"),
    ("GET", r"audit", "read audit log"),
    ("GET", r"(conversations(/[^/]+)?|feedback)/export", "exported"),
]
_ACTS = [(method, re.compile(f"/v1/({path})/?"), act) for method, path, act in _NAMES]
# What goes on where nothing can be noted: questions, one's own notes, and coming in to see what is wrong.
_GOES_ON = re.compile(
    r"/v1/(answers|context|search|chat/completions|conversations|messages|session|engines)(/.*)?"
)
_DENIED = (401, 403, 429)
_FAILED_FROM = 400
# Refusals of one address, and of all, that are noted one by one within a minute.
MOST_DENIALS, MOST_OF_ALL, WINDOW = 30, 600, 60.0


class Auditing:
    """Writes a record of each act to the audit log of the app's data folder.

    While the log can't be written, changes are refused: an admin's act that leaves no trace is worse
    than one that waits. Questions are answered, and their records written later.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._denials = Denials()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, or refuse a change that can't be noted."""
        administration = _administration(scope) if scope["type"] == "http" else None
        if administration is None:
            await self._app(scope, receive, send)
            return
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        act = acting_of(scope, lambda: status)
        try:
            with acting(act):
                refusal = _refusal(scope, administration)
                await (refusal or self._app)(scope, receive, watch)
        finally:
            self._note(scope, act, status, administration)

    def _note(self, scope: Scope, act: Acting, status: int, administration: Administration) -> None:
        name = act_of(scope["method"], scope["path"])
        is_denied = status in _DENIED
        if act.is_written or not (name or is_denied or scope["method"] in CHANGING):
            return
        left_out = self._denials.left_out(act.address) if is_denied and not act.caller() else 0
        if left_out is None:
            return
        outcome: AuditOutcome = "denied" if is_denied else "failed" if _has_failed(status) else "done"
        if name == LOGIN and outcome != "done":
            name = LOGIN_FAILED
        record = act.record(name or f"{scope['method']} {_template(scope)}", outcome, status=status)
        administration.audit.write(replace(record, left_out=left_out))


class Denials:
    """Keeps who sends nonsense in masses from filling the disk with records of it."""

    def __init__(self) -> None:
        self._start = 0.0
        self._seen: Counter[str] = Counter()
        self._left_out = 0

    def left_out(self, address: str) -> int | None:
        """How many refusals were not noted before this one; None if this one is not noted either."""
        if time.monotonic() - self._start > WINDOW:
            self._start = time.monotonic()
            self._seen.clear()
        self._seen[address] += 1
        if self._seen[address] > MOST_DENIALS or self._seen.total() > MOST_OF_ALL:
            self._left_out += 1
            return None
        left_out, self._left_out = self._left_out, 0
        return left_out


def acting_of(scope: Scope, status: Callable[[], int]) -> Acting:
    """The act that a request is; who it is and what it is about is known once it has passed the guards."""

    def caller() -> str:
        state = scope.get("state", {})
        if "caller" in state:
            return str(state["caller"].id) if state["caller"] else ""
        return "" if status() in _DENIED else OWNER.id

    client = scope.get("client")
    return Acting(
        caller=caller,
        ids=lambda: tuple(str(value) for value in scope.get("path_params", {}).values()),
        address=client[0] if client else "",
        request=request_id(),
    )


def act_of(method: str, path: str) -> str:
    """The name of an act; "" for one that has none."""
    return next((act for known, fits, act in _ACTS if known == method and fits.fullmatch(path)), "")


def _refusal(scope: Scope, administration: Administration) -> Problem | None:
    if scope["method"] not in CHANGING or _GOES_ON.fullmatch(scope["path"]):
        return None
    if not administration.audit.problem:
        return None
    error = AuditError(
        "Nothing is changed while the audit log can't be written.",
        hint="Somebody has to make room on the server's disk; GET /v1/status tells more.",
    )
    details = problem_details(error)
    return Problem(details, details["status"])


def _administration(scope: Scope) -> Administration | None:
    found: Administration | None = getattr(scope["app"].state, "administration", None)
    return found


def _template(scope: Scope) -> str:
    """The address with the names of its ids in their place."""
    names = {str(value): f"{{{name}}}" for name, value in scope.get("path_params", {}).items()}
    return "/".join(names.get(part, part) for part in scope["path"].split("/"))


def _has_failed(status: int) -> bool:
    return status >= _FAILED_FROM or not status
