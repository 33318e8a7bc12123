"""A page that shows the API, made from its OpenAPI description; loads nothing from anywhere."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.problems import PROBLEMS

router = APIRouter(include_in_schema=False)

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8886; border-radius: 0.4rem; }
section { border-top: 1px solid #8886; margin-top: 1.5rem; }
"""


@router.get("/docs.css")
async def style() -> Response:
    """The look of the page."""
    return Response(_STYLE, media_type="text/css")


@router.get("/docs")
async def page(request: Request) -> HTMLResponse:
    """The page."""
    return HTMLResponse(render(request.app.openapi()))


def render(description: dict[str, Any]) -> str:
    """The page for an OpenAPI description, everything in it escaped."""
    title = escape(description["info"]["title"])
    routes = "".join(
        _route(method, path, route, description)
        for path, methods in description["paths"].items()
        for method, route in methods.items()
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/docs.css"></head><body><main>'
        f"<h1>{title}</h1><p>{escape(description['info'].get('description', ''))}</p>"
        '<p>For programs: <a href="/openapi.json">openapi.json</a></p>'
        f"{routes}{_problems()}</main></body></html>"
    )


def _route(method: str, path: str, route: dict[str, Any], description: dict[str, Any]) -> str:
    parts = [f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2>"]
    parts.append(f"<p><strong>{escape(route.get('summary', ''))}</strong></p>")
    parts += [f"<p>{escape(text)}</p>" for text in route.get("description", "").split("\n\n")]
    if schema := _body(route, description):
        parts.append(f"<h3>Body</h3><pre>{escape(json.dumps(schema, indent=2))}</pre>")
    parts.append(f"<h3>Answers</h3><dl>{''.join(_answers(route.get('responses', {}), description))}</dl>")
    return f"<section>{''.join(parts)}</section>"


def _answers(responses: dict[str, Any], description: dict[str, Any]) -> Iterator[str]:
    for status, response in responses.items():
        yield f"<dt>{escape(status)}</dt><dd>{escape(response.get('description', ''))}"
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        if found := _schema(schema, description):
            yield f"<pre>{escape(json.dumps(found, indent=2))}</pre>"
        yield "</dd>"


def _problems() -> str:
    """What `type` of a problem leads to."""
    listed = "".join(
        f'<dt id="problem-{escape(code)}"><code>{escape(code)}</code>, {meaning.status}</dt>'
        f"<dd>{escape(meaning.title)}.</dd>"
        for code, meaning in PROBLEMS.items()
    )
    return f"<section><h2>Problems</h2><dl>{listed}</dl></section>"


def _body(route: dict[str, Any], description: dict[str, Any]) -> Any:
    content = route.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _schema(content.get("schema", {}), description)


def _schema(schema: dict[str, Any], description: dict[str, Any]) -> Any:
    reference = schema.get("$ref", "")
    return description.get("components", {}).get("schemas", {}).get(reference.rpartition("/")[2])
