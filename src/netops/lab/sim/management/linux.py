"""The management plane of a Linux host: the address that its SSH server listens on, and whom it lets in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from netops.lab.sim.management.nft import input_entries
from netops.lab.sim.management.plane import Login, Plane, Port, Service, parsed

if TYPE_CHECKING:
    from netops.lab.sim.frontend import Management

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - read from a config, nothing is bound


def linux(texts: Iterable[str], firewall: str, interfaces: Mapping[str, Any], management: Management) -> Plane:
    """Of a host whose SSH server reads these texts: the first value of an option counts, lists of accounts add up (sshd_config(5)).

    Only what comes before the first `Match` is read. `firewall` is what nft has read, `interfaces` are those of the host's view. An account
    has the group of its name; that of a person who administers has sudo too.
    """
    options: dict[str, list[str]] = {}
    for line in "\n".join(re.split(r"(?mi)^\s*Match\b", text)[0] for text in texts).splitlines():
        name, _, value = line.split("#")[0].strip().partition(" ")
        if value:
            options.setdefault(name.lower(), []).append(value.strip().strip('"'))
    groups = {management.username} if management.username == "root" else {management.username, "sudo"}
    service = Service(_not_listening(options, management.address, management.port))
    entries = input_entries(firewall)
    return Plane(
        ports={port.name: port for port in _ports(interfaces)},
        learning=frozenset({""}),
        forwards=False,
        filters={"input": entries} if entries else {},
        own_filters=("input",),
        service=service,
        login=Login(methods=("none",), refused=_refused(options, management.username, groups)),
    )


def _ports(interfaces: Mapping[str, Any]) -> Iterator[Port]:
    """The interfaces with their addresses."""
    for name, data in interfaces.items():
        parent, _, tag = name.rpartition(".")
        addresses = parsed(str(text) for text in data.get("addresses", ()))
        yield Port(name, addresses=addresses, parent=parent if tag.isdigit() else "", vlan=int(tag) if parent and tag.isdigit() else None)


def _not_listening(options: Mapping[str, list[str]], address: str, port: int) -> str:
    listened = [_host(one) for one in options.get("listenaddress", ())]
    if listened and address and not {address, *EVERYWHERE} & set(listened):
        return f"sshd does not listen on {address}"
    if "port" in options and str(port) not in options["port"]:
        return f"sshd does not listen on port {port}"
    return ""


def _host(text: str) -> str:
    """The address of `ADDRESS[:PORT]`."""
    found = re.fullmatch(r"\[(.+)\](?::\d+)?|([\d.]+)(?::\d+)?", text)
    return (found[1] or found[2]) if found else text


def _refused(options: Mapping[str, list[str]], username: str, groups: set[str]) -> str:
    """Why sshd does not let an account in, in the order of sshd_config(5): DenyUsers, AllowUsers, DenyGroups, AllowGroups."""
    if username == "root" and options.get("permitrootlogin", ["prohibit-password"])[0] == "no":
        return "PermitRootLogin no"
    listed = {name: " ".join(options.get(name, ())).split() for name in ("denyusers", "allowusers", "denygroups", "allowgroups")}
    if _matches({username}, listed["denyusers"]) or (listed["allowusers"] and not _matches({username}, listed["allowusers"])):
        return f"DenyUsers and AllowUsers do not let {username} in"
    if _matches(groups, listed["denygroups"]) or (listed["allowgroups"] and not _matches(groups, listed["allowgroups"])):
        return f"DenyGroups and AllowGroups do not let the groups of {username} in"
    return ""


def _matches(names: set[str], patterns: list[str]) -> bool:
    """Whether one of the names is in a list of patterns; where a pattern names a host too, that is not looked at."""
    return any(fnmatchcase(name, pattern.partition("@")[0]) for name in names for pattern in patterns)
