"""Who may log in, who may ask, and where the log goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.checks._raw import has_raw, word_pattern
from netops.errors import Severity
from netops.model.index import LINKS, Port

KEYS = ("password_hash", "ssh_keys", "hidden_ssh_keys", "locked")
"""What a user can be known by."""
FILTERED = r"(?:access-group|traffic-filter|filter input) "
"""What binds a filter to an interface."""
LOG_SERVERS = (
    r"logging (?:host |server |vrf \S+ (?:host )?)?[\da-f]+[.:]",
    r"logging (?:host|server) ",
    r"syslog host ",
    r"info-center loghost ",
)
"""Lines of the platforms that send the log to a server."""


@rule("LOG001", title="local user can be known", scope="target")
def local_user_has_credentials(device: Device) -> Iterator[Finding]:
    """A local user has a password or a key.

    What it does: looks for users with neither `password_hash` nor keys, and without `locked: true`.
    Why it matters: some platforms let such a user in without a password, others never: neither was meant.
    Example: `users: [{name: backup}]`.
    Use instead: `password_hash: !secret NAME`, or the public key of the user.
    """
    for position, user in enumerate(device.data.get("users", ())):
        if not any(user.get(key) for key in KEYS) and not has_raw(device.data, rf"(?:username|user) {re.escape(str(user['name']))}(?!\S)"):
            place = device.at("users", position, "name")
            message = f"user {user['name']} of {device.name} has neither a password nor a key"
            yield Finding(place, message, expected=" or ".join(KEYS[:2]), found="none")


LOCAL = re.compile(r"\b(?:local|local-case|line|enable|none|if-needed)\b")
"""A method that needs no server."""
GROUP = re.compile(r"\bgroup (\S+)")
OF_PLATFORM = frozenset({"radius", "tacacs+", "tacacs", "ldap", "TACACS"})
"""Groups of all servers of a protocol, and the one that `aaa.tacacs` makes."""


def _asks_servers(entry: Mapping[str, Any]) -> bool:
    """Whether a rule of AAA lets servers decide about logins."""
    return entry["kind"] == "authentication" and str(entry["service"]) == "login" and bool(GROUP.search(str(entry["methods"])))


@rule("LOG002", title="a login works while no server answers", scope="target", severity=Severity.WARNING)
def login_has_local_fallback(device: Device) -> Iterator[Finding]:
    """A device whose logins ask servers has a local user and may use it while no server answers.

    What it does: at devices with `aaa.tacacs`, or with a rule for logins that names a group of servers, looks for `local_fallback: false`
    and for a missing `users`.
    Why it matters: a broken uplink is repaired by logging in, and the servers are behind it.
    Example: `aaa: {tacacs: {...}, local_fallback: false}`.
    Use instead: `local_fallback: true`, and a local user whose password is in a safe.
    """
    aaa = device.data.get("aaa", {})
    remote = [str(entry["methods"]) for entry in aaa.get("rules", ()) if _asks_servers(entry)]
    if not aaa.get("tacacs", {}).get("servers") and not remote:
        return
    is_local = any(LOCAL.search(methods) for methods in remote) or has_raw(device.data, r"aaa authentication login .*\blocal")
    if not aaa.get("local_fallback", True) and not is_local:
        message = f"no login to {device.name} works while no server answers"
        yield Finding(device.at("aaa", "local_fallback"), message, expected="local_fallback: true", found="local_fallback: false")
    elif not device.data.get("users") and not has_raw(device.data, r"\busername ", r"\blogin user "):
        message = f"{device.name} falls back to local users, and has none"
        yield Finding(device.at("aaa"), message, expected="users: with at least one", found="none")


@rule("LOG003", title="logins from the internet are filtered", scope="site", severity=Severity.WARNING)
def internet_login_is_filtered(site: Scope) -> Iterator[Finding]:
    """A device with a line to the internet restricts logins.

    What it does: at devices with `ssh` and a circuit of type `internet`, looks for `ssh.acl`, or `acl_in` on the interface of the circuit.
    Why it matters: the whole world tries passwords there, from the first minute on.
    Example: `ssh: {version: 2}` on the router of an internet line.
    Use instead: `ssh: {acl: MGMT-IN}` with the management networks.
    """
    for name, circuit in site.of("circuit").items():
        for key in LINKS["circuit"] if circuit.get("type") == "internet" else ():
            port = Port(str(circuit[key]["device"]), str(circuit[key]["interface"])) if key in circuit else None
            device = site.devices.get(port.device, {}) if port else {}
            is_open = (
                port and "ssh" in device and "acl" not in device["ssh"] and "acl_in" not in device["interfaces"].get(port.interface, {})
            )
            if port and is_open and not has_raw(device, r"\baccess-class ", rf"interface {re.escape(port.interface)} .*{FILTERED}"):
                yield Finding(
                    place_of("device", port.device, "ssh"),
                    f"{port.device} is on the internet by circuit {name}, and does not say who may log in",
                    expected="ssh.acl, or acl_in on " + port.interface,
                    found="none",
                    related=((f"circuit {name}", place_of("circuit", name, key)),),
                )


@rule("LOG004", title="SNMP restricts its clients", scope="target", severity=Severity.WARNING)
def snmp_clients_are_restricted(device: Device) -> Iterator[Finding]:
    """A device with an SNMP community has the networks that may use it.

    What it does: looks for `snmp.community` without `snmp.clients`.
    Why it matters: the community goes over the network in clear text; whoever reads it once reads the whole device.
    Example: `snmp: {community: !secret snmp_ro}`.
    Use instead: `clients:` with the addresses of the monitoring.
    """
    snmp = device.data.get("snmp", {})
    if "community" in snmp and not snmp.get("clients") and not has_raw(device.data, r"snmp\S* .*(?:community|access|acl|clients)"):
        yield Finding(device.at("snmp"), f"everybody may ask {device.name} by SNMP", expected="snmp.clients", found="none")


@rule("LOG005", title="log leaves the device", scope="target", severity=Severity.WARNING)
def logs_are_sent_to_server(device: Device) -> Iterator[Finding]:
    """A network device with `syslog` names a server.

    What it does: looks for `syslog` without `servers` on devices of kind device.
    Why it matters: the log in the device's memory is gone after the restart whose cause it would show.
    Example: `syslog: {source_interface: Management1}` and no server in any layer.
    Use instead: `syslog: {servers: [{host: 10.1.20.9}]}`.
    """
    is_local = device.kind == "device" and "syslog" in device.data and not device.data["syslog"].get("servers")
    if is_local and not has_raw(device.data, *LOG_SERVERS):
        yield Finding(device.at("syslog"), f"{device.name} sends its log nowhere", expected="syslog.servers", found="none")


@rule("LOG006", title="network device has two time servers", scope="target", severity=Severity.WARNING)
def device_has_two_ntp_servers(device: Device, *, least: int = 2) -> Iterator[Finding]:
    """A network device with time servers has at least two.

    What it does: counts `ntp.servers` of devices of kind device.
    Why it matters: when the one server is down or wrong, logs of two devices cannot be put in order, and certificates are refused.
    Example: `ntp: {servers: [{host: 10.1.20.5}]}`.
    Use instead: a second server on other hardware.
    Options: `least`, the number of servers.
    """
    servers = device.data.get("ntp", {}).get("servers", ())
    if device.kind == "device" and servers and len(servers) < least and not has_raw(device.data, r"\bntp .*(?:server|peer|pool) "):
        found = ", ".join(str(server["host"]) for server in servers)
        yield Finding(device.at("ntp", "servers"), f"{device.name} asks too few clocks", expected=f"{least} time servers", found=found)


@rule("LOG007", title="server and group of logins that is named exists", scope="target", severity=Severity.WARNING)
def login_servers_exist(device: Device) -> Iterator[Finding]:
    """A group of servers has servers, those that it names exist, and so do the groups that methods name.

    What it does: looks up `servers` of `aaa.groups` among the names and hosts of `aaa.servers`, and `group NAME` of `aaa.rules` among
    the groups; names in the words of `raw_config` exist too.
    Why it matters: a login asks nobody, and the next method decides: local users, or none.
    Example: `groups: [{name: ISE, protocol: radius}]`, or `methods: group ISEE local`.
    Use instead: the name of a group that has servers.
    """
    aaa = device.data.get("aaa", {})
    groups = {str(group["name"]) for group in aaa.get("groups", ())}
    servers = {str(server[key]) for server in aaa.get("servers", ()) for key in ("name", "host") if key in server}
    servers |= set(map(str, aaa.get("tacacs", {}).get("servers", ())))
    named = groups | OF_PLATFORM | {str(aaa.get("tacacs", {}).get("group", ""))}
    for position, group in enumerate(aaa.get("groups", ())):
        for at, server in enumerate(group.get("servers", ())):
            if str(server) not in servers and not has_raw(device.data, word_pattern(str(server))):
                yield unknown_name(
                    "server", str(server), servers, device.at("aaa", "groups", position, "servers", at), "one of aaa.servers"
                )
        if not group.get("servers") and not group.get("private_servers") and not has_raw(device.data, word_pattern(str(group["name"]))):
            message = f"group {group['name']} of {device.name} has no servers"
            yield Finding(device.at("aaa", "groups", position, "name"), message, expected="servers: with at least one", found="none")
    for position, entry in enumerate(aaa.get("rules", ())):
        for name in GROUP.findall(str(entry["methods"])):
            if name not in named and not has_raw(device.data, word_pattern(name)):
                yield unknown_name("group of servers", name, groups, device.at("aaa", "rules", position, "methods"), "one of aaa.groups")
