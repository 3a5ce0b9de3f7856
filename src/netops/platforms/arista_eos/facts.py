"""Facts off the configs of Arista EOS 4.20 and later (EOS User Manual).

`enabled`: up unless a line says `shutdown` (section Ethernet Ports), or `interface defaults` does. An Ethernet port or port channel is a
switch port in VLAN 1 (section VLANs, "switchport mode"). SSH listens in the default VRF unless it is shut down there, and in each VRF
that is named (section Device Management, "management ssh"). Without a list people log in with local users (section User Security).
"""

from __future__ import annotations

from typing import Final

from netops.facts.lists import (
    SERVERS,
    aaa_server_line,
    add_login_methods,
    add_static_route,
    add_user,
    bind_filter,
    enter_filter,
    server_filter_line,
    set_local_login,
)
from netops.facts.ports import (
    VLAN,
    fill_in_modes,
)
from netops.facts.read import Reader
from netops.facts.routers import bgp_process, enter_process
from netops.facts.switching import SECTIONS, SWITCH, finish_switching
from netops.facts.table import Fields, SectionPattern, append_to_field, make_table, section_of_thing, set_constant, set_field
from netops.facts.values import canonical_ip
from netops.platforms.arista_eos.facts_interface import INTERFACE, NAME, ROUTED
from netops.platforms.arista_eos.facts_routing import BGP, ISIS, OSPF


def _server(kind: str) -> SectionPattern:
    """A section of `management`: whether a server runs, in which VRFs, and what restricts it."""
    bound_as = kind if kind in ("ssh", "telnet") else "api"
    guard = {
        "shutdown": set_constant("runs", False),
        "no shutdown": set_constant("runs", True),
        "ip access-group * [in]": server_filter_line(bound_as),
        "ip access-group * vrf * in": lambda fields, name, vrf: server_filter_line(bound_as)(fields, name, "in", vrf),
        "ipv6 access-group * [in]": server_filter_line(bound_as, "ipv6"),
        "ipv6 access-group * vrf * in": lambda fields, name, vrf: server_filter_line(bound_as, "ipv6")(fields, name, "in", vrf),
        "server-port #": set_field("port", int),
    }
    one = make_table({**guard, "vrf *": set_field("vrf"), "port #": set_field("port", int)}, _MANAGEMENT_SILENT)
    within_vrf = SectionPattern(make_table(guard, _MANAGEMENT_SILENT), _of_vrf)
    protocol = {
        "protocol https port #": set_field("port", int),
        "protocol https": set_constant("https", True),
        "no protocol https": set_constant("https", False),
    }
    return SectionPattern(
        make_table({**guard, **protocol, "vrf *": within_vrf, "transport * *": SectionPattern(one, _of_transport)}, _MANAGEMENT_SILENT),
        lambda fields, *_: _of_server(fields, kind),
    )


def _of_server(fields: Fields, kind: str) -> Fields:
    found: Fields = fields.setdefault("management", {}).setdefault(kind, {})
    found["root"] = fields
    return found


def _of_transport(fields: Fields, *_: str) -> Fields:
    found: Fields = {"root": fields["root"]}
    fields.setdefault("transports", []).append(found)
    return found


