"""The devices: values of secrets, host keys, reachability, and the lab."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from netops import extras
from netops.doctor.finding import CheckedSetup, Finding, error_finding, ok_finding, warning_finding
from netops.drivers.base import Access
from netops.errors import DataError, DeviceError, ExitCode, MissingSecret, NetopsError
from netops.fleet.context import check_reachable, company_secrets, make_context
from netops.fleet.hostkeys import NAME
from netops.lab import load
from netops.messages import first_few, pluralize

OF_TARGETS = "{targets}"
"""In a message: the place of the targets that it is about."""
WORKERS = 50
TIMEOUT_S = 10.0
_SSH = frozenset({"ssh", "netconf"})
_TLS = frozenset({"https", "ipps"})


def check_secrets(setup: CheckedSetup) -> Iterator[Finding]:
    """Whether each secret of netops.yaml has a value here and now."""
    if setup.company is None:
        return
    names = list(setup.company.settings.get("secrets", {}))
    values, missing = company_secrets(setup.company), 0
    for name in names:
        try:
            values.value(name)
        except MissingSecret as problem:
            missing += 1
            for one in problem.diagnostics:
                wanted = one.expected.removeprefix("a ")
                yield error_finding("secrets", f"{name} has no {wanted}: {one.found}", one.hint, ExitCode.DATA)
    if not missing:
        yield ok_finding("secrets", f"{pluralize(len(names), 'secret')}, each with a value")


def check_servers(setup: CheckedSetup) -> Iterator[Finding]:
    """Host keys of all targets that are reached; with `is_live` each one is contacted, without a login."""
    if setup.company is None:
        return
    try:
        resolver = make_context(setup.company).lookup
    except DataError as problem:
        yield from (error_finding("host keys", f"{one.origin}: {one.message}", one.hint, ExitCode.DATA) for one in problem.diagnostics)
        return
    found: list[Access] = []
    refused: dict[tuple[str, str], list[str]] = {}
    for target in setup.company.targets.values():
        if setup.company.platform(target.platform).driver is None:
            continue
        try:
            found.append(resolver.server(target))
        except DataError as problem:
            for one in problem.diagnostics:
                refused.setdefault((one.message.replace(f"target {target.name}", OF_TARGETS), one.hint), []).append(target.name)
    for (message, hint), names in refused.items():
        named = f"target {names[0]}" if len(names) == 1 else f"{pluralize(len(names), 'target')} {first_few(names)}"
        yield error_finding("access", message.replace(OF_TARGETS, named), hint, ExitCode.DATA)
    yield from _keys(found)
    if setup.is_live:
        yield from contact_servers(found)


def check_lab(setup: CheckedSetup) -> Iterator[Finding]:
    """Whether a lab runs, or can."""
    try:
        lab = load(setup.project)
    except NetopsError as problem:
        yield warning_finding("lab", problem.message, problem.hint or "run: netops lab down")
        return
    if lab:
        yield ok_finding("lab", f"{lab.kind}, {pluralize(len(lab.targets), 'target')}")
    elif extras.missing_modules("lab"):
        yield ok_finding("lab", f"none runs; to have one: {extras.install_command('lab')}")
    else:
        yield ok_finding("lab", "none runs")


def _keys(servers: list[Access]) -> Iterator[Finding]:
    """Which servers have no key in the file, by how it is added."""
    if extras.missing_modules("devices"):
        return
    wanted = [one for one in servers if one.transport in _SSH | _TLS]
    unknown = [one for one in wanted if not one.host_key]
    for kinds, what, hint in (
        (_SSH, "host key", f"compare fingerprints with the devices' own: ssh-keyscan ADDRESS >> {NAME}"),
        (_TLS, "certificate", "netops platform check NAME shows it, and the line to add"),
    ):
        names = [one.target for one in unknown if one.transport in kinds]
        if names:
            yield error_finding("host keys", f"no {what} is known of {pluralize(len(names), 'target')}: {first_few(names)}", hint)
    if wanted and not unknown:
        yield ok_finding("host keys", f"known of {pluralize(len(wanted), 'target')}")


def contact_servers(servers: list[Access]) -> Iterator[Finding]:
    """Each server is contacted, all at the same time; those that do not answer, or prove another key, are errors."""
    with ThreadPoolExecutor(min(WORKERS, len(servers) or 1)) as pool:
        problems = [problem for problem in pool.map(_contact, servers) if problem]
    yield from problems
    if not problems:
        yield ok_finding("reachability", f"each of {pluralize(len(servers), 'target')} answers")


def _contact(server: Access) -> Finding | None:
    try:
        check_reachable(replace(server, timeout_s=TIMEOUT_S))
    except DeviceError as problem:
        return error_finding("reachability", problem.message, problem.hint, ExitCode.DEVICES)
    return None
