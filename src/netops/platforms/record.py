"""The record of a platform: everything that depends on it, in one value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from types import UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from netops.dialects.grammar import Grammar
from netops.dialects.syntax import PrintSyntax
from netops.errors import UsageError

MISSING: Final[Any] = object()
"""The value of a field that a record does not fill."""

GENERIC_DRIVER: Final = "netops.drivers.generic:connect"
"""The driver of a platform that has none of its own, and of all that is reached by telnet."""

Apply = Literal["replace", "commands", "observe"]
Transport = Literal["ssh", "netconf", "eapi", "ipp", "snmp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialTimer:
    """Where only some changes of a platform have its revert timer.

    `ways`: of changing a device those that have it. `since`: of each train of releases the first that has it; the last one is for all later
    trains too. `release`: what finds the release in a running config, as its group.
    """

    ways: tuple[Apply, ...]
    since: tuple[str, ...]
    release: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition:
    """A line that a running config needs before a device takes a change.

    `ways`: of changing a device those that need it. `path`: the first words of the line, after those of the lines that it is below. `why`:
    what happens without it.
    """

    ways: tuple[Apply, ...]
    path: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSpec:
    """How a device of the platform takes a change.

    `apply`: a whole candidate, ordered commands, or nothing at all; `alternatives`: in which other ways it can be changed, where a company
    chooses one (`apply` of a device). `atomic`: all or nothing on the device itself.
    `candidate_readable`: `get_config("candidate")` gives the loaded candidate. `revert_granularity_s`: timed commits are multiples of
    it, None when the platform has no revert timer; `timer`: for which changes it has one, None for all.
    `detached`: a program on the device runs the commands, and goes on when the session of netops is lost. `preconditions`: what a running
    config needs for a change. `observed`: the target has no config, only facts.
    """

    platform: str
    apply: Apply
    atomic: bool
    candidate_readable: bool
    revert_granularity_s: int | None
    observed: bool = False
    alternatives: tuple[Apply, ...] = ()
    timer: PartialTimer | None = None
    preconditions: tuple[Precondition, ...] = ()
    detached: bool = False

    def takes(self, apply: str) -> bool:
        """Whether a device can be changed in this way."""
        return apply == self.apply or apply in self.alternatives

    def way(self, chosen: str) -> Apply:
        """The way in which a device is changed: the chosen one where the platform has it, else the platform's own."""
        return next((way for way in self.alternatives if way == chosen), self.apply)

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
    a saved config beside the running one. `last_in_file`: what a whole config that lies in a file may end with instead, where the system
    itself, or other ways of reading than its command line, write files without `last_line`.
    """

    last_line: re.Pattern[str] | None
    other_form: str | None
    may_be_empty: bool
    paged: bool
    has_startup: bool
    last_in_file: re.Pattern[str] | None = None


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

    `package`: the Python package of the folder, from which `facts` (MODULE:READER), `importer` (MODULE:IMPORTER), `driver`
    (MODULE:FACTORY) and `capability` (a file) are found; modules that start with a dot are in the folder. `grammar`: None when the
    platform has no config (observed).
    `release`: how a release of its operating system looks, as much of it as counts. `syntax`: what its templates may print.
    `nouns`: those that only some platforms can carry, and that the templates of this one write. `stack_leaders`: how many members of a
    stack share the highest priority, as the vendor wants it. `makes_services`: netops makes what answers on the ports of such a host.
    `aliases`: found in what other programs call the platform, None when they have no name for it. `ports`: the start of a port's name that
    only this one of the platforms of the manufacturer has, None when it is the only one.
    `transport`: how it is reached when `access:` of netops.yaml names none. `simulator`: MODULE:CLASS of the simulated device, None
    when the lab has none. `bootstrap`: the features and finer parts by which a new device can be reached, beside its management
    interface; one with {vrf}, {vlan} or {vlan_name} counts where that interface is in one, one with {prefix}, {network} or {mask} for
    each static route there; empty where a device has no day-0 config.
    `netmiko`: the device type of netmiko, None when netmiko has none; `cli`: what the generic driver needs beside it.
    """

    name: str = MISSING
    package: str = MISSING
    grammar: Grammar | None = MISSING
    facts: str | None = MISSING
    importer: str | None = MISSING
    capability: str | None = MISSING
    release: re.Pattern[str] | None = MISSING
    nouns: tuple[str, ...] = MISSING
    stack_leaders: int = MISSING
    makes_services: bool = MISSING
    aliases: re.Pattern[str] | None = MISSING
    ports: re.Pattern[str] | None = MISSING
    syntax: PrintSyntax = MISSING
    text: ConfigText | None = MISSING
    read_only: ReadOnly = MISSING
    transport: Transport = MISSING
    spec: PlatformSpec = MISSING
    driver: str | None = MISSING
    netmiko: str | None = MISSING
    cli: CliSession | None = MISSING
    simulator: str | None = MISSING
    bootstrap: tuple[str, ...] = MISSING

    def __post_init__(self) -> None:
        if problems := [*_problems(self)]:
            name = self.name if isinstance(self.name, str) else "without a name"
            hint = "None, or empty, where the platform has nothing of the kind; docs/platforms.md explains each field"
            raise UsageError(f"the record of platform {name} is not whole: {'; '.join(problems)}", hint=hint)


def _problems(record: Platform) -> Iterator[str]:
    """The fields that are not filled, or with a value of another type, each with what was expected."""
    types = get_type_hints(type(record))
    for field in fields(record):
        value, expected = getattr(record, field.name), str(field.type)
        if value is MISSING:
            yield f"{field.name} is missing, expected {expected}"
        elif not _fits(value, types[field.name]):
            yield f"{field.name} is {value!r}, expected {expected}"


def _fits(value: object, kind: Any) -> bool:
    if isinstance(kind, UnionType):
        return any(_fits(value, one) for one in get_args(kind))
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    return isinstance(value, get_origin(kind) or kind)
