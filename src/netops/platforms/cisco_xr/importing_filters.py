"""Filters of IOS XR as data of the model (IP Addresses and Services Command Reference, Access List Commands)."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Fields, make_table
from netops.facts.values import network_from_wildcard

TCP: Final = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "tacacs": 49, "domain": 53, "www": 80, "pop3": 110, "sunrpc": 111,
    "nntp": 119, "bgp": 179, "ldp": 646,
}  # fmt: skip
UDP: Final = {
    "tacacs": 49, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "sunrpc": 111, "ntp": 123, "snmp": 161, "snmptrap": 162,
    "isakmp": 500, "syslog": 514, "rip": 520, "ldp": 646,
}  # fmt: skip
"""Ports that XR shows by name (IP Addresses and Services Command Reference, Access List Commands)."""


def enter_acl(fields: Fields, family: str, name: str) -> Fields:
    found: Fields = fields.setdefault("acls", {}).setdefault(name, {"family": family, "entries": []})
    if family == "ipv4":
        found.pop("family", None)
    return found


def _end(words: list[str]) -> str:
    """Takes one end of an entry off its words."""
    first = words.pop(0)
    if first == "any":
        return "any"
    if first == "host":
        address = words.pop(0)
        return f"{address}/{128 if ':' in address else 32}"
    return first if ":" in first else network_from_wildcard(first, words.pop(0))


def _entry(fields: Fields, seq: str, action: str, protocol: str, text: str) -> None:
    words = text.split()
    row: Fields = {"seq": int(seq), "action": action}
    names = {"ipv4": "ip", "ipv6": "ip", "icmpv6": "icmp"}
    kind = names.get(protocol, protocol)
    if kind not in ("ip", "tcp", "udp", "icmp") or (kind == "ip" and protocol != fields.get("family", "ipv4")):
        raise ValueError(protocol)
    row |= {
        key: value
        for key, value in (("protocol", kind), ("source", _end(words)), ("destination", _end(words)))
        if value not in ("ip", "any")
    }
    if words[:1] == ["eq"] and kind in ("tcp", "udp"):
        ports = TCP if kind == "tcp" else UDP
        row["port"] = ports[words[1]] if words[1] in ports else int(words[1])
        if words[1].isdecimal() and row["port"] in ports.values():
            raise ValueError(words[1])
        words = words[2:]
    for word in ("established", "log"):
        if words[:1] == [word]:
            row[word] = True
            words.pop(0)
    if words:
        raise ValueError(text)
    before = fields.pop("_remark", None)
    if before:
        if before[0] != row["seq"] - 1:
            raise ValueError("a remark of another entry")
        row["remark"] = before[1]
    fields["entries"].append(row)


def add_remark(fields: Fields, seq: str, text: str) -> None:
    if "_remark" in fields:
        raise ValueError("a remark without an entry")
    fields["_remark"] = int(seq), text


ACL: Final = make_table({"# permit|deny * ~": _entry, "# remark ~": add_remark})
