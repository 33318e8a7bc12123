"""What every refusal of the API looks like."""

from collections.abc import Mapping
from typing import Any, Protocol

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "hint"}


class Answered(Protocol):
    """An answer of the API, of whichever client."""

    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...


def problem_of(response: Answered) -> dict[str, Any]:
    """The problem details of a refusal, seen to be whole and of this very request."""
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert set(found) - {"problems"} == MEMBERS
    assert found["status"] == response.status_code
    assert found["instance"] == f"urn:trag:request:{response.headers['X-Request-Id']}"
    assert found["type"] == f"/docs#problem-{found['code']}"
    assert found["title"]
    assert found["detail"]
    assert "Traceback" not in response.text
    return found
