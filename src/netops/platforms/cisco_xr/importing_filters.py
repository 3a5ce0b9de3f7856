"""Filters of IOS XR as data of the model (IP Addresses and Services Command Reference, Access List Commands)."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Final

from netops.facts.acl_entries import ANY_OTHER, add_numbered, numbered_remark, or_text
from netops.facts.filter_entries import EntryForm, entry_of, ports_of
from netops.facts.table import Fields, make_table, set_field

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


FORM: Final = EntryForm(
    TCP,
    UDP,
    group="net-group",
    port_group="port-group",
    named_protocols=(("ipv4", "ip"), ("ipv6", "ip"), ("icmpv6", "icmp")),
    masks=True,
)


def _entry(fields: Fields, seq: str, action: str, text: str) -> None:
    add_numbered(fields, seq, entry_of(FORM, action, text, fields.get("family", "ipv4")))


def group(fields: Fields, kind: str, family: str, name: str) -> Fields:
    """Enters a group for filters."""
    found: Fields = fields.setdefault("object_groups", {}).setdefault(name, {"kind": kind, "entries": []})
    if family == "ipv6":
        found["family"] = family
    return found


def _member(fields: Fields, words: str) -> None:
    """`host A`, `10.2.0.0/16`, `range A B`, `object-group NAME`; `eq 80`, `range 8000 8080`."""
    row: Fields = {}
    match found := words.split():
        case ["object-group", name]:
            row["group"] = name
        case _ if fields["kind"] == "port":
            ports_of(EntryForm({}, {}), "tcp", found, row, "")
            if found:
                raise ValueError(words)
        case ["host", address]:
            row["prefix"] = str(ip_network(address))
        case ["range", first, last]:
            row |= {"first": first, "last": last}
        case [network]:
            row["prefix"] = str(ip_network(network))
        case _:
            raise ValueError(words)
    fields["entries"].append(row)


GROUP: Final = make_table({"description ~": set_field("description"), "~": _member})
ACL: Final = make_table({"# permit|deny ~": or_text(_entry), "# remark ~": numbered_remark, **ANY_OTHER})
