"""Commands of a simulated Linux host that work with files: what the linux driver needs of coreutils, and a little for people."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from netops.lab.sim import iproute
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.linux_host import Host
from netops.lab.sim.linux_shell import Command, Out

FULL = "No space left on device"


def _options(arguments: list[str], valued: str = "") -> tuple[dict[str, str], list[str]]:
    """Short and long options, and operands; an option in `valued` takes the next word."""
    options: dict[str, str] = {}
    rest = list(arguments)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        if word == "--":
            break
        for letter in [word] if word.startswith("--") else word[1:]:
            options[letter] = rest.pop(0) if letter in valued and rest else ""
    return options, rest


def _each(name: str, paths: list[str], act: Callable[[str], None]) -> Out:
    """Does something for each path, and reports for which it failed."""
    errors = ""
    for path in paths:
        try:
            act(path)
        except OSError as error:
            errors += f"{name}: '{path}': {os.strerror(error.errno or errno.EIO)}\n"
    return Out(1 if errors else 0, "", errors)


def _cat(host: Host, arguments: list[str], stdin: str) -> Out:
    host.tick()
    found: list[str] = []
    _, paths = _options(arguments)
    failed = _each("cat", paths, lambda path: found.append(host.path(path).read_bytes().decode("utf-8", "replace")))
    return Out(failed.code, "".join(found) if paths else stdin, failed.err)


def _stat(host: Host, arguments: list[str], stdin: str) -> Out:
    options, paths = _options(arguments, "c")
    lines: list[str] = []

    def show(path: str) -> None:
        status = host.path(path).lstat()
        values = {"f": f"{status.st_mode:x}", "s": str(status.st_size), "n": path, "a": f"{stat.S_IMODE(status.st_mode):o}"}
        values["U"], _, values["G"] = host.owner(path).partition(":")
        lines.append(re.sub(r"%(\w)", lambda match: values.get(match[1], "?"), options.get("c", "%n")) + "\n")

    failed = _each("stat: cannot statx", paths, show)
    return Out(failed.code, "".join(lines), failed.err)


def _mkdir(host: Host, arguments: list[str], stdin: str) -> Out:
    options, paths = _options(arguments, "m")

    def make(path: str) -> None:
        if host.faults.commit_fail and "p" not in options:
            raise OSError(errno.ENOSPC, FULL)
        folder = host.path(path)
        folder.mkdir(parents="p" in options, exist_ok="p" in options)
        folder.chmod(int(options.get("m") or "755", 8))

    return _each("mkdir: cannot create directory", paths, make)


def _cp(host: Host, arguments: list[str], stdin: str) -> Out:
    _, paths = _options(arguments)
    *sources, target = paths

    def copy(path: str) -> None:
        shutil.copy2(host.path(path), host.path(target))
        host.owners[host.name(target)] = host.owner(path)

    return _each("cp: cannot copy", sources, copy)


def _mv(host: Host, arguments: list[str], stdin: str) -> Out:
    _, paths = _options(arguments)
    *sources, target = paths

    def move(path: str) -> None:
        host.path(path).rename(host.path(target))
        host.owners[host.name(target)] = host.owners.pop(host.name(path), "root:root")

    return _each("mv: cannot move", sources, move)


def _rm(host: Host, arguments: list[str], stdin: str) -> Out:
    options, paths = _options(arguments)

    def remove(path: str) -> None:
        real = host.path(path)
        if real.is_dir() and "r" in options:
            shutil.rmtree(real)
        elif real.exists() or "f" not in options:
            real.unlink()
        host.owners.pop(host.name(path), None)

    return _each("rm: cannot remove", paths, remove)


def _rmdir(host: Host, arguments: list[str], stdin: str) -> Out:
    _, paths = _options(arguments)
    return _each("rmdir: failed to remove", paths, lambda path: host.path(path).rmdir())


def _chown(host: Host, arguments: list[str], stdin: str) -> Out:
    _, [owner, *paths] = _options(arguments)
    user, _, group = owner.partition(":")
    if user not in host.users:
        return Out(1, "", f"chown: invalid user: '{owner}'\n")
    if group not in host.groups:
        return Out(1, "", f"chown: invalid group: '{owner}'\n")

    def own(path: str) -> None:
        host.path(path).lstat()
        host.owners[host.name(path)] = owner

    return _each("chown: cannot access", paths, own)


def _chmod(host: Host, arguments: list[str], stdin: str) -> Out:
    _, [mode, *paths] = _options(arguments)
    return _each("chmod: cannot access", paths, lambda path: host.path(path).chmod(int(mode, 8)))


def _groupadd(host: Host, arguments: list[str], stdin: str) -> Out:
    options, [group] = _options(arguments)
    if group in host.groups and not {"f", "--force"} & set(options):
        return Out(9, "", f"groupadd: group '{group}' already exists\n")
    host.groups.add(group)
    return Out()


def _kill(host: Host, arguments: list[str], stdin: str) -> Out:
    pid = int(arguments[-1].lstrip("-"))
    return Out() if host.kill(pid) else Out(1, "", f"kill: ({arguments[-1]}) - No such process\n")


def _test(host: Host, arguments: list[str], stdin: str) -> Out:
    left, operator, right = arguments
    return Out(0 if (left == right) == (operator == "=") else 1)


def _echo(host: Host, arguments: list[str], stdin: str) -> Out:
    return Out(0, " ".join(arguments) + "\n")


def _sed(host: Host, arguments: list[str], stdin: str) -> Out:
    """`sed -i s/OLD/NEW/[g] FILE`: the one edit that people make in a hurry."""
    options, [program, *paths] = _options(arguments)
    match = re.fullmatch(r"s(?P<mark>[/#|,])(?P<old>.*?)(?P=mark)(?P<new>.*?)(?P=mark)(?P<all>g?)", program)
    if match is None or "i" not in options:
        return Out(1, "", "sed: only `sed -i s/OLD/NEW/[g] FILE` is simulated\n")
    new, most = re.sub(r"\\(\d)", r"\\g<\1>", match["new"]), 0 if match["all"] else 1

    def edit(path: str) -> None:
        lines = _text(host, path).split("\n")
        host.path(path).write_text("\n".join(re.sub(match["old"], new, line, count=most) for line in lines))

    return _each("sed: can't read", paths, edit)


def _text(host: Host, path: str) -> str:
    return host.path(path).read_text()


def _ls(host: Host, arguments: list[str], stdin: str) -> Out:
    _, paths = _options(arguments)
    return Out(0, "".join(f"{name}\n" for path in paths or ["/"] for name in _names(host.path(path))))


def _names(path: Path) -> Iterator[str]:
    yield from sorted(item.name for item in path.iterdir()) if path.is_dir() else [path.name]


def _hostname(host: Host, arguments: list[str], stdin: str) -> Out:
    return Out(0, f"{host.spec.hostname}\n")


def _iproute(show: Callable[[TargetSpec, Sequence[str]], str | None], name: str) -> Command:
    def act(host: Host, arguments: list[str], stdin: str) -> Out:
        found = show(host.spec, arguments)
        return Out(0, found) if found is not None else Out(255, "", f"Object {' '.join(arguments)!r} is unknown, try {name} help.\n")

    return act


COMMANDS: Mapping[str, Command] = {
    "bridge": _iproute(iproute.run_bridge_command, "bridge"),
    "cat": _cat,
    "chmod": _chmod,
    "chown": _chown,
    "cp": _cp,
    "echo": _echo,
    "false": lambda host, arguments, stdin: Out(1),
    "groupadd": _groupadd,
    "hostname": _hostname,
    "ip": _iproute(iproute.run_ip_command, "ip"),
    "kill": _kill,
    "ls": _ls,
    "mkdir": _mkdir,
    "mv": _mv,
    "rm": _rm,
    "rmdir": _rmdir,
    "sed": _sed,
    "stat": _stat,
    "test": _test,
    "true": lambda host, arguments, stdin: Out(),
}
