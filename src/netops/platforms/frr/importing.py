"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.dialects.tree import Node, Tree
from netops.facts.importer import VRFS, Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_constant, set_field
from netops.facts.values import is_ip
from netops.platforms.frr import importing_bgp, importing_filters, importing_policy, importing_ports

LEVELS: Final = "emergencies|alerts|critical|errors|warnings|notifications|informational|debugging"


def _route(fields: Fields, prefix: str, words: str, vrf: str = "") -> None:
    """`ip route PREFIX NEXTHOP|INTERFACE [INTERFACE]|blackhole [tag N] [DISTANCE] [nexthop-vrf NAME]`."""
    row: Fields = {"prefix": prefix} | ({"vrf": vrf} if vrf else {})
    rest = words.split()
    while rest:
        word = rest.pop(0)
        if word in ("tag", "nexthop-vrf"):
            value = rest.pop(0)
            row.update({"tag": int(value)} if word == "tag" else {"next_hop_vrf": value})
        elif word.isdecimal():
            row["distance"] = int(word)
        elif word == "blackhole":
            row["blackhole"] = True
        elif is_ip(word):
            row["next_hop"] = word
        elif "interface" in row or "distance" in row or word in ("reject", "onlink", "table", "label", "color"):
            raise ValueError(words)
        else:
            row["interface"] = word
    fields.setdefault("static_routes", []).append(row)


def _log(target: str) -> Effect:
    def effect(fields: Fields, severity: str = "debugging") -> None:
        fields.setdefault("syslog", {})[target] = severity

    return effect


def _file(fields: Fields, path: str, severity: str = "") -> None:
    fields.setdefault("syslog", {})["file"] = {"path": path} | ({"severity": severity} if severity else {})


def _system(name: str, value: object) -> Effect:
    return lambda fields: fields.setdefault("system", {}).update({name: value})


def _password(name: str, kind: str = "") -> Effect:
    def effect(fields: Fields, password: str) -> None:
        fields.setdefault("system", {}).update({name: password} | ({f"{name}_type": kind} if kind else {}))

    return effect


def _of_log(name: str, value: object) -> Effect:
    return lambda fields: fields.setdefault("syslog", {}).update({name: value})


VRF: Final = make_table(
    {
        "ip|ipv6 route * ~": lambda fields, _, prefix, words: _route(fields["root"], prefix, words, fields["vrf"]),
        "vni #": lambda fields, vni: fields["root"].setdefault(VRFS, {}).setdefault(fields["vrf"], {}).update(vni=int(vni)),
    }
)

LOCATOR: Final = make_table({"locator *": set_field("srv6_locator")})


LINE: Final = make_table(
    {
        "exec-timeout #": set_field("exec_timeout"),
        "exec-timeout # #": lambda fields, *words: fields.update(exec_timeout=" ".join(words)),
        "access-class *": set_field("acl_in"),
        "ipv6 access-class *": set_field("acl_in_v6"),
        "no login": set_constant("login", False),
    }
)


def _line(fields: Fields) -> Fields:
    lines: list[Fields] = fields.setdefault("lines", [])
    lines.append({"line": "vty"})
    return lines[-1]


def _locator(fields: Fields, name: str) -> Fields:
    locators: list[Fields] = fields.setdefault("locators", [])
    locators.append({"name": name})
    return locators[-1]


_LOCATORS: Final = make_table(
    {
        "locator *": SectionPattern(
            make_table(
                {"prefix *": set_field("prefix"), "behavior usid": set_constant("behavior", "usid"), "format *": set_field("format")}
            ),
            _locator,
        )
    }
)
SRV6: Final = make_table(
    {
        "encapsulation": SectionPattern(make_table({"source-address *": set_field("source_address")})),
        "locators": SectionPattern(_LOCATORS),
    }
)


def _port(fields: Fields, name: str, vrf: str = "") -> Fields:
    found: Fields = fields.setdefault("interfaces", {}).setdefault(name, {})
    if vrf:
        found["vrf"] = vrf
    return found


