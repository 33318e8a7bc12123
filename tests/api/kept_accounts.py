"""The accounts of a scripted door: kept for real, in a folder that goes with it, with quick passwords."""

import shutil
import tempfile
import weakref
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher

from trag.accounts import Accounts, Passwords
from trag.catalog.catalog import Catalog

NAME = "catalog.sqlite"


def quick_passwords() -> Passwords:
    """Argon2 with the least that it can be asked for."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def kept_accounts(door: object) -> Accounts:
    folder = Path(tempfile.mkdtemp(prefix="trag-test-"))
    shutil.copy(_empty() / NAME, folder / NAME)
    catalog = Catalog(folder / NAME)
    weakref.finalize(door, _drop, catalog, folder)
    return Accounts(catalog, quick_passwords())


@cache
def _empty() -> Path:
    """A folder with an empty catalog: a copy of it is there at once."""
    folder = Path(tempfile.mkdtemp(prefix="trag-test-"))
    weakref.finalize(_empty, shutil.rmtree, folder, ignore_errors=True)
    catalog = Catalog(folder / NAME)
    assert not catalog.documents()
    catalog.close()
    return folder


def _drop(catalog: Catalog, folder: Path) -> None:
    catalog.close()
    shutil.rmtree(folder, ignore_errors=True)
