"""Random rulesets of nft and random packets, near enough to each other that many rules match."""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass
from ipaddress import ip_address

from netops.graph.packets import NEW, WHOLE, PacketBox, Packets

NETS = {
    4: ("10.1.0.0/16", "10.1.2.0/24", "10.1.2.3", "10.9.0.0/28", "172.16.0.0/12"),
    6: ("2001:db8:1::/48", "2001:db8:1:2::/64", "2001:db8:9::1"),
}
HOSTS = {
    4: ("10.1.2.3", "10.1.2.4", "10.1.9.9", "10.9.0.15", "10.9.0.16", "172.31.255.255", "172.32.0.0", "192.0.2.7"),
    6: ("2001:db8:1::1", "2001:db8:1:2::3", "2001:db8:9::1", "2001:db8:9::2"),
}
PORTS = (1, 22, 23, 53, 80, 443, 1023, 1024, 1025, 8080, 65535)
FLAGS = ("fin", "syn", "rst", "psh", "ack", "urg")


def ruleset(seed: int, rules: int = 14) -> str:
    """A table with a chain at the forward hook, two chains that it calls, and a set."""
    chance = random.Random(seed)
    lines = ["table inet probe {", "  set nets { type ipv4_addr; flags interval; elements = { 10.1.2.0/24, 172.16.0.0/12 } }"]
    for name in ("one", "two"):
        lines += [f"  chain {name} {{", *(f"    {_rule(chance, ('return',))}" for _ in range(4)), "  }"]
    policy = chance.choice(("accept", "drop"))
    lines += ["  chain forward {", f"    type filter hook forward priority 0; policy {policy};"]
    lines += [f"    {_rule(chance, ('jump one', 'jump two'))}" for _ in range(rules)]
    return "\n".join([*lines, "  }", "}", ""])


def _rule(chance: random.Random, more: tuple[str, ...]) -> str:
    family = chance.choice((4, 4, 6))
    parts = [
        chance.choice((_source, _source, _nothing))(chance, family),
        chance.choice((_transport, _transport, _icmp, _proto))(chance, family),
    ]
    verdict = chance.choice(("accept", "accept", "drop", "drop", "counter accept", "counter drop", *more))
    words = " ".join(part for part in parts if part)
    return f"{words} {verdict}" if words else f"ip saddr 10.9.0.0/28 {verdict}"


def _nothing(chance: random.Random, family: int) -> str:
    return ""


def _source(chance: random.Random, family: int) -> str:
    head = "ip" if family == 4 else "ip6"
    side = chance.choice(("saddr", "daddr"))
    options = [chance.choice(NETS[family]), f"!= {chance.choice(NETS[family])}", f"{{ {', '.join(chance.sample(HOSTS[family], 2))} }}"]
    if family == 4:
        options += ["@nets", "10.1.2.1-10.1.2.3", "10.1.0.0-10.9.0.15"]
    return f"{head} {side} {chance.choice(options)}"


def _transport(chance: random.Random, family: int) -> str:
    head, side = chance.choice(("tcp", "udp")), chance.choice(("dport", "dport", "sport"))
    value = chance.choice((str(chance.choice(PORTS)), "1024-65535", "{ 22, 80, 443 }", "!= 22", "{ 1-22, 1025-8080 }"))
    flags = chance.choice(
        (
            "",
            "",
            " tcp flags syn",
            " tcp flags & (syn|ack) == syn",
            " tcp flags != ack",
            " tcp flags ! syn",
            " tcp flags == syn",
            " tcp flags syn,ack",
            " tcp flags syn / fin,syn,rst,ack",
        )
    )
    return f"{head} {side} {value}{flags if head == 'tcp' else ''}"


def _icmp(chance: random.Random, family: int) -> str:
    if family == 4:
        return f"icmp type {chance.choice(('echo-request', 'echo-reply', '{ echo-request, destination-unreachable }', '!= echo-request'))}"
    return f"icmpv6 type {chance.choice(('echo-request', 'echo-reply'))}"


def _proto(chance: random.Random, family: int) -> str:
    return chance.choice(("meta l4proto tcp", "meta l4proto { tcp, udp }", "meta l4proto != udp", "meta nfproto ipv4", "ct state new"))


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet by what filters see of it."""

    family: int
    source: str
    destination: str
    protocol: int
    source_port: int = 0
    port: int = 0
    kind: int = 0
    flags: int = 0

    @property
    def session(self) -> frozenset[tuple[str, int]]:
        """Both ends: a second packet between them would be of an open session."""
        return frozenset({(self.source, self.source_port), (self.destination, self.port)})

    @property
    def as_set(self) -> Packets:
        one, two = (int(ip_address(text)) for text in (self.source, self.destination))
        numbers = [(number, number) for number in (one, two, self.protocol, self.source_port, self.port, self.kind, 0)]
        return Packets((PacketBox(*[self.family, *numbers, 1 << self.flags, NEW, WHOLE]),))  # type: ignore[arg-type]

    def wire(self, number: int) -> bytes:
        """The packet as it is sent, with a mark and a number in its last eight bytes."""
        body = self._body(b"mark" + struct.pack("!I", number), number)
        source, destination = (ip_address(text).packed for text in (self.source, self.destination))
        pseudo = (
            source
            + destination
            + (struct.pack("!BBH", 0, self.protocol, len(body)) if self.family == 4 else struct.pack("!IxxxB", len(body), self.protocol))
        )
        at = {6: 16, 17: 6, 1: 2, 58: 2}[self.protocol]
        total = checksum((b"" if self.protocol == 1 else pseudo) + body) or 0xFFFF
        body = body[:at] + struct.pack("!H", total) + body[at + 2 :]
        if self.family == 6:
            return struct.pack("!IHBB", 6 << 28, len(body), self.protocol, 64) + source + destination + body
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 1, 0, 64, self.protocol, 0) + source + destination
        return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + body

    def _body(self, end: bytes, number: int) -> bytes:
        if self.protocol == 6:
            return struct.pack("!HHIIBBHHH", self.source_port, self.port, 1, 1, 5 << 4, self.flags, 1024, 0, 0) + end
        if self.protocol == 17:
            return struct.pack("!HHHH", self.source_port, self.port, 8 + len(end), 0) + end
        return struct.pack("!BBHHH", self.kind, 0, 0, number, 1) + end


def checksum(data: bytes) -> int:
    """The sum of RFC 1071."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def packets(chance: random.Random, count: int) -> list[Packet]:
    """Packets of as many sessions, so that conntrack calls each of them new."""
    found: dict[object, Packet] = {}
    while len(found) < count:
        one = _packet(chance)
        found.setdefault(one.session if one.protocol in (6, 17) else len(found), one)
    return list(found.values())


def _packet(chance: random.Random) -> Packet:
    family = chance.choice((4, 4, 6))
    source, destination = chance.sample(HOSTS[family], 2)
    protocol = chance.choice((6, 6, 17, 1 if family == 4 else 58))
    if protocol in (1, 58):
        return Packet(family, source, destination, protocol, kind=8 if family == 4 else 128)
    flags = chance.choice((2, 2, 16, 18 & 2, 24)) if protocol == 6 else 0
    return Packet(family, source, destination, protocol, chance.choice(PORTS), chance.choice(PORTS), flags=flags)
