"""The settings in force, and those that change while the server runs. Least role: admin."""

from fastapi import APIRouter, Request, Response

from api.administration import AdministrationDep
from api.administration_shapes import SettingsSent
from api.describing import problems, tagged
from trag.types.engines import SettingsShown

router = APIRouter(prefix="/settings", tags=["administration"])


@router.get("", summary="Show the settings", responses=tagged() | problems("forbidden", "not_found"))
def settings(desk: AdministrationDep, response: Response) -> SettingsShown:
    """Every setting with its value, its default, where the value comes from, and whether it may change now.

    Secrets are not shown, only whether they are set. The ETag serves If-Match.
    """
    return _tagged(desk.settings.all(), response)


@router.patch(
    "",
    summary="Change settings",
    responses=problems("forbidden", "not_found", "setting_refused", "setting_fixed", "settings_changed"),
)
def change(
    sent: SettingsSent, desk: AdministrationDep, request: Request, response: Response
) -> SettingsShown:
    """Put values in force at once and for good: all that are sent, or none.

    With If-Match only if nobody else changed them meanwhile. What the environment or the command line
    sets stays as it is there.
    """
    wanted = request.headers.get("if-match", "").strip()
    replacing = "" if wanted == "*" else wanted.strip('"')
    return _tagged(desk.settings.change(sent.values, replacing=replacing), response)


def _tagged(shown: SettingsShown, response: Response) -> SettingsShown:
    response.headers["ETag"] = f'"{shown.tag}"'
    return shown
