"""Filters of IOS XR as data of the model (IP Addresses and Services Command Reference, Access List Commands)."""

from __future__ import annotations

from typing import Final

from netops.facts.acl_entries import ANY_OTHER, PortNames, add_numbered, numbered_remark, or_text, row_of_entry
from netops.facts.table import Fields, table

TCP: Final = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "tacacs": 49, "domain": 53, "www": 80, "pop3": 110, "sunrpc": 111,
    "nntp": 119, "bgp": 179, "ldp": 646,
}  # fmt: skip
UDP: Final = {
    "tacacs": 49, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "sunrpc": 111, "ntp": 123, "snmp": 161, "snmptrap": 162,
    "isakmp": 500, "syslog": 514, "rip": 520, "ldp": 646,
}  # fmt: skip
"""Ports that XR shows by name (IP Addresses and Services Command Reference, Access List Commands)."""


NAMES: Final = PortNames(TCP, UDP)


def acl(fields: Fields, family: str, name: str) -> Fields:
    found: Fields = fields.setdefault("acls", {}).setdefault(name, {"family": family, "entries": []})
    if family == "ipv4":
        found.pop("family", None)
    return found


def _entry(fields: Fields, seq: str, action: str, text: str) -> None:
    add_numbered(fields, seq, row_of_entry(action, text, NAMES, fields.get("family", "ipv4")))


ACL: Final = table({"# permit|deny ~": or_text(_entry), "# remark ~": numbered_remark, **ANY_OTHER})
