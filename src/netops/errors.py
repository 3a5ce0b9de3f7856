"""What can go wrong, as values (`Diagnostic`) and as exceptions (`NetopsError`).

NetopsError                 exit code
├── UsageError              2   the command line asks for something impossible, or selects nothing
├── DataError               3   the source of truth is wrong; carries every diagnostic of the stage
│   ├── TemplateError       3   a template fails for one target
│   ├── PlanDamaged         3   a plan file is not what was written
│   └── MissingSecret       3   a secret cannot be resolved
├── ConfigError             3   a device configuration cannot be handled, with the reason
├── DeviceError             5   one target failed; carries its outcome
│   ├── Unreachable         5
│   ├── LoginRefused        5   one refusal stops every login with the same credential
│   ├── HostKeyChanged      5   refused before a password was sent
│   ├── LineRefused         5   the device, or its checker, refuses a line
│   ├── DeadlineExceeded    5
│   ├── HealthLost          5   something worked before a change, and does not after it
│   └── HalfChanged         5   neither old nor new; carries the commands to finish
├── StalePlan               6   the data or a device moved since the plan was made
├── Interrupted           130   a person stopped the command; names what is done and what is not
├── Refused                 7   a guard, lock, window or approval refuses
└── GuardBroken             1   a guard lets a bad plan pass

>>> from netops.errors import Diagnostic, DataError, Origin, Unreachable
>>> print(Diagnostic("INV001", "no such file", origin=Origin("inventory/hierarchy.yaml", 1), hint="`netops init` writes one"))
inventory/hierarchy.yaml:1:1: error INV001: no such file
    hint: `netops init` writes one
>>> error = Unreachable("sw-1", "no route to host", hint="check the address")
>>> print(error)
sw-1: no route to host
    hint: check the address
>>> error.exit_code, error.outcome
(<ExitCode.DEVICES: 5>, 'unreachable')
>>> [one.code for one in DataError([Diagnostic("INV001", "no such file")]).diagnostics]
['INV001']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import ClassVar

_CONTROLS = re.compile(r"(?!\r\n)[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What a terminal would execute instead of showing it, except tabs and line ends."""


def printable_text(text: str) -> str:
    r"""The text with control characters as `\x1b`: text of a device or a file may not control the terminal.

    >>> printable_text("done\x1b[2J")
    'done\\x1b[2J'
    """
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class ExitCode(IntEnum):
    """Exit codes of the command line. When several apply, `worst_exit_code` picks the one to report."""

    OK = 0
    BUG = 1
    USAGE = 2
    DATA = 3
    DIFFERENCES = 4
    DEVICES = 5
    STALE = 6
    REFUSED = 7
    INTERRUPTED = 130


_PRECEDENCE = (
    ExitCode.INTERRUPTED,
    ExitCode.BUG,
    ExitCode.REFUSED,
    ExitCode.STALE,
    ExitCode.DEVICES,
    ExitCode.DATA,
    ExitCode.DIFFERENCES,
    ExitCode.USAGE,
)


def worst_exit_code(codes: Iterable[ExitCode]) -> ExitCode:
    """The exit code to report when several apply (1, 7, 6, 5, 3, 4 in this order).

    >>> worst_exit_code([ExitCode.DATA, ExitCode.DEVICES])
    <ExitCode.DEVICES: 5>
    """
    present = set(codes)
    return next((code for code in _PRECEDENCE if code in present), ExitCode.OK)


