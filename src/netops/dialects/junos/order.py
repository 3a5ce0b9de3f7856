"""Whose order decides on Junos, and where its guides say so; what statements are named by the word that follows.

`*` is one word. Statements are moved by `insert`; values are deleted and set again, since a new one comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

STATEMENTS: Final = {
    "term": "Routing Policies: terms of a policy or a firewall filter are evaluated in order",
    "rule": "Security: rules of a rule set are evaluated in order",
    "policy": "Security Policies: policies of a context are looked up in order",
    "radius-server": "User Access and Authentication: servers are tried in the order of the configuration",
    "tacplus-server": "User Access and Authentication: servers are tried in the order of the configuration",
    "ldap-server": "User Access and Authentication: servers are tried in the order of the configuration",
    "secondary": "MPLS Applications: secondary paths are tried in the order of the configuration",
    "commit file": "Automation Scripting: commit scripts run in the order of the configuration",
}
"""Words before the name of a statement."""
VALUES: Final = {
    "import": "Routing Policies: policies of a chain are evaluated from left to right",
    "export": "Routing Policies: policies of a chain are evaluated from left to right",
    "vrf-import": "Layer 3 VPNs: policies of a chain are evaluated from left to right",
    "vrf-export": "Layer 3 VPNs: policies of a chain are evaluated from left to right",
    "instance-import": "Routing Policies: policies of a chain are evaluated from left to right",
    "input-list": "Firewall Filters: filters of a list are evaluated in order",
    "output-list": "Firewall Filters: filters of a list are evaluated in order",
    "import-rib": "Protocol-Independent Routing: the first table is the primary one",
    "apply-groups": "CLI User Guide: values of the first group win",
    "authentication-order": "User Access and Authentication: methods are tried in order",
    "accounting-order": "Access: methods are tried in order",
    "authentication-server": "Access: servers of a profile are tried in order",
    "accounting-server": "Access: servers of a profile are tried in order",
    "domain-search": "Network Management: domains are searched in order",
    "name-server": "Network Management: servers are asked in order",
    "proposals": "IPsec VPN: proposals are offered in order",
    "ike gateway * address": "IPsec VPN: peers are tried in order",
    "mpls path *": "MPLS Applications: hops of a path in order",
}
"""Words before values."""
UNORDERED: Final = {
    "rule-set": "NAT: the rule set with the most specific context is used",
    "community * members": "Routing Policies: a community matches when all members do",
    "prefix-list *": "Routing Policies: a prefix list matches any of its prefixes",
    "route-filter": "Routing Policies: the longest match is used",
    "next-hop": "Protocol-Independent Routing: next hops share the load",
    "ntp server": "Time Management: the server is chosen by its quality",
    "syslog host": "Network Management: each host gets all messages",
    "snmp trap-group * targets": "Network Management: each target gets all traps",
    "vlan members": "Ethernet Switching: a set",
    "address": "Interfaces: the primary address is the lowest one, or the one that says so",
}
"""Lists whose order does not decide."""
NAMED: Final = frozenset(
    {
        "address",
        "application",
        "application-set",
        "as-path",
        "authentication-key",
        "client-list",
        "community",
        "dscp",
        "family",
        "file",
        "filter",
        "group",
        "host",
        "instance",
        "interface",
        "interface-range",
        "key",
        "member",
        "member-range",
        "name-server",
        "neighbor",
        "next-hop",
        "ntp-server",
        "path",
        "peer",
        "policer",
        "policy",
        "policy-statement",
        "pool",
        "prefix-list",
        "profile",
        "proposal",
        "protocol",
        "protocols",
        "qualified-next-hop",
        "radius-server",
        "rib",
        "rib-group",
        "route",
        "route-filter",
        "route-target-list",
        "rule",
        "rule-set",
        "security-zone",
        "server",
        "static",
        "system-services",
        "tacplus-server",
        "term",
        "trap-group",
        "unit",
        "user",
        "vlan",
        "vpn",
        "zone",
    }
)
"""Words before the name of a statement that may have no block: `neighbor 10.0.0.1;`. The word after any other one is its value."""


def _pattern(paths: Iterable[str]) -> str:
    return "|".join(re.escape(path).replace(r"\*", r"\S+").replace(r"\ ", " ") for path in sorted(paths, key=len, reverse=True))


IN_LINE: Final = re.compile(rf" (?:{_pattern([*STATEMENTS, *VALUES])}) (?=.)")
"""Where the name or the value begins in a line of which the place decides."""
_STATEMENT: Final = re.compile(rf"(?:.* )?(?:{_pattern(STATEMENTS)})")


def is_statement(group: str) -> bool:
    """Whether a group of ordered lines is one of statements, not of values."""
    return _STATEMENT.fullmatch(group) is not None


def ordered_group_of_statement(above: str, path: str) -> str | None:
    """The group of ordered lines that a statement is in, by the path above it and its own; None when its place means nothing."""
    found = [match for match in IN_LINE.finditer(f" {path}") if match.end() - 1 > len(above)]
    return path[: found[0].end() - 2] if found else None


def modifier_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a leaf by which it is deactivated or protected: without its value."""
    return words[: 2 if words[0] in NAMED else 1]
