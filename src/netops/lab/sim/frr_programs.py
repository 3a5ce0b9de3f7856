"""The programs of a simulated FRR router's shell: vtysh, frr-reload.py, lldpcli, and the part of coreutils that scripts of drivers use."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence

from netops.lab.sim import frr_reload, iproute
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.frr_lines import Config
from netops.lab.sim.frr_router import LOCKED, STARTUP, FrrRouter
from netops.lab.sim.frr_vtysh import Vtysh
from netops.lab.sim.shell import Program, Shell, Streams

HOME = "/home/netops"
FOLDERS = ("/", "/etc", "/etc/frr", "/home", HOME, "/proc")
MISSING = "No such file or directory"


def programs(router: FrrRouter) -> Mapping[str, Program]:
    """The programs by name. Those of FRR act on this router."""
    bound: dict[str, Callable[[FrrRouter, Shell, Sequence[str], Streams], int]] = {
        "vtysh": _vtysh,
        "python3": _python,
        "lldpcli": _lldpcli,
        "cat": _cat,
        "ip": _iproute(iproute.run_ip_command),
        "bridge": _iproute(iproute.run_bridge_command),
    }
    return {**PLAIN, **{name: _with(router, act) for name, act in bound.items()}}


def _with(router: FrrRouter, act: Callable[[FrrRouter, Shell, Sequence[str], Streams], int]) -> Program:
    return lambda shell, argv, streams: act(router, shell, argv, streams)


# -- FRR


def _vtysh(router: FrrRouter, shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`vtysh -c COMMAND...`, or `vtysh [-C] -f FILE`."""
    words = list(argv)
    if "-f" in words:
        return _file(router, shell, words[words.index("-f") + 1], streams, dry="-C" in words)
    session = Vtysh(router)
    for command in (words[at + 1] for at, word in enumerate(words) if word == "-c"):
        streams.out.write(session.feed(command))
        if session.failed:
            return 1
    return 0


def _file(router: FrrRouter, shell: Shell, name: str, streams: Streams, *, dry: bool) -> int:
    text = shell.machine.files.get(shell.path(name))
    if text is None:
        streams.err.write(f"% Can't open configuration file {name} due to '{MISSING}'.\n")
        return 1
    if router.faults.commit_fail and not dry:
        streams.out.write(f"{LOCKED}\n")
        return 1
    code = 0
    for error_message in router.check(text) if dry else router.enter(text):
        streams.out.write(error_message.said)
        streams.err.write(error_message.reported)
        code = error_message.code or code
    return code


