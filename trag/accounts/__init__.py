"""Who may log in, and with what: users, groups, API keys, sessions."""

from trag.accounts.accounts import Accounts
from trag.accounts.logins import Logins
from trag.accounts.passwords import Passwords
from trag.accounts.sessions import Session

__all__ = ["Accounts", "Logins", "Passwords", "Session"]
