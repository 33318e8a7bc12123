"""What can go wrong, in one table: the status and the title of each error, by its code."""

from dataclasses import dataclass

from trag.errors import ApiError, TragError


@dataclass(frozen=True, slots=True)
class Meaning:
    """The HTTP status of a kind of problem, and its title: the same sentence each time it happens."""

    status: int
    title: str


UNKNOWN = "error"
# The codes of trag's errors, then those of requests that never reach trag.
PROBLEMS: dict[str, Meaning] = {
    UNKNOWN: Meaning(500, "Something went wrong in the server"),
    "settings": Meaning(500, "A setting is unknown or impossible"),
    "setting_refused": Meaning(422, "A setting can't have this value"),
    "setting_fixed": Meaning(409, "The setting can't change while the server runs"),
    "settings_changed": Meaning(412, "The settings are others by now"),
    "audit": Meaning(503, "The audit log can't be written, so nothing is changed"),
    "data_folder": Meaning(503, "The data folder can't be used"),
    "data_folder_busy": Meaning(503, "Another process owns the data folder"),
    "disk_full": Meaning(507, "No room is left to write"),
    "backup": Meaning(409, "The backup can't be made"),
    "document": Meaning(422, "A document can't be used"),
    "job": Meaning(409, "The job can't be done, stopped or tried again"),
    "key_reused": Meaning(422, "The Idempotency-Key belongs to other files"),
    "account": Meaning(409, "The users, groups or keys can't be as they are wanted"),
    "account_unknown": Meaning(404, "There is no such user, group or key"),
    "login": Meaning(401, "The name or the password is wrong"),
    "too_many_attempts": Meaning(429, "Too many tries with a wrong password or key"),
    "conversation": Meaning(404, "There is no such conversation or message"),
    "tree": Meaning(422, "The organisation tree has problems"),
    "tree_changed": Meaning(412, "The organisation tree is another one by now"),
    "index_mismatch": Meaning(409, "The index was made with another embedder"),
    "model": Meaning(503, "The language model can't do its work"),
    "model_missing": Meaning(503, "There is no such model, or its file is broken"),
    "model_start": Meaning(503, "The embedded model did not start"),
    "model_request": Meaning(502, "The model server refused, failed or went away"),
    "answer_stopped": Meaning(410, "The answer was stopped before its end"),
    "queue_full": Meaning(429, "As many questions wait as may"),
    "too_many_asks": Meaning(429, "One caller has too many questions at once"),
    "cases": Meaning(422, "A file of questions has problems"),
    "run": Meaning(409, "The evaluation run can't be started, continued or read"),
    "sign_in": Meaning(403, "Signing in with the identity provider did not work"),
    "identity_provider": Meaning(503, "The identity provider can't be used"),
    "not_found": Meaning(404, "There is no such thing"),
    "no_tree": Meaning(404, "No organisation tree is in force"),
    "bad_cursor": Meaning(422, "The cursor belongs to no page of this list"),
    "busy": Meaning(503, "The server has as much to do as it can"),
    "stopping": Meaning(503, "The server is being stopped"),
    "bad_request": Meaning(400, "The request can't be read"),
    "unauthorised": Meaning(401, "This needs a valid key"),
    "forbidden": Meaning(403, "This is not allowed"),
    "csrf": Meaning(403, "The request does not prove that trag's own page sent it"),
    "key_in_address": Meaning(400, "A key stands in the address of the request"),
    "foreign_origin": Meaning(403, "The request comes from another site"),
    "method_not_allowed": Meaning(405, "The address does not know this method"),
    "too_slow": Meaning(408, "The body came too slowly"),
    "too_large": Meaning(413, "The body is too long"),
    "wrong_content_type": Meaning(415, "The body is of another type than the route reads"),
    "invalid_request": Meaning(422, "The request has a wrong shape"),
}
# What a status stands for where only the status is known.
CODE_OF_STATUS = {
    400: "bad_request",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "wrong_content_type",
    422: "invalid_request",
    503: "busy",
}


class NotFoundError(TragError):
    """There is no such thing under this address."""

    code = "not_found"


class NoTreeError(NotFoundError):
    """No organisation tree is in force."""

    code = "no_tree"


class BusyError(TragError):
    """The server has as much to do as it can."""

    code = "busy"


class BadCursorError(TragError):
    """A cursor was not made by this list."""

    code = "bad_cursor"


def meaning_of(error: TragError) -> Meaning:
    """Status and title of an error: those of its code, or of the nearest kind above it in the table."""
    if error.code in PROBLEMS:
        return PROBLEMS[error.code]
    if isinstance(error, ApiError):
        return Meaning(error.status if 400 <= error.status < 600 else 502, "A server answered with an error")  # noqa: PLR2004
    codes = (getattr(kind, "code", UNKNOWN) for kind in type(error).__mro__)
    return next(PROBLEMS[code] for code in codes if code in PROBLEMS)
