"""The files of the web page."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Page(StaticFiles):
    """Serves the built page; never answers for the API."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file, with the time it may be kept: for ever where its name holds its hash."""
        if path == "v1" or path.startswith("v1/"):
            raise HTTPException(404, "There is nothing under this address.")
        response = await super().get_response(path, scope)
        lasting = path.startswith("assets/") and response.status_code < 400  # noqa: PLR2004
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response
