"""What IOS takes in two forms: an older and a newer one, or one with a word that it supposes (the Command Reference is named)."""

from __future__ import annotations

import re
from typing import Final

from netops.dialects.spellings import Spellings, spellings_below
from netops.facts.values import classful_netmask

_ADDRESS: Final = r"(?:\d+\.\d+\.\d+\.\d+|[\dA-Fa-f]*:[\dA-Fa-f:.]+)"


def _sorted(match: re.Match[str]) -> str:
    return " ".join([match[1], *sorted(match[2].split())])


def _classful(match: re.Match[str]) -> str:
    return f"{match[1]}{match[3]}" if match[2] == classful_netmask(match[1].split()[-1]) else match[0]


LINES: Final = (
    *spellings_below(
        "",
        # Quality of Service Solutions, class-map: "match-all ... This is the default"; Security, class-map type inspect: the same
        (r"class-map (?!match-|type )(\S+)", r"class-map match-all \1"),
        (r"class-map type inspect (?!match-)(\S+)", r"class-map type inspect match-all \1"),
        # LAN Switching, spanning-tree portfast: `edge` is shown since 12.2(33)SXI and 15.2(4)E, and supposed without it
        (r"(spanning-tree portfast) edge( default| bpduguard default| bpdufilter default)", r"\1\2"),
        # Network Management, logging host: "The logging host command replaced the logging command" in 12.2(15)T
        (rf"logging ({_ADDRESS}(?: .+)?)", r"logging host \1"),
        # IP Addressing Services: DNS, ip domain name, list and lookup: the forms with a hyphen are the older ones
        (r"ip domain-(name|list|lookup)((?: .+)?)", r"ip domain \1\2"),
        # Network Management, snmp-server community: shown as RO and RW
        (r"(snmp-server community \S+(?: view \S+)?) (ro|rw)((?: .+)?)", lambda match: f"{match[1]} {match[2].upper()}{match[3]}"),
        # Interface and Hardware Component, interface null: there is one
        (r"((?:ip|ipv6) route .+ )null ?0((?: .+)?)", r"\1Null0\2"),
    ),
    *spellings_below(
        "interface ",
        (r"(spanning-tree portfast) edge((?: trunk)?)", r"\1\2"),
        # First Hop Redundancy Protocols, standby ip: "The default group number is 0"
        (r"standby ((?:ip|ipv6|priority|preempt|timers|authentication|track|name|mac-address|follow)\b.*)", r"standby 0 \1"),
    ),
    # QoS, police (two rates): the rate alone is the committed one
    *spellings_below("class ", (r"police (\d+)((?: (?:conform|exceed|violate)-action .+)?)", r"police cir \1\2")),
    # Routing: BGP, neighbor send-community: "standard" without a word
    *spellings_below("router bgp |address-family ", (r"(neighbor \S+ send-community) standard", r"\1")),
    # Routing: BGP, network: "network-mask" is left out where it is that of the class
    *spellings_below("router bgp |address-family ", (r"(network \d+\.\d+\.\d+\.\d+) mask (\S+)((?: .+)?)", _classful)),
    # Terminal Services, transport input: a set of protocols
    *spellings_below("line ", (r"(transport (?:input|output)) (\S+(?: \S+)+)", _sorted)),
)

SPELLINGS: Final = Spellings(LINES)
