"""The checks of `netops platform check`: each one asks the device, and gives what was found or raises `CheckFailed`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from netops import config, platforms
from netops.drivers import ssh
from netops.drivers.base import Access, Driver
from netops.drivers.terminal import PAGER, ReadTimeouts, Terminal, last_line
from netops.errors import ConfigError, DeviceError, NetopsError
from netops.fleet.backup import check_complete
from netops.fleet.context import Context, check_reachable
from netops.messages import pluralize
from netops.platforms import Platform

Status = Literal["passed", "failed", "skipped"]
SHOWN = 3
"""Differing lines that a check shows."""
RECORD = "the platform's record (docs/platforms.md)"


@dataclass(frozen=True, slots=True)
class StageResult:
    """One check. `found`: what was found, or why it was skipped."""

    name: str
    status: Status
    expected: str
    found: str
    hint: str = ""

    def __str__(self) -> str:
        if self.status != "failed":
            return f"  {self.status:<8} {self.name:<12} {self.found}"
        more = [f"expected: {self.expected}", f"found: {self.found}", *([f"hint: {self.hint}"] if self.hint else [])]
        return "\n      ".join([f"  {self.status:<8} {self.name}", *more])


class CheckFailed(Exception):
    """What was found in place of what was expected."""

    def __init__(self, found: str, hint: str = "") -> None:
        super().__init__(found)
        self.found, self.hint = found, hint


class NotApplicable(Exception):
    """Why a check has nothing to check."""


@dataclass(slots=True)
class Device:
    """The device that is checked, and what the checks have found of it so far."""

    context: Context
    platform: Platform
    access: Access
    patience: ReadTimeouts
    allow_changes: bool
    open_until: ExitStack
    driver: Driver
    terminal: Terminal | None = None
    prompt: str = ""
    texts: list[str] = field(default_factory=list)

    def log_in(self, made: Any) -> Any:
        driver = self.context.log_in(self.access, made)
        self.open_until.callback(self.context.close, driver)
        return driver

    def read_config(self) -> str:
        return self.driver.get_config(retrieve="running")["running"]

    def command_line(self) -> Terminal:
        if self.terminal is None:
            raise NotApplicable("the driver does not type on a command line")
        return self.terminal

    def need_config(self) -> None:
        if self.platform.spec.observed:
            raise NotApplicable("the platform is only observed")

    def waits_s(self, printed: str) -> float:
        """How long the device may be silent now."""
        line = last_line(printed)
        if line == self.prompt and self.prompt:
            return self.patience.quiet_s
        return self.patience.pager_s if PAGER.search(line) else self.patience.silent_s


@dataclass(frozen=True, slots=True)
class Stage:
    """A check: what it expects, the check that has to pass before it, and the function that gives what was found."""

    name: str
    expected: str
    needs: str
    run: Callable[[Device], str]


def run_stages(device: Device, stages: Sequence[Stage]) -> tuple[StageResult, ...]:
    """The result of each stage; after one that failed, those that need it are skipped."""
    failed: set[str] = set()
    checks = []
    for stage in stages:
        check = (
            StageResult(stage.name, "skipped", stage.expected, f"needs {stage.needs}") if stage.needs in failed else _result(device, stage)
        )
        if check.status == "failed" or stage.needs in failed:
            failed.add(stage.name)
        checks.append(check)
    return tuple(checks)


def _result(device: Device, stage: Stage) -> StageResult:
    hide = device.context.secrets.hide
    try:
        return StageResult(stage.name, "passed", stage.expected, hide(stage.run(device)))
    except NotApplicable as why:
        return StageResult(stage.name, "skipped", stage.expected, str(why))
    except CheckFailed as error:
        return StageResult(stage.name, "failed", stage.expected, hide(platforms.redact_message(error.found)), error.hint)
    except NetopsError as error:
        return StageResult(stage.name, "failed", stage.expected, hide(error.message.removeprefix(f"{device.access.target}: ")), error.hint)


def _reach(device: Device) -> str:
    check_reachable(device.access)
    port = f" port {device.access.port}" if device.access.port else ""
    keys = ", ".join(f"{kind} {ssh.fingerprint(key)}" for kind, key in ssh.accepted_host_keys(device.access))
    return f"{device.access.hostname}{port} answers{f' with the known key {keys}' if keys else ''}"


def _login(device: Device) -> str:
    if getattr(device.driver, "uses_terminal", False):
        device.terminal = device.log_in(Terminal(device.access, device.platform))
    else:
        device.driver = device.log_in(device.driver)
    return f"logged in over {device.access.transport or device.platform.transport} as {device.access.username or 'nobody'}"


def _prompt(device: Device) -> str:
    """The last line after each of three reads; the first one also has what the device prints at a login."""
    terminal, seen = device.command_line(), []
    for typed in (None, "", ""):
        if typed is not None:
            terminal.type(typed)
        printed = terminal.read(lambda text: device.patience.quiet_s if last_line(text) else device.patience.silent_s)
        seen.append(last_line(printed))
    if len({*seen[1:]}) > 1 or not seen[-1]:
        hint = "a prompt with a time or a counter in it cannot be recognised: set a fixed one on the device"
        raise CheckFailed(", then ".join(map(repr, seen)), hint if seen[-1] else "the device answers nothing to an empty line")
    device.prompt = seen[-1]
    return repr(device.prompt)


def _paging(device: Device) -> str:
    terminal, cli, kind = device.command_line(), device.platform.cli, f"netmiko's {device.platform.netmiko}"
    assert cli is not None
    try:
        known = terminal.prepare()
    except DeviceError as error:
        raise CheckFailed(f"{kind} cannot start a session: {error.message}", _other_type(device)) from None
    if known not in device.prompt:
        raise CheckFailed(f"{kind} takes {known!r} for the prompt, it is {device.prompt!r}", _other_type(device))
    terminal.type(cli.running)
    printed = terminal.read(device.waits_s)
    lines = printed.count("\n") - 1  # the first one is the echo
    if last_line(printed) != device.prompt:
        raise _stopped(device, lines, last_line(printed))
    return f"`{cli.running}` printed {pluralize(lines, 'line')} without a stop"


def _stopped(device: Device, lines: int, last: str) -> CheckFailed:
    """What a device that stopped before its prompt is waiting for."""
    if PAGER.search(last):
        hint = f"paging is on: {_other_type(device)}, or switch paging off for this login on the device"
        return CheckFailed(f"it waits for a key after {pluralize(lines, 'line')}: {last!r}", hint)
    if SequenceMatcher(None, last, device.prompt).ratio() > 0.6:
        hint = "a prompt that changes after a command cannot be recognised: set a fixed one on the device"
        return CheckFailed(f"the prompt {device.prompt!r} became {last!r}", hint)
    hint = f"correct `running` of `cli` in {RECORD}, or answer on the device what it asks"
    return CheckFailed(f"silence after {pluralize(lines, 'line')}, the last of them {last!r}", hint)


def _other_type(device: Device) -> str:
    return f"name another device type in `netmiko` of {RECORD}"


def _unread(device: Device) -> str:
    terminal = device.command_line()
    if late := terminal.read(lambda text: device.patience.late_s).strip():
        hint = "the device prints without being asked, as with logging to the terminal: switch that off for this login"
        raise CheckFailed(repr(late[:200]), hint)
    return "nothing"


def _read(device: Device) -> str:
    if device.terminal is not None:
        device.driver = device.log_in(device.driver)
    if device.platform.spec.observed:
        return f"facts: {', '.join(name for name, value in device.driver.get_facts().items() if value)}"
    device.texts.append(device.read_config())
    return pluralize(len(device.texts[-1].splitlines()), "line")


def _end(device: Device) -> str:
    device.need_config()
    form = device.platform.text
    if form is None:
        raise NotApplicable("the platform has no rule for a whole config")
    try:
        check_complete(device.access.target, device.platform, device.texts[-1])
    except DeviceError as error:
        hint = f"correct `text` in {RECORD} if a whole config ends otherwise; else something cuts it off"
        raise CheckFailed(error.message.removeprefix(f"{device.access.target}: "), hint) from None
    return f"ends with {device.texts[-1].rstrip().rpartition(chr(10))[2]!r}" if form.last_line else "no mark of paging; it has no last line"


def _parse(device: Device) -> str:
    """A config that is understood is what its own commands make of nothing."""
    device.need_config()
    platform, text = device.platform, device.texts[-1]
    if platform.cli and (refused := platform.cli.refused.search(text)):
        raise CheckFailed(f"{refused[0].strip()!r} is in the config", f"correct `running` of `cli` in {RECORD}")
    try:
        made = config.predict(platform, "", config.remediate(platform, "", text))
        changed = _changed(platform, made, text)
    except ConfigError as error:
        raise CheckFailed(error.message, f"correct the grammar in {RECORD}") from None
    if changed:
        raise CheckFailed(f"{pluralize(len(changed), 'line')} lost: {'; '.join(changed[:SHOWN])}", f"correct the grammar in {RECORD}")
    return f"{pluralize(len(text.splitlines()), 'line')}, and their commands make the same config"


def _repeat(device: Device) -> str:
    device.need_config()
    device.texts.append(device.read_config())
    if changed := _changed(device.platform, *device.texts[-2:]):
        hint = f"lines that change by themselves are noise: add them to `noise` of the grammar in {RECORD}"
        raise CheckFailed(f"{pluralize(len(changed), 'line')} not the same: {'; '.join(changed[:SHOWN])}", hint)
    return "a second read gives the same config"


def _changed(platform: Platform, before: str, after: str) -> list[str]:
    return [f"{line.sign} {line.text.strip()}" for line in config.diff(platform, before, after) if line.sign != " "]


def _config_mode(device: Device) -> str:
    device.need_config()
    if not device.allow_changes:
        raise NotApplicable("needs --allow-changes")
    if device.terminal is not None:
        device.terminal.enter_and_leave_config_mode()
        done = "config mode entered and left"
    elif device.platform.spec.apply == "replace":
        device.driver.load_replace_candidate(config=device.texts[-1])
        device.driver.discard_config()
        done = "the running config loaded as a candidate and discarded"
    else:
        raise NotApplicable("the driver has neither config mode nor candidate")
    if changed := _changed(device.platform, device.texts[-1], device.read_config()):
        found = f"{pluralize(len(changed), 'line')} changed: {'; '.join(changed[:SHOWN])}"
        raise CheckFailed(found, "look at the device: the check sends no line")
    return f"{done}, nothing changed"


STAGES = (
    Stage("reach", "a server at the address of the target, with the host key that is known", "", _reach),
    Stage("login", "the login of `access:` in netops.yaml is accepted", "reach", _login),
    Stage("prompt", "the same prompt after each empty line", "login", _prompt),
    Stage("paging", "the running config printed up to the prompt, without a stop", "prompt", _paging),
    Stage("unread", "nothing after the prompt", "paging", _unread),
    Stage("read", "a session of the driver, and a running config", "paging", _read),
    Stage("end", "a whole config, as the platform's record defines it", "read", _end),
    Stage("parse", "every line understood", "read", _parse),
    Stage("repeat", "two reads that differ in nothing but noise", "parse", _repeat),
    Stage("config mode", "config mode entered and left, and the config as before", "repeat", _config_mode),
)
