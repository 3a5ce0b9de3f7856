"""How to reach a target: `access:` of netops.yaml (first match wins, used whole), the address of the model, host keys, secrets.

With a lab, the lab's own entry stands in place of all of that.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from netops.drivers.base import Access
from netops.drivers.ssh import known_hosts_name
from netops.errors import DataError, Diagnostic, Origin, UsageError
from netops.fleet.hostkeys import HostKeys
from netops.fleet.secrets import SecretStore
from netops.fleet.ssh_config import SshHost, ssh_host
from netops.model.console import console_endpoint
from netops.model.unobeyed import SETTINGS_NOT_OBEYED
from netops.platforms import Platform
from netops.secrets import SecretRef

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

SETTINGS = "netops.yaml"
TIMEOUT_S = 30.0

Actions = Callable[[str], Mapping[str, Any]]
"""Extra `optional_args` of a target by name, such as the actions of a file bundle."""

_TRANSPORTS = {
    "eapi": ("https", "http"),
    "ipp": ("ipps", "ipp"),
    "ssh": ("ssh", "ssh"),
    "netconf": ("netconf", "netconf"),
    "snmp": ("snmp", "snmp"),
    "telnet": ("telnet", "telnet"),
    "console": ("telnet", "telnet"),
}
"""Transport of netops.yaml: its name for a driver with TLS and without."""

BY_CONSOLE: Final = "console"
"""The transport of an entry that finds the console server by the cables."""

_PORTS = {"ssh": 22, "netconf": 830, "https": 443, "http": 80, "ipp": 631, "ipps": 631, "snmp": 161, "telnet": 23}


class LabAccess(Protocol):
    """What a lab gives: an entry per target, and the values of its secrets."""

    @property
    def targets(self) -> Mapping[str, Mapping[str, Any]]: ...

    @property
    def secrets(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """An entry of `access:` with the names of the targets that it matches; None for all."""

    targets: frozenset[str] | None
    settings: Mapping[str, Any]


def entries_of(company: Company) -> tuple[AccessEntry, ...]:
    """The entries of `access:`, each matched once against all targets, with the grammar of --limit."""
    return tuple(AccessEntry(_matched(company, entry.get("match", "")), entry) for entry in company.settings.get("access") or ())


def _matched(company: Company, selector: str) -> frozenset[str] | None:
    from netops.model.select import select_targets

    if not selector.strip():
        return None
    try:
        return frozenset(target.name for target in select_targets(company, selector))
    except UsageError:
        return frozenset()


def connected_by(company: Company, name: str) -> tuple[str, ...]:
    """What of a target netops connects by, as `account NAME`, `address ADDRESS` and `interface NAME`, without any secret."""
    target = company.target(name)
    account = str(_settings_for(company, target).get("username") or "")
    interfaces = company.devices[target.device].get("interfaces", {}).items()
    holding = [name for name, port in interfaces if target.address in (str(one).split("/")[0] for one in port.get("addresses", ()))]
    found = {"account": account, "address": target.address, "interface": next(iter(holding), "")}
    return tuple(f"{what} {word}" for what, word in found.items() if word)


def is_by_telnet(company: Company, name: str) -> bool:
    """Whether a target is reached by telnet, or through the port of a console server: then by no driver but the generic one."""
    entries = company.settings.get("access") or ()
    if not any(_is_telnet(entry) for entry in entries):
        return False
    return _is_telnet(_settings_for(company, company.target(name)))


def _is_telnet(entry: Mapping[str, Any]) -> bool:
    return entry.get("transport") in ("telnet", BY_CONSOLE) or "console" in entry


def _settings_for(company: Company, target: ConfigTarget) -> Mapping[str, Any]:
    """The entry of `access:` that a target is reached by; empty when there is none."""
    from netops.model.select import is_selected

    entries: Sequence[Mapping[str, Any]] = company.settings.get("access") or ()
    return next((entry for entry in entries if is_selected(company, entry.get("match", ""), target)), {})


class KeyFiles:
    """Files for private keys that are kept as text: libraries want a path. Only this user can read them; they go with this object."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock = threading.Lock()

    def path(self, key: str) -> str:
        """The path of a key: `key` itself when it is one, else a file with it."""
        if "PRIVATE KEY-----" not in key:
            return str(Path(key).expanduser()) if key else ""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="netops-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            path = self._folder / hashlib.sha256(key.encode()).hexdigest()
            if not path.exists():
                path.touch(mode=0o600)
                path.write_text(key.rstrip("\n") + "\n", encoding="ascii")
            return str(path)