class Severity(StrEnum):
    """How much a problem matters: only an error stops what needs valid data."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in a file: path relative to the project root, line and column from 1.

    >>> str(Origin("netops.yaml", 3, 7))
    'netops.yaml:3:7'
    """

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that is part of a problem, with the reason."""

    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in the data: place, message, what was expected, what was found, what to do."""

    code: str
    message: str
    severity: Severity = Severity.ERROR
    origin: Origin | None = None
    path: str = ""
    expected: str = ""
    found: str = ""
    hint: str = ""
    related: tuple[Related, ...] = ()

    def __str__(self) -> str:
        """The whole message: one line, then an indented line for each further field."""
        where = f"{self.origin}: " if self.origin else ""
        at = f" (at {self.path})" if self.path else ""
        more = [f"expected: {self.expected}" if self.expected else "", f"found: {self.found}" if self.found else ""]
        more += [f"hint: {self.hint}" if self.hint else ""]
        more += [f"see {r.origin}: {r.note}" for r in self.related]
        return printable_text("\n    ".join([f"{where}{self.severity} {self.code}: {self.message}{at}", *filter(None, more)]))


def only_errors(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems with severity `error`."""
    return [problem for problem in problems if problem.severity == Severity.ERROR]


class NetopsError(Exception):
    """The root of all errors that netops raises on purpose: a message, what to do about it, an exit code."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = printable_text(message)
        self.hint = printable_text(hint)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message}\n    hint: {self.hint}" if self.hint else self.message


class UsageError(NetopsError):
    """The request is impossible, or selects nothing."""

    exit_code = ExitCode.USAGE


class Interrupted(NetopsError):
    """A person stopped the command: the message names what is done and what is not."""

    exit_code = ExitCode.INTERRUPTED


class DataError(NetopsError):
    """The source of truth is wrong: `diagnostics` holds every problem that the stage found."""

    exit_code = ExitCode.DATA

    def __init__(self, diagnostics: Iterable[Diagnostic] = (), message: str = "", *, hint: str = "") -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(message or "\n".join(map(str, self.diagnostics)), hint=hint)


class TemplateError(DataError):
    """A template cannot be rendered for a target."""


class PlanDamaged(DataError):
    """A plan file does not hold what netops wrote."""


class MissingSecret(DataError):
    """A secret has no source, or its source has no value."""


class ConfigError(NetopsError):
    """A device configuration, or a change of it, cannot be handled; it is never guessed.

    `line`: which line of it, from 1; 0 for none. `reason`: the message without that.
    """

    exit_code = ExitCode.DATA

    def __init__(self, message: str, *, hint: str = "", line: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message, hint=hint)
        self.line, self.reason = line, printable_text(message)


class DeviceError(NetopsError):
    """Something went wrong with one target: `target` names it, `outcome` is the word for the recap."""

    exit_code = ExitCode.DEVICES
    outcome: ClassVar[str] = "failed"

    def __init__(self, target: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{target}: {message}", hint=hint)
        self.target = target


class Unreachable(DeviceError):
    """No connection to the target."""

    outcome = "unreachable"


class LoginRefused(DeviceError):
    """The target refuses the credential."""

    outcome = "refused"


class HostKeyChanged(DeviceError):
    """The target's host key is not the known one; no password was sent."""

    outcome = "refused"


class LineRefused(DeviceError):
    """The target, or its checker, refuses a line."""

    outcome = "failed"


class DeadlineExceeded(DeviceError):
    """The target did not finish in time, so what it runs is unknown."""

    outcome = "unknown"


class HealthLost(DeviceError):
    """Something that worked on the target before a change does not work after it."""


class HalfChanged(DeviceError):
    """The target is neither on the old nor on the new config: `commands` bring it to the new one."""

    outcome = "half changed"

    def __init__(self, target: str, message: str, *, commands: Iterable[str] = (), hint: str = "") -> None:
        super().__init__(target, message, hint=hint)
        self.commands = tuple(commands)


class StalePlan(NetopsError):
    """The data or a device has changed since the plan was made."""

    exit_code = ExitCode.STALE


class GuardBroken(NetopsError):
    """A guard lets a plan pass that it has to refuse: nothing is sent."""


class Refused(NetopsError):
    """A guard, lock, window or approval refuses."""

    exit_code = ExitCode.REFUSED
