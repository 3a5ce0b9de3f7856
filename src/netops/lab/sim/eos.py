"""A simulated EOS device: its shell, its configuration sessions, and the commands that NAPALM and people use. No sockets."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from netops.lab.sim import eos_grammar, facts
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import IndentDevice, Refused
from netops.lab.sim.frontend import Answer, TargetSpec
from netops.lab.sim.indent import Indent
from netops.lab.sim.tree import Editor, Node, Rejected

DIALECT = Indent(eos_grammar.GRAMMAR, eos_grammar.REWRITES, "   ", heredoc=True, upper_ipv6=False)
Output = dict[str, Any] | str


class CommandFailed(Exception):
    """A command ends with an error; its text is the device's own."""


@dataclass(slots=True)
class Session:
    """A configuration session: `pending` while it is edited, `pendingCommitTimer` while its commit waits for confirmation."""

    config: Node
    state: str = "pending"


class EosDevice(IndentDevice):
    """The state machine of an EOS device."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        super().__init__(spec, clock, DIALECT)
        self.sessions: dict[str, Session] = {}

    def session(self, name: str) -> Session:
        """The session of a name, opened on the running configuration when there is none."""
        return self.sessions.setdefault(name, Session(self.running.copy()))

    def commit(self, name: str, timer_s: float | None = None) -> None:
        """Makes a session the running configuration, or confirms it when its timer runs."""
        if self.faults.commit_fail:
            raise CommandFailed("Commit failed: internal error in ConfigAgent")
        session = self.session(name)
        if session.state == "pendingCommitTimer" and timer_s is None:
            self.confirm()
        elif self.pending is not None:
            raise CommandFailed(f"Cannot commit session {name}: session {self.pending.owner} is pending commit confirmation")
        else:
            self.install(session.config.copy(), owner=name, revert_after_s=timer_s)
        if timer_s is None:
            self.sessions.pop(name, None)
        else:
            session.state = "pendingCommitTimer"

    def abort(self, name: str) -> None:
        """Drops a session; one whose commit waits for confirmation is undone."""
        if self.pending is not None and self.pending.owner == name:
            self.revert()
        self.sessions.pop(name, None)

    def revert(self) -> bool:
        if self.pending is not None:
            self.sessions.pop(self.pending.owner, None)
        return super().revert()

    def shown(self, root: Node, command: str) -> str:
        """A configuration with the head that EOS prints above it."""
        head = f"! Command: {command}\n! device: {self.hostname} ({self.spec.model}, EOS-{self.spec.os_version})\n!\n"
        return head + self.text(root)


class EosShell:
    """One person's, or one request's, command line on an EOS device."""

    def __init__(self, device: EosDevice) -> None:
        self.device = device
        self._editor: Editor | None = None
        self._session = ""

    @property
    def configuring(self) -> bool:
        return self._editor is not None

    def feed(self, command: str, body: str = "") -> Output:
        """The output of one command, structured where EOS has a model for it. CommandFailed with the device's words."""
        command = command.strip()
        if not command or command.startswith("!"):
            return ""
        if self._editor is not None and not command.startswith(("show ", "configure session ", "copy ", "write")):
            return self._configure(self._editor, command, body)
        for pattern, handler in COMMANDS:
            if match := pattern.fullmatch(command):
                return handler(self, match)
        raise CommandFailed(f"Invalid input (at token 0: '{command.split()[0]}')")

    def edit(self, root: Node, session: str = "") -> None:
        self._editor, self._session = self.device.editor(root), session

    def leave(self) -> None:
        self._editor, self._session = None, ""

    def _configure(self, editor: Editor, command: str, body: str) -> Output:
        if command in SESSION_VERBS and (self._session or command == "end"):
            SESSION_VERBS[command](self, self._session)
        elif command == "exit" and not editor.path:
            self.leave()
        elif command == "comment":
            pass
        else:
            try:
                editor.feed(DIALECT.canonical(command), f"\n{body}\nEOF" if body else "")
            except Rejected as error:
                raise CommandFailed(complaint(error)) from error
        return {}


