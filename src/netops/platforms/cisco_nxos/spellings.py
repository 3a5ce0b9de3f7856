"""What NX-OS takes in two forms, one with words that it supposes (the guide or the Command Reference is named)."""

from __future__ import annotations

from typing import Final

from netops.dialects.spellings import Spellings, spellings_below

_POLICY: Final = (r"service-policy (input|output) (\S+)", r"service-policy type qos \1 \2")

LINES: Final = (
    *spellings_below(
        "",
        # Quality of Service, class-map type qos: "qos" and "match-all" are the defaults; policy-map the same
        (r"class-map (?!type )(.+)", r"class-map type qos \1"),
        (r"class-map type qos (?!match-)(\S+)", r"class-map type qos match-all \1"),
        (r"policy-map (?!type )(\S+)", r"policy-map type qos \1"),
        # System Management, snmp-server community: ro is the group network-operator, rw network-admin
        (r"(snmp-server community \S+) ro", r"\1 group network-operator"),
        (r"(snmp-server community \S+) rw", r"\1 group network-admin"),
        # System Management, ntp server: the VRF "default" without a name
        (r"(ntp (?:server|peer) .+) use-vrf default((?: .+)?)", r"\1\2"),
        (r"((?:ip|ipv6) route .+ )null ?0((?: .+)?)", r"\1Null0\2"),
    ),
    # Interfaces, hsrp: "ipv4" without a word
    *spellings_below("interface ", (r"(hsrp \d+) ipv4", r"\1"), _POLICY),
    *spellings_below("vlan configuration ", _POLICY),
    *spellings_below("vrf context ", (r"((?:ip|ipv6) route .+ )null ?0((?: .+)?)", r"\1Null0\2")),
)

SPELLINGS: Final = Spellings(LINES)
