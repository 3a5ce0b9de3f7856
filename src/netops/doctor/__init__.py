"""The doctor: whether everything that netops needs on this machine, and in a company's folder, is there. Changes nothing.

findings = examine(SetUp(project, company, now))
"""

from __future__ import annotations

from collections.abc import Iterator

from netops.doctor import devices, files, machine
from netops.doctor.finding import CheckedSetup, Examination, Finding, Level

__all__ = ["CheckedSetup", "Finding", "Level", "examine", "examine_machine"]

_EXAMINATIONS: tuple[Examination, ...] = (
    machine.check_libraries,
    machine.check_clock,
    files.check_repository,
    files.check_editor_schemas,
    files.check_workflows,
    files.check_nightly_jobs,
    files.check_state,
    devices.check_secrets,
    devices.check_servers,
    devices.check_lab,
)


def examine_machine() -> Iterator[Finding]:
    """What is found without a project."""
    yield from machine.check_python()
    yield from machine.check_system()


def examine(setup: CheckedSetup) -> Iterator[Finding]:
    """What is found of a company's set-up, check by check."""
    for examination in _EXAMINATIONS:
        yield from examination(setup)
