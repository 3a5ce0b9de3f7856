"""What a run shares among its targets, and how a target ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from netops.config import IsSame, uncomparable_secrets
from netops.deploy.capture import CaptureStore
from netops.errors import ExitCode, NetopsError, worst_exit_code
from netops.events import BAD, Outcome
from netops.health import Health
from netops.state import State

REVERT_AFTER_S = 120


@dataclass(frozen=True, slots=True)
class DeployJob:
    """What every target of a run shares. `pause`: sleeps for some seconds; `is_same`: as in `ConfigPair`."""

    run: str
    commit: str
    state: State
    revert_after_s: int = REVERT_AFTER_S
    capture: CaptureStore | None = None
    health: Health = field(default_factory=Health)
    pause: Callable[[float], object] = time.sleep
    is_same: IsSame = uncomparable_secrets


@dataclass(frozen=True, slots=True)
class TargetResult:
    """How a target ended. `before` and `after` are redacted configs in its own form, `finish` the commands that end a half change.

    `code` is the exit code of the error that kept it from being changed. `unchecked`: what of its health could not be read before the
    change, so that nobody can say what became of it. `until`: when a timer of ours may still change it; None when none can any more.
    """

    outcome: Outcome
    detail: str = ""
    before: str | None = None
    after: str | None = None
    finish: tuple[str, ...] = ()
    code: ExitCode = ExitCode.OK
    unchecked: tuple[str, ...] = ()
    until: datetime | None = None

    @property
    def is_final(self) -> bool:
        """Whether it is known what the target runs, and nothing of ours can change it any more."""
        return self.outcome != Outcome.UNKNOWN and self.until is None

    @property
    def exit_code(self) -> ExitCode:
        """A target that was not reached is no pass either."""
        bad = self.outcome in BAD or self.outcome == Outcome.NOT_REACHED
        return worst_exit_code([self.code, ExitCode.DEVICES if bad else ExitCode.OK])


def message_of(error: Exception) -> str:
    """What a report says of an error."""
    return str(error) if isinstance(error, NetopsError) else f"a bug in netops: {type(error).__name__}: {error}"


def join_details(texts: Iterable[str]) -> str:
    """Several texts of a result as one, each once."""
    return "\n    ".join(dict.fromkeys(filter(None, texts)))


def first_lines_of(lines: Sequence[str], most: int = 5) -> str:
    """The first of some lines, and how many more there are."""
    return "; ".join(lines[:most]) + (f"; and {len(lines) - most} more" if len(lines) > most else "")
