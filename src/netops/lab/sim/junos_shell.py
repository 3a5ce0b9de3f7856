"""The command line of a simulated Junos device: operational mode, configure mode, show commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from netops.lab.sim import facts
from netops.lab.sim import junos_tree as tree
from netops.lab.sim.frontend import Answer
from netops.lab.sim.junos import JunosDevice, RpcFailed
from netops.lab.sim.junos_tree import SetStatement, SyntaxRefused


def execute(device: JunosDevice, commands: Sequence[str], user: str = "console") -> Answer:
    """What a person gets who types these commands on the console, up to the first error. What is not committed stays in the candidate.

    Commands that begin with `set` or `delete` are one change of their own: configure mode and the commit are added.
    """
    if commands and commands[0].split()[0] in ("set", "delete"):
        commands = ["configure", *commands, "commit and-quit"]
    shell, shown = JunosShell(device, user), []
    for command in commands:
        try:
            shown.append(shell.feed(command.strip()))
        except (RpcFailed, SyntaxRefused) as error:
            word = getattr(error, "element", "") or getattr(error, "word", "")
            return Answer("\n".join(filter(None, [*shown, f"error: {error.message}{f': {word}' if word else ''}"])), ok=False)
    return Answer("\n".join(filter(None, shown)))


class JunosShell:
    """The command line of one person: operational mode, then `configure`."""

    def __init__(self, device: JunosDevice, user: str) -> None:
        self.device, self.user = device, user
        self.configuring = False

    def feed(self, command: str) -> str:
        verb, _, rest = command.partition(" ")
        if not self.configuring:
            return self._operate(command)
        if verb in ("set", "delete", "activate", "deactivate"):
            self.device.load(command, "set", self.user)
        elif verb == "rollback":
            self.device.load_rollback(int(rest or 0))
        elif verb == "commit":
            return self._commit(rest)
        elif command in ("show | compare", "show|compare"):
            return self.device.compare()
        elif verb in ("exit", "quit", "end"):
            self.configuring = False
        else:
            raise SyntaxRefused(verb)
        return ""

    def _commit(self, rest: str) -> str:
        words = rest.split()
        minutes = int(words[1]) if words[:1] == ["confirmed"] and len(words) > 1 else 10 if words[:1] == ["confirmed"] else None
        self.device.commit(self.user, confirm_minutes=minutes)
        if words[-1:] == ["and-quit"]:
            self.configuring = False
        return "commit complete"

    def _operate(self, command: str) -> str:
        if command in ("configure", "conf", "edit", "configure exclusive", "configure private"):
            if command.endswith("exclusive"):
                self.device.lock(self.user)
            self.configuring = True
            return "Entering configuration mode"
        if command in ("exit", "quit", "cli"):
            return ""
        return operational_output(self.device, command)


def operational_output(device: JunosDevice, command: str) -> str:
    """The output of a show command in text. SyntaxRefused for one that is not known."""
    shown = SHOW.get(" ".join(command.split()).replace(" | no-more", ""))
    if shown is None:
        raise SyntaxRefused(command, "unknown command.")
    return shown(device)


def _show_version(device: JunosDevice) -> str:
    return f"Hostname: {device.hostname}\nModel: {device.spec.model}\nJunos: {device.spec.os_version}"


def _show_terse(device: JunosDevice) -> str:
    rows = ["Interface               Admin Link Proto    Local                 Remote"]
    rows += [f"{s.name:<23} {'up' if s.enabled else 'down':<5} {'up' if s.up else 'down'}" for s in device.interfaces()]
    return "\n".join(rows)


def _show_commits(device: JunosDevice) -> str:
    stamp = "%Y-%m-%d %H:%M:%S UTC"
    return "\n".join(
        f"{n}   {datetime.fromtimestamp(c.at, UTC).strftime(stamp)} by {c.user} via netconf {c.comment}"
        for n, c in enumerate(device.history)
    )


def _show_set(device: JunosDevice) -> str:
    return "\n".join(_set_lines(device.running, ()))


def _set_lines(item: SetStatement, path: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for child in item.ordered():
        here = (*path, *map(tree.quote, child.words))
        values = [" ".join((*here, tree.quote(value))) for value in child.values]
        lines += [f"set {text}" for text in values] or _set_lines(child, here) or [f"set {' '.join(here)}"]
    return lines


def _show_lldp(device: JunosDevice) -> str:
    rows = ["Local Interface    Parent Interface    Chassis Id          Port info          System Name"]
    seen = facts.lldp_neighbors(device.spec, device.interfaces())
    rows += [f"{n.interface:<18} -                   {facts.stable_mac(n.device, '')}   {n.port:<18} {n.device}" for n in seen]
    return "\n".join(rows)


def _show_routes(device: JunosDevice) -> str:
    counted = facts.route_count(device.spec, device.text())
    words = {"connected": "Direct", "static": "Static"}
    return "\n".join(f"{words[name]:>20}: {number:>6} routes, {number:>6} active" for name, number in counted.items())


SHOW: dict[str, Callable[[JunosDevice], str]] = {
    "show version": _show_version,
    "show configuration": lambda device: device.text(),
    "show configuration | display set": _show_set,
    "show interfaces terse": _show_terse,
    "show system commit": _show_commits,
    "show lldp neighbors": _show_lldp,
    "show route summary": _show_routes,
    "show ospf neighbor": lambda device: "",
    "show isis adjacency": lambda device: "",
}