@dataclass(frozen=True, slots=True)
class AccessResolver:
    """Finds the access of targets."""

    company: Company
    entries: Sequence[AccessEntry]
    secrets: SecretStore
    host_keys: HostKeys
    lab: LabAccess | None = None
    actions: Actions | None = None
    timeout_s: float = TIMEOUT_S
    key_files: KeyFiles = field(default_factory=KeyFiles)

    def access(self, target: ConfigTarget) -> Access:
        """How to reach a target, with secrets. DataError when `access:` has nothing for it, MissingSecret when one cannot be read."""
        extra = dict(self.actions(target.name)) if self.actions else {}
        return self._from_lab(target, self.lab, extra) if self.lab else self._from_settings(target, extra)

    def _from_lab(self, target: ConfigTarget, lab: LabAccess, extra: dict[str, Any]) -> Access:
        entry = lab.targets[target.name]
        return Access(
            target=target.name,
            hostname=str(entry["hostname"]),
            port=entry.get("port"),
            username=entry.get("username") or "",
            password=entry.get("password") or "",
            key_file=entry.get("key_file") or "",
            enable=entry.get("enable") or "",
            transport=str(entry.get("transport") or "").removeprefix("eapi-"),
            host_key=entry.get("host_key") or "",
            timeout_s=self.timeout_s,
            legacy=bool(entry.get("legacy")),
            optional_args={**(entry.get("optional_args") or {}), **extra},
        )

    def _from_settings(self, target: ConfigTarget, extra: dict[str, Any]) -> Access:
        entry = self._entry(target)
        host = self._ssh_host(target, entry)
        community = {"community": self._secret(entry.get("community"))} if entry.get("community") else {}
        return replace(
            self.server(target),
            username=entry.get("username") or host.username,
            password=self._secret(entry.get("password")),
            key_file=self.key_files.path(self._secret(entry.get("key"))) or host.key_file,
            enable=self._secret(entry.get("enable")),
            agent=bool(entry.get("agent")),
            optional_args={**community, **extra},
        )

    def server(self, target: ConfigTarget) -> Access:
        """How the server of a target is reached, without a login: no secret is read."""
        entry = self._entry(target)
        transport, hostname, port = self._server(target, entry, self._ssh_host(target, entry))
        key, legacy = self._host_key(hostname, port, transport), bool(entry.get("legacy"))
        return Access(target.name, hostname, port, transport=transport, host_key=key, timeout_s=self.timeout_s, legacy=legacy)

    def names_of_keys(self, target: ConfigTarget) -> frozenset[str]:
        """The names under which keys of a target's device are known, on all ports where the address is its own; no secret is read."""
        entry = self._entry(target)
        transport, hostname, port = self._server(target, entry, self._ssh_host(target, entry))
        if transport == "telnet":
            return frozenset()
        if hostname != split_endpoint(str(target.address))[0]:
            return frozenset({known_hosts_name(hostname, port)})
        return frozenset({hostname, *(f"[{hostname}]:{one}" for one in (port, *_PORTS.values()))})

    def _ssh_host(self, target: ConfigTarget, entry: Mapping[str, Any]) -> SshHost:
        transport = transport_of(entry, self.company.platform(target.platform))
        return ssh_host(target.device) if entry.get("ssh_config") and transport in ("ssh", "netconf") else SshHost()

    def _server(self, target: ConfigTarget, entry: Mapping[str, Any], host: SshHost) -> tuple[str, str, int]:
        transport = transport_of(entry, self.company.platform(target.platform))
        if console := entry.get("console"):
            transport, (hostname, port) = "telnet", split_endpoint(str(console["server"]), console["port"])
        elif entry.get("transport") == BY_CONSOLE:
            hostname, port = self._console(target)
        else:
            hostname, port = split_endpoint(host.hostname or self._address(target), entry.get("port") or host.port)
        return transport, hostname, port or _PORTS[transport]

    def _entry(self, target: ConfigTarget) -> Mapping[str, Any]:
        for entry in self.entries:
            if entry.targets is None or target.name in entry.targets:
                return _supported(entry.settings)
        raise _no_access(target, self.entries)

    def _console(self, target: ConfigTarget) -> tuple[str, int]:
        """Address and port of the console server that the target's console cable leads to."""
        found = console_endpoint(self.company, target.device)
        if found is None or not found[1]:
            raise _no_console(target, found[0] if found else "")
        return found[1:]

    def _address(self, target: ConfigTarget) -> str:
        if target.address:
            return str(target.address)
        raise _no_address(target)

    def _secret(self, value: object) -> str:
        return self.secrets.value(value.name) if isinstance(value, SecretRef) else str(value or "")

    def _host_key(self, hostname: str, port: int, transport: str) -> str:
        known = self.host_keys.tls if transport in ("https", "ipps") else self.host_keys.ssh
        return known(hostname, port)


