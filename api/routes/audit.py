"""The audit log: who did what. Least role: admin."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.administration import AdministrationDep
from api.administration_shapes import AuditPage
from api.describing import problems
from api.paging import PagingDep
from trag.types.auditing import AuditFilter, AuditOutcome

router = APIRouter(prefix="/audit", tags=["administration"])

Text = Annotated[str, Query(max_length=200)]
Time = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?Z?)?$",
        description="A day or a time, in UTC.",
        examples=["2026-11-23", "2026-11-23T14:30"],
    ),
]
Before = Annotated[
    str,
    Query(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,15})?$",
        description="Only records before the one with this id.",
    ),
]


def _filter(
    *,
    caller: Text = "",
    act: Text = "",
    subject: Text = "",
    since: Time = "",
    until: Time = "",
    outcome: Annotated[AuditOutcome | None, Query(description="How it ended.")] = None,
) -> AuditFilter:
    return AuditFilter(caller, act, subject, since.rstrip("Z"), until.rstrip("Z"), outcome or "")


@router.get("", summary="Read the audit log", responses=problems("forbidden", "bad_cursor", "not_found"))
def audit(
    desk: AdministrationDep,
    paging: PagingDep,
    wanted: Annotated[AuditFilter, Depends(_filter)],
    before: Before = "",
) -> AuditPage:
    """A page of what was done, the newest first: of all, or of one caller, act, subject, time or outcome.

    Texts of questions are there only where the setting `audit_questions` keeps them.
    """
    of = f"audit {wanted}"
    start = paging.start(of)
    found = desk.audit.page(
        wanted, limit=paging.limit + 1, before=start if isinstance(start, str) else before
    )
    page, cursor = paging.finish(found, lambda one: one.id, of)
    return AuditPage(records=page, next_cursor=cursor)
