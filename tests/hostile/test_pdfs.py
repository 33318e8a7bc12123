"""Group 3: PDFs."""

import pytest

from tests.hostile import pdfs
from tests.hostile.files import Site
from tests.hostile.trial import run_trial


def test_hostile_pdfs_are_read_or_named(site: Site) -> None:
    run_trial(site, pdfs.SMALL, 90)


@pytest.mark.slow
def test_large_pdfs_are_read_or_named_in_time(site: Site) -> None:
    # Among 5,000 passages that are all alike, words hashed to 64 numbers find no other.
    run_trial(site, pdfs.LARGE, 240, is_asked=False)
