"""The doctor: whether everything that netops needs on this machine, and in a company's folder, is there. Changes nothing.

findings = examine(SetUp(project, company, now))
"""

from __future__ import annotations

from collections.abc import Iterator

from netops.doctor import devices, files, machine
from netops.doctor.finding import Examination, Finding, Level, SetUp

__all__ = ["Finding", "Level", "SetUp", "examine", "examine_machine"]

_EXAMINATIONS: tuple[Examination, ...] = (
    machine.libraries,
    machine.clock,
    files.repository,
    files.editors,
    files.integration,
    files.night,
    files.state,
    devices.secrets,
    devices.servers,
    devices.laboratory,
)


def examine_machine() -> Iterator[Finding]:
    """What is found without a project."""
    yield from machine.python()
    yield from machine.system()


def examine(setup: SetUp) -> Iterator[Finding]:
    """What is found of a company's set-up, check by check."""
    for examination in _EXAMINATIONS:
        yield from examination(setup)