def _python(router: FrrRouter, shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`python3 /usr/lib/frr/frr-reload.py ... --test|--reload FILE`; there are no other programs in Python."""
    if posixpath.basename(argv[0]) != "frr-reload.py":
        streams.err.write(f"python3: can't open file '{argv[0]}': [Errno 2] {MISSING}\n")
        return 2
    text = shell.machine.files.get(shell.path(argv[-1]))
    if text is None:
        streams.err.write(f"Filename {argv[-1]} does not exist\n")
        return 1
    if unknown := [error_message for error_message in router.check(text) if error_message.reported]:
        streams.err.write(
            f"ERROR: vtysh failed to process new configuration: vtysh (mark file) exited with status 2:\n{unknown[0].reported}\n"
        )
        return 1
    return (_test if "--test" in argv else _reload)(router, router.parse(text, trusting=True), streams)


def _test(router: FrrRouter, wanted: Config, streams: Streams) -> int:
    for title, commands in zip(("Lines To Delete", "Lines To Add"), router.missing(wanted), strict=True):
        if commands:
            streams.out.write("\n".join(["", title, "=" * len(title), *map(frr_reload.format_command, commands), ""]))
    return 0


def _reload(router: FrrRouter, wanted: Config, streams: Streams) -> int:
    if router.faults.commit_fail:
        streams.out.write(f"{LOCKED}\n")
        return 1
    refused = router.reload(wanted)
    streams.out.write("".join(f"{error.said}\n" for error in refused))
    return 1 if refused else 0


def _lldpcli(router: FrrRouter, shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`lldpcli -f json0 show neighbors`."""
    shown = [
        {
            "name": one.interface,
            "via": "LLDP",
            "chassis": [{"name": [{"value": one.device}]}],
            "port": [{"id": [{"type": "ifname", "value": one.port}]}],
        }
        for one in router.spec.neighbors
        if _is_up(router, one.interface)
    ]
    streams.out.write(json.dumps({"lldp": [{"interface": shown}]}, indent=2) + "\n")
    return 0


def _is_up(router: FrrRouter, name: str) -> bool:
    line = router.running.root.lines.get(f"interface {name}")
    return line is None or "shutdown" not in line.lines


def _iproute(show: Callable[[TargetSpec, Sequence[str]], str | None]) -> Callable[[FrrRouter, Shell, Sequence[str], Streams], int]:
    def act(router: FrrRouter, shell: Shell, argv: Sequence[str], streams: Streams) -> int:
        found = show(router.spec, argv)
        streams.out.write(found or "")
        return 0 if found is not None else 255

    return act


# -- coreutils


def _cat(router: FrrRouter, shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    live = {STARTUP: lambda: router.startup, "/proc/uptime": lambda: f"{router.clock.now() - router.booted:.2f} 0.00\n"}
    code = 0
    for name in argv:
        path = shell.path(name)
        text = live[path]() if path in live else shell.machine.files.get(path)
        if text is None:
            streams.err.write(f"cat: {name}: {MISSING}\n")
            code = 1
        streams.out.write(text or "")
    if not argv:
        streams.out.write(streams.stdin.read())
    return code


def _mkdir(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    for path in (shell.path(word) for word in argv if not word.startswith("-")):
        while path not in shell.machine.folders:
            shell.machine.folders.add(path)
            path = posixpath.dirname(path)
    return 0


def _mv(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    source, target = (shell.path(word) for word in argv[-2:])
    if source not in shell.machine.files:
        streams.err.write(f"mv: cannot stat '{argv[-2]}': {MISSING}\n")
        return 1
    shell.machine.files[target] = shell.machine.files.pop(source)
    return 0


def _rm(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    for word in argv:
        shell.machine.files.pop(shell.path(word), None)
    return 0


def _test_(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`[ -s FILE ]`, `[ -n TEXT ]`, `[ -z TEXT ]`."""
    option, value = argv[0], argv[1]
    asked = {"-s": bool(shell.machine.files.get(shell.path(value))), "-n": bool(value), "-z": not value}
    return 0 if asked.get(option) else 1


def _grep(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`grep -q PATTERN FILE`."""
    pattern, name = argv[-2:]
    text = shell.machine.files.get(shell.path(name))
    if text is None:
        streams.err.write(f"grep: {name}: {MISSING}\n")
        return 2
    return 0 if re.search(pattern, text) else 1


def _kill(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`kill -- -GROUP`: the process that leads a group is the group."""
    pid = argv[-1].lstrip("-")
    if pid.isdigit() and shell.machine.kill(int(pid)):
        return 0
    streams.err.write(f"kill: {argv[-1]}: No such process\n")
    return 1


def _sed(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    r"""`sed -n '/PATTERN/,$p'`: everything from the first line that matches."""
    pattern = argv[-1].removeprefix("/").removesuffix("/,$p")
    lines = streams.stdin.read().splitlines(keepends=True)
    start = next((number for number, line in enumerate(lines) if re.search(pattern, line)), len(lines))
    streams.out.write("".join(lines[start:]))
    return 0


def _cmp(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`cmp -s - FILE`."""
    return 0 if shell.machine.files.get(shell.path(argv[-1])) == streams.stdin.read() else 1


def _head(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """`head -n NUMBER`."""
    streams.out.write("".join(streams.stdin.read().splitlines(keepends=True)[: int(argv[-1])]))
    return 0


def _seq(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    streams.out.write("".join(f"{number}\n" for number in range(1, int(argv[-1]) + 1)))
    return 0


def _echo(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    streams.out.write(" ".join(argv) + "\n")
    return 0


def _pwd(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    streams.out.write(f"{shell.cwd}\n")
    return 0


def _nothing(shell: Shell, argv: Sequence[str], streams: Streams) -> int:
    """Owners, modes and links mean nothing here."""
    return 0


PLAIN: Mapping[str, Program] = {
    "mkdir": _mkdir,
    "mv": _mv,
    "rm": _rm,
    "[": _test_,
    "grep": _grep,
    "kill": _kill,
    "sed": _sed,
    "cmp": _cmp,
    "head": _head,
    "seq": _seq,
    "echo": _echo,
    "pwd": _pwd,
    **dict.fromkeys(("umask", "ln", "chmod", "true"), _nothing),
}