def transport_of(entry: Mapping[str, Any], platform: Platform) -> str:
    """The driver's name of the transport of an `access:` entry."""
    name = entry.get("transport") or platform.transport
    return _TRANSPORTS[name][0 if entry.get("tls", True) else 1]


def _supported(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of an entry. DataError for one that nothing obeys: a device would be reached in another way than requested."""
    for one in SETTINGS_NOT_OBEYED:
        if one.path[:1] == ("access",) and settings.get(one.path[-1]) not in one.harmless:
            problem, path = f"not supported yet: {one.name}: {one.effect}", f"access.{one.path[-1]}"
            raise DataError([Diagnostic("ACC003", problem, origin=Origin(SETTINGS, 1), path=path, hint=one.hint)])
    return settings


def split_endpoint(text: str, port: int | None = None) -> tuple[str, int | None]:
    """Host and port of `10.1.0.1`, `10.1.0.1/24`, `host:2222`, `2001:db8::1`, `fe80::1%eth0` or `[::1]:2222`. A given port wins."""
    host, _, port_text = text.rpartition("]:") if text.startswith("[") and "]:" in text else ("", "", "")
    if not host and text.count(":") == 1:
        host, _, port_text = text.partition(":")
    bare = (host or text).strip("[]").partition("/")[0]
    return bare, port or (int(port_text) if port_text.isdecimal() else None)


def _no_console(target: ConfigTarget, server: str) -> DataError:
    message = f"console server {server} of target {target.name} has no address" if server else f"no console cable ends on {target.device}"
    hint = "write the cable in cables.yaml, {a: {device: SERVER, interface: PORT}, b: {device: ..., interface: ...}, console: true}"
    problem = Diagnostic("ACC004", message, expected="a console cable to a device with an address", hint=hint)
    return DataError([problem])


def _no_access(target: ConfigTarget, entries: Sequence[AccessEntry]) -> DataError:
    problem = Diagnostic(
        "ACC001",
        f"no entry of `access:` matches target {target.name}",
        origin=Origin(SETTINGS, 1),
        path="access",
        expected=f"an entry whose `match` selects it (platform={target.platform}, site={target.site}, role={target.role})",
        found=", ".join(str(entry.settings["match"]) for entry in entries) or "no entry at all",
        hint=f"add: access: [{{match: platform={target.platform}, username: netops, password: !secret device_password}}]",
    )
    return DataError([problem])


def _no_address(target: ConfigTarget) -> DataError:
    problem = Diagnostic(
        "ACC002",
        f"target {target.name} has no address to reach it at",
        path=f"{target.device}.interfaces",
        expected="an address on its primary or management interface",
        found="none",
        hint="give an interface an address, or name one as primary_interface",
    )
    return DataError([problem])
