"""Who a target lets in: what its config says of services, accounts and the daemon of SSH, beside the filters of packets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from netops.facts import Api, Facts, Line
from netops.facts.values import natural_key
from netops.graph.place import NOWHERE, ConfigPlace
from netops.graph.rights import describe_role, may_configure, server_authorization
from netops.graph.sshd import SshdOption, SshdSession, session_refusals
from netops.graph.wrappers import WrapperRule, find_denial
from netops.model.select import is_selected
from netops.model.target import ConfigTarget
from netops.platforms import Platform

if TYPE_CHECKING:
    from netops.graph.records import Port
    from netops.model.company import Company

PORTS: Final = {"ssh": 22, "netconf": 830, "eapi": 443, "ipp": 631, "snmp": 161, "telnet": 23}
LOCAL: Final = frozenset({"local", "local-case", "password", "none"})
"""Methods of a list by which a local account gets in, whatever servers answer."""
CONSOLES: Final = ("con", "aux", "tty")


@dataclass(frozen=True, slots=True)
class LoginMethod:
    """How netops connects to a target: transport, port and account; `methods`: password, key. `is_console`: not over the network;
    `enables`: it has a password for more privileges."""

    transport: str = "ssh"
    port: int = 22
    account: str = ""
    methods: tuple[str, ...] = ()
    is_console: bool = False
    enables: bool = False


@dataclass(frozen=True, slots=True)
class LoginPolicy:
    """What a target says of logins. None where its config does not say it.

    `ssh`: whether the server runs; `port`: its own; `vrfs`: where it listens; `methods`: by which SSH logs people in, empty for any;
    `apis`: servers for programs; `accounts`: local users and how they log in; `rights`: whether they may change the configuration, and by
    which role; `is_local`: a local account gets in whatever servers answer; `has_line_password`: its lines ask for no account;
    `has_shell`: they take commands; `authorization`: the list by which servers alone authorise sessions; `controls`: filters that
    everything for the device itself passes, as family, name and VRF; `api_filters`: those of its APIs; `policies`: of the control plane,
    which are not followed; `global_only`: the filter because of which its lines let nobody in from a VRF; `management_ports`: the only ones
    that let management in, by protocol, None where none is named; `has_enable`: a password gives more privileges;
    `ssh_version`: the only one; `sshd`, `wrappers`: of a server; `files`: others of its that decide who gets in and are not followed,
    with a digest and whether they are about accounts other than root alone."""

    ssh: bool | None = None
    port: int = 22
    vrfs: tuple[str, ...] | None = None
    methods: tuple[str, ...] = ()
    apis: tuple[Api, ...] | None = None
    accounts: Mapping[str, tuple[str, ...]] | None = None
    rights: Mapping[str, tuple[bool | None, str]] = field(default_factory=dict)
    is_local: bool | None = None
    has_line_password: bool = False
    has_shell: bool = True
    authorization: str = ""
    controls: tuple[tuple[int, str, str], ...] = ()
    api_filters: tuple[tuple[int, str], ...] = ()
    policies: tuple[str, ...] = ()
    global_only: str = ""
    management_ports: Mapping[str, tuple[str, ...]] | None = None
    has_enable: bool = False
    ssh_version: str = ""
    sshd: tuple[SshdOption, ...] | None = None
    wrappers: tuple[WrapperRule, ...] = ()
    files: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class LoginObstacle:
    """Why a login does not work, or may not (`is_certain` false)."""

    text: str
    is_certain: bool = True
    where: ConfigPlace = NOWHERE


def login_method(company: Company, target: ConfigTarget) -> LoginMethod:
    """How netops connects to a target by `access:` of netops.yaml; the platform's own way where nothing matches."""
    entries = company.settings.get("access") or ()
    entry: Mapping[str, Any] = next((one for one in entries if is_selected(company, one.get("match", ""), target)), {})
    transport = str(entry.get("transport") or company.platform(target.platform).transport)
    port = 80 if transport == "eapi" and not entry.get("tls", True) else PORTS.get(transport, 22)
    methods = tuple(kind for kind, keys in METHODS.items() if any(entry.get(key) for key in keys))
    return LoginMethod(
        transport,
        int(entry.get("port") or port),
        str(entry.get("username") or ""),
        methods,
        bool(entry.get("console")) or transport == "console",
        bool(entry.get("enable")),
    )


OVER_SSH: Final = ("ssh", "netconf")
METHODS: Final = {"password": ("password",), "key": ("key", "agent", "ssh_config")}
"""How netops logs in, by the keys of an entry of `access:` that say so."""


