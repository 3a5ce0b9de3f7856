"""What `~/.ssh/config` says of a host: address, port, login name, key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netops.errors import DataError, Diagnostic, UsageError

FILE = "~/.ssh/config"
NOT_OBEYED = ("proxyjump", "proxycommand")


@dataclass(frozen=True, slots=True)
class SshHost:
    """The settings of a host; '' and None for those that the file does not have."""

    hostname: str = ""
    port: int | None = None
    username: str = ""
    key_file: str = ""


def ssh_host(name: str, file: Path | None = None) -> SshHost:
    """The settings of a host by its alias. DataError for a way through another host, UsageError for a file that cannot be read."""
    import paramiko

    path = file or Path(FILE).expanduser()
    if not path.is_file():
        return SshHost()
    try:
        found = paramiko.SSHConfig.from_path(str(path)).lookup(name)
    except (OSError, UnicodeDecodeError, paramiko.SSHException) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="correct it, or leave ssh_config out of `access:`") from error
    for key in NOT_OBEYED:
        if found.get(key, "none") not in ("none", None):
            raise DataError([_not_supported(key, name, path)])
    keys = [key for one in found.get("identityfile", ()) if Path(key := str(Path(one).expanduser())).is_file()]
    hostname = found["hostname"] if found["hostname"] != name else ""
    return SshHost(hostname, int(found["port"]) if "port" in found else None, found.get("user", ""), next(iter(keys), ""))


def _not_supported(key: str, name: str, path: Path) -> Diagnostic:
    message = f"not supported yet: {key} of {name} in {path}: the device would be reached without its jump host"
    return Diagnostic("ACC003", message, path="access.ssh_config", hint="run netops on the jump host, or forward a port and name that")
