"""One stream of events feeds console, JSON lines and reports: commands publish, views listen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The one vocabulary of outcomes for a target in a run."""

    UNCHANGED = "unchanged"
    APPLIED = "applied"
    UNSAVED = "applied unsaved"
    ROLLED_BACK = "rolled back"
    REVERTED = "reverted"
    HALF_CHANGED = "half changed"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_REACHED = "not reached"


BAD = frozenset(
    {
        Outcome.ROLLED_BACK,
        Outcome.REVERTED,
        Outcome.HALF_CHANGED,
        Outcome.UNKNOWN,
        Outcome.REFUSED,
        Outcome.UNREACHABLE,
        Outcome.FAILED,
        Outcome.UNSAVED,
    }
)
"""Outcomes that make a run end with exit code 5."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened: `kind` is `stage`, `begin`, `step`, `result`, `recap`, or `question`, after which a person is asked.

    `target` is empty for the whole run.
    """

    kind: str
    message: str
    target: str = ""
    outcome: Outcome | None = None
    done: int = 0
    total: int = 0
    data: dict[str, Any] = field(default_factory=dict)


Listener = Callable[[Event], None]


def silent(event: Event) -> None:
    """A listener that drops every event."""
