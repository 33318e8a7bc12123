"""What users and their keys may do and read, as the rest of trag sees it."""

from trag.types.accounts import ApiKey, User
from trag.types.people import ROLES, Caller


def caller_id(name: str) -> str:
    """The id under which is kept what belongs to a user."""
    return f"user:{name}"


def caller_of(user: User) -> Caller:
    """The user as a caller; admins read everything."""
    groups = None if user.role == "admin" else frozenset(user.groups)
    return Caller(caller_id(user.name), user.display_name or user.name, user.role, groups)


def caller_by_key(user: User, key: ApiKey) -> Caller:
    """The user as a caller by this key: never more than the user at this moment, nor than the key."""
    whole = caller_of(user)
    groups = whole.groups
    if key.groups is not None:
        limit = frozenset(key.groups)
        groups = limit if groups is None else groups & limit
    role = min(whole.role, key.role, key=ROLES.index)
    return Caller(whole.id, whole.name, role, groups)
