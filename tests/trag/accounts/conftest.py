from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.clocks import HandClock
from trag.accounts import Accounts, Passwords
from trag.catalog.catalog import Catalog
from trag.types.accounts import NewUser

WORDS = "four words in a row"
OTHER_WORDS = "another four words"


class CountedPasswords(Passwords):
    """Quick passwords that count how often one was looked at."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.looked_at = 0

    def match(self, stored: str, password: str) -> bool:
        self.looked_at += 1
        return super().match(stored, password)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    yield catalog
    catalog.close()


@pytest.fixture
def passwords() -> CountedPasswords:
    return CountedPasswords()


@pytest.fixture
def accounts(catalog: Catalog, passwords: CountedPasswords, clock: HandClock) -> Accounts:
    accounts = Accounts(catalog, passwords, clock=clock)
    accounts.add_user(NewUser("ada", "admin", password=WORDS))
    accounts.add_group("finance")
    accounts.add_user(NewUser("bo", "editor", "Bo Berg", ("finance",), WORDS))
    return accounts
