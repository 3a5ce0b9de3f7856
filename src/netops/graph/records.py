"""What the walker needs of a target: the same records whether they are from the data or from the text of a config."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network
from typing import Final, Protocol

from netops.graph.admission import LoginPolicy
from netops.graph.place import NOWHERE, ConfigPlace
from netops.graph.rulesets import Ruleset

Network = IPv4Network | IPv6Network
Interface = IPv4Interface | IPv6Interface
FAMILIES = {"ipv4": 4, "ipv6": 6}


@dataclass(frozen=True, slots=True, order=True)
class VirtualAddress:
    """An address that several gateways share, and which of them is active: the one with the highest priority."""

    address: str
    group: int = 0
    priority: int = 100


@dataclass(frozen=True, slots=True, order=True)
class FilterBinding:
    """A filter at an interface. `direction`: in or out; `family`: 4 or 6."""

    direction: str
    family: int
    name: str


@dataclass(frozen=True, slots=True)
class Port:
    """An interface. `mode`: routed, access, trunk, member (of `lag`), or empty when nothing says it.

    `untagged`: the VLAN of frames without a tag, None where they are dropped; `tagged`: the others. `voice` is tagged too.
    `tag`: of a sub-interface of `parent`. `nat`: its side, inside or outside;
    `bpduguard`: a switch at the other end shuts it down. `restrictions`: what else keeps frames off it; `arp_trusted`: ARP that comes in
    is not inspected. `off`: why it is down, where that is not its admin state. `places`: where each field is from, '' for the whole.
    """

    name: str
    enabled: bool = True
    mode: str = ""
    untagged: int | None = None
    tagged: frozenset[int] = frozenset()
    voice: int | None = None
    lag: str = ""
    parent: str = ""
    tag: int | None = None
    vrf: str = ""
    addresses: tuple[Interface, ...] = ()
    shared: tuple[VirtualAddress, ...] = ()
    filters: tuple[FilterBinding, ...] = ()
    nat: str = ""
    has_dynamic_address: bool = False
    bpduguard: bool = False
    restrictions: tuple[str, ...] = ()
    arp_trusted: bool = False
    off: str = ""
    places: Mapping[str, ConfigPlace] = field(default_factory=dict, compare=False)

    def place(self, name: str = "") -> ConfigPlace:
        """Where a field is from, else where the interface begins."""
        return self.places.get(name) or self.places.get("") or NOWHERE

    @property
    def is_idle(self) -> bool:
        """Whether nothing is said of the port: it is as the hardware comes."""
        return self.enabled and not (self.mode or self.lag or self.addresses or self.has_dynamic_address or self.tag)

    def carries(self, vid: int) -> bool:
        """Whether a switch port takes frames of a VLAN, tagged or not."""
        return vid == self.untagged or vid in self.tagged or vid == self.voice


@dataclass(frozen=True, slots=True)
class Route:
    """A static route. `discards`: packets to it are dropped."""

    vrf: str
    network: Network
    next_hop: str = ""
    interface: str = ""
    distance: int = 1
    discards: bool = False
    next_vrf: str = ""
    track: str = ""
    where: ConfigPlace = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Adjacency:
    """An interface on which a routing protocol forms adjacencies (`passive`: only announces its networks). `area`: of OSPF."""

    protocol: str
    interface: str
    passive: bool = False
    area: str = ""


@dataclass(frozen=True, slots=True, order=True)
class BgpSession:
    """A BGP session. `peer`: the address of the other end; `remote_as`, `local_as`: numbers of both, empty where nothing says them."""

    vrf: str
    peer: str
    enabled: bool = True
    remote_as: str = ""
    local_as: str = ""

    @property
    def expected_as(self) -> str:
        """The AS that the other end has to be in."""
        return {"internal": self.local_as, "external": "", "auto": ""}.get(self.remote_as, self.remote_as)


@dataclass(frozen=True, slots=True)
class Translation:
    """A rule of address translation from inside to outside. `local`: the address inside, or '' for all that `acl` permits.

    `outside`: the address that it gets; with `interface` that of the interface. `protocol`, `port` and `outside_port` of a single port."""

    local: str = ""
    acl: str = ""
    outside: str = ""
    interface: str = ""
    protocol: str = ""
    port: int | None = None
    outside_port: int | None = None
    where: ConfigPlace = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LoginService:
    """How the target is logged in to over the network. `enabled` None: outside of the config; `port`: TCP port of SSH.

    `filters`: the names of filters by family that say from where, in any line that SSH may use. Of sshd: `groups` and `users` that may
    log in (empty: all), and whether root may: `yes`, `no`, `prohibit-password`; empty where nothing says it."""

    enabled: bool | None = field(default=None, compare=False)  # only some platforms and no data say it
    port: int = 22
    filters: tuple[tuple[int, str], ...] = ()
    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    root: str = ""
    where: ConfigPlace = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of a config that was not understood: it may change where packets go."""

    line: int
    section: str
    text: str


