"""What the doctor finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from netops.errors import ExitCode

if TYPE_CHECKING:
    from netops.model.company import Company
    from netops.project import Project


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `hint`: what to do, of all that is not ok. `exit_code`: how the command ends for an error."""

    check: str
    level: Level
    text: str
    hint: str = ""
    exit_code: ExitCode = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class CheckedSetup:
    """What is examined: a project, and its company where its data is right. `is_live`: devices are contacted too."""

    project: Project
    company: Company | None
    now: datetime
    is_live: bool = False

    @property
    def root(self) -> Path:
        return self.project.root


Examination = Callable[[CheckedSetup], Iterator[Finding]]


def ok_finding(check: str, text: str) -> Finding:
    return Finding(check, Level.OK, text)


def warning_finding(check: str, text: str, hint: str) -> Finding:
    return Finding(check, Level.WARNING, text, hint)


def error_finding(check: str, text: str, hint: str, exit_code: ExitCode = ExitCode.USAGE) -> Finding:
    return Finding(check, Level.ERROR, text, hint, exit_code)
