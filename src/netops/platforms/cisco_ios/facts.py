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
    bound,
    entry,
    filter_of,
    filters,
    keeps_out,
    line,
    local_login,
    manages,
    methods,
    only_look,
    route,
    server_line,
    server_of,
    user,
)
from netops.facts.ports import (
    VLAN,
    modes,
)
from netops.facts.read import Reader
from netops.facts.routers import bgp_process, process
from netops.facts.switching import SECTIONS, SWITCH, finish_switching
from netops.facts.table import Below, Effect, Fields, add, const, put, table, within
from netops.facts.values import ip, number
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
    keeps_out(fields, name, way)
    if way == "in":
        fields["global_only"] = name


LINE: Final = table(
    {
        "access-class * in|out": _global_only,
        "access-class * in|out vrf-also": keeps_out,
        "access-class * in vrfname *": lambda fields, name, vrf: keeps_out(fields, name, "in", "ipv4", vrf),
        "ipv6 access-class * in|out [vrf-also]": lambda fields, name, way: keeps_out(fields, name, way, "ipv6"),
        "transport input ~": _transports,
        "login": const("login", "password"),
        "login local": const("login", "local"),
        "no login": const("login", "none"),
        "login authentication *": put("login"),
        "no exec": const("shell", False),
        "exec": const("shell", True),
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
        bound("snmp", "ipv6", place)(fields, rest[1])
        rest = rest[2:]
    if len(rest) > 1:
        raise ValueError("more words than a list")
    if rest:
        bound("snmp", "ipv4", place)(fields, rest[0])


def _snmp_access(fields: Fields, kind: str, name: str, words: str) -> None:
    """`snmp-server group|user NAME ... access [ipv6 LIST] LIST`."""
    _, found, rest = words.rpartition(" access ")
    if found:
        _access(fields, f"{kind} {name}", rest.split())


def _listed(fields: Fields, name: str, rest: str) -> None:
    """`access-list 10 permit any`: the number says which kind it is (Security Command Reference, `access-list`)."""
    kinds = ((1, 99, "ipv4"), (100, 199, "ipv4"), (700, 799, "mac"), (1300, 1999, "ipv4"), (2000, 2699, "ipv4"))
    family = next((kind for low, high, kind in kinds if low <= number(name) <= high), None)
    if family is None or rest.split()[0] not in ("permit", "deny", "dynamic", "remark"):
        raise ValueError(f"an access list of another kind: {name}")
    if not rest.startswith("remark"):
        entry(filter_of(family)(fields, name), rest)


_ROUTE_WORDS: Final = {"tag": "", "name": "", "track": "track"}


def _route(fields: Fields, words: str) -> None:
    route(fields, words, values=_ROUTE_WORDS, flags={"permanent": "", "global": "default", "unicast": "", "multicast": ""})


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

TOP: Final = table(
    {
        "hostname *": put("hostname"),
        "ip default-gateway *": add("gateways", ip),
        "ip routing": const("routing", True),
        "no ip routing": const("routing", False),
        "interface *": Below(INTERFACE, within("interfaces", NAME)),
        "interface * #": Below(INTERFACE, within("interfaces", lambda kind, place: NAME(kind + place))),
        "interface * point-to-point|multipoint": Below(INTERFACE, within("interfaces", lambda name, _: NAME(name))),
        "vlan ~": VLAN,
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields, words),
        "ip access-list standard|extended *": Below(ENTRIES, lambda fields, _, name: filter_of("ipv4")(fields, name)),
        "ipv6 access-list *": filters("ipv6"),
        "mac access-list extended *": filters("mac"),
        "access-list # ~": _listed,
        "object-group network *": ADDRESSES,
        "line console|con|aux|tty|vty ~": Below(LINE, line),
        "line ~": Below(LINE, line),
        "ip ssh version #": lambda fields, version: fields.setdefault("ssh", {}).update(version=version),
        "ip ssh server algorithm authentication ~": _ssh_methods,
        "ip http access-class [ipv4] *": bound("http"),
        "ip http access-class ipv6 *": bound("http", "ipv6"),
        "aaa new-model": const("new_model", True),
        "aaa authentication login * ~": methods("login"),
        f"aaa authorization {_METHOD_LISTS} * ~": methods("authorization"),
        "aaa authorization commands # * ~": lambda fields, level, *words: methods("authorization")(fields, "commands", level, *words),
        "aaa group server tacacs+|radius *": SERVERS,
        "tacacs server *": Below(
            table(
                {"address ipv4|ipv6 *": lambda fields, _, one: fields.update(address=ip(one)), "port #": put("port", int)},
                "key ~\ntimeout #\nsingle-connection\nsend-nat-address",
            ),
            server_of("tacacs+"),
        ),
        "radius server *": Below(
            table(
                {
                    "address ipv4|ipv6 * auth-port # [acct-port] [#]": lambda fields, _, one, port: fields.update(
                        address=ip(one), port=int(port)
                    ),
                    "address ipv4|ipv6 *": lambda fields, _, one: fields.update(address=ip(one)),
                },
                "key ~\ntimeout #\nretransmit #\nautomate-tester ~\npac key ~\nnon-standard\nbackoff ~",
            ),
            server_of("radius"),
        ),
        "tacacs-server host * [single-connection]": server_line("tacacs+", "port", frozenset()),
        "tacacs-server host * ~": server_line("tacacs+", "port", frozenset({"timeout"})),
        "radius-server host *": server_line("radius", "auth-port", frozenset()),
        "radius-server host * ~": server_line("radius", "auth-port", frozenset({"acct-port", "timeout", "retransmit"})),
        "username *": user,
        "username * ~": user,
        "router bgp *": Below(BGP, bgp_process),
        "router ospf *": Below(OSPF, process("ospf")),
        "router ospf * vrf *": Below(OSPF, process("ospf")),
        "router ospfv3 *": Below(V3, process("ospfv3")),
        "ipv6 router ospf *": Below(V3, process("ospfv3")),
        "router isis": Below(ISIS, process("isis")),
        "router isis *": Below(ISIS, process("isis")),
        **{line: _translation(effect) for line, effect in NAT.items()},
        "snmp-server community ~": _community,
        "snmp-server group|user * ~": _snmp_access,
        "snmp-server file-transfer access-group * [protocol] [~]": bound("snmp", "ipv4", "file-transfer"),
        "snmp-server tftp-server-list *": bound("snmp", "ipv4", "tftp-server-list"),
        "ntp access-group [ipv4] peer|serve|serve-only|query-only * [kod]": lambda fields, kind, name: bound("ntp", "ipv4", kind)(
            fields, name
        ),
        "ntp access-group ipv6 peer|serve|serve-only|query-only * [kod]": lambda fields, kind, name: bound("ntp", "ipv6", kind)(
            fields, name
        ),
        "control-plane [host]": Below(
            table(
                {
                    "service-policy input|output *": lambda fields, way, name: bound("control-plane", "policy", "", way[:-3])(fields, name),
                    "management-interface * allow ~": lambda fields, port, words: manages(fields, NAME(port), words),
                }
            )
        ),
        "enable secret|password ~": const("enable", True),
        "privilege ~": const("levels", True),
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
        modes(port, ROUTED, without="", switched="dynamic")
    finish_switching(fields)
    if fields.get("new_model"):
        for one in fields.get("lines", {}).values():
            if one.get("login") in ("local", "password", "none"):
                del one["login"]  # such a line gives way to the lists (Security Command Reference, `aaa new-model`)
        local_login(fields, "default", default=True)


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