def configures_accounts(platform: Platform) -> bool:
    """Whether configs of a platform say who logs in; else the host says it."""
    return platform.grammar is not None and "users" in platform.grammar.features


# what a config says


def login_policy_of_facts(found: Facts, families: Mapping[str, int]) -> LoginPolicy:
    """What the facts of a config say of logins."""
    remote = [line for line in found.lines if not line.name.startswith(CONSOLES)]
    ports = sorted((line for line in remote if line.transports is None or {"ssh", "all"} & set(line.transports)), key=_place)
    bound = [one for one in found.bindings if one.direction == "in"]
    return LoginPolicy(
        ssh=False if remote and not ports else found.ssh.enabled,
        port=found.ssh.port,
        vrfs=found.ssh.vrfs or None,
        methods=found.ssh.methods,
        apis=found.apis,
        accounts={user.name: user.methods for user in found.aaa.users},
        rights={user.name: (may_configure(user, has_levels=found.aaa.levels), describe_role(user)) for user in found.aaa.users},
        is_local=_is_local(found, ports),
        has_line_password=bool(ports) and _has_line_password(ports[0], found),
        has_shell=not ports or ports[0].shell,
        authorization=server_authorization(found.aaa.authorization),
        controls=tuple(
            (families[one.family], one.filter, "" if one.vrf == "default" else one.vrf)
            for one in bound
            if one.kind == "control-plane" and one.family in families
        ),
        api_filters=tuple((families[one.family], one.filter) for one in bound if one.kind == "api" and one.family in families),
        policies=tuple(f"{one.filter} {one.direction}" for one in found.bindings if one.family == "policy"),
        global_only=ports[0].global_only if ports else "",
        management_ports=dict(found.management_ports) or None,
        has_enable=found.aaa.enable,
        ssh_version=found.ssh.version,
    )


def _place(line: Line) -> list[tuple[int, str]]:
    return natural_key(line.name)


def _is_local(found: Facts, lines: Sequence[Line]) -> bool | None:
    """Whether a local account gets in whatever servers answer, on the first line of SSH: a session takes the first that is free."""
    lists = {one.list: one.methods for one in found.aaa.login}
    return _is_local_line(lines[0], lists, found.aaa.local_fallback) if lines else found.aaa.local_fallback


def _is_local_line(line: Line, lists: Mapping[str, tuple[str, ...]], default: bool | None) -> bool | None:
    if line.login in ("", "default"):
        return default
    return bool(LOCAL & set(lists[line.login])) if line.login in lists else line.login in ("local", *NO_ACCOUNT) or None


NO_ACCOUNT: Final = ("password", "none")
"""Lines of IOS that ask for the password of the line, or for nothing."""


def _has_line_password(line: Line, found: Facts) -> bool:
    """Whether a line asks for no account: SSH logs in by accounts alone (Secure Shell Configuration Guide, "Restrictions for SSH")."""
    return line.login in NO_ACCOUNT and line.login not in {one.list for one in found.aaa.login}


# whether netops gets in


def login_obstacles(said: LoginPolicy, way: LoginMethod, port: Port, sources: tuple[str, str], address: str) -> list[LoginObstacle]:
    """What stands between netops and a login. `port`: the one with the address; `sources`: the first and the last address that it may come
    from; `address`: the target's."""
    found = [*_service(said, way, port.vrf), *_management_port(said, way, port, sources)]
    if said.global_only and port.vrf and way.transport == "ssh":
        found.append(LoginObstacle(f"access-class {said.global_only} without vrf-also lets nobody in from a VRF, such as {port.vrf}"))
    if said.accounts is not None and way.account and said.is_local is not False:
        found += _account(said, said.accounts, way)
    if said.is_local is False:
        found.append(LoginObstacle("logins are left to servers: no local account gets in when they do not answer"))
    if said.ssh_version == "1" and way.transport in OVER_SSH:
        found.append(LoginObstacle("its SSH speaks version 1 alone, which no client does any more"))
    if said.has_line_password and way.transport == "ssh":
        found.append(LoginObstacle("its lines log in by no account, SSH by accounts alone"))
    if not said.has_shell and way.transport == "ssh":
        found.append(LoginObstacle("its lines take no commands (no exec)"))
    if said.methods and way.methods and way.transport in OVER_SSH and not set(said.methods) & set(way.methods):
        found.append(LoginObstacle(f"SSH takes no {' or '.join(way.methods)}, by which netops logs in"))
    if said.authorization:
        found.append(
            LoginObstacle(f"sessions are authorised by servers alone, and by nobody when they do not answer ({said.authorization})")
        )
    return [*found, *(_host(said, way, sources, address) if way.transport == "ssh" else ())]