ROUTES: Final = ("ip route", "ipv6 route", "router static", "routing-options")
LOGINS: Final = (
    "line",
    "ip ssh",
    "ssh",
    "management",
    "aaa",
    "tacacs",
    "radius",
    "username",
    "system services",
    "system login",
    "control-plane",
)
"""Sections of configs, over all platforms: of routes that are typed, and of who may log in."""


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """All of a target. `ports`: those that are more than an idle port; `vlans`: those that it has, None where that is not known;
    `filters`: those in use, by name and family.

    `routes_packets`: whether it forwards packets that are not for itself, None where nothing says it. `firewall`: filters of the host
    itself that everything for it passes, in order; `own_firewall`: those that what it sends passes. `arp_inspected`: VLANs whose ARP has
    to be of a known host, which with `arp_exempt` is not only one of DHCP. `priorities`: of the spanning tree by VLAN, 0 for the others."""

    target: str
    ports: Mapping[str, Port] = field(default_factory=dict)
    vlans: frozenset[int] | None = None
    routes_packets: bool | None = None
    routes: tuple[Route, ...] = ()
    filters: Mapping[tuple[str, int], Ruleset] = field(default_factory=dict)
    adjacencies: tuple[Adjacency, ...] = ()
    sessions: tuple[BgpSession, ...] = ()
    translations: tuple[Translation, ...] = ()
    login: LoginService = LoginService()
    firewall: tuple[Ruleset, ...] = ()
    own_firewall: tuple[Ruleset, ...] = ()
    arp_inspected: frozenset[int] = frozenset()
    arp_exempt: bool = False
    priorities: Mapping[int, int] = field(default_factory=dict)
    admission: LoginPolicy = field(default=LoginPolicy(), compare=False)  # the data says less of it
    unread: tuple[UnreadLine, ...] = field(default=(), compare=False)
    is_text: bool = field(default=False, compare=False)


class HasAclName(Protocol):
    """What names a filter of the addresses that are translated."""

    @property
    def acl(self) -> str: ...


def unread_of(facts: TargetFacts, *names: str) -> UnreadLine | None:
    """The first line that was not understood and is about one of some names: of an interface, a filter."""
    wanted = {one for name in names if name for one in (name, f"{name}.0")}
    return next((one for one in facts.unread if wanted & {*one.section.split(), *one.text.split()}), None)


def unread_in(facts: TargetFacts, sections: tuple[str, ...]) -> UnreadLine | None:
    """The first line that was not understood in some sections."""
    return next((one for one in facts.unread if any(f"{one.section} ".startswith(f"{section} ") for section in sections)), None)


def used_filters(
    filters: Mapping[tuple[str, int], Ruleset],
    ports: Iterable[Port],
    login: LoginService,
    translations: Iterable[HasAclName],
    others: Iterable[tuple[int, str]] = (),
) -> dict[tuple[str, int], Ruleset]:
    """The filters that packets, logins or translations pass, and `others` by family and name."""
    used = {(bound.name, bound.family) for port in ports for bound in port.filters}
    used |= {(name, family) for family, name in login.filters} | {(one.acl, 4) for one in translations if one.acl}
    used |= {(name, family) for family, name in others}
    return {key: one for key, one in filters.items() if key in used}
