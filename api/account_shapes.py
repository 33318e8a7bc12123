"""What clients send and read about users, groups, keys and sessions."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.responses import NextCursor
from trag.types.accounts import ApiKey, Group, User
from trag.types.people import CallerRole

_NO_NUL = r"^[^\x00]*$"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256, pattern=_NO_NUL)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_NO_NUL)]
Password = Annotated[
    str, Field(min_length=1, max_length=1024, pattern=_NO_NUL, examples=["four words in a row"])
]
Groups = Annotated[list[Name], Field(max_length=1000, examples=[["finance"]])]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LoginSent(_Request):
    """The name and the password of a user."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "ada", "password": "four words in a row"}]}
    )

    name: Name
    password: Password


class PasswordChanged(_Request):
    """One's password as it was, and as it is to be."""

    password: Password
    new_password: Password


class PasswordSent(_Request):
    """Another password."""

    password: Password


class UserSent(_Request):
    """A user to be added; without a password they come by key only."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "ada", "role": "editor", "groups": ["finance"], "password": "four words in a row"}
            ]
        }
    )

    name: Name
    role: CallerRole = "reader"
    display_name: Label = ""
    groups: Groups = []
    password: Annotated[str, Field(max_length=1024, pattern=_NO_NUL)] = ""


class UserChanged(_Request):
    """What is to be changed of a user; what is left out stays."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"is_disabled": True}, {"groups": ["finance"]}]}
    )

    display_name: Label | None = None
    role: CallerRole | None = None
    groups: Groups | None = None
    is_disabled: bool | None = None


class GroupSent(_Request):
    """A group to be made; its name is its id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "finance"}]})

    name: Name


class KeySent(_Request):
    """A key to be made; it never lets do or read more than its user may."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"label": "nightly upload", "role": "editor", "days": 90}]}
    )

    label: Label = ""
    role: CallerRole = "reader"
    groups: Groups | None = Field(None, description="The only groups it reads; null: those of its user.")
    days: int = Field(90, ge=0, le=3650, description="How long it lives; 0: until it is revoked.")
    user: Name | None = Field(
        None, description="Whose it is: left out, one's own; of others for admins only."
    )


class _Response(BaseModel):
    model_config = ConfigDict(frozen=True)


class SessionRead(_Response):
    """Who asks, and the token that their page sends with what it changes."""

    id: str = Field(description='"owner", or "user:" and the name.', examples=["user:ada"])
    name: str
    role: CallerRole
    groups: list[str] | None = Field(description="null reads everything")
    way: Literal["owner", "key", "token", "session", "nothing"] = Field(
        description='By what they are known; with "nothing", to ask is all they may.'
    )
    csrf_token: str = Field(description="For X-CSRF-Token; empty without a session.")


class Ways(_Response):
    """How somebody can come in."""

    password: bool = Field(description="Users log in by name and password.")
    provider: bool = Field(description="The organisation's identity provider lets people in.")


class UserRead(_Response):
    """A user."""

    user: User


class UserPage(_Response):
    """A page of users by name."""

    users: list[User]
    next_cursor: NextCursor


class GroupRead(_Response):
    """A group."""

    group: Group


class GroupPage(_Response):
    """A page of groups by name."""

    groups: list[Group]
    next_cursor: NextCursor


class KeyRead(_Response):
    """A key, without its token."""

    key: ApiKey


class KeyIssued(KeyRead):
    """A key that was just made."""

    token: str = Field(description="The key itself: told this once.", examples=["trag_..."])


class KeyPage(_Response):
    """A page of keys, the oldest first."""

    keys: list[ApiKey]
    next_cursor: NextCursor
