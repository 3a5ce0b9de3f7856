"""Facts off the configs of Cisco IOS and IOS XE 15 to 17 (Command References; Security, IP Addressing and IP Routing guides).

`enabled`: a running config shows `shutdown` wherever it holds, so an interface without it is enabled. Whether SSH runs is not in the text:
it needs a host key, which is not shown (Secure Shell Configuration Guide, "How to Configure SSH"). With `aaa new-model` and no list called
default, people log in with local users (Authentication guide, "Login Authentication Using AAA").
"""

from __future__ import annotations

from typing import Final

from netops.facts.lines import current_line
from netops.facts.lists import (
    ADDRESSES,
    ENTRIES,
    SERVERS,
    aaa_server_line,
    add_aaa_server,
    add_filter_entry,
    add_login_methods,
    add_static_route,
    add_user,
    bind_filter,
    enter_filter,
    enter_login_line,
    interface_filter_field,
    manages,
    only_look,
    set_listener_filter,
    set_local_login,
)
from netops.facts.ports import (
    VLAN,
    fill_in_modes,
)
from netops.facts.read import Reader
from netops.facts.routers import bgp_process, enter_process
from netops.facts.switching import SECTIONS, SWITCH, finish_switching
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, section_of_thing, set_constant, set_field
from netops.facts.values import canonical_ip, parse_number
from netops.platforms.cisco_ios.facts_interface import INTERFACE, NAME, ROUTED
from netops.platforms.cisco_ios.facts_routing import BGP, ISIS, OSPF, V3
from netops.platforms.cisco_ios.importing_filters import NAT


def _transports(fields: Fields, words: str) -> None:
    fields["transports"] = [] if words == "none" else sorted(words.split())


def _ssh_methods(fields: Fields, words: str) -> None:
    """`ip ssh server algorithm authentication publickey keyboard password`: those that are left (SSH Configuration Guide, "Algorithms")."""
    kinds = {"publickey": "key", "keyboard": "password", "password": "password"}
    fields.setdefault("ssh", {})["methods"] = sorted({kinds[word] for word in words.split()})


def _global_only(fields: Fields, name: str, way: str) -> None:
    """Without `vrf-also` the line lets nobody in from a VRF (Security Command Reference, `access-class`)."""
    set_listener_filter(fields, name, way)
    if way == "in":
        fields["global_only"] = name


LINE: Final = make_table(
    {
        "access-class * in|out": _global_only,
        "access-class * in|out vrf-also": set_listener_filter,
        "access-class * in vrfname *": lambda fields, name, vrf: set_listener_filter(fields, name, "in", "ipv4", vrf),
        "ipv6 access-class * in|out [vrf-also]": lambda fields, name, way: set_listener_filter(fields, name, way, "ipv6"),
        "transport input ~": _transports,
        "login": set_constant("login", "password"),
        "login local": set_constant("login", "local"),
        "no login": set_constant("login", "none"),
        "login authentication *": set_field("login"),
        "no exec": set_constant("shell", False),
        "exec": set_constant("shell", True),
    },
    """
    transport output|preferred ~
    no vacant-message
    [no] password [~]
    [no] exec-timeout|session-timeout|absolute-timeout|session-limit|length|width|history|privilege|stopbits|speed|databits [~]
    [no] parity|flowcontrol|modem|escape-character|stop-character|start-character|terminal-type|notify|monitor|logging|location [~]
    [no] buffer-length|hold-character [~]
    [no] txspeed|rxspeed|activation-character|disconnect-character|exec-character-bits|special-character-bits|logout-warning [~]
    [no] exec-banner|motd-banner|domain-lookup|editing|ip|international|lockable|full-help|data-character-bits [~]
    authorization|accounting ~
    """,
)


def _community(fields: Fields, words: str) -> None:
    """`snmp-server community SECRET [view V] [RO|RW] [ipv6 ACL] [ACL]`: the secret is left alone (SNMP Configuration Guide)."""
    rest = words.split()[1:]
    if rest[:1] == ["view"]:
        rest = rest[2:]
    if rest and rest[0].upper() in ("RO", "RW"):
        rest = rest[1:]
    _access(fields, "community", rest)


def _access(fields: Fields, place: str, rest: list[str]) -> None:
    """Binds the lists that stand at the end of an SNMP line: `[ipv6 LIST] [LIST]`."""
    if rest[:1] == ["ipv6"]:
        bind_filter("snmp", "ipv6", place)(fields, rest[1])
        rest = rest[2:]
    if len(rest) > 1:
        raise ValueError("more words than a list")
    if rest:
        bind_filter("snmp", "ipv4", place)(fields, rest[0])


