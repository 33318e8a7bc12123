"""Group 4: files that lie about their type, their encoding or their size."""

import pytest

from tests.hostile import lying
from tests.hostile.files import Hostile, Site
from tests.hostile.trial import run_trial


def test_content_decides_what_a_file_is(site: Site) -> None:
    run_trial(site, [*lying.NAMED_OTHERWISE, *lying.ENCODED, *lying.MARKUP], 90)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("hostile", lying.LARGE, ids=lambda hostile: hostile.path)
def test_texts_without_end_are_read_or_named(site: Site, hostile: Hostile) -> None:
    run_trial(site, [hostile], 800)
