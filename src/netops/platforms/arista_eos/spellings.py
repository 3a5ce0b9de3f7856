"""What EOS takes in two forms: an older and a newer one, or one with a word that it supposes (the chapter of the User Manual is named)."""

from __future__ import annotations

from typing import Final

from netops.dialects.spellings import Spellings, spellings_below

LINES: Final = (
    *spellings_below(
        "",
        # Quality of Service, class-map: "qos" and "match-any" without a word; policy-map: quality-of-service, once called qos
        (r"class-map (?!type )(.+)", r"class-map type qos \1"),
        (r"class-map type qos (?!match-)(\S+)", r"class-map type qos match-any \1"),
        (r"policy-map (?:type qos )?(?!type )(\S+)", r"policy-map type quality-of-service \1"),
        # Switch Administration, dns domain: "The ip domain-name command" is the older one
        (r"ip domain-name((?: .+)?)", r"dns domain\1"),
        # Logging, logging host: port 514 and UDP without them
        (r"(logging(?: vrf \S+)? host \S+)(?: 514)?((?: add)?)(?: protocol udp)?", r"\1\2"),
    ),
    # Spanning Tree Protocol, spanning-tree portfast: "edge" without a word
    *spellings_below("interface ", (r"(spanning-tree portfast) edge", r"\1")),
    # Border Gateway Protocol, neighbor peer group: peer-group in older releases
    *spellings_below("router bgp |address-family |vrf ", (r"(neighbor \S+) peer-group((?: \S+)?)", r"\1 peer group\2")),
)

SPELLINGS: Final = Spellings(LINES)
