"""Facts off the configs of Cisco IOS XR 6 to 7 (ASR 9000 and NCS 5500 configuration guides).

`enabled`: up unless a line says `shutdown` (Interface and Hardware Component guide). A port routes unless it says `l2transport`; there
are no VLANs, so the tag of a subinterface is all that is known of one. `mtu` counts the layer 2 header, as XR does. SSH runs when a line
`ssh server` says so, in the default VRF and in those that are named (System Security guide,
"Implementing Secure Shell"). Without a list, local users log in ("Configuring AAA Services").
Which peers management plane protection allows is not read: those lines are listed.
"""

from __future__ import annotations

from typing import Final

from netops.facts.lists import (
    ADDRESSES,
    SERVERS,
    add_aaa_server,
    add_login_methods,
    bind_filter,
    enter_filter,
    enter_login_line,
    manages,
    only_look,
    set_listener_filter,
    set_local_login,
    set_login_method,
)
from netops.facts.read import Reader
from netops.facts.routers import bgp_process, enter_process
from netops.facts.table import Effect, Fields, SectionPattern, make_table, section_of_thing, set_field
from netops.platforms.cisco_xr.facts_interface import INTERFACE, NAME, WAYS, layer2
from netops.platforms.cisco_xr.facts_routing import BGP, IGP, STATIC, enter_shared_address

LINE: Final = make_table(
    {
        "access-class ingress|egress *": lambda fields, way, name: set_listener_filter(fields, name, WAYS[way]),
        "access-class ipv4|ipv6 * ingress|egress": lambda fields, family, name, way: set_listener_filter(fields, name, WAYS[way], family),
        "transport input ~": lambda fields, words: fields.update(transports=[] if words == "none" else sorted(words.split())),
        "login authentication *": set_field("login"),
    },
    """
    transport output|preferred ~
    exec-timeout|session-timeout|session-limit|absolute-timeout|length|width|escape-character|timestamp|cli|stopbits|databits|parity ~
    accounting|authorization|pager|telnet|disconnect-character|cli-whitespace-completion|secret|password [~]
    users group ~
    """,
)


def _ssh(**values: object) -> Effect:
    def effect(fields: Fields, *_: str) -> None:
        ssh: Fields = fields.setdefault("ssh", {})
        ssh.update(enabled=True, **values)
        ssh.setdefault("vrfs", []).append("default")

    return effect


def _ssh_vrf(fields: Fields, vrf: str, words: str = "") -> None:
    """`ssh server vrf NAME [ipv4 access-list LIST] [ipv6 access-list LIST]`."""
    ssh = fields.setdefault("ssh", {})
    ssh["enabled"] = True
    ssh.setdefault("vrfs", []).append(vrf)
    rest = words.split()
    while rest:
        if rest[0] not in ("ipv4", "ipv6") or rest[1:2] != ["access-list"] or len(rest) < 3:
            raise ValueError(f"not of the server: {words}")
        bind_filter("ssh", rest[0])(fields, rest[2], "" if vrf == "default" else vrf)
        ssh.setdefault("filters", []).append(rest[2])
        rest = rest[3:]


def _netconf(fields: Fields, port: str = "") -> None:
    """NETCONF runs over the SSH server: the agent is on, or a port of its own is open (System Management guide, "NETCONF Protocol")."""
    found: Fields = fields.setdefault("apis", {}).setdefault("netconf", {})
    if port:
        found["port"] = int(port)


def _community(fields: Fields, words: str) -> None:
    """`snmp-server community SECRET [view V] [RO|RW] [SystemOwner] [LIST | IPv4 LIST] [IPv6 LIST]` (SNMP commands)."""
    rest = words.split()
    rest = rest[2:] if rest[0] in ("clear", "encrypted") else rest[1:]
    family = "ipv4"
    while rest:
        word = rest.pop(0)
        if word in ("IPv4", "IPv6"):
            family = word.lower()
        elif word == "view":
            rest = rest[1:]
        elif word not in ("RO", "RW", "SystemOwner", "LROwner", "SDROwner"):
            bind_filter("snmp", family, "community")(fields, word)


def _group(fields: Fields, name: str) -> None:
    fields["role"] = f"{fields['role']},{name}" if fields.get("role") else name


_NTP: Final = SectionPattern(
    make_table(
        {
            "access-group [ipv4] peer|serve|serve-only|query-only *": lambda fields, kind, name: bind_filter("ntp", "ipv4", kind)(
                fields, name
            )
        },
        """
        server|peer|source|authenticate|authentication-key|trusted-key|master|max-associations|update-calendar|log-internal-sync|passive [~]
        interface ~ {}
        """,
    )
)


def _power(fields: Fields, name: str) -> None:
    """A task group of a user group: what root and administrators of the network may (System Security guide, "Configuring AAA Services")."""
    fields.setdefault("powers", []).append("configure" if name in CONFIGURING else "read" if name in LOOKING else "other")


CONFIGURING: Final = ("root-lr", "root-system", "netadmin")
LOOKING: Final = ("operator", "sysadmin", "serviceadmin", "cisco-support")


def _managed(fields: Fields, port: str) -> Fields:
    manages(fields, port if port == "all" else NAME(port), "")
    return {"root": fields, "port": port if port == "all" else NAME(port)}


_PLANE: Final = SectionPattern(
    make_table(
        {
            "interface *": SectionPattern(
                make_table({"allow * [peer]": lambda fields, kind, *_: manages(fields["root"], fields["port"], kind)}),
                _managed,
            )
        }
    )
)
"""Management plane protection: once it names ports, management comes in by these alone (System Security guide, "Implementing MPP")."""