def _of_vrf(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault("of_vrf", {}).setdefault(name, {})
    found.update(root=fields["root"], vrf=name)
    return found


_MANAGEMENT_SILENT: Final = """
[no] idle-timeout|authentication|cipher|key-exchange|mac|hostkey|known-hosts|log-level|login|client-alive|connection|qos|rekey [~]
[no] fips|session-limit|protocol|port|default-services|secure-monitoring|certificate|ssl|cors|transport|provider|operation|content [~]
[no] banner [~]
[no] notification timestamp ~
"""


def _route(fields: Fields, words: str) -> None:
    values = {"tag": "", "name": "", "metric": "", "track": "track", "egress-vrf": "next_vrf"}
    add_static_route(fields, words, values=values, flags={})


def _community(fields: Fields, words: str) -> None:
    """`snmp-server community SECRET [view V] [ro|rw] [ipv6 LIST] [LIST]` (section SNMP)."""
    rest = words.split()[1:]
    rest = rest[2:] if rest[:1] == ["view"] else rest
    rest = rest[1:] if rest[:1] in (["ro"], ["rw"]) else rest
    if rest[:1] == ["ipv6"]:
        bind_filter("snmp", "ipv6", "community")(fields, rest[1])
        rest = rest[2:]
    for name in rest[:1]:
        bind_filter("snmp", "ipv4", "community")(fields, name)
    if len(rest) > 1:
        raise ValueError("more words than a list")


_FAMILIES_OF: Final = {"ip": "ipv4", "ipv6": "ipv6"}
_DEFAULTS: Final = make_table(
    {
        "mtu #": set_field("default_mtu", int),
        "ethernet": SectionPattern(
            make_table({"shutdown": set_constant("default_enabled", False), "no shutdown": set_constant("default_enabled", True)})
        ),
    }
)
_CONTROL: Final = make_table(
    {
        "ip|ipv6 access-group * in": lambda fields, family, name: bind_filter("control-plane", _FAMILIES_OF[family])(fields, name),
        "ip|ipv6 access-group * vrf * in": lambda fields, family, name, vrf: bind_filter("control-plane", _FAMILIES_OF[family])(
            fields, name, vrf
        ),
    }
)


def _power(fields: Fields, action: str, words: str) -> None:
    """A rule of a role: `10 permit command .*` (User Security guide, "Role-Based Authorization")."""
    is_all = action == "permit" and words in ("command .*", "mode config-all command .*")
    fields.setdefault("powers", []).append("configure" if is_all else "other")


TOP: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "ip default-gateway *": append_to_field("gateways", canonical_ip),
        "ip routing": set_constant("routing", True),
        "ip routing ipv6 interfaces": set_constant("routing", True),
        "no ip routing": set_constant("routing", False),
        "switchport default mode access|routed": set_field("default_mode"),
        "interface *": SectionPattern(INTERFACE, section_of_thing("interfaces", NAME)),
        "interface defaults": SectionPattern(_DEFAULTS),
        "vlan ~": VLAN,
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields, words),
        "ip access-list [standard] *": enter_filter("ipv4"),
        "ipv6 access-list [standard] *": enter_filter("ipv6"),
        "mac access-list *": enter_filter("mac"),
        "management ssh": _server("ssh"),
        "management telnet": _server("telnet"),
        "management api http-commands": _server("eapi"),
        "management api netconf": _server("netconf"),
        "management api gnmi|restconf|gnsi|models": _server("api"),
        "system control-plane": SectionPattern(_CONTROL),
        "aaa authentication login * ~": add_login_methods("login"),
        "aaa authorization exec * ~": lambda fields, *words: add_login_methods("authorization")(fields, "exec", *words),
        "aaa authorization commands * * ~": lambda fields, *words: add_login_methods("authorization")(fields, "commands", *words),
        "aaa group server tacacs+|radius *": SERVERS,
        "tacacs-server host * [single-connection]": aaa_server_line("tacacs+", "port", frozenset()),
        "tacacs-server host * ~": aaa_server_line("tacacs+", "port", frozenset({"timeout"})),
        "radius-server host *": aaa_server_line("radius", "auth-port", frozenset()),
        "radius-server host * ~": aaa_server_line("radius", "auth-port", frozenset({"acct-port", "timeout", "retransmit", "deadtime"})),
        "username *": add_user,
        "username * ~": add_user,
        "role *": SectionPattern(
            make_table({"# permit|deny ~": lambda fields, _, action, words: _power(fields, action, words)}), section_of_thing("roles")
        ),
        "no username *": lambda fields, name: fields.get("users", {}).pop(name, None),
        "router bgp *": SectionPattern(BGP, bgp_process),
        "router ospf *": SectionPattern(OSPF, enter_process("ospf")),
        "router ospf * vrf *": SectionPattern(OSPF, enter_process("ospf")),
        "router ospfv3": SectionPattern(ISIS, enter_process("ospfv3")),
        "router ospfv3 vrf *": SectionPattern(ISIS, lambda fields, vrf: enter_process("ospfv3")(fields, "", vrf)),
        "ipv6 router ospf *": SectionPattern(OSPF, enter_process("ospfv3")),
        "router isis *": SectionPattern(ISIS, enter_process("isis")),
        "snmp-server community ~": _community,
        "snmp-server ipv4|ipv6 access-list *": lambda fields, family, name: bind_filter("snmp", family)(fields, name),
        "snmp-server ipv4|ipv6 access-list * vrf *": lambda fields, family, name, vrf: bind_filter("snmp", family)(fields, name, vrf),
        "ntp serve ip|ipv6 access-group * in": lambda fields, family, name: bind_filter("ntp", _FAMILIES_OF[family])(fields, name),
        "ntp serve ip|ipv6 access-group * vrf * in": lambda fields, family, name, vrf: bind_filter("ntp", _FAMILIES_OF[family])(
            fields, name, vrf
        ),
    },
    """
    [no] ip routing vrf *
    [no] ip routing ipv6 interfaces vrf *
    vlan internal ~
    interface profile * {}
    [no] switchport default ~
    aaa authentication enable|policy|dot1x ~
    [no] aaa authorization serial-console|dynamic|policy|config-commands [~]
    [no] aaa accounting ~
    [no] aaa root|exec [~]
    tacacs-server key|timeout|policy ~
    radius-server key|timeout|retransmit|deadtime|attribute|dynamic-authorization ~
    management security|console|accounts|cvx|defaults|tech-support {}
    [no] snmp-server location|contact|chassis-id|host|enable|local-interface|view|group|user|engineID|vrf|trap|transmit|extension|qos ~
    [no] ntp server|local-interface|authenticate|authentication-key|trusted-key|serve|qos|force-vrf [~]
    """,
    SWITCH,
)


