"""FRRouting for plain NAPALM: `napalm.get_network_driver("frr")` finds this package.

The driver is netops' own (`netops.platforms.frr.driver`); here it raises NAPALM's exceptions. The account needs a shell and FRR's
groups (`frr`, `frrvty`), the router frr-pythontools. Optional arguments: `port`, `key_file`, `host_key` (public keys, one per line as
OpenSSH writes them; else those of ~/.ssh/known_hosts), `ssh_strict` (False takes any host key), `pathspace` (FRR's `-N`), `workdir`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import napalm.base.base as _napalm
import paramiko
from napalm.base import exceptions

from netops.drivers.base import Access
from netops.errors import HalfChanged, HostKeyChanged, LoginRefused, NetopsError, Unreachable
from netops.platforms.frr import driver as _frr

__all__ = ["FrrDriver"]

_EXCEPTIONS: Mapping[type[NetopsError], type[exceptions.NapalmException]] = {
    LoginRefused: exceptions.ConnectAuthError,
    HostKeyChanged: exceptions.ConnectionException,
    Unreachable: exceptions.ConnectionException,
    HalfChanged: exceptions.CommitError,
}
"""NAPALM's exception for an error of netops, whatever the verb."""


@contextmanager
def _translated(refused: type[exceptions.NapalmException]) -> Iterator[None]:
    """Raises NAPALM's exception for an error of netops, which stays its cause; `refused` where only the verb decides."""
    try:
        yield
    except NetopsError as error:
        raise _EXCEPTIONS.get(type(error), refused)(str(error)) from error


def _verb(name: str, refused: type[exceptions.NapalmException] = exceptions.CommandErrorException) -> Callable[..., Any]:
    """The verb of netops' driver as a method of NAPALM's."""

    @functools.wraps(getattr(_frr.FrrDriver, name))
    def call(self: FrrDriver, *args: Any, **kwargs: Any) -> Any:
        with _translated(refused):
            return getattr(self.device, name)(*args, **kwargs)

    return call


class FrrDriver(_napalm.NetworkDriver):
    """NAPALM's driver for FRRouting. After a refused line the config from before is back; `rollback` gives it back to the letter."""

    def __init__(
        self, hostname: str, username: str, password: str, timeout: int = 60, optional_args: Mapping[str, Any] | None = None
    ) -> None:
        optional = dict(optional_args or {})
        self.hostname, self.username, self.password, self.timeout = hostname, username, password, timeout
        self.device = _frr.connect(
            Access(
                target=hostname,
                hostname=hostname,
                port=optional.get("port"),
                username=username,
                password=password,
                key_file=str(optional.get("key_file") or ""),
                host_key=str(optional.get("host_key") or _known_keys(hostname, optional.get("port"))),
                timeout_s=float(timeout),
                optional_args={
                    "pathspace": optional.get("pathspace", ""),
                    "workdir": optional.get("workdir", ""),
                    "accept_unknown_host_key": optional.get("ssh_strict", True) is False,
                },
            )
        )

    open = _verb("open", exceptions.ConnectionException)
    close = _verb("close", exceptions.ConnectionException)
    is_alive = _verb("is_alive")
    get_config = _verb("get_config")
    load_replace_candidate = _verb("load_replace_candidate", exceptions.ReplaceConfigException)
    load_merge_candidate = _verb("load_merge_candidate", exceptions.MergeConfigException)
    compare_config = _verb("compare_config")
    commit_config = _verb("commit_config", exceptions.CommitError)
    confirm_commit = _verb("confirm_commit", exceptions.CommitConfirmException)
    has_pending_commit = _verb("has_pending_commit")
    discard_config = _verb("discard_config")
    rollback = _verb("rollback", exceptions.CommitError)
    get_facts = _verb("get_facts")
    get_interfaces = _verb("get_interfaces")
    get_bgp_neighbors = _verb("get_bgp_neighbors")
    get_lldp_neighbors = _verb("get_lldp_neighbors")
    ping = _verb("ping")
    cli = _verb("cli")


def _known_keys(hostname: str, port: int | None) -> str:
    """The keys of a host in ~/.ssh/known_hosts, one per line."""
    path = Path("~/.ssh/known_hosts").expanduser()
    known = paramiko.HostKeys(str(path)) if path.is_file() else paramiko.HostKeys()
    keys: Mapping[str, paramiko.PKey] = known.lookup(hostname if port in (None, 22) else f"[{hostname}]:{port}") or {}
    return "\n".join(f"{kind} {key.get_base64()}" for kind, key in keys.items())
