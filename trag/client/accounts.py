"""The users, groups and keys of a data folder, through the server that owns it."""

from urllib.parse import quote, urlencode

from trag.client.connection import Connection, check, read_as
from trag.errors import AccountUnknownError
from trag.types.accounts import ApiKey, Group, IssuedKey, NewKey, NewUser, User, UserChange
from trag.wire import Json, from_json, to_json

PAGE = 200
# The server looks at none that is longer.
LONGEST_NAME = 256


class AccountClient:
    """Users, groups and keys of the server that a connection leads to."""

    def __init__(self, server: Connection) -> None:
        self._server = server

    def users(self) -> list[User]:
        """All users by name."""
        found = self._server.pages(f"/v1/users?limit={PAGE}", "users")
        return read_as(lambda: from_json(list[User], found))

    def user(self, name: str) -> User | None:
        """The user of this name, in whatever case it is written."""
        try:
            return self._user("GET", _user(name))
        except AccountUnknownError:
            return None

    def add_user(self, new: NewUser) -> User:
        """A new user; the first one must be an admin."""
        return self._user("POST", "/v1/users", to_json(new))

    def change_user(self, name: str, change: UserChange) -> User:
        """The user with other values; the last admin stays one."""
        wanted = {key: value for key, value in to_json(change).items() if value is not None}
        return self._user("PATCH", _user(name), wanted)

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; all their sessions end."""
        self._send("PUT", f"{_user(name)}/password", {"password": password})

    def remove_user(self, name: str) -> None:
        """Remove a user with their keys, sessions and conversations; the last admin stays."""
        self._send("DELETE", _user(name), {})

    def groups(self) -> list[Group]:
        """All groups by name."""
        found = self._server.pages(f"/v1/groups?limit={PAGE}", "groups")
        return read_as(lambda: from_json(list[Group], found))

    def add_group(self, name: str) -> Group:
        """A new group."""
        data = self._server.call("POST", "/v1/groups", {"name": name})
        return read_as(lambda: from_json(Group, data["group"]))

    def remove_group(self, name: str) -> None:
        """Remove a group that neither users nor documents nor keys are in."""
        self._send("DELETE", f"/v1/groups/{_part('group', name)}", {})

    def keys(self, user: str = "") -> list[ApiKey]:
        """The keys of a user, or of all, the oldest first."""
        asked = urlencode({"limit": PAGE, "user": user})
        found = self._server.pages(f"/v1/keys?{asked}", "keys")
        return read_as(lambda: from_json(list[ApiKey], found))

    def create_key(self, new: NewKey) -> IssuedKey:
        """A new key; its token is told this once."""
        data = self._server.call("POST", "/v1/keys", to_json(new))
        return read_as(lambda: IssuedKey(from_json(ApiKey, data["key"]), str(data["token"])))

    def revoke_key(self, key_id: int) -> ApiKey:
        """End a key at once; this is what it was."""
        data = self._server.call("DELETE", f"/v1/keys/{key_id}", {})
        return read_as(lambda: from_json(ApiKey, data["key"]))

    def _user(self, method: str, path: str, body: Json | None = None) -> User:
        data = self._server.call(method, path, body)
        return read_as(lambda: from_json(User, data["user"]))

    def _send(self, method: str, path: str, body: Json) -> None:
        with self._server.opened(method, path, body) as response:
            check(response)


def _user(name: str) -> str:
    return f"/v1/users/{_part('user', name)}"


def _part(what: str, name: str) -> str:
    # No name has these, and as parts of an address they could mean another one.
    if not name.strip() or "/" in name or name in {".", ".."} or len(name) > LONGEST_NAME:
        raise AccountUnknownError(f"There is no {what} {name[:64]!r}.")
    return quote(name, safe="")
