"""The people of the sample server that has users."""

from trag.protocols import Door
from trag.types.accounts import NewUser

PASSWORD = "four words in a row"  # noqa: S105  of made-up people
PEOPLE = (
    NewUser("ada", "admin", "Ada Admin", password=PASSWORD),
    NewUser("eddy", "editor", "Eddy Editor", password=PASSWORD),
    NewUser("rita", "reader", "Rita Reader", password=PASSWORD),
    NewUser("paula", "reader", "Paula Page", password=PASSWORD),
)


def add_people(door: Door) -> None:
    """Users of every role."""
    for person in PEOPLE:
        door.accounts.add_user(person)