def _snmp_access(fields: Fields, kind: str, name: str, words: str) -> None:
    """`snmp-server group|user NAME ... access [ipv6 LIST] LIST`."""
    _, found, rest = words.rpartition(" access ")
    if found:
        _access(fields, f"{kind} {name}", rest.split())


def _listed(fields: Fields, name: str, rest: str) -> None:
    """`access-list 10 permit any`: the number says which kind it is (Security Command Reference, `access-list`)."""
    kinds = ((1, 99, "ipv4"), (100, 199, "ipv4"), (700, 799, "mac"), (1300, 1999, "ipv4"), (2000, 2699, "ipv4"))
    family = next((kind for low, high, kind in kinds if low <= parse_number(name) <= high), None)
    if family is None or rest.split()[0] not in ("permit", "deny", "dynamic", "remark"):
        raise ValueError(f"an access list of another kind: {name}")
    if not rest.startswith("remark"):
        add_filter_entry(interface_filter_field(family)(fields, name), rest)


_ROUTE_WORDS: Final = {"tag": "", "name": "", "track": "track"}


def _route(fields: Fields, words: str) -> None:
    add_static_route(fields, words, values=_ROUTE_WORDS, flags={"permanent": "", "global": "default", "unicast": "", "multicast": ""})


def _translation(effect: Effect) -> Effect:
    """An effect of address translation, with the line of what it adds."""

    def noted(fields: Fields, *words: str) -> None:
        nat: Fields = fields.setdefault("nat", {})
        before = {key: len(rows) for key, rows in nat.items()}
        effect(fields, *words)
        for key, rows in nat.items():
            for row in rows[before.get(key, 0) :]:
                row["line"] = current_line()

    return noted


_METHOD_LISTS: Final = "exec|network|console|config-commands|configuration|reverse-access|auth-proxy"

