"""Figures for monitors. Least role: admin."""

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from api.describing import problems
from api.metrics import Metrics

router = APIRouter(tags=["status"])
# Prometheus' text format.
MEDIA_TYPE = "text/plain; version=0.0.4"


@router.get(
    "/metrics",
    summary="Read the server's figures",
    response_class=PlainTextResponse,
    responses=problems("unauthorised", "forbidden", "too_many_attempts", "key_in_address"),
)
def metrics(request: Request) -> PlainTextResponse:
    """Requests, answers, stages, tokens, queue and jobs in Prometheus' text format.

    For a key of an admin; open on loopback while there are no users and no API key.
    """
    figures = cast("Metrics", request.app.state.metrics)
    return PlainTextResponse(figures.text(), media_type=MEDIA_TYPE)
