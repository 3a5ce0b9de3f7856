"""Names of protocols, ports and ICMP messages in filters, over all vendors: they agree where they share a name.

Sources: IANA's registry of service names; Cisco IOS and NX-OS Security Command References (`access-list`, `permit`), Arista EOS User
Manual ("ACLs and Route Maps"), Junos "Firewall Filter Match Conditions".
"""

from __future__ import annotations

from typing import Final

PROTOCOLS: Final = {
    "icmp": 1,
    "igmp": 2,
    "ipip": 4,
    "ipinip": 4,
    "nos": 4,
    "tcp": 6,
    "egp": 8,
    "igp": 9,
    "igrp": 9,
    "udp": 17,
    "rsvp": 46,
    "gre": 47,
    "esp": 50,
    "ahp": 51,
    "ah": 51,
    "icmpv6": 58,
    "icmp6": 58,
    "eigrp": 88,
    "ospf": 89,
    "nv": 94,
    "pim": 103,
    "pcp": 108,
    "vrrp": 112,
    "l2tp": 115,
    "sctp": 132,
}
ANY_PROTOCOL: Final = frozenset({"ip", "ipv4", "ipv6", "any", "inet"})

BOTH: Final = {
    "echo": 7,
    "discard": 9,
    "daytime": 13,
    "time": 37,
    "tacacs": 49,
    "tacacs-ds": 49,
    "domain": 53,
    "gopher": 70,
    "kerberos": 88,
    "sunrpc": 111,
    "ntp": 123,
    "snmp": 161,
    "snmptrap": 162,
    "bgp": 179,
    "ldap": 389,
    "https": 443,
    "microsoft-ds": 445,
    "ldp": 646,
    "nfsd": 2049,
    "nfs": 2049,
    "radius": 1812,
    "radacct": 1813,
    "sip": 5060,
    "biff": 512,
}
TCP_ONLY: Final = {
    "chargen": 19,
    "ftp-data": 20,
    "ftp": 21,
    "ssh": 22,
    "telnet": 23,
    "smtp": 25,
    "whois": 43,
    "finger": 79,
    "www": 80,
    "http": 80,
    "hostname": 101,
    "pop2": 109,
    "pop3": 110,
    "ident": 113,
    "nntp": 119,
    "imap": 143,
    "msrpc": 135,
    "irc": 194,
    "pim-auto-rp": 496,
    "exec": 512,
    "login": 513,
    "cmd": 514,
    "lpd": 515,
    "talk": 517,
    "uucp": 540,
    "klogin": 543,
    "kshell": 544,
    "submission": 587,
    "ipp": 631,
    "ldaps": 636,
    "imaps": 993,
    "pop3s": 995,
    "netconf": 830,
    "socks": 1080,
    "drip": 3949,
}
UDP_ONLY: Final = {
    "nameserver": 42,
    "bootps": 67,
    "dhcp": 67,
    "bootpc": 68,
    "tftp": 69,
    "netbios-ns": 137,
    "netbios-dgm": 138,
    "netbios-ss": 139,
    "xdmcp": 177,
    "dnsix": 195,
    "mobile-ip": 434,
    "mobileip-agent": 434,
    "pim-auto-rp": 496,
    "isakmp": 500,
    "who": 513,
    "syslog": 514,
    "talk": 517,
    "rip": 520,
    "ripv6": 521,
    "ripng": 521,
    "non500-isakmp": 4500,
    "vxlan": 4789,
}
_TCP: Final = {**BOTH, **TCP_ONLY}
_UDP: Final = {**BOTH, **UDP_ONLY}

ICMP_V4: Final = {
    "echo": (8, None),
    "echo-request": (8, None),
    "echo-reply": (0, None),
    "unreachable": (3, None),
    "destination-unreachable": (3, None),
    "net-unreachable": (3, 0),
    "network-unreachable": (3, 0),
    "host-unreachable": (3, 1),
    "protocol-unreachable": (3, 2),
    "port-unreachable": (3, 3),
    "packet-too-big": (3, 4),
    "fragmentation-needed": (3, 4),
    "administratively-prohibited": (3, 13),
    "source-quench": (4, None),
    "redirect": (5, None),
    "router-advertisement": (9, None),
    "router-solicitation": (10, None),
    "time-exceeded": (11, None),
    "ttl-exceeded": (11, 0),
    "ttl-zero-during-transit": (11, 0),
    "traceroute": (30, None),
    "parameter-problem": (12, None),
    "timestamp-request": (13, None),
    "timestamp-reply": (14, None),
}
ICMP_V6: Final = {
    "unreachable": (1, None),
    "destination-unreachable": (1, None),
    "packet-too-big": (2, None),
    "time-exceeded": (3, None),
    "parameter-problem": (4, None),
    "echo-request": (128, None),
    "echo": (128, None),
    "echo-reply": (129, None),
    "router-solicitation": (133, None),
    "nd-router-solicit": (133, None),
    "router-advertisement": (134, None),
    "nd-router-advert": (134, None),
    "nd-ns": (135, None),
    "neighbor-solicit": (135, None),
    "nd-neighbor-solicit": (135, None),
    "nd-na": (136, None),
    "neighbor-advertisement": (136, None),
    "neighbor-advertise": (136, None),
    "nd-neighbor-advert": (136, None),
    "redirect": (137, None),
}


def protocol_number(word: str, family: int) -> int | None:
    """The number of a protocol, None for any. `icmp` of an IPv6 filter is ICMPv6. ValueError for a name that is none."""
    if word in ANY_PROTOCOL:
        return None
    if word.isdecimal():
        return int(word)
    if word == "icmp" and family == 6:
        return PROTOCOLS["icmpv6"]
    if word not in PROTOCOLS:
        raise ValueError(f"not a protocol: {word}")
    return PROTOCOLS[word]


def is_protocol(word: str) -> bool:
    return word in ANY_PROTOCOL or word in PROTOCOLS or word.isdecimal()


def port_number(word: str, protocol: int | None) -> int:
    """The number of a port; a name may mean another one over UDP. ValueError for a name that is none."""
    names = _UDP if protocol == PROTOCOLS["udp"] else _TCP
    found = int(word) if word.isdecimal() else names.get(word, {**_TCP, **_UDP}.get(word, -1) if protocol is None else -1)
    if not 0 <= found <= 65535:
        raise ValueError(f"not a port: {word}")
    return found


def is_port(word: str, protocol: int | None) -> bool:
    try:
        port_number(word, protocol)
    except ValueError:
        return False
    return True


def icmp_message(words: str, family: int) -> tuple[int, int | None]:
    """Type and code of an ICMP message, by name or numbers; the code None for any. ValueError for a name that is none."""
    names = ICMP_V6 if family == 6 else ICMP_V4
    if words in names:
        return names[words]
    parts = words.split()
    if not parts or not all(part.isdecimal() and int(part) < 256 for part in parts) or len(parts) > 2:
        raise ValueError(f"not an ICMP message: {words}")
    return int(parts[0]), int(parts[1]) if len(parts) == 2 else None