TOP: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "domainname *": set_field("domain"),
        "frr defaults *": lambda fields, profile: fields.setdefault("system", {}).update(defaults=profile),
        "service integrated-vtysh-config": _system("integrated_config", True),
        "no service integrated-vtysh-config": _system("integrated_config", False),
        "service password-encryption": _system("password_encryption", True),
        "service advanced-vty": _system("advanced_vty", True),
        "agentx": _system("agentx", True),
        "line vty": SectionPattern(LINE, _line),
        "no ip forwarding": _system("routing", False),
        "no ipv6 forwarding": _system("ipv6_routing", False),
        "password *": _password("vty_password"),
        "password 8 *": _password("vty_password", "8"),
        "enable password *": _password("enable_password"),
        "enable password 8 *": _password("enable_password", "8"),
        "log syslog": _log("system"),
        f"log syslog {LEVELS}": _log("system"),
        "log stdout": _log("console"),
        f"log stdout {LEVELS}": _log("console"),
        "log file *": _file,
        f"log file * {LEVELS}": _file,
        "log facility *": lambda fields, word: fields.setdefault("syslog", {}).update(facility=word),
        "log record-priority": _of_log("record_priority", True),
        "log commands": _of_log("commands", True),
        "log timestamp precision #": lambda fields, digits: fields.setdefault("syslog", {}).update(timestamp_precision=int(digits)),
        "interface *": SectionPattern(importing_ports.PORT, _port),
        "interface * vrf *": SectionPattern(importing_ports.PORT, _port),
        **importing_filters.FILTERS,
        "vrf *": SectionPattern(VRF, lambda fields, vrf: {"root": fields, "vrf": vrf}),
        "ip|ipv6 route * ~": lambda fields, _, prefix, words: _route(fields, prefix, words),
        "segment-routing": SectionPattern(
            make_table({"srv6": SectionPattern(SRV6)}), lambda fields: fields.setdefault("segment_routing", {})
        ),
        "router bgp #": SectionPattern(importing_bgp.BGP, importing_bgp.enter_bgp_process),
        "router bgp # vrf *": SectionPattern(importing_bgp.BGP, importing_bgp.enter_bgp_process),
        "router ospf": SectionPattern(importing_ports.OSPF, importing_ports.ospf_process),
        "router ospf #": SectionPattern(importing_ports.OSPF, importing_ports.ospf_process),
        "router ospf vrf *": SectionPattern(importing_ports.OSPF, lambda fields, vrf: importing_ports.ospf_process(fields, "", vrf)),
        "router isis *": SectionPattern(
            make_table({"segment-routing srv6": SectionPattern(LOCATOR)}, "", importing_ports.ISIS), importing_ports.isis_process
        ),
    },
    "",
    importing_policy.POLICY,
)


def _shorten(fields: Fields) -> None:
    importing_bgp.shorten_bgp(fields)
    importing_policy.shorten_policies(fields)
    importing_ports.shorten_ports(fields)
    importing_filters.finish_filters(fields)


WRITTEN: Final = (
    "interface ",
    "bgp community-list ",
    "bgp as-path ",
    "ip community-list ",
    "ip as-path ",
    "bgp extcommunity-list ",
    "bgp large-community-list ",
)
"""Lines that are read as they are written: with the VRF, which is no part of a name where configs are compared, and without the number that
newer releases show."""


def _nodes(tree: Tree) -> tuple[list[Node], tuple[Node, ...]]:
    """The lines of a config."""
    return [_typed(node) if node.typed.startswith(WRITTEN) else node for node in tree.root.children.values()], ()


def _typed(node: Node) -> Node:
    found = node.copy()
    found.text = node.typed
    return found


IMPORTER: Final = Importer(
    certain=starts_with_any(
        r"""
        frr (?:version|defaults)
        service integrated-vtysh-config
        log syslog
        """
    ),
    typical=starts_with_any(
        r"""
        interface \S+
        \s?ip address \d\S+/\d+
        router (?:bgp|ospf|ospf6|isis) ?\S*
        line vty
        ip prefix-list \S+ seq
        (?: |  )(?:neighbor|network)[ ]
        exit(?:-address-family)?
        [ ]+advertise-all-vni
        """
    ),
    reader=Reader(TOP, (), _shorten, _nodes),
    manufacturer="FRRouting",
    virtual=("lo", "br", "vxlan", "dummy", "vlan", "bond", "wg", "gre", "tun"),
)
