"""What is known of a device from its config: frozen records, sorted, ready for `dataclasses.asdict` and JSON.

An empty text means "none" or, for a VRF, the default one. None means that the text does not show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """An address of an interface. `role`: primary, secondary, virtual (shared with a neighbour), link-local, eui-64, anycast, dhcp,
    autoconfig, negotiated, or unnumbered (`address` is then the interface that lends its own). `length` is None where there is none."""

    family: int
    address: str
    length: int | None = None
    role: str = "primary"


@dataclass(frozen=True, slots=True, order=True)
class FilterUse:
    """A filter on an interface. `direction`: in or out, as the device counts it. `family`: ipv4, ipv6, mac, any."""

    name: str
    direction: str
    family: str


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface. `enabled` is the admin state, with the platform's default where no line says it.

    `mode`: routed, access, trunk, dynamic (negotiated), tunnel (802.1Q in 802.1Q), member (its LAG decides), other, or empty when the
    text does not show it. The VLANs count in the modes that use them; `allowed_vlans` of a trunk without a list are all that exist.
    `trunk_groups` (EOS): a VLAN with groups is only on ports in one of them
    (EOS User Manual, "VLAN Trunking and Trunk Groups"). `tag`, `inner_tag`: of a subinterface; `parent`: what it is on.
    `nat`: the side of address translation, inside or outside. `bpduguard`: a switch at the other end shuts it down.
    `restrictions`: what else keeps frames off it (root guard, port login, port security, port security of several, source guard);
    `arp_trusted`: ARP that comes in is not inspected. `off`: why it is down whatever its admin state.
    `lines`: the number of the line that each field is from, and under '' of the first line of the interface.
    """

    name: str
    enabled: bool | None = None
    description: str = ""
    addresses: tuple[Address, ...] = ()
    vrf: str = ""
    mtu: int | None = None
    mode: str = ""
    access_vlan: int | None = None
    voice_vlan: int | None = None
    native_vlan: int | None = None
    allowed_vlans: tuple[int, ...] = ()
    trunk_groups: tuple[str, ...] = ()
    lag: str = ""
    parent: str = ""
    tag: int | None = None
    inner_tag: int | None = None
    filters: tuple[FilterUse, ...] = ()
    nat: str = ""
    bpduguard: bool = False
    restrictions: tuple[str, ...] = ()
    arp_trusted: bool = False
    off: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Vlan:
    id: int
    name: str = ""
    active: bool = True
    trunk_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class StaticRoute:
    """A static route. `interface` is `discard` where packets are dropped. `track`: what has to be up for it. `next_vrf`: where the
    next hop is looked up, when that is another VRF."""

    vrf: str
    prefix: str
    next_hop: str = ""
    interface: str = ""
    distance: int = 1
    next_vrf: str = ""
    track: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a filter: its place as the text gives it, and its text. Remarks are no entries."""

    sequence: int | None
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class AddressGroup:
    """Addresses that filters name together: prefixes. One with a line that was not understood has none."""

    name: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its entries in order. `open_end`: the last entry lets everything pass."""

    name: str
    family: str
    entries: tuple[Entry, ...] = ()
    open_end: bool = False


@dataclass(frozen=True, slots=True, order=True)
class AppliedFilter:
    """A place where a filter is used. `kind`: interface, line, ssh, telnet, snmp, ntp, http, api, control-plane; `place`: which one."""

    filter: str
    family: str
    kind: str
    place: str = ""
    direction: str = "in"
    vrf: str = ""


@dataclass(frozen=True, slots=True)
class Ssh:
    """The SSH server. `enabled` is None where something outside the config decides (IOS: whether there is a host key).

    `vrfs`: where it listens, empty means the platform's default; `filters`: what restricts it, beside the filters of lines; `methods`: how
    it lets people log in (password, key), empty means in any way.
    """

    enabled: bool | None = None
    version: str = ""
    port: int = 22
    vrfs: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A line on which people log in. `transports`: how they may come in, None when the text does not show it (the release decides).
    `login`: the method list, or local, password, none; empty is the platform's default. `shell`: whether it takes commands. `global_only`:
    the filter because of which nobody comes in from a VRF."""

    name: str
    transports: tuple[str, ...] | None = None
    login: str = ""
    shell: bool = True
    filters: tuple[str, ...] = ()
    global_only: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Login:
    """The methods that are tried in order when someone logs in: `local`, `group NAME`, `none`, ..."""

    list: str
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class ServerGroup:
    name: str
    protocol: str
    servers: tuple[str, ...] = ()
    vrf: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Server:
    """A server that checks logins. `port` is None for the protocol's own."""

    protocol: str
    name: str
    address: str = ""
    port: int | None = None
    vrf: str = ""


