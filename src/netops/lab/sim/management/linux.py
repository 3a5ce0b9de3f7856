"""The management plane of a Linux host: the address that its SSH server listens on, and whom it lets in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from netops.lab.sim.management.nft import chains_at
from netops.lab.sim.management.plane import Login, LoginServer, ManagementPath, Port, parse_addresses

if TYPE_CHECKING:
    from netops.lab.sim.frontend import Management

EVERYWHERE = "0.0.0.0"  # noqa: S104 - read from a config, nothing is bound


def linux(
    texts: Iterable[str], firewall: str, wrappers: tuple[str, str], interfaces: Mapping[str, Any], management: Management
) -> ManagementPath:
    """Of a host whose SSH server reads these texts, in their order (sshd_config(5)). `firewall` is what nft has read, `wrappers` are
    hosts.allow and hosts.deny, `interfaces` those of the host's view. An account has the group of its name; that of a person who
    administers has sudo too.
    """
    options = _options(texts, management)
    groups = {management.username} if management.username == "root" else {management.username, "sudo"}
    ports = {port.name: port for port in _ports(interfaces)}
    held = next((port.name for port in ports.values() if port.addresses), "")
    arriving = {name: one for hook in ("ingress", "prerouting", "input") for name, one in chains_at(firewall, hook, held).items()}
    leaving = chains_at(firewall, "output", "")
    return ManagementPath(
        ports={name: replace(port, leaving=tuple(leaving), filters_own_packets=True) for name, port in ports.items()},
        learning=frozenset({""}),
        forwards=False,
        filters={**arriving, **leaving},
        own_filters=tuple(arriving),
        service=LoginServer(_not_listening(options, management.address, management.port) or _wrapped(wrappers, management.source)),
        login=Login(methods=("none",), refused=_refused(options, management, groups)),
    )


def _options(texts: Iterable[str], management: Management) -> dict[str, list[str]]:
    """The values of options for a session of netops: those of `Match` blocks about it, then those for all."""
    every: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for text in texts:
        chosen: dict[str, list[str]] | None = every
        for line in text.splitlines():
            found = re.match(r"\s*([A-Za-z]\w*)\s*(?:=|\s)\s*(.*)", line)
            name, value = (found[1].lower(), found[2].replace('"', "").strip()) if found else ("", "")
            if name == "match":
                chosen = own if _is_about(value.split(), management) else None
            elif value and chosen is not None:
                chosen.setdefault(name, []).append(value)
    return {**every, **own}


def _is_about(words: list[str], management: Management) -> bool:
    source = management.source.partition("/")[0]
    known = {"user": management.username, "group": management.username, "address": source}
    if [word.lower() for word in words] == ["all"]:
        return True
    pairs = zip(words[::2], words[1::2], strict=False)
    return all(_is_in(known.get(kind.lower(), ""), patterns.split(",")) for kind, patterns in pairs)


def _is_in(value: str, patterns: Iterable[str]) -> bool:
    """Whether a name or an address is in a list of patterns, of which `!` takes one out."""
    found = False
    for pattern in patterns:
        bare = pattern.removeprefix("!")
        is_one = (bool(value) and "/" in bare and ip_address(value) in ip_network(bare, strict=False)) or fnmatchcase(value, bare)
        if is_one and pattern.startswith("!"):
            return False
        found = found or is_one
    return found


def _wrapped(wrappers: tuple[str, str], source: str) -> str:
    """Why tcp wrappers do not let netops in (hosts_access(5))."""
    address = source.partition("/")[0]
    allowed, denied = (any(_is_wrapped(line, address) for line in text.splitlines()) for text in wrappers)
    return "hosts.deny does not let netops in" if address and denied and not allowed else ""


def _is_wrapped(line: str, address: str) -> bool:
    daemons, colon, clients = line.partition("#")[0].partition(":")
    if not colon or not {"ALL", "sshd"} & set(daemons.replace(",", " ").split()):
        return False
    wanted, _, but = clients.partition("EXCEPT")
    return _is_client(wanted, address) and not _is_client(but, address)


def _is_client(text: str, address: str) -> bool:
    return any(word == "ALL" or (word[-1] == "." and address.startswith(word)) or _holds(word, address) for word in text.split())


def _holds(word: str, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(word, strict=False)
    except ValueError:
        return False


def _ports(interfaces: Mapping[str, Any]) -> Iterator[Port]:
    """The interfaces with their addresses."""
    for name, data in interfaces.items():
        parent, _, tag = name.rpartition(".")
        addresses = parse_addresses(str(text) for text in data.get("addresses", ()))
        yield Port(name, addresses=addresses, parent=parent if tag.isdigit() else "", vlan=int(tag) if parent and tag.isdigit() else None)


def _not_listening(options: Mapping[str, list[str]], address: str, port: int) -> str:
    """Why nothing of sshd is at an address and a port. An address of all of IPv6 is not one of IPv4."""
    if options.get("addressfamily", ["any"])[0] == "inet6" and ":" not in address:
        return "sshd listens on IPv6 alone"
    ports = options.get("port", ["22"])
    ends = [_end(one, ports) for one in options.get("listenaddress", ())]
    if ends and address and not any(host in (address, "::" if ":" in address else EVERYWHERE) for host, _ in ends):
        return f"sshd does not listen on {address}"
    named = {one for host, own in ends if host in (address, EVERYWHERE, "::") for one in own} or set(ports)
    return "" if str(port) in named else f"sshd does not listen on port {port}"


def _end(text: str, ports: list[str]) -> tuple[str, list[str]]:
    """The address and the ports of `ADDRESS[:PORT]`."""
    found = re.fullmatch(r"\[(.+)\](?::(\d+))?|([\d.]+)(?::(\d+))?", text)
    if found is None:
        return text, ports
    port = found[2] or found[4]
    return found[1] or found[3], [port] if port else ports


def _refused(options: Mapping[str, list[str]], management: Management, groups: set[str]) -> str:
    """Why sshd does not let an account in, in the order of sshd_config(5): DenyUsers, AllowUsers, DenyGroups, AllowGroups."""
    username, source = management.username, management.source.partition("/")[0]
    listed = {name: " ".join(options.get(name, ())).split() for name in ("denyusers", "allowusers", "denygroups", "allowgroups")}
    if _has_user(listed["denyusers"], username, source) or (listed["allowusers"] and not _has_user(listed["allowusers"], username, source)):
        return f"DenyUsers and AllowUsers do not let {username} in"
    if _matches(groups, listed["denygroups"]) or (listed["allowgroups"] and not _matches(groups, listed["allowgroups"])):
        return f"DenyGroups and AllowGroups do not let the groups of {username} in"
    if username == "root" and options.get("permitrootlogin", ["prohibit-password"])[0] in ("no", "forced-commands-only"):
        return f"PermitRootLogin {options['permitrootlogin'][0]}"
    if options.get("maxsessions", ["10"])[0] == "0":
        return "MaxSessions 0"
    return _method(options, username)


def _method(options: Mapping[str, list[str]], username: str) -> str:
    """Why a key is not enough for root, or neither a key nor a password for others."""
    closed = {option for option in ("pubkeyauthentication", "passwordauthentication") if options.get(option, ["yes"])[0] == "no"}
    if "pubkeyauthentication" in closed and (username == "root" or len(closed) > 1):
        return "sshd takes no key"
    wanted = options.get("authenticationmethods", ["any"])[0].split()
    one_step = {"any", "publickey"} if username == "root" else {"any", "publickey", "password"}
    return "" if one_step & set(wanted) else f"AuthenticationMethods {' '.join(wanted)}"


def _has_user(patterns: list[str], username: str, source: str) -> bool:
    """Whether a list has an account that comes from an address; `!` takes one out."""
    found = [pattern for pattern in patterns if _is_user(pattern.removeprefix("!"), username, source)]
    return bool(found) and not any(pattern.startswith("!") for pattern in found)


def _is_user(pattern: str, username: str, source: str) -> bool:
    user, at, host = pattern.partition("@")
    return fnmatchcase(username, user) and (not at or not source or _is_in(source, [host]))


def _matches(names: set[str], patterns: list[str]) -> bool:
    """Whether one of the names is in a list of patterns."""
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
