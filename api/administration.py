"""What the routes of administration ask for; all of it is for admins only."""

from typing import Annotated, cast

from fastapi import Depends, FastAPI, Request

from api.dependencies import CallerDep
from api.errors import NotFoundError
from api.queueing.limits import Limits
from trag.administration import Administration
from trag.errors import ForbiddenError
from trag.settings import Settings


def add_administration(app: FastAPI, administration: Administration) -> None:
    """Serve the administration of the app's data folder, note what happens, and follow its settings."""
    app.state.administration = administration
    slots = app.state.asks.limits.slots  # the model was started for so many

    def take_over(settings: Settings) -> None:
        app.state.upload_limit_mb = settings.upload_limit_mb
        app.state.asks.limits = Limits(slots, settings.queue, settings.asks_per_user)

    administration.settings.use(take_over)


def get_administration(request: Request, caller: CallerDep) -> Administration:
    """The administration of the data folder that this app serves. Raises ForbiddenError."""
    if not caller.may("admin"):
        raise ForbiddenError("This is for admins.", hint="Ask somebody who is one.")
    found = getattr(request.app.state, "administration", None)
    if found is None:
        raise NotFoundError("This server is not administered by its API.", hint="trag serve is.")
    return cast("Administration", found)


AdministrationDep = Annotated[Administration, Depends(get_administration)]
