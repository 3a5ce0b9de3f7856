"""The keys that servers must prove, kept in the project: `inventory/known_hosts`, in OpenSSH's format, with hashed or plain names.

A certificate of eAPI or IPP is pinned in the same file, as `NAME tls-sha256 HEX`, a line that OpenSSH passes over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from netops import extras
from netops.drivers.ssh import known_hosts_name
from netops.errors import DataError, Diagnostic, Origin
from netops.project import Project

if TYPE_CHECKING:
    import paramiko

NAME = "inventory/known_hosts"
PIN = "tls-sha256"


class HostKeys:
    """The keys by server, in the form of `Access.host_key`."""

    def __init__(self, keys: paramiko.HostKeys | None, pins: dict[str, str]) -> None:
        self._keys = keys
        self._pins = pins

    @classmethod
    def read(cls, project: Project) -> HostKeys:
        """The keys of a project; none when it has no such file, or nothing that reaches devices is installed. DataError names every line
        that holds no key."""
        path = project.root / NAME
        if not path.is_file() or extras.missing_modules("devices"):
            return cls(None, {})
        import paramiko

        lines = list(enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
        entries = [(number, text.split()) for number, text in lines if text.strip() and not text.lstrip().startswith("#")]
        problems = [_broken(number) for number, words in entries if not _is_pin(words) and _entry(words) is None]
        if problems:
            raise DataError(problems)
        keys = paramiko.HostKeys(str(path))
        return cls(keys, {name: words[2].lower() for _, words in entries if _is_pin(words) for name in words[0].split(",")})

    def ssh(self, hostname: str, port: int) -> str:
        """The public keys of an SSH server, one per line; empty when none is known."""
        keys = self._keys.lookup(known_hosts_name(hostname, port)) if self._keys else None
        found: Mapping[str, paramiko.PKey] = keys or {}
        return "\n".join(f"{key.get_name()} {key.get_base64()}" for key in found.values())

    def tls(self, hostname: str, port: int) -> str:
        """`sha256:HEX` of a server's certificate; empty when it is not pinned."""
        pin = self._pins.get(f"[{hostname}]:{port}") or self._pins.get(hostname)
        return f"sha256:{pin}" if pin else ""


def without_servers(text: str, servers: Collection[str]) -> str:
    """The text of a file of keys without those of some servers; comments, and other names of a line, stay."""
    lines = (_without_names(line, servers) for line in text.splitlines(keepends=True))
    return "".join(line for line in lines if line)


def _without_names(line: str, servers: Collection[str]) -> str:
    names, *rest = line.split(" ", 1)
    if not rest or line.startswith(("#", "@")):
        return line
    left = [name for name in names.split(",") if not any(_is_name(name, server) for server in servers)]
    return " ".join([",".join(left), *rest]) if left else ""


def _is_name(name: str, server: str) -> bool:
    """Whether a name in the file, plain or hashed, is the one of a server."""
    if not name.startswith("|1|"):
        return name == server
    import paramiko

    return paramiko.HostKeys.hash_host(server, name) == name


def _is_pin(words: list[str]) -> bool:
    return len(words) > 2 and words[1] == PIN


def _entry(words: list[str]) -> object | None:
    import paramiko

    try:
        return paramiko.hostkeys.HostKeyEntry.from_line(" ".join(words))
    except (paramiko.SSHException, paramiko.hostkeys.InvalidHostKey):
        return None


def _broken(number: int) -> Diagnostic:
    return Diagnostic(
        "KEY001",
        "this line holds no host key",
        origin=Origin(NAME, number),
        expected="NAME TYPE KEY, as `ssh-keyscan` prints it, or NAME tls-sha256 HEX",
        hint="correct the line, or delete it",
    )
