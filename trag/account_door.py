"""What can be done with the users, groups and keys of a data folder."""

from typing import Protocol

from trag.types.accounts import ApiKey, Group, IssuedKey, NewKey, NewUser, User, UserChange


class AccountDoor(Protocol):
    """Users, groups and keys. Raises AccountError for what there is not, or what must not be."""

    def users(self) -> list[User]:
        """All users by name."""
        ...

    def user(self, name: str) -> User | None:
        """The user of this name, in whatever case it is written."""
        ...

    def add_user(self, new: NewUser) -> User:
        """A new user; the first one must be an admin."""
        ...

    def change_user(self, name: str, change: UserChange) -> User:
        """The user with other values; the last admin stays one."""
        ...

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; all their sessions end."""
        ...

    def remove_user(self, name: str) -> None:
        """Remove a user with their keys, sessions and conversations; the last admin stays."""
        ...

    def groups(self) -> list[Group]:
        """All groups by name."""
        ...

    def add_group(self, name: str) -> Group:
        """A new group."""
        ...

    def remove_group(self, name: str) -> None:
        """Remove a group that neither users nor documents nor keys are in."""
        ...

    def keys(self, user: str = "") -> list[ApiKey]:
        """The keys of a user, or of all, the oldest first."""
        ...

    def create_key(self, new: NewKey) -> IssuedKey:
        """A new key; its token is told this once."""
        ...

    def revoke_key(self, key_id: int) -> ApiKey:
        """End a key at once; this is what it was."""
        ...
