"""Words of NetBox as netops has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

STATUS: Mapping[str, str] = {
    "active": "active",
    "connected": "active",
    "container": "active",
    "dhcp": "active",
    "slaac": "active",
    "planned": "planned",
    "reserved": "planned",
    "provisioning": "staged",
    "staged": "staged",
    "staging": "staged",
    "failed": "failed",
    "offline": "offline",
    "paused": "offline",
    "inventory": "offline",
    "decommissioning": "decommissioning",
    "decommissioned": "decommissioning",
    "deprovisioning": "decommissioning",
    "deprecated": "decommissioning",
    "retired": "decommissioning",
}
RESERVATION: Mapping[str, str] = {"reserved": "reserved", "deprecated": "retiring"}
ADDRESS_ROLES: Mapping[str, str] = {
    "loopback": "loopback",
    "secondary": "secondary",
    "anycast": "anycast",
    "vip": "vip",
    "vrrp": "vip",
    "hsrp": "vip",
    "glbp": "vip",
    "carp": "vip",
}
SHARED_ROLES = frozenset({"vrrp", "hsrp", "glbp", "carp"})
"""Roles of addresses that a protocol moves between devices: no interface has them as its own."""
CABLES: Mapping[str, str] = {
    "cat5": "cat5e",
    "cat5e": "cat5e",
    "cat6": "cat6",
    "cat6a": "cat6a",
    "dac-active": "dac",
    "dac-passive": "dac",
    "aoc": "aoc",
    "smf": "smf",
    "smf-os1": "smf",
    "smf-os2": "smf",
    "mmf": "mmf",
    "mmf-om1": "mmf",
    "mmf-om2": "mmf",
    "mmf-om3": "mmf",
    "mmf-om4": "mmf",
    "mmf-om5": "mmf",
}
METRES: Mapping[str, float] = {"km": 1000, "m": 1, "cm": 0.01, "mi": 1609.344, "ft": 0.3048, "in": 0.0254}
CIRCUITS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), kind)
    for words, kind in (
        (r"mpls|l3|vpn", "l3vpn"),
        (r"dark|fib(er|re)|wave|dwdm", "dark-fibre"),
        (r"lte|5g|4g|mobile|cell", "mobile"),
        (r"dsl|cable|broadband", "dsl"),
        (r"internet|transit|dia|peering|isp", "internet"),
    )
)
CONTACTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"secondary|escal", re.IGNORECASE), "escalation"),
    (re.compile(r"tech|oper", re.IGNORECASE), "technical"),
)
"""The words of a contact's role and priority, and what it is to a site; others are at the site."""
OTHER_CIRCUIT = "ethernet"
PREFIXES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), kind)
    for words, kind in (
        (r"manag|mgmt|oob", "mgmt"),
        (r"voice|voip|phone", "voice"),
        (r"guest", "guest"),
        (r"print", "printers"),
        (r"storage|iscsi|san", "storage"),
        (r"server|hosting", "servers"),
        (r"loopback", "loopback"),
        (r"p2p|point|transit|link", "p2p"),
        (r"wan", "wan"),
        (r"camera|cctv|video", "cameras"),
        (r"pos\b|till", "pos"),
        (r"data|user|access|client|wireless|wifi|wlan", "users"),
    )
)
MODES: Mapping[str, str] = {"access": "access", "tagged": "tagged", "tagged-all": "tagged"}
FIBRE = re.compile(r"^(lc|sc|fc|st|mpo|mtrj|cs|sn|lsh|lx|urm|splice)", re.IGNORECASE)
NO_NOUN = "netops has no noun for it"


def find_meaning(table: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str | None:
    """What the first pattern that is found in a text means."""
    return next((meaning for pattern, meaning in table if pattern.search(text)), None)
