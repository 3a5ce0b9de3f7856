"""The record of a platform: everything that depends on it, in one value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from netops.dialects.grammar import Grammar
from netops.dialects.syntax import Syntax

Apply = Literal["replace", "commands", "observe"]
Transport = Literal["ssh", "netconf", "eapi", "ipp", "snmp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSpec:
    """How a device of the platform takes a change.

    `apply`: a whole candidate, ordered commands, or nothing at all. `atomic`: all or nothing on the device itself.
    `candidate_readable`: `get_config("candidate")` gives the loaded candidate. `revert_granularity_s`: timed commits are multiples of
    it, None when the platform has no revert timer. `observed`: the target has no config, only facts.
    """

    platform: str
    apply: Apply
    atomic: bool
    candidate_readable: bool
    revert_granularity_s: int | None
    observed: bool = False

    def revert_in(self, seconds: int) -> int | None:
        """The shortest revert timer of at least `seconds` that the platform supports."""
        step = self.revert_granularity_s
        return None if step is None else max(1, -(-seconds // step)) * step


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigText:
    """How the text of a running config arrives, so that one that was cut off on the way is refused.

    `last_line`: matches the last line of a whole config as a whole, None where the device prints no line of that kind; `other_form`: a
    text with a line of this start is in a form of the platform that has no such last line. `may_be_empty`: a device without any config is
    possible. `paged`: it is read through a terminal, whose prompts and escape sequences must not be in it. `has_startup`: the device has
    a saved config beside the running one.
    """

    last_line: re.Pattern[str] | None
    other_form: str | None
    may_be_empty: bool
    paged: bool
    has_startup: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CliSession:
    """How the generic driver uses the command line of the platform, where netmiko supports it.

    `running`, `startup`: the commands that print the configs; `startup` None where no command prints a saved one. `heading`: what these
    print around a config that is not part of it. `refused`: what the device prints when it refuses a line. `leave`: the command that leaves
    a section of the config, typed before a line that is not in it; None where a line of an outer section does that by itself. `commit`:
    typed lines form a candidate, which netmiko's `commit()` applies. `save`: the command that saves the running config, None where
    nothing needs to be saved. `version`: the command that prints the release of the operating system.
    """

    running: str
    startup: str | None
    heading: re.Pattern[str] | None
    refused: re.Pattern[str]
    leave: str | None
    commit: bool
    save: str | None
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOnly:
    """Which commands change nothing: those with these first words, and without what `writes` finds in them (redirection, a shell)."""

    commands: tuple[str, ...]
    writes: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform. Every field is filled: one that does not apply is None, or empty, and says so in its own folder.

    `package`: the Python package of the folder, from which `facts` (MODULE:READER), `driver` (MODULE:FACTORY) and `capability` (a file)
    are found; modules that start with a dot are in the folder. `grammar`: None when the platform has no config (observed).
    `release`: how a release of its operating system looks, as much of it as counts. `syntax`: what its templates may print.
    `transport`: how it is reached when `access:` of netops.yaml names none. `simulator`: MODULE:CLASS of the simulated device, None when
    the lab has none. `netmiko`: the device type of netmiko, None when netmiko has none; `cli`: what the generic driver needs beside it.
    """

    name: str
    package: str
    grammar: Grammar | None
    facts: str | None
    capability: str | None
    release: re.Pattern[str] | None
    syntax: Syntax
    text: ConfigText | None
    read_only: ReadOnly
    transport: Transport
    spec: PlatformSpec
    driver: str | None
    netmiko: str | None
    cli: CliSession | None
    simulator: str | None
