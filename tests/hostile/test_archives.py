"""Group 2: archives and packages."""

from pathlib import Path

import pytest

from tests.hostile import archives
from tests.hostile.files import Hostile, Site
from tests.hostile.trial import run_trial


def test_archives_and_packages_stay_inside_their_limits(site: Site) -> None:
    run_trial(site, [*archives.ELSEWHERE, *archives.XML], 90)
    assert not Path(archives.SLIPPED).exists()


@pytest.mark.slow
@pytest.mark.parametrize("group", ["BOMBS", "WIDE", "ROWS"])
def test_what_would_fill_the_memory_is_refused(site: Site, group: str) -> None:
    hostile: list[Hostile] = getattr(archives, group)
    run_trial(site, hostile, 240)