TOP: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "ip default-gateway *": append_to_field("gateways", canonical_ip),
        "ip routing": set_constant("routing", True),
        "no ip routing": set_constant("routing", False),
        "interface *": SectionPattern(INTERFACE, section_of_thing("interfaces", NAME)),
        "interface * #": SectionPattern(INTERFACE, section_of_thing("interfaces", lambda kind, place: NAME(kind + place))),
        "interface * point-to-point|multipoint": SectionPattern(INTERFACE, section_of_thing("interfaces", lambda name, _: NAME(name))),
        "vlan ~": VLAN,
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields, words),
        "ip access-list standard|extended *": SectionPattern(ENTRIES, lambda fields, _, name: interface_filter_field("ipv4")(fields, name)),
        "ipv6 access-list *": enter_filter("ipv6"),
        "mac access-list extended *": enter_filter("mac"),
        "access-list # ~": _listed,
        "object-group network *": ADDRESSES,
        "line console|con|aux|tty|vty ~": SectionPattern(LINE, enter_login_line),
        "line ~": SectionPattern(LINE, enter_login_line),
        "ip ssh version #": lambda fields, version: fields.setdefault("ssh", {}).update(version=version),
        "ip ssh server algorithm authentication ~": _ssh_methods,
        "ip http access-class [ipv4] *": bind_filter("http"),
        "ip http access-class ipv6 *": bind_filter("http", "ipv6"),
        "aaa new-model": set_constant("new_model", True),
        "aaa authentication login * ~": add_login_methods("login"),
        f"aaa authorization {_METHOD_LISTS} * ~": add_login_methods("authorization"),
        "aaa authorization commands # * ~": lambda fields, level, *words: add_login_methods("authorization")(
            fields, "commands", level, *words
        ),
        "aaa group server tacacs+|radius *": SERVERS,
        "tacacs server *": SectionPattern(
            make_table(
                {"address ipv4|ipv6 *": lambda fields, _, one: fields.update(address=canonical_ip(one)), "port #": set_field("port", int)},
                "key ~\ntimeout #\nsingle-connection\nsend-nat-address",
            ),
            add_aaa_server("tacacs+"),
        ),
        "radius server *": SectionPattern(
            make_table(
                {
                    "address ipv4|ipv6 * auth-port # [acct-port] [#]": lambda fields, _, one, port: fields.update(
                        address=canonical_ip(one), port=int(port)
                    ),
                    "address ipv4|ipv6 *": lambda fields, _, one: fields.update(address=canonical_ip(one)),
                },
                "key ~\ntimeout #\nretransmit #\nautomate-tester ~\npac key ~\nnon-standard\nbackoff ~",
            ),
            add_aaa_server("radius"),
        ),
        "tacacs-server host * [single-connection]": aaa_server_line("tacacs+", "port", frozenset()),
        "tacacs-server host * ~": aaa_server_line("tacacs+", "port", frozenset({"timeout"})),
        "radius-server host *": aaa_server_line("radius", "auth-port", frozenset()),
        "radius-server host * ~": aaa_server_line("radius", "auth-port", frozenset({"acct-port", "timeout", "retransmit"})),
        "username *": add_user,
        "username * ~": add_user,
        "router bgp *": SectionPattern(BGP, bgp_process),
        "router ospf *": SectionPattern(OSPF, enter_process("ospf")),
        "router ospf * vrf *": SectionPattern(OSPF, enter_process("ospf")),
        "router ospfv3 *": SectionPattern(V3, enter_process("ospfv3")),
        "ipv6 router ospf *": SectionPattern(V3, enter_process("ospfv3")),
        "router isis": SectionPattern(ISIS, enter_process("isis")),
        "router isis *": SectionPattern(ISIS, enter_process("isis")),
        **{line: _translation(effect) for line, effect in NAT.items()},
        "snmp-server community ~": _community,
        "snmp-server group|user * ~": _snmp_access,
        "snmp-server file-transfer access-group * [protocol] [~]": bind_filter("snmp", "ipv4", "file-transfer"),
        "snmp-server tftp-server-list *": bind_filter("snmp", "ipv4", "tftp-server-list"),
        "ntp access-group [ipv4] peer|serve|serve-only|query-only * [kod]": lambda fields, kind, name: bind_filter("ntp", "ipv4", kind)(
            fields, name
        ),
        "ntp access-group ipv6 peer|serve|serve-only|query-only * [kod]": lambda fields, kind, name: bind_filter("ntp", "ipv6", kind)(
            fields, name
        ),
        "control-plane [host]": SectionPattern(
            make_table(
                {
                    "service-policy input|output *": lambda fields, way, name: bind_filter("control-plane", "policy", "", way[:-3])(
                        fields, name
                    ),
                    "management-interface * allow ~": lambda fields, port, words: manages(fields, NAME(port), words),
                }
            )
        ),
        "enable secret|password ~": set_constant("enable", True),
        "privilege ~": set_constant("levels", True),
    },
    """
    no hostname
    ip nat translation|log|service|settings ~
    vlan configuration ~ {}
    vlan internal ~
    [no] vlan dot1q ~
    vlan access-log ~
    [no] ip ssh time-out|authentication-retries|source-interface|maxstartups|dh|logging|server|client|rekey|rsa|dscp|break-string [~]
    [no] ip ssh bulk-mode|stricthostkeycheck [~]
    ip ssh pubkey-chain {}
    [no] ip http server|secure-server|authentication|client|timeout-policy|path|max-connections|secure-active-session-modules [~]
    [no] ip http session-module-list|active-session-modules|secure-ciphersuite|secure-trustpoint|tls-version|banner [~]
    aaa authentication enable|ppp|dot1x|attempts|banner|fail-message|username-prompt|password-prompt ~
    aaa accounting ~ {}
    aaa session-id common|unique
    aaa server radius dynamic-author {}
    aaa local|memory|max-sessions|common-criteria|nas|traceback|attribute|dnis|cache ~ {}
    tacacs-server key|timeout|directed-request|attempts|packet [~]
    radius-server key|timeout|retransmit|deadtime|attribute|vsa|dead-criteria|load-balance|source-ports|directed-request ~
    [no] snmp-server location|contact|host|enable|trap-source|source-interface|chassis-id|view|engineID|ifindex|packetsize [~]
    [no] snmp-server queue-length|trap|trap-timeout|context|cache|inform|system-shutdown|manager|queue-limit|drop [~]
    [no] ntp server|peer|source|authenticate|authentication-key|trusted-key|master|update-calendar|logging|max-associations|allow [~]
    [no] ntp broadcastdelay|passive|maxdistance|panic|clock-period|multicast [~]
    """,
    SWITCH,
)


def _defaults(fields: Fields) -> None:
    only_look(fields)
    for port in fields.get("interfaces", {}).values():
        port.setdefault("enabled", True)
        fill_in_modes(port, ROUTED, without="", switched="dynamic")
    finish_switching(fields)
    if fields.get("new_model"):
        for one in fields.get("lines", {}).values():
            if one.get("login") in ("local", "password", "none"):
                del one["login"]  # such a line gives way to the lists (Security Command Reference, `aaa new-model`)
        set_local_login(fields, "default", default=True)


READER: Final = Reader(
    TOP,
    (
        *("interface", "vlan", "ip route", "ipv6 route", "ip access-list", "ipv6 access-list", "mac access-list", "access-list"),
        *("line", "ip ssh", "ip http", "aaa", "tacacs", "tacacs-server", "radius", "radius-server", "username", "router bgp"),
        *("router ospf", "router ospfv3", "ipv6 router", "router isis", "snmp-server", "ntp", "control-plane", "hostname"),
        *("ip default-gateway", "ip routing", "ip nat", "enable", "privilege", *SECTIONS),
    ),
    _defaults,
)