def complaint(error: Rejected) -> str:
    """The words in which EOS refuses a line."""
    words = error.line.split()
    if error.message.startswith("%"):
        return error.message.lstrip("% ")
    if error.token < 0:
        return f"Incomplete command (at token {len(words)}: '{words[-1]}')"
    return f"Invalid input (at token {error.token}: '{words[error.token]}')"


def _clean(shell: EosShell, name: str) -> None:
    device = shell.device
    device.session(name).config = DIALECT.empty(device.spec.interfaces)
    shell.edit(device.session(name).config, name)


def _end_with(action: Callable[[EosShell, str], None]) -> Callable[[EosShell, str], None]:
    def ended(shell: EosShell, name: str) -> None:
        shell.leave()
        action(shell, name)

    return ended


SESSION_VERBS: dict[str, Callable[[EosShell, str], None]] = {
    "rollback clean-config": _clean,
    "end": _end_with(lambda shell, name: None),
    "abort": _end_with(lambda shell, name: shell.device.abort(name)),
    "commit": _end_with(lambda shell, name: shell.device.commit(name)),
}


def _session(shell: EosShell, match: re.Match[str]) -> Output:
    shell.edit(shell.device.session(match["name"]).config, match["name"])
    return {}


def _commit(shell: EosShell, match: re.Match[str]) -> Output:
    timer = match["timer"]
    hours, minutes, seconds = map(int, timer.split(":")) if timer else (0, 0, 0)
    shell.device.commit(match["name"], hours * 3600 + minutes * 60 + seconds if timer else None)
    return {}


def _abort(shell: EosShell, match: re.Match[str]) -> Output:
    shell.device.abort(match["name"])
    return {}


def _diffs(shell: EosShell, match: re.Match[str]) -> Output:
    old, new = (shell.device.text(root).splitlines() for root in (shell.device.running, shell.device.session(match["name"]).config))
    names = ("system:/running-config", f"session:/{match['name']}-session-config")
    return "\n".join(difflib.unified_diff(old, new, *names, lineterm=""))


def _show_session(shell: EosShell, match: re.Match[str]) -> Output:
    return shell.device.shown(shell.device.session(match["name"]).config, f"show session-configuration named {match['name']}")


def _sessions(shell: EosShell, match: re.Match[str]) -> Output:
    device = shell.device
    by = {"commitBy": device.pending.due - device.booted} if device.pending else {}
    shown = {}
    for name, session in device.sessions.items():
        timed = by if match["detail"] and session.state == "pendingCommitTimer" else {}
        shown[name] = {"state": session.state, "description": "", "instances": {}, **timed}
    return {"sessions": shown, "maxSavedSessions": 1, "maxOpenSessions": 5}


def _running(shell: EosShell, match: re.Match[str]) -> Output:
    return shell.device.shown(shell.device.running, "show running-config")


def _startup(shell: EosShell, match: re.Match[str]) -> Output:
    return shell.device.shown(shell.device.startup, "show startup-config")


def _save(shell: EosShell, match: re.Match[str]) -> Output:
    shell.device.save()
    return "Copy completed successfully."


def _copy(shell: EosShell, match: re.Match[str]) -> Output:
    source = shell.device.running if match["source"].startswith("run") else shell.device.startup
    shell.device.flash[match["file"]] = shell.device.text(source).encode()
    return "Copy completed successfully."


def _replace(shell: EosShell, match: re.Match[str]) -> Output:
    device = shell.device
    held = device.text(device.startup).encode() if match["file"] == "startup-config" else device.flash.get(match["file"])
    if held is None:
        raise CommandFailed(f"Error opening {match['file']}: No such file or directory")
    try:
        device.install(device.parse(held.decode()))
    except Refused as error:
        raise CommandFailed(complaint(error.refused[0])) from error
    return ""


