import re

from starlette.testclient import TestClient

from api.documentation import render


def test_the_page_names_every_route_and_loads_nothing_from_outside(client: TestClient) -> None:
    text = client.get("/docs").text
    for path in ("/v1/answers", "/v1/documents/{document_id}/original", "/v1/tree", "/readyz"):
        assert path in text
    assert not re.search(r"https?:|src=|<script|<style|style=|//", text.replace("</", ""))
    assert re.findall(r'href="([^"]*)"', text) == ["/docs.css", "/openapi.json"]
    assert client.get("/docs.css").headers["content-type"].startswith("text/css")


def test_the_page_escapes_what_it_shows() -> None:
    route = {"description": "<img src=x onerror=alert(1)>"}
    text = render({"info": {"title": "<b>"}, "paths": {"/<i>": {"get": route}}})
    assert "<img" not in text
    assert "<b>" not in text
    assert "<i>" not in text