_SERVER: Final = "key ~\ntimeout #\nretransmit #\nsingle-connection"

TOP: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "interface *": SectionPattern(INTERFACE, section_of_thing("interfaces", NAME)),
        "interface preconfigure *": SectionPattern(INTERFACE, section_of_thing("interfaces", NAME)),
        "interface * l2transport": SectionPattern(INTERFACE, layer2),
        "router static": STATIC,
        "ipv4|ipv6 access-list *": SectionPattern(
            enter_filter("ipv4").table, lambda fields, family, name: enter_filter(family).enter(fields, name)
        ),
        "ethernet-services access-list *": enter_filter("mac"),
        "object-group network ipv4|ipv6 *": ADDRESSES,
        "line console|default": SectionPattern(LINE, enter_login_line),
        "line template *": SectionPattern(LINE, enter_login_line),
        "ssh server": _ssh(),
        "ssh server port #": lambda fields, port: fields.setdefault("ssh", {}).update(port=int(port)),
        "ssh server v2": _ssh(version="2"),
        "ssh server vrf *": _ssh_vrf,
        "ssh server vrf * ~": _ssh_vrf,
        "aaa authentication login * ~": add_login_methods("login"),
        "aaa authorization exec|commands|network|eventmanager * ~": add_login_methods("authorization"),
        "aaa group server tacacs+|radius *": SERVERS,
        "tacacs-server host *": SectionPattern(make_table({}, _SERVER), add_aaa_server("tacacs+")),
        "tacacs-server host * port #": SectionPattern(
            make_table({}, _SERVER), lambda fields, name, port: _ported("tacacs+", fields, name, port)
        ),
        "radius-server host * auth-port # [acct-port] [~]": SectionPattern(
            make_table({}, _SERVER), lambda fields, *words: _ported("radius", fields, *words)
        ),
        "username *": SectionPattern(
            make_table(
                {"group *": _group, "secret|password ~": lambda fields, *_: set_login_method("password")(fields)},
                "password-policy|login-history ~",
            ),
            section_of_thing("users"),
        ),
        "usergroup *": SectionPattern(make_table({"taskgroup *": _power}, "description ~"), section_of_thing("roles")),
        "control-plane": SectionPattern(
            make_table({"management-plane": SectionPattern(make_table({"inband": _PLANE, "out-of-band": _PLANE}))})
        ),
        "netconf-yang agent": SectionPattern(
            make_table({"ssh": _netconf}, "session|rate-limit|with-defaults-support|ncv1ypushenabled|disable-ncv1ypush [~]"),
            lambda fields: fields,
        ),
        "ssh server netconf port #": _netconf,
        "ssh server netconf vrf *": lambda fields, _: _netconf(fields),
        "ssh server netconf": _netconf,
        "router bgp *": SectionPattern(BGP, bgp_process),
        "router ospf *": SectionPattern(IGP, enter_process("ospf")),
        "router ospfv3 *": SectionPattern(IGP, enter_process("ospfv3")),
        "router isis *": SectionPattern(IGP, enter_process("isis")),
        "router vrrp": enter_shared_address("vrrp"),
        "router hsrp": enter_shared_address("hsrp"),
        "snmp-server community ~": _community,
        "ntp": _NTP,
    },
    """
    vty-pool ~
    ssh timeout|client ~
    ssh server rate-limit|session-limit|logging|dscp|rekey-time|rekey-volume|cipher|algorithms|netconf|enable|disable|max-auth-limit [~]
    aaa authentication enable|ppp ~
    aaa accounting ~
    aaa default-taskgroup *
    tacacs-server key|timeout|ipv4 ~
    radius-server key|timeout|retransmit|deadtime|dead-criteria|vsa|attribute|ipv4 ~
    tacacs|radius source-interface ~
    snmp-server location|contact|host|traps|trap-source|view|engineID|ifindex|ifmib|packetsize|queue-length|trap-timeout|chassis-id [~]
    snmp-server vrf|mibs|entityindex|notification-log-mib|throttle-time|logging|oid-poll-stats|timeouts|context ~ {}
    """,
)


def _ported(protocol: str, fields: Fields, name: str, port: str) -> Fields:
    found: Fields = add_aaa_server(protocol)(fields, name)
    found["port"] = int(port)
    return found


def _defaults(fields: Fields) -> None:
    only_look(fields)
    fields["routing"] = True
    for name, port in fields.get("interfaces", {}).items():
        port.setdefault("enabled", True)
        port["mode"] = port.get("switchport_mode") or ("member" if port.get("lag") else "routed")
        if "." in name:
            port["parent"] = name.partition(".")[0]
    for process_ in fields.get("igp", {}).values():
        for one in process_.get("members", {}).values():
            if one["area"] in process_.get("area_passive", {}):
                one.setdefault("passive", process_["area_passive"][one["area"]])
    fields.setdefault("ssh", {}).setdefault("enabled", False)
    set_local_login(fields, "default", default=True)


READER: Final = Reader(
    TOP,
    (
        *("interface", "router static", "ipv4 access-list", "ipv6 access-list", "ethernet-services", "line", "vty-pool", "ssh", "telnet"),
        *("aaa", "tacacs-server", "radius-server", "tacacs", "radius", "username", "router bgp", "router ospf", "router ospfv3"),
        *("router isis", "router vrrp", "router hsrp", "snmp-server", "ntp", "control-plane", "hostname", "usergroup"),
    ),
    _defaults,
)