def _version(shell: EosShell, match: re.Match[str]) -> Output:
    spec, device = shell.device.spec, shell.device
    return {
        "mfgName": "Arista",
        "modelName": spec.model,
        "serialNumber": spec.serial,
        "version": spec.os_version,
        "internalVersion": f"{spec.os_version}-1",
        "systemMacAddress": facts.mac(spec.name, ""),
        "bootupTimestamp": device.booted,
        "uptime": device.clock.now() - device.booted,
    }


def _hostname(shell: EosShell, match: re.Match[str]) -> Output:
    domain = shell.device.running.children.get("dns domain")
    name = shell.device.hostname
    return {"hostname": name, "fqdn": f"{name}.{domain.line.split()[2]}" if domain else name}


def _interfaces(shell: EosShell, match: re.Match[str]) -> Output:
    return {"interfaces": {state.name: _interface(state) for state in shell.device.interfaces()}}


def _interface(state: facts.InterfaceState) -> dict[str, Any]:
    return {
        "name": state.name,
        "lineProtocolStatus": "up" if state.up else "down",
        "interfaceStatus": "connected" if state.up else "notconnect" if state.enabled else "disabled",
        "description": state.description,
        "hardware": "ethernet",
        "mtu": state.mtu,
        "bandwidth": 10_000_000_000,
        "physicalAddress": state.mac,
    }


def _lldp(shell: EosShell, match: re.Match[str]) -> Output:
    if "no lldp run" in shell.device.running.children:
        return {"lldpNeighbors": []}
    neighbors = shell.device.spec.neighbors
    return {"lldpNeighbors": [{"port": n.interface, "neighborDevice": n.device, "neighborPort": n.port, "ttl": 120} for n in neighbors]}


def _enter(shell: EosShell, match: re.Match[str]) -> Output:
    shell.edit(shell.device.running)
    return {}


def _nothing(shell: EosShell, match: re.Match[str]) -> Output:
    return {}


Handler = Callable[[EosShell, re.Match[str]], Output]
COMMANDS: Sequence[tuple[re.Pattern[str], Handler]] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"en(able)?|terminal .*|disable", _nothing),
        (r"conf(igure)?( t(erminal)?)?", _enter),
        (r"configure session (?P<name>\S+)", _session),
        (r"configure session (?P<name>\S+) commit( timer (?P<timer>\d+:\d+:\d+))?", _commit),
        (r"configure session (?P<name>\S+) abort", _abort),
        (r"configure replace (?P<file>\S+)", _replace),
        (r"sh(ow)? session-config(uration)? named (?P<name>\S+) diffs", _diffs),
        (r"sh(ow)? session-config(uration)? named (?P<name>\S+)", _show_session),
        (r"sh(ow)? configuration sessions(?P<detail> detail)?", _sessions),
        (r"sh(ow)? run(ning-config)?( all)?( sanitized)?", _running),
        (r"sh(ow)? start(up-config)?", _startup),
        (r"wr(ite)?( mem(ory)?)?|copy run(ning-config)? start(up-config)?", _save),
        (r"copy (?P<source>(running|startup)-config) (?P<file>\S+:\S+)", _copy),
        (r"sh(ow)? ver(sion)?", _version),
        (r"sh(ow)? hostname", _hostname),
        (r"sh(ow)? int(erfaces)?", _interfaces),
        (r"sh(ow)? lldp neighbors", _lldp),
    )
)


def execute(device: EosDevice, commands: Sequence[str]) -> Answer:
    """What a person gets who types these commands on the console. Stops at the first error."""
    shell, shown = EosShell(device), []
    for command in commands:
        try:
            shown.append(as_text(shell.feed(command)))
        except CommandFailed as error:
            return Answer("\n".join(filter(None, [*shown, f"% {error}"])), ok=False)
    return Answer("\n".join(filter(None, shown)))


def as_text(output: Output) -> str:
    """Structured output for the eye: one line per value."""
    return output if isinstance(output, str) else "\n".join(_rows(output))


def _rows(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [row for key, inner in value.items() for row in _rows(inner, f"{path}.{key}" if path else str(key))]
    if isinstance(value, list):
        return [row for index, inner in enumerate(value) for row in _rows(inner, f"{path}.{index}")]
    return [f"{path}: {value}"]
