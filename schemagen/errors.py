"""Every error that schemagen raises on purpose.

    SchemagenError          base: code, message, where, hint, exit code
    ├── SpecError           one or more problems in a spec, each at its place
    ├── SettingsError       the repository or the command line is not usable
    ├── RenderError         an output could not be rendered or written
    ├── SandboxError        no disposable PostgreSQL could be had
    ├── ConnectError        a database could not be connected to
    ├── IntrospectError     a database could not be read
    ├── MigrationError      migrations cannot be written or run as they are
    ├── CopyError           rows cannot be copied as they are
    └── ApplyError          a statement was refused by a server

Constructors build values and never print; `cli` turns them into text and an exit status.
"""

from __future__ import annotations

from enum import IntEnum

from schemagen.frozen import frozen


class ExitCode(IntEnum):
    """The process exit status, the same for every command."""

    OK = 0
    ERROR = 1
    USAGE = 2
    DIFFERENCES = 3


@frozen
class Place:
    """A position in a text file. `line` and `column` count from 1; `excerpt` is the whole line.

    Line 0 is the file as a whole, or what is no file at all: a database.
    """

    file: str
    line: int
    column: int
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@frozen
class Problem:
    """One thing that is wrong with a spec, where it stands, and what to do about it.

    `code` is stable and documented (`unknown-key`, `unknown-column`, …). `warning` problems are
    shown and do not stop a build.
    """

    code: str
    message: str
    place: Place
    hint: str = ""
    warning: bool = False


class SchemagenError(Exception):
    """Base of all: what happened, where, and what to do. `str()` gives the message alone."""

    code = "error"
    exit_code = ExitCode.ERROR

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint


class SpecError(SchemagenError):
    """A spec that cannot be built. `problems` has all of them, in file order."""

    code = "spec"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the spec")
        self.problems = problems


class SettingsError(SchemagenError):
    """The repository, the environment or the command line cannot be used as it is."""

    code = "settings"
    exit_code = ExitCode.USAGE


class RenderError(SchemagenError):
    """An output could not be rendered or written; nothing was changed."""

    code = "render"


class SandboxError(SchemagenError):
    """A disposable PostgreSQL server could not be found or started."""

    code = "sandbox"


class LacksExtensionError(SandboxError):
    """A server has no extension that a spec needs, which one of another version may have."""


class ConnectError(SchemagenError):
    """A database could not be connected to, or the connection broke."""

    code = "connect"


class IntrospectError(SchemagenError):
    """A database could not be read."""

    code = "introspect"


class MigrationError(SchemagenError):
    """The migrations of a project, or what a database has of them, do not allow what was asked."""

    code = "migration"


class CopyError(SchemagenError):
    """Rows of a file cannot be copied into a database as they are, or as it is."""

    code = "copy"


class ApplyError(SchemagenError):
    """A server refused a statement. `applied` statements ran before it."""

    code = "apply"

    def __init__(
        self, message: str, *, statement: str, applied: int, where: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, where=where, hint=hint)
        self.statement = statement
        self.applied = applied

    @property
    def lacks_extension(self) -> bool:
        """Whether an extension was refused, which another server of this machine may have."""
        return self.statement.lstrip().upper().startswith("CREATE EXTENSION")


def check_no_address(
    text: str, belongs: str, hint: str, error: type[SchemagenError] = SettingsError
) -> None:
    """Refuse the address of a database where something else belongs: it may have a password.

    Raises:
        SchemagenError: it is one; the error is of the kind that is given, and does not repeat it.
    """
    # One slash is what a path leaves of two.
    if "://" in text or text.startswith(("postgresql:/", "postgres:/")):
        raise error(f"the address of a database stands where {belongs} belongs", hint=hint)


def reason(error: Exception) -> str:
    """Return what an error of the operating system or of a reader says, for a person.

    Without its number and its file, which the message around it names.
    """
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)
