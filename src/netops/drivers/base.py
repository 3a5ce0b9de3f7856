"""What a driver is. The record of a platform names a function (`driver.py:connect` in its folder) that makes one.

`connect(access, platform)` makes a driver without touching the network; `open()` connects. A driver raises only errors of
`netops.errors`, checks the host key of `access` before it sends a password, and answers questions about the config by reading it from the
device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Protocol, cast

from netops import platforms
from netops.errors import UsageError
from netops.platforms import Platform


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach one target, with secrets filled in. Its repr shows none of them.

    `host_key`: what the server must prove. For SSH one or more public keys, one per line as OpenSSH writes them (`ssh-ed25519 AAAA...`);
    for TLS `sha256:` and the hex fingerprint of the certificate. Empty: no key is known, so the driver refuses, but over plain `http`.
    `legacy`: also the algorithms with SHA-1 that old devices have; `agent`: keys of the ssh-agent are tried. `jump`: `user@host:port` of a
    jump host, or empty. `optional_args`: settings of the driver, NAPALM's for a NAPALM driver.
    """

    target: str
    hostname: str
    port: int | None = None
    username: str = ""
    password: str = field(default="", repr=False)
    key_file: str = ""
    enable: str = field(default="", repr=False)
    transport: str = ""
    jump: str = ""
    host_key: str = ""
    timeout_s: float = 30.0
    legacy: bool = False
    agent: bool = False
    optional_args: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        shown = ((f.name, getattr(self, f.name)) for f in fields(self) if f.repr and f.name != "optional_args")
        return f"Access({', '.join(f'{name}={value!r}' for name, value in shown)}, optional_args={sorted(self.optional_args)})"


TELNET = "telnet"


@dataclass(frozen=True, slots=True)
class Preview:
    """How a device itself sees a loaded candidate, beside the candidate that it shows where it has one.

    `commands`: what it would run to get there, None where it does not say.
    """

    commands: tuple[str, ...] | None = None


class Driver(Protocol):
    """NAPALM's verbs, and `abort`. Closing is safe on every path: twice, and after a failed `open`."""

    def open(self) -> None: ...

    def close(self) -> None: ...

    def abort(self) -> None:
        """Close the sockets now. Called from another thread when the deadline of the target is over: never waits, never raises."""

    def is_alive(self) -> Mapping[str, bool]: ...

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False, format: str = "text") -> Mapping[str, str]:
        """`running`, `candidate` and `startup`, each empty when it is not asked for or not there."""

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None: ...

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None: ...

    def compare_config(self) -> str: ...

    def check_candidate(self) -> Preview:
        """How the device sees what is loaded. Nothing is committed. LineRefused when it would not take it, NotImplementedError where it
        has no way to try."""

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None: ...

    def confirm_commit(self) -> None: ...

    def has_pending_commit(self) -> bool: ...

    def pending_name(self) -> str:
        """What the commit that waits is called on the device, with the run in it when it is ours. Empty where it has no name."""

    def start_run(self, run: str) -> None:
        """Give what is made on the device from now on the name of a run, where the platform has a place for it."""

    def end_run(self, run: str) -> None:
        """Take away what an earlier connection of a run has left on the device and that is no commit: unfinished sessions."""

    def discard_config(self) -> None: ...

    def rollback(self) -> None:
        """Bring back the running config from before the last commit of this driver."""

    def get_facts(self) -> Mapping[str, Any]: ...

    def get_interfaces(self) -> Mapping[str, Mapping[str, Any]]: ...

    def get_lldp_neighbors(self) -> Mapping[str, list[Mapping[str, str]]]: ...

    def get_arp_table(self) -> Sequence[Mapping[str, Any]]:
        """`interface`, `mac` and `ip` of each host that the device has an address of."""

    def get_ipv6_neighbors_table(self) -> Sequence[Mapping[str, Any]]:
        """The same for IPv6, where the driver has it in a table of its own."""

    def get_mac_address_table(self) -> Sequence[Mapping[str, Any]]:
        """`mac`, `interface` and `vlan` of each hardware address that a switch has learnt; `static` where nobody has."""

    def cli(self, commands: list[str], encoding: str = "text") -> Mapping[str, str]:
        """The output of each command, typed as an operator would."""


def connect(platform: str | Platform, access: Access) -> Driver:
    """A driver for a target, not yet opened; by telnet it is the generic one. UsageError when the platform has none."""
    of = platforms.get(platform) if isinstance(platform, str) else platform
    if access.transport == TELNET and of.netmiko is not None:
        return cast(Driver, platforms.load_part(of, platforms.GENERIC_DRIVER)(access, of))
    if of.driver is None:
        raise UsageError(f"netops has no driver for {of.name}", hint="plan it from files: netops plan --running DIR")
    return cast(Driver, platforms.load_part(of, of.driver)(access, of))