def _host(said: LoginPolicy, way: LoginMethod, sources: tuple[str, str], address: str) -> Iterable[LoginObstacle]:
    """What the files of a server say about SSH."""
    account = way.account or "root"
    session = SshdSession(account, sources, address, way.port, way.methods)
    for one in session_refusals(said.sshd, session) if said.sshd is not None else ():
        yield LoginObstacle(one.text, one.is_certain, one.where)
    if (access := find_denial(said.wrappers, sources)) is not None:
        yield LoginObstacle(f"tcp wrappers deny netops ({access.text})", where=access.where)
    for path, digest, is_of_others in said.files:
        if account != "root" or not is_of_others:
            yield LoginObstacle(f"not understood: {path} ({digest})", is_certain=False)


def _service(said: LoginPolicy, way: LoginMethod, vrf: str) -> Iterable[LoginObstacle]:
    """What keeps the server that netops connects to from answering: it is off, on another port, or in another VRF."""
    api = next((one for one in said.apis or () if one.name == way.transport), None)
    if way.transport == "ssh":
        yield from _answers("SSH", said.ssh is not False, {said.port} if said.sshd is None else {way.port}, said.vrfs, way, vrf)
    elif way.transport in TITLES and said.apis is not None:
        ports = {PORTS[way.transport]} if api is None else {api.port or PORTS[way.transport]}
        ports |= {said.port} if way.transport == "netconf" else set()  # the subsystem of SSH (RFC 6242, section 3)
        yield from _answers(TITLES[way.transport], api is not None and api.enabled, ports, api.vrfs if api else None, way, vrf)


def _management_port(said: LoginPolicy, way: LoginMethod, port: Port, sources: tuple[str, str]) -> Iterable[LoginObstacle]:
    """What keeps netops out where the config names the ports for management. Where netops is not beside the target, it may come in by
    another port than the one with the address."""
    wanted = {way.transport, "all", *(("ssh",) if way.transport in OVER_SSH else ())}
    open_ports = {name for name, kinds in (said.management_ports or {}).items() if wanted & set(kinds)}
    is_own = port.name.startswith(OUT_OF_BAND) or not open_ports.isdisjoint({port.name, port.parent, "all"})
    if said.management_ports is not None and not is_own:
        is_beside = any(ip_address(sources[0]) in one.network for one in port.addresses)
        named = f"only on {', '.join(sorted(open_ports))}" if open_ports else "on no port"
        yield LoginObstacle(f"management over {way.transport.upper()} is let in {named}, not on {port.name}", is_beside or not open_ports)


OUT_OF_BAND: Final = ("MgmtEth", "Management")
"""Ports of management protection that always let management in (IOS XR, System Security guide)."""


def _answers(name: str, runs: bool, ports: set[int], vrfs: tuple[str, ...] | None, way: LoginMethod, vrf: str) -> Iterable[LoginObstacle]:
    if not runs:
        yield LoginObstacle(f"{name} is off, by which netops connects")
    elif way.port not in ports:
        yield LoginObstacle(f"{name} answers on port {', '.join(map(str, sorted(ports)))}, netops connects to {way.port}")
    elif vrfs and (vrf or "default") not in vrfs:
        yield LoginObstacle(f"{name} does not answer in VRF {vrf or 'default'}, where the address of the target is")


PRIVILEGE: Final = "privilege"
TITLES: Final = {"eapi": "eAPI", "netconf": "NETCONF"}


def _account(said: LoginPolicy, accounts: Mapping[str, tuple[str, ...]], way: LoginMethod) -> Iterable[LoginObstacle]:
    if way.account not in accounts:
        yield LoginObstacle(f"it has no account {way.account}, by which netops logs in")
    elif way.methods == ("password",) and "password" not in accounts[way.account]:
        yield LoginObstacle(f"account {way.account} has no password, by which netops logs in")
    may, role = said.rights.get(way.account, (None, ""))
    if may is False and (role or PRIVILEGE).startswith(PRIVILEGE) and way.enables:
        if not said.has_enable:
            yield LoginObstacle(f"account {way.account} has {role or 'no privilege'}, and no password gives it more (enable)")
    elif may is False:
        yield LoginObstacle(f"account {way.account} may not change the configuration ({role or 'no role'})")
    elif may is None and role and not way.enables:
        yield LoginObstacle(f"not understood: {role} of account {way.account}", is_certain=False)
