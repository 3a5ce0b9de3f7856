"""Facts off the configs of Cisco NX-OS 7 to 10 (Nexus 9000 Interfaces, Unicast Routing and Security configuration guides).

`enabled`: a running config shows what differs from the default. VLAN interfaces, tunnels and NVE are down by default, loopbacks, mgmt0 and
port channels up (Interfaces guide, "Configuring Layer 3 Interfaces"). A switch port is up unless `system default switchport shutdown`
says otherwise. For a routed Ethernet port or a subinterface the default is the model's: without a line it stays open (None), and so
does the mode of a port without `switchport` lines unless `system default switchport` says it. SSH is on unless `no feature ssh`.
When no server answers, local users get in unless `no aaa authentication login default fallback error local` (Security guide, "AAA").
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from netops.facts.lists import (
    ADDRESSES,
    SERVERS,
    aaa_server_line,
    add_login_methods,
    add_user,
    bind_filter,
    enter_filter,
    enter_login_line,
    only_look,
    set_listener_filter,
)
from netops.facts.ports import (
    VLAN,
    fill_in_modes,
)
from netops.facts.read import Reader
from netops.facts.routers import bgp_process, enter_process
from netops.facts.switching import SECTIONS, SWITCH, finish_switching
from netops.facts.table import Fields, SectionPattern, make_table, section_of_thing, set_constant
from netops.platforms.cisco_nxos.facts_interface import DOWN, INTERFACE, NAME, ROUTED, UP
from netops.platforms.cisco_nxos.facts_routing import BGP, CONTEXT, IGP, note_static_route

LINE: Final = make_table(
    {
        "access-class * in|out": set_listener_filter,
        "ipv6 access-class * in|out": lambda fields, name, way: set_listener_filter(fields, name, way, "ipv6"),
    },
    """
    exec-timeout|session-limit|absolute-timeout|speed|databits|stopbits|parity|terminal|logout-warning|modem|length|width ~
    """,
)


def _community(fields: Fields, words: str) -> None:
    """`snmp-server community SECRET [group G|ro|rw] | use-ipv4acl LIST [use-ipv6acl LIST] | use-acl LIST` (System Management guide)."""
    rest = words.split()[1:]
    while rest:
        word = rest.pop(0)
        if word in _ACLS:
            bind_filter("snmp", _ACLS[word], "community")(fields, rest.pop(0))
        elif word == "group":
            rest = rest[1:]
        elif word not in ("ro", "rw"):
            raise ValueError("not of a community")


_ACLS: Final = {"use-acl": "ipv4", "use-ipv4acl": "ipv4", "use-ipv6acl": "ipv6"}


def _snmp_user(fields: Fields, name: str, words: str) -> None:
    rest = words.split()
    for word, after in pairwise(rest):
        if word in _ACLS:
            bind_filter("snmp", _ACLS[word], f"user {name}")(fields, after)


def _power(fields: Fields, action: str, words: str) -> None:
    """A rule of a role: `rule 1 permit read-write` is all, `permit read` to look (Security guide, "Configuring User Accounts")."""
    kind = {"read-write": "configure", "read": "read"}.get(words, "other") if action == "permit" else "other"
    fields.setdefault("powers", []).append(kind)


TOP: Final = make_table(
    {
        "hostname|switchname *": lambda fields, _, name: fields.update(hostname=name),
        "interface *": SectionPattern(INTERFACE, section_of_thing("interfaces", NAME)),
        "vlan ~": VLAN,
        "ip|ipv6 route ~": lambda fields, _, words: note_static_route(fields, words),
        "vrf context *": CONTEXT,
        "system default switchport": set_constant("switched", "access"),
        "no system default switchport": set_constant("switched", "routed"),
        "system default switchport shutdown": set_constant("switchport_down", True),
        "no system default switchport shutdown": set_constant("switchport_down", False),
        "ip access-list *": enter_filter("ipv4"),
        "ipv6 access-list *": enter_filter("ipv6"),
        "mac access-list *": enter_filter("mac"),
        "object-group ip|ipv6 address *": ADDRESSES,
        "line console|vty": SectionPattern(LINE, enter_login_line),
        "feature ssh": set_constant("feature_ssh", True),
        "no feature ssh": set_constant("feature_ssh", False),
        "feature nxapi|netconf": lambda fields, name: fields.setdefault("apis", {}).setdefault(name, {}),
        "no feature nxapi|netconf": lambda fields, name: fields.get("apis", {}).pop(name, None),
        "nxapi https port #": lambda fields, port: fields.update(nxapi_port=int(port)),
        "feature interface-vlan": set_constant("feature_svi", True),
        "no feature interface-vlan": set_constant("feature_svi", False),
        "role name *": SectionPattern(
            make_table({"rule # permit|deny ~": lambda fields, _, action, words: _power(fields, action, words)}, "description ~"),
            section_of_thing("roles"),
        ),
        "feature telnet": set_constant("feature_telnet", True),
        "no feature telnet": set_constant("feature_telnet", False),
        "ssh port #": lambda fields, port: fields.setdefault("ssh", {}).update(port=int(port)),
        "aaa authentication login default|console ~": add_login_methods("login"),
        "aaa authentication login default fallback error local": set_constant("fallback", True),
        "no aaa authentication login default fallback error local": set_constant("fallback", False),
        "aaa authorization commands|config-commands * ~": add_login_methods("authorization"),
        "aaa group server tacacs+|radius *": SERVERS,
        "tacacs-server host *": aaa_server_line("tacacs+", "port", frozenset()),
        "tacacs-server host * ~": aaa_server_line("tacacs+", "port", frozenset({"timeout"})),
        "radius-server host *": aaa_server_line("radius", "auth-port", frozenset()),
        "radius-server host * ~": aaa_server_line("radius", "auth-port", frozenset({"acct-port", "timeout", "retransmit"})),
        "username * ~": add_user,
        "router bgp *": SectionPattern(BGP, bgp_process),
        "router ospf *": SectionPattern(IGP, enter_process("ospf")),
        "router ospfv3 *": SectionPattern(IGP, enter_process("ospfv3")),
        "router isis *": SectionPattern(IGP, enter_process("isis")),
        "snmp-server community ~": _community,
        "snmp-server user * ~": _snmp_user,
        "ntp access-group peer|serve|serve-only|query-only * [match-all]": lambda fields, kind, name: bind_filter("ntp", "ipv4", kind)(
            fields, name
        ),
        "control-plane": SectionPattern(
            make_table(
                {
                    "service-policy input|output *": lambda fields, way, name: bind_filter("control-plane", "policy", "", way[:-3])(
                        fields["root"], name
                    )
                },
                "scale-factor ~",
            ),
            lambda fields: {"root": fields},
        ),
    },
    """
    vlan configuration ~ {}
    vlan dot1q ~
    vlan access-map ~ {}
    [no] system default switchport fabricpath
    ip access-list match-local-traffic
    ssh key|login-attempts|login-gracetime|idle-timeout|ciphers|macs|kexalgos|keytypes|cipher-mode ~
    username * keypair|passphrase|ssh-cert-dn ~
    aaa authentication login error-enable|ascii-authentication|chap|mschap|mschapv2|invalid-username-log [~]
    no aaa authentication login error-enable|ascii-authentication|chap|mschap|mschapv2|console [~]
    aaa authentication dot1x|cts ~
    aaa authorization ssh-certificate|ssh-publickey|cts ~
    [no] aaa accounting ~
    [no] aaa user default-role
    aaa session-id ~
    tacacs-server key|timeout|deadtime|directed-request|test [~]
    radius-server key|timeout|deadtime|retransmit|directed-request|test [~]
    [no] snmp-server location|contact|host|enable|source-interface|globalEnforcePriv|protocol|context|mib|engineID|aaa-user|counter [~]
    [no] snmp-server tcp-session|system-shutdown|trap-timeout|group|drop|load-mib|ifmib [~]
    [no] ntp server|peer|source|source-interface|authenticate|authentication-key|trusted-key|master|logging|distribute|allow|passive [~]
    """,
    SWITCH,
)


def _defaults(fields: Fields) -> None:
    only_look(fields)
    for name, port in fields.get("interfaces", {}).items():
        switchable = name.startswith(("Ethernet", "port-channel"))
        fill_in_modes(port, ROUTED, without=fields.get("switched", "") if switchable else "other", switched="access")
        port.setdefault("enabled", _enabled(fields, name, port))
        if name.startswith("Vlan") and not fields.get("feature_svi"):
            port["off"] = "without feature interface-vlan"
    finish_switching(fields)
    ssh, telnet = fields.get("feature_ssh", True), fields.get("feature_telnet", False)
    fields.setdefault("ssh", {}).update(enabled=ssh, version="2")
    if "vty" in fields.get("lines", {}):
        fields["lines"]["vty"]["transports"] = ["ssh"] * ssh + ["telnet"] * telnet
    if "nxapi_port" in fields and "nxapi" in fields.get("apis", {}):
        fields["apis"]["nxapi"]["port"] = fields["nxapi_port"]
    _local(fields)


def _enabled(fields: Fields, name: str, port: Fields) -> bool | None:
    if name.startswith(DOWN):
        return False
    if "." in name:
        return None
    if name.startswith(UP):
        return True
    return not fields.get("switchport_down", False) if port["mode"] in ("access", "trunk", "tunnel") else None


def _local(fields: Fields) -> None:
    login = fields.get("login", {}).get("default")
    named = login is None or "local" in login.methods
    fields["local_fallback"] = named or bool(fields.get("fallback", True))


READER: Final = Reader(
    TOP,
    (
        *("interface", "vlan", "ip route", "ipv6 route", "vrf context", "system default switchport", "ip access-list", "ipv6 access-list"),
        *(
            "mac access-list",
            "line",
            "feature ssh",
            "feature telnet",
            "feature interface-vlan",
            "role name",
            *SECTIONS,
            "ssh",
            "aaa",
            "tacacs-server",
            "radius-server",
            "username",
        ),
        *("router bgp", "router ospf", "router ospfv3", "router isis", "snmp-server", "ntp", "control-plane", "hostname", "switchname"),
    ),
    _defaults,
)
