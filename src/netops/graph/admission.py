"""Who a target lets in: what its config says of services, accounts and the daemon of SSH, beside the filters of packets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any, Final

from netops.facts import Api, Facts, Line
from netops.graph.place import NOWHERE, Where
from netops.model.select import is_selected
from netops.model.target import Target
from netops.platforms import Platform

if TYPE_CHECKING:
    from netops.model.company import Company

PORTS: Final = {"ssh": 22, "netconf": 830, "eapi": 443, "ipp": 631, "snmp": 161, "telnet": 23}
LOCAL: Final = frozenset({"local", "local-case", "password", "none"})
"""Methods of a list by which a local account gets in, whatever servers answer."""
CONSOLES: Final = ("con", "aux", "tty")


@dataclass(frozen=True, slots=True)
class WayIn:
    """How netops connects to a target: transport, port and account; `methods`: password, key. `is_console`: not over the network."""

    transport: str = "ssh"
    port: int = 22
    account: str = ""
    methods: tuple[str, ...] = ()
    is_console: bool = False


@dataclass(frozen=True, slots=True)
class Sshd:
    """What the files of sshd say (sshd_config(5)). Empty lists restrict nothing. `methods`: how people may log in."""

    ports: tuple[int, ...] = (22,)
    listen: tuple[str, ...] = ()
    allow_users: tuple[str, ...] = ()
    deny_users: tuple[str, ...] = ()
    allow_groups: tuple[str, ...] = ()
    deny_groups: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("key", "password")
    root: str = "prohibit-password"
    unread: tuple[str, ...] = ()
    places: Mapping[str, Where] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a target says of logins. None where its config does not say it.

    `ssh`: whether the server runs; `port`: its own; `vrfs`: where it listens; `apis`: servers for programs; `accounts`: local users and
    how they log in; `is_local`: a local account gets in whatever servers answer; `controls`: filters that everything for the device itself
    passes, as family, name and VRF; `api_filters`: those of its APIs; `policies`: of the control plane, which are not followed."""

    ssh: bool | None = None
    port: int = 22
    vrfs: tuple[str, ...] | None = None
    apis: tuple[Api, ...] | None = None
    accounts: Mapping[str, tuple[str, ...]] | None = None
    is_local: bool | None = None
    controls: tuple[tuple[int, str, str], ...] = ()
    api_filters: tuple[tuple[int, str], ...] = ()
    policies: tuple[str, ...] = ()
    sshd: Sshd | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a login does not work, or may not (`is_certain` false)."""

    text: str
    is_certain: bool = True
    where: Where = NOWHERE


def way_in(company: Company, target: Target) -> WayIn:
    """How netops connects to a target by `access:` of netops.yaml; the platform's own way where nothing matches."""
    entries = company.settings.get("access") or ()
    entry: Mapping[str, Any] = next((one for one in entries if is_selected(company, one.get("match", ""), target)), {})
    transport = str(entry.get("transport") or company.platform(target.platform).transport)
    port = 80 if transport == "eapi" and not entry.get("tls", True) else PORTS.get(transport, 22)
    methods = tuple(kind for kind, keys in METHODS.items() if any(entry.get(key) for key in keys))
    return WayIn(transport, int(entry.get("port") or port), str(entry.get("username") or ""), methods, bool(entry.get("console")))


METHODS: Final = {"password": ("password",), "key": ("key", "agent", "ssh_config")}
"""How netops logs in, by the keys of an entry of `access:` that say so."""


def has_accounts(platform: Platform) -> bool:
    """Whether configs of a platform say who logs in; else the host says it."""
    return platform.grammar is not None and "users" in platform.grammar.features


# what a config says


def admission_of(found: Facts, families: Mapping[str, int]) -> Admission:
    """What the facts of a config say of logins."""
    remote = [line for line in found.lines if not line.name.startswith(CONSOLES)]
    ports = [line for line in remote if line.transports is None or {"ssh", "all"} & set(line.transports)]
    bound = [one for one in found.bindings if one.direction == "in"]
    return Admission(
        ssh=False if remote and not ports else found.ssh.enabled,
        port=found.ssh.port,
        vrfs=found.ssh.vrfs or None,
        apis=found.apis,
        accounts={user.name: user.methods for user in found.aaa.users},
        is_local=_is_local(found, ports),
        controls=tuple(
            (families[one.family], one.filter, one.vrf) for one in bound if one.kind == "control-plane" and one.family in families
        ),
        api_filters=tuple((families[one.family], one.filter) for one in bound if one.kind == "api" and one.family in families),
        policies=tuple(f"{one.filter} {one.direction}" for one in found.bindings if one.family == "policy"),
    )


def _is_local(found: Facts, lines: Iterable[Line]) -> bool | None:
    """Whether a local account gets in on each line of SSH, whatever servers answer."""
    lists = {one.list: one.methods for one in found.aaa.login}
    ways = [_is_local_line(line, lists, found.aaa.local_fallback) for line in lines] or [found.aaa.local_fallback]
    return False if False in ways else None if None in ways else True


def _is_local_line(line: Line, lists: Mapping[str, tuple[str, ...]], default: bool | None) -> bool | None:
    if line.login in ("local", "none"):
        return True
    if line.login in ("", "default"):
        return default
    return bool(LOCAL & set(lists[line.login])) if line.login in lists else line.login == "password" or None


# whether netops gets in


def objections(said: Admission, way: WayIn, vrf: str, sources: tuple[str, str], address: str) -> list[Objection]:
    """What stands between netops and a login. `sources`: the first and the last address that it may come from; `address`: the target's."""
    found = [*_service(said, way, vrf)]
    if said.accounts is not None and way.account and said.is_local is not False:
        found += _account(said.accounts, way)
    if said.is_local is False:
        found.append(Objection("logins are left to servers: no local account gets in when they do not answer"))
    return found + (list(_sshd(said.sshd, way, sources, address)) if said.sshd and way.transport == "ssh" else [])