def _defaults(fields: Fields) -> None:
    fields.setdefault("routing", False)
    set_local_login(fields, "default", default=True)
    for name, port in fields.get("interfaces", {}).items():
        ethernet = name.startswith("Ethernet")
        port.setdefault("enabled", fields.get("default_enabled", True) if ethernet else True)
        if "default_mtu" in fields and "mtu" not in port and name.startswith(("Ethernet", "Port-Channel", "Vlan")):
            port["mtu"] = fields["default_mtu"]
        bridged = port.get("switchport_mode") if "." in name else None
        without = fields.get("default_mode", "access") if name.startswith(("Ethernet", "Port-Channel")) else "other"
        fill_in_modes(port, ROUTED, without=without, switched="access")
        port["mode"] = bridged or port["mode"]
        if "edge" in port:
            port["edge"] = "trunk"  # of any mode (EOS User Manual, "Port Fast")
    finish_switching(fields)
    _ssh(fields)
    _apis(fields)


def _ssh(fields: Fields) -> None:
    """SSH runs in the default VRF by itself, elsewhere where it is named. A VRF that says nothing is as the section is."""
    ssh: Fields = fields.get("management", {}).get("ssh", {})
    runs_ = {"default": ssh.get("runs", True), **{name: one.get("runs", True) for name, one in ssh.get("of_vrf", {}).items()}}
    vrfs = [name for name, on in runs_.items() if on]
    fields.setdefault("ssh", {}).update(enabled=bool(vrfs), version="2", port=ssh.get("port", 22), vrfs=vrfs)


def _apis(fields: Fields) -> None:
    """eAPI is off until it is turned on, in the section or in a VRF (section "eAPI"); NETCONF runs on transports that are not shut down."""
    found: Fields = fields.get("management", {})
    if (eapi := found.get("eapi")) is not None:
        runs = {"default": eapi.get("runs", False), **{name: one.get("runs", False) for name, one in eapi.get("of_vrf", {}).items()}}
        vrfs = [name for name, on in runs.items() if on]
        on = bool(vrfs) and eapi.get("https", True)
        fields.setdefault("apis", {})["eapi"] = {"enabled": on, "port": eapi.get("port"), "vrfs": vrfs}
    if (netconf := found.get("netconf")) is not None:
        up = [one for one in netconf.get("transports", ()) if one.get("runs", True)]
        vrfs = [one.get("vrf", "default") for one in up]
        port = next((one["port"] for one in up if "port" in one), None)
        fields.setdefault("apis", {})["netconf"] = {"enabled": bool(up), "port": port, "vrfs": vrfs}


READER: Final = Reader(
    TOP,
    (
        *("interface", "vlan", "ip route", "ipv6 route", "ip access-list", "ipv6 access-list", "mac access-list", "management"),
        *("system control-plane", "aaa", "tacacs-server", "radius-server", "username", "router bgp", "router ospf", "router ospfv3"),
        *("ipv6 router ospf", "router isis", "snmp-server", "ntp", "hostname", "ip default-gateway", "ip routing", "switchport default"),
        *("role", *SECTIONS),
    ),
    _defaults,
)
