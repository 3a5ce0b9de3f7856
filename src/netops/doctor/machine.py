"""The machine: Python, what is installed, what the system has, and its clock."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from netops import __version__, extras, git, processes
from netops.doctor.finding import CheckedSetup, Finding, error_finding, ok_finding, warning_finding
from netops.fleet.access import entries_of, transport_of

OLDEST, NEWEST = (3, 11), (3, 13)
"""The versions of Python that netops is tested with."""
OTHER_PROJECT = "netops"
CLOCK_MAY_DIFFER_S = 300


def check_python() -> Iterator[Finding]:
    """The interpreter and netops itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        yield ok_finding("python", f"Python {version}, netops {__version__}")
    else:
        tested = f"{'.'.join(map(str, OLDEST))} to {'.'.join(map(str, NEWEST))}"
        yield warning_finding("python", f"Python {version}: netops {__version__} is tested with {tested}", f"use one of {tested}")
    installed = [name for name in (extras.DISTRIBUTION, OTHER_PROJECT) if _is_installed(name)]
    if len(installed) > 1:
        hint = f"pip uninstall {OTHER_PROJECT}, then install {extras.DISTRIBUTION} again"
        yield error_finding("python", f"the distribution {OTHER_PROJECT} is installed too, and has files of the same names", hint)


def check_system() -> Iterator[Finding]:
    """What only POSIX has."""
    lacks = [name for name in ("fcntl",) if importlib.util.find_spec(name) is None]
    lacks += ["fork"] * (not hasattr(os, "fork"))
    if lacks:
        yield warning_finding("system", f"no {' and no '.join(lacks)}: no lab runs here", "run labs on Linux or macOS; all else works")
    elif not (processes.PROC / "self/stat").exists():
        hint = "after a crash: netops history --free RUN"
        yield warning_finding("system", f"no {processes.PROC}: targets that a dead run holds are not freed by themselves", hint)
    else:
        yield ok_finding("system", "fcntl, fork and /proc are there")


def check_libraries(setup: CheckedSetup) -> Iterator[Finding]:
    """The extras: an error where the company uses one that is not installed."""
    missing = {extra for extra in extras.EXTRAS if extras.missing_modules(extra)}
    needed = _needed(setup) & missing
    if needed:
        modules = [module for extra in extras.EXTRAS if extra in needed for module in extras.missing_modules(extra)]
        yield error_finding("extras", f"the company needs {', '.join(modules)}", f"run: {extras.install_command(*sorted(needed))}")
    installed = [extra for extra in extras.EXTRAS if extra not in missing]
    others = ", ".join(sorted(missing - needed))
    yield ok_finding("extras", f"installed: {', '.join(installed) or 'none'}" + (f"; not needed here: {others}" if others else ""))


def check_clock(setup: CheckedSetup) -> Iterator[Finding]:
    """Windows, freezes and certificates need the right time; a commit in the future proves a wrong one."""
    changed = git.last_change(setup.root)
    behind = changed - setup.now.timestamp() if changed else 0
    if behind > CLOCK_MAY_DIFFER_S:
        hint = "set the clock, and let NTP keep it: timedatectl set-ntp true"
        yield error_finding(
            "clock", f"{setup.now:%Y-%m-%d %H:%M} UTC is {behind / 60:.0f} minutes before the last change of the data", hint
        )
    else:
        yield ok_finding("clock", f"{setup.now:%Y-%m-%d %H:%M} UTC")


def _needed(setup: CheckedSetup) -> set[str]:
    """The extras that the data of a company needs."""
    if setup.company is None:
        return set()
    company = setup.company
    capture = {"capture"} if company.settings.get("capture") else set()
    reached = [target for target in company.targets.values() if company.platform(target.platform).driver]
    entries = entries_of(company)
    ways = set()
    for target in reached:
        entry = next((one for one in entries if one.targets is None or target.name in one.targets), None)
        platform = company.platform(target.platform)
        ways |= {platform.transport, transport_of(entry.settings, platform) if entry else platform.transport}
    return capture | {extra for way in ways for extra in extras.for_transport(way)}


def _is_installed(name: str) -> bool:
    try:
        return Path(str(distribution(name).locate_file("netops"))).exists() or bool(distribution(name).files)
    except PackageNotFoundError:
        return False