@dataclass(frozen=True, slots=True, order=True)
class User:
    """A local user: `privilege` as a number, or `role` by name. `methods`: how the user can log in, key or password. Never a secret.
    `powers`: what the role permits, where the config itself says it: configure, read, other."""

    name: str
    privilege: int | None = None
    role: str = ""
    methods: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Api:
    """A server for programs: eapi, netconf, nxapi. `vrfs`: where it listens, empty means the platform's default."""

    name: str
    enabled: bool = True
    port: int | None = None
    vrfs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aaa:
    """Who may log in. `local_fallback`: a local user gets in when no server answers; None when the lines decide, or the text does not
    show it. `authorization`: the lists that say who may do what, by `exec default`. `levels`: whether commands are moved to other levels
    of privilege; `enable`: whether a password gives more privileges."""

    login: tuple[Login, ...] = ()
    authorization: tuple[Login, ...] = ()
    local_fallback: bool | None = None
    groups: tuple[ServerGroup, ...] = ()
    servers: tuple[Server, ...] = ()
    users: tuple[User, ...] = ()
    levels: bool = False
    enable: bool = False


@dataclass(frozen=True, slots=True, order=True)
class BgpNeighbour:
    """A BGP session, with what it takes over from its group. `peer`: address, prefix of dynamic peers, or interface.
    `remote_as`: a number, `internal`, `external`, `auto`, or the name of a filter of numbers."""

    vrf: str
    peer: str
    remote_as: str = ""
    local_as: str = ""
    group: str = ""
    enabled: bool = True
    password: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class IgpInterface:
    """Where OSPF or IS-IS runs: an interface, or a network of the process (its interfaces are then listed too)."""

    protocol: str
    process: str
    vrf: str = ""
    area: str = ""
    interface: str = ""
    network: str = ""
    passive: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Redundancy:
    """A group of VRRP or HSRP on an interface, with the addresses that it shares. The highest priority is active; 100 is the default of
    both (RFC 9568, section 5.2.4; Cisco First Hop Redundancy Protocols guide)."""

    protocol: str
    interface: str
    group: int
    addresses: tuple[str, ...] = ()
    priority: int = 100


@dataclass(frozen=True, slots=True)
class Translation:
    """A rule of address translation from inside to outside. `local`: the address inside that always gets the same one; else `acl` names
    the filter, or the route map, of the sources. `outside`: the address that they get, with `interface` that of the interface.
    `protocol`, `port` and `outside_port` of a single port."""

    local: str = ""
    acl: str = ""
    outside: str = ""
    interface: str = ""
    protocol: str = ""
    port: int | None = None
    outside_port: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class NotUnderstood:
    """A line of a section that facts come from, which the reader does not know: its number (from 1, 0 when unknown), the line above it
    or the kind of line that it is, and its text without secrets."""

    line: int
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a config. `routing`: whether IPv4 is routed; where it is not, `gateways` count. `understood`: how many lines of the
    sections concerned were read; `not_understood`: the others. `arp_inspected`: VLANs whose ARP from ports that are not trusted has to
    be of a known host; `arp_exempt`: some are known beside those of DHCP. `priorities`: of the spanning tree by VLAN, 0 for the others.
    `management_ports`: the only ports on which management is let in, with the protocols, where the config names any; `all` is every one."""

    platform: str
    hostname: str = ""
    routing: bool | None = None
    gateways: tuple[str, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    routes: tuple[StaticRoute, ...] = ()
    filters: tuple[Filter, ...] = ()
    address_groups: tuple[AddressGroup, ...] = ()
    bindings: tuple[AppliedFilter, ...] = ()
    ssh: Ssh = field(default_factory=Ssh)
    apis: tuple[Api, ...] = ()
    lines: tuple[Line, ...] = ()
    aaa: Aaa = field(default_factory=Aaa)
    bgp: tuple[BgpNeighbour, ...] = ()
    igp: tuple[IgpInterface, ...] = ()
    redundancy: tuple[Redundancy, ...] = ()
    translations: tuple[Translation, ...] = ()
    arp_inspected: tuple[int, ...] = ()
    arp_exempt: bool = False
    priorities: tuple[tuple[int, int], ...] = ()
    management_ports: tuple[tuple[str, tuple[str, ...]], ...] = ()
    understood: int = 0
    not_understood: tuple[NotUnderstood, ...] = ()
