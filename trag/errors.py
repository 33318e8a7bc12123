"""Every error trag raises on purpose, in one tree.

TragError                    what happened, with which value, and what to do
├── SettingsError            a setting is unknown or has an impossible value
│   ├── SettingRefusedError  a value was sent that a setting can't have
│   ├── SettingFixedError    the setting can't change while the server runs
│   └── SettingsChangedError somebody else changed the settings meanwhile
├── AuditError               what was asked for can't be noted in the audit log
├── DataFolderError          the data folder can't be used
│   ├── DataFolderBusyError  another process owns it and can't be spoken to
│   └── DiskFullError        no room is left to write
├── BackupError              a backup can't be made, or is none that can be restored
├── DocumentError            one document can't be read; the others are not concerned
├── JobError                 there is no such job, or it can't be done, stopped or tried again
│   └── KeyReusedError       a key that was sent with an upload belongs to another one
├── ForbiddenError           who asks may not do this, whatever it is done to
├── AccountError             the users, groups or keys can't be as they are wanted
│   └── AccountUnknownError  there is no such user, group or key
├── LoginError               the name or the password is wrong
│   └── TooManyAttemptsError too many tries to log in; there is a time to wait
├── ConversationError        there is no such conversation or message, or it was deleted meanwhile
├── TreeError                the organisation tree has problems; all of them are listed
│   └── TreeChangedError     somebody else put another tree in force meanwhile
├── IndexMismatchError       the index was made with another embedder
├── ModelError               the language model can't do its work
│   ├── ModelMissingError    there is no such model, or its file is broken
│   ├── ModelStartError      the embedded model did not start
│   └── ModelRequestError    the model server refused, failed or went away
├── AnswerStoppedError       an answer was stopped before its end
├── CasesError               a file of questions has problems; all of them are listed
├── SignInError              signing in with the organisation's identity provider did not work
│   └── IdentityProviderError  that provider can't be reached, or tells what can't be right
├── RunError                 an evaluation run can't be started, continued or read
└── ApiError                 a trag server answered with an error
"""


class TragError(Exception):
    """What happened, with which value; `hint` says what to do about it."""

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The message and the hint, as one text for a terminal or a log."""
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class SettingsError(TragError):
    """A setting is unknown or has an impossible value."""

    code = "settings"


class SettingRefusedError(SettingsError):
    """A value was sent that a setting can't have."""

    code = "setting_refused"


class SettingFixedError(SettingsError):
    """The setting can't change while the server runs, or not while the environment says what it is."""

    code = "setting_fixed"


class SettingsChangedError(SettingsError):
    """The settings are others than those that were to be changed."""

    code = "settings_changed"


class AuditError(TragError):
    """What was asked for can't be noted in the audit log, so it was not done."""

    code = "audit"


class DataFolderError(TragError):
    """The data folder can't be used."""

    code = "data_folder"


class DataFolderBusyError(DataFolderError):
    """Another process owns the data folder and can't be spoken to."""

    code = "data_folder_busy"


class DiskFullError(DataFolderError):
    """No room is left to write; what was there before is untouched."""

    code = "disk_full"


class BackupError(TragError):
    """A backup can't be made, or is none that can be restored."""

    code = "backup"


class DocumentError(TragError):
    """One document can't be read; the others are not concerned."""

    code = "document"


class JobError(TragError):
    """There is no such job, or it can't be done, stopped or tried again."""

    code = "job"


class KeyReusedError(JobError):
    """The key that was sent with an upload belongs to another one."""

    code = "key_reused"


class ForbiddenError(TragError):
    """Who asks may not do this, whatever it is done to."""

    code = "forbidden"


class AccountError(TragError):
    """The users, groups or keys can't be as they are wanted."""

    code = "account"


class AccountUnknownError(AccountError):
    """There is no such user, group or key."""

    code = "account_unknown"


class LoginError(TragError):
    """The name or the password is wrong; which of them is not told."""

    code = "login"


class TooManyAttemptsError(LoginError):
    """Too many tries to log in; the next one is looked at in `retry_after` seconds."""

    code = "too_many_attempts"

    def __init__(self, message: str, *, retry_after: int = 1, hint: str = "") -> None:
        super().__init__(message, hint=hint or f"Try again in {retry_after} s.")
        self.retry_after = retry_after


class ConversationError(TragError):
    """There is no such conversation or message, or it was deleted meanwhile."""

    code = "conversation"


class TreeError(TragError):
    """The organisation tree has problems; `problems` lists every one with its line."""

    code = "tree"

    def __init__(self, message: str, problems: tuple[str, ...] = (), *, hint: str = "") -> None:
        super().__init__("\n".join([message, *(f"  {problem}" for problem in problems)]), hint=hint)
        self.problems = problems


class TreeChangedError(TreeError):
    """Another tree is in force than the one that was to be replaced."""

    code = "tree_changed"


class IndexMismatchError(TragError):
    """The index was made with another embedder than the one configured now."""

    code = "index_mismatch"


class ModelError(TragError):
    """The language model can't do its work."""

    code = "model"


class ModelMissingError(ModelError):
    """There is no such model, or its file is broken."""

    code = "model_missing"


class ModelStartError(ModelError):
    """The embedded model did not start."""

    code = "model_start"


class ModelRequestError(ModelError):
    """The model server refused the request, failed in it or went away."""

    code = "model_request"


class AnswerStoppedError(TragError):
    """The answer was stopped before its end: nobody waited for it, or it took too long."""

    code = "answer_stopped"


class CasesError(TragError):
    """A file of questions has problems; `problems` lists every one with its line."""

    code = "cases"

    def __init__(self, message: str, problems: tuple[str, ...] = (), *, hint: str = "") -> None:
        super().__init__("\n".join([message, *(f"  {problem}" for problem in problems)]), hint=hint)
        self.problems = problems


class SignInError(TragError):
    """Signing in with the organisation's identity provider did not work."""

    code = "sign_in"


class IdentityProviderError(SignInError):
    """The organisation's identity provider can't be reached, or tells what can't be right."""

    code = "identity_provider"


class RunError(TragError):
    """An evaluation run can't be started, continued or read."""

    code = "run"


class ApiError(TragError):
    """A trag server answered with an error; `code` is the server's own."""

    def __init__(self, message: str, *, code: str, status: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.status = status