def _service(said: Admission, way: WayIn, vrf: str) -> Iterable[Objection]:
    """What keeps the server that netops connects to from answering: it is off, on another port, or in another VRF."""
    api = next((one for one in said.apis or () if one.name == way.transport), None)
    if way.transport == "ssh":
        yield from _answers("SSH", said.ssh is not False, {said.port} if said.sshd is None else {way.port}, said.vrfs, way, vrf)
    elif way.transport in TITLES and said.apis is not None:
        ports = {PORTS[way.transport]} if api is None else {api.port or PORTS[way.transport]}
        ports |= {said.port} if way.transport == "netconf" else set()  # the subsystem of SSH (RFC 6242, section 3)
        yield from _answers(TITLES[way.transport], api is not None and api.enabled, ports, api.vrfs if api else None, way, vrf)


def _answers(name: str, runs: bool, ports: set[int], vrfs: tuple[str, ...] | None, way: WayIn, vrf: str) -> Iterable[Objection]:
    if not runs:
        yield Objection(f"{name} is off, by which netops connects")
    elif way.port not in ports:
        yield Objection(f"{name} answers on port {', '.join(map(str, sorted(ports)))}, netops connects to {way.port}")
    elif vrfs and (vrf or "default") not in vrfs:
        yield Objection(f"{name} does not answer in VRF {vrf or 'default'}, where the address of the target is")


TITLES: Final = {"eapi": "eAPI", "netconf": "NETCONF"}


def _account(accounts: Mapping[str, tuple[str, ...]], way: WayIn) -> Iterable[Objection]:
    if way.account not in accounts:
        yield Objection(f"it has no account {way.account}, by which netops logs in")
    elif way.methods == ("password",) and "password" not in accounts[way.account]:
        yield Objection(f"account {way.account} has no password, by which netops logs in")


def _sshd(sshd: Sshd, way: WayIn, sources: tuple[str, str], address: str) -> Iterable[Objection]:
    """Refusals of sshd in its own order: DenyUsers, AllowUsers, DenyGroups, AllowGroups (sshd_config(5)), then ways to log in."""
    place = sshd.places.get
    if way.port not in sshd.ports:
        yield Objection(
            f"sshd listens on port {', '.join(map(str, sshd.ports))}, netops connects to {way.port}", where=place("port", NOWHERE)
        )
    if sshd.listen and not any(one in (address, *EVERYWHERE) for one in sshd.listen):
        text = f"sshd listens on {', '.join(sshd.listen)}, netops connects to {address}"
        yield Objection(text, where=place("listenaddress", NOWHERE))
    account = way.account or "root"
    yield from _users(sshd, account, sources)
    yield from _groups(sshd, account)
    if account == "root" and sshd.root == "no":
        yield Objection("sshd lets root in no more (PermitRootLogin), by which netops logs in", where=place("permitrootlogin", NOWHERE))
    allowed = {"key"} & set(sshd.methods) if account == "root" and sshd.root in KEY_ONLY else set(sshd.methods)
    if way.methods and not allowed & set(way.methods):
        text = f"sshd takes no {' or '.join(way.methods)} from {account}, by which netops logs in"
        options = [OPTION_OF[kind] for kind in way.methods if kind not in sshd.methods] + ["permitrootlogin"]
        yield Objection(text, where=next((found for option in options if (found := place(option))), NOWHERE))
    for line in sshd.unread:
        yield Objection(f"not understood: {line}", is_certain=False)


EVERYWHERE: Final = (str(IPv4Address(0)), str(IPv6Address(0)), "*")
OPTION_OF: Final = {"key": "pubkeyauthentication", "password": "passwordauthentication"}
"""The options of sshd that take a way to log in."""
KEY_ONLY: Final = ("prohibit-password", "without-password", "forced-commands-only")


def _users(sshd: Sshd, account: str, sources: tuple[str, str]) -> Iterable[Objection]:
    if any(_names(one, account, sources) for one in sshd.deny_users):
        yield Objection(f"sshd denies {account} (DenyUsers)", where=sshd.places.get("denyusers", NOWHERE))
    if sshd.allow_users and not any(_names(one, account, sources) for one in sshd.allow_users):
        yield Objection(
            f"sshd lets only {' '.join(sshd.allow_users)} in (AllowUsers), netops logs in as {account}",
            where=sshd.places.get("allowusers", NOWHERE),
        )


def _groups(sshd: Sshd, account: str) -> Iterable[Objection]:
    """A group of root is root; of others no file that netops has says the groups, but for the one that is named as the account."""
    if any(fnmatchcase(account, one) for one in sshd.deny_groups):
        yield Objection(f"sshd denies group {account} (DenyGroups)", where=sshd.places.get("denygroups", NOWHERE))
    if sshd.allow_groups and not any(fnmatchcase(account, one) for one in sshd.allow_groups):
        text = f"sshd lets only groups {' '.join(sshd.allow_groups)} in (AllowGroups), netops logs in as {account}"
        yield Objection(text, account == "root", sshd.places.get("allowgroups", NOWHERE))


def _names(pattern: str, account: str, sources: tuple[str, str]) -> bool:
    """Whether a pattern of users (`USER`, `USER@HOST`) names an account from everywhere that it may come from."""
    user, at, host = pattern.partition("@")
    if not fnmatchcase(account, user):
        return False
    return not at or all(_is_from(host, source) for source in sources)


def _is_from(host: str, source: str) -> bool:
    if "/" not in host:
        return fnmatchcase(source, host)
    try:
        return ip_address(source) in ip_network(host, strict=False)
    except ValueError:
        return False
