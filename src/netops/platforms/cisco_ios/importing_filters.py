"""What the lines of access lists, DHCP and NAT are in the model (Security and IP Addressing Command References)."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from ipaddress import ip_interface
from typing import Any, Final

from netops.facts.acl_entries import ANY_OTHER, drop_empty, or_text
from netops.facts.filter_entries import EntryForm, entry_of, ports_of, source_of
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms.cisco_ios.importing_interfaces import put_in
from netops.platforms.cisco_ios.importing_routing import network_from_mask

TCP: Final = {
    "echo": 7,
    "discard": 9,
    "daytime": 13,
    "chargen": 19,
    "ftp-data": 20,
    "ftp": 21,
    "telnet": 23,
    "smtp": 25,
    "time": 37,
    "whois": 43,
    "tacacs": 49,
    "domain": 53,
    "gopher": 70,
    "finger": 79,
    "www": 80,
    "hostname": 101,
    "pop2": 109,
    "pop3": 110,
    "sunrpc": 111,
    "ident": 113,
    "nntp": 119,
    "msrpc": 135,
    "bgp": 179,
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
}
UDP: Final = {
    "echo": 7,
    "discard": 9,
    "time": 37,
    "nameserver": 42,
    "tacacs": 49,
    "domain": 53,
    "bootps": 67,
    "bootpc": 68,
    "tftp": 69,
    "sunrpc": 111,
    "ntp": 123,
    "netbios-ns": 137,
    "netbios-dgm": 138,
    "netbios-ss": 139,
    "snmp": 161,
    "snmptrap": 162,
    "xdmcp": 177,
    "dnsix": 195,
    "mobile-ip": 434,
    "pim-auto-rp": 496,
    "isakmp": 500,
    "biff": 512,
    "who": 513,
    "syslog": 514,
    "talk": 517,
    "rip": 520,
    "ripv6": 521,
    "non500-isakmp": 4500,
}


def _acl(fields: Fields, name: str, **more: str) -> Fields:
    found: Fields = fields.setdefault("acls", {}).setdefault(name, {**more, "entries": []})
    return found


def _entry(fields: Fields, row: Fields, seq: str = "") -> None:
    """One more entry; a remark before it is its own."""
    entries = fields["entries"]
    if seq:
        row = {"seq": int(seq), **row}
    else:
        fields["numbered"] = False
        row = {"seq": 10 * (len(entries) + 1), **row}
    if (remarks := fields.pop("_remarks", [])) and (not seq or fields.pop("_remark_seq", seq) == seq):
        row["remark"] = remarks if len(remarks) > 1 else remarks[0]
    entries.append(row)


def _remark(fields: Fields, text: str, seq: str = "") -> None:
    fields.setdefault("_remarks", []).append(text)
    if seq:
        fields["_remark_seq"] = seq


FORM: Final = EntryForm(TCP, UDP, masks=True, several=True)


def _extended(fields: Fields, *words: str) -> None:
    *seq, action, text = words
    _entry(fields, entry_of(FORM, action, text, fields.get("family", "ipv4")), *seq)


def _standard(fields: Fields, *words: str) -> None:
    *seq, action, text = words
    _entry(fields, source_of(FORM, action, text), *seq)


def object_group(fields: Fields, kind: str, name: str) -> Fields:
    """Enters a group for filters."""
    found: Fields = fields.setdefault("object_groups", {}).setdefault(name, {"kind": kind, "entries": []})
    return found


def member(**keys: Callable[[str], Any]) -> Effect:
    """An effect: one more entry of a group, with a value for each word."""

    def effect(fields: Fields, *words: str) -> None:
        fields["entries"].append({key: convert(word) for (key, convert), word in zip(keys.items(), words, strict=True)})

    return effect


def _network(fields: Fields, network: str, mask: str) -> None:
    fields["entries"].append({"prefix": network_from_mask(network, mask)})


def _service(fields: Fields, words: str) -> None:
    """`tcp eq www`, `tcp source gt 1023 eq www`, `icmp echo`, `esp`."""
    protocol, *found = words.split()
    row: Fields = {"protocol": protocol}
    if found[:1] == ["source"]:
        found = found[1:]
        ports_of(FORM, protocol, found, row, "source_")
    ports_of(FORM, protocol, found, row, "")
    if found and protocol == "icmp":
        row["icmp_type"], found = " ".join(found), []
    if found:
        raise ValueError(words)
    fields["entries"].append(row)


NETWORKS: Final = make_table(
    {
        "description ~": set_field("description"),
        "host *": member(prefix=lambda word: f"{word}/32"),
        "range * *": member(first=str, last=str),
        "group-object *": member(group=str),
        "* *": _network,
    }
)
SERVICES: Final = make_table({"description ~": set_field("description"), "group-object *": member(group=str), "~": _service})

REMARKS: Final[dict[str, Any]] = {"remark ~": _remark, "# remark ~": lambda fields, seq, text: _remark(fields, text, seq)}
STANDARD: Final = make_table(
    {"permit|deny ~": or_text(_standard), "# permit|deny ~": or_text(_standard), **REMARKS, **ANY_OTHER},
)
EXTENDED: Final = make_table(
    {
        "permit|deny ~": or_text(_extended),
        "# permit|deny ~": or_text(_extended),
        "sequence # permit|deny ~": or_text(_extended),
        **REMARKS,
        **ANY_OTHER,
    }
)


def _pool(fields: Fields, name: str) -> Fields:
    row: Fields = {"name": name}
    fields.setdefault("dhcp_pools", []).append(row)
    return row


def _excluded(fields: Fields, words: str) -> None:
    found = words.split()
    row: Fields = {}
    if found[0] == "vrf":
        row["vrf"], found = found[1], found[2:]
    row |= dict(zip(("first", "last"), found, strict=False))
    fields.setdefault("dhcp_excluded", []).append(row)


def words_of(name: str) -> Effect:
    """An effect: the words are the list of a field."""
    return set_field(name, str.split)


POOL: Final = make_table(
    {
        "vrf *": set_field("vrf"),
        "network * *": lambda fields, network, mask: fields.update(prefix=network_from_mask(network, mask)),
        "import all": set_constant("import_all", True),
        "host * *": lambda fields, address, mask: fields.update(host=str(ip_interface(f"{address}/{mask}"))),
        "client-identifier *": set_field("client_id"),
        "hardware-address *": set_field("hardware_address"),
        "client-name *": set_field("client_name"),
        "netbios-name-server ~": words_of("netbios_servers"),
        "netbios-node-type b-node|p-node|m-node|h-node": set_field("netbios_node_type"),
        "next-server *": set_field("next_server"),
        "bootfile *": set_field("boot_file"),
        "default-router ~": words_of("default_routers"),
        "domain-name *": set_field("domain"),
        "dns-server ~": words_of("dns_servers"),
        "option # ip|ascii|hex ~": lambda fields, code, kind, value: append_to_field("options", dict)(
            fields, {"code": int(code), "kind": kind, "value": value}
        ),
        "lease ~": set_field("lease"),
    }
)


def _nat(fields: Fields, key: str, row: Fields) -> None:
    fields.setdefault("nat", {}).setdefault(key, []).append(row)


def _nat_rule(fields: Fields, kind: str, name: str, target: str, where: str, words: str = "") -> None:
    row: Fields = {{"list": "acl", "route-map": "route_map"}[kind]: name, target: where}
    found = words.split()
    if found[:1] == ["vrf"]:
        row["vrf"], found = found[1], found[2:]
    if found == ["overload"]:
        row["overload"] = True
    elif found:
        raise ValueError(words)
    _nat(fields, "rules", row)


def _nat_static(fields: Fields, words: str) -> None:
    found = words.split()
    row: Fields = {}
    if found[-1] == "extendable":
        row["extendable"], found = True, found[:-1]
    for word, key in (("route-map", "route_map"), ("vrf", "vrf")):
        if found[-2:-1] == [word]:
            row[key], found = found[-1], found[:-2]
    if found[0] == "network":
        row["network_length"], found = int(found[-1].removeprefix("/")), found[1:-1]
    match found:
        case ["tcp" | "udp" as protocol, local, port, "interface", name, outside]:
            row |= {"protocol": protocol, "local": local, "local_port": int(port), "interface": name, "global_port": int(outside)}
        case ["tcp" | "udp" as protocol, local, port, address, outside]:
            row |= {"protocol": protocol, "local": local, "local_port": int(port), "global": address, "global_port": int(outside)}
        case [local, "interface", name]:
            row |= {"local": local, "interface": name}
        case [local, address]:
            row |= {"local": local, "global": address}
        case _:
            raise ValueError(words)
    _nat(fields, "static", row)


def _trustpoint(fields: Fields, name: str) -> Fields:
    row: Fields = {"name": name}
    fields.setdefault("pki", {}).setdefault("trustpoints", []).append(row)
    return row


TRUSTPOINT: Final = make_table(
    {
        "enrollment ~": set_field("enrollment"),
        "fqdn *": set_field("fqdn"),
        "subject-name ~": set_field("subject_name"),
        "revocation-check ~": words_of("revocation_check"),
        "rsakeypair *": set_field("rsakeypair"),
        "hash *": set_field("hash"),
    }
)

_CERTIFICATE: Final = re.compile(r"(?:(self-signed|ca|rollover) )?([0-9A-Fa-f]+)\n([0-9A-Fa-f\s]+?)\s*quit\s*")


def _certificate(fields: Fields, words: str) -> None:
    """`certificate ca 01` and its bytes in hexadecimal, up to `quit`."""
    match = _CERTIFICATE.fullmatch(words)
    if match is None:
        raise ValueError("not a certificate in hexadecimal")
    kind, serial, digits = match.groups()
    row: Fields = {"trustpoint": fields["name"]} | ({"kind": kind} if kind else {})
    row |= {"serial": serial, "der": base64.b64encode(bytes.fromhex("".join(digits.split()))).decode()}
    fields["certificates"].append(row)


def _chain(fields: Fields, name: str) -> Fields:
    return {"name": name, "certificates": fields.setdefault("pki", {}).setdefault("certificates", [])}


CHAIN: Final = make_table({}, blocks={"certificate": _certificate})

NAT: dict[str, Any] = {
    "ip nat pool * * * netmask *": lambda fields, name, first, last, mask: _nat(
        fields, "pools", {"name": name, "first": first, "last": last, "netmask": mask}
    ),
    "ip nat pool * * * prefix-length #": lambda fields, name, first, last, length: _nat(
        fields, "pools", {"name": name, "first": first, "last": last, "length": int(length)}
    ),
    "ip nat inside source list|route-map * interface|pool *": _nat_rule,
    "ip nat inside source list|route-map * interface|pool * ~": _nat_rule,
    "ip nat inside source static ~": _nat_static,
    "ip nat outside source static * *": lambda fields, outside, local: _nat(
        fields, "static", {"side": "outside", "local": local, "global": outside}
    ),
    "ip nat inside destination list * pool *": lambda fields, acl, pool: _nat(fields, "destination_rules", {"acl": acl, "pool": pool}),
    "ip nat translation timeout #": put_in("nat", "timeouts", "all_s", convert=int),
    **{
        f"ip nat translation {kind}-timeout #": put_in("nat", "timeouts", f"{kind}_s", convert=int)
        for kind in ("tcp", "udp", "dns", "icmp", "finrst", "syn")
    },
}
"""Lines of address translation."""

FILTERS: dict[str, Any] = {
    **NAT,
    "crypto pki certificate chain *": SectionPattern(CHAIN, _chain),
    "crypto pki trustpoint *": SectionPattern(TRUSTPOINT, _trustpoint),
    "object-group network *": SectionPattern(NETWORKS, lambda fields, name: object_group(fields, "network", name), whole=True),
    "object-group service *": SectionPattern(SERVICES, lambda fields, name: object_group(fields, "service", name), whole=True),
    "ip access-list standard *": SectionPattern(STANDARD, lambda fields, name: _acl(fields, name, type="standard")),
    "ip access-list extended *": SectionPattern(EXTENDED, lambda fields, name: _acl(fields, name, type="extended")),
    "ipv6 access-list *": SectionPattern(EXTENDED, lambda fields, name: _acl(fields, name, family="ipv6")),
    "ip dhcp pool *": SectionPattern(POOL, _pool),
    "ip dhcp excluded-address ~": _excluded,
}


def finish_filters(fields: Fields) -> None:
    """What is left to do when all lines are read."""
    drop_empty(fields)
    for name, acl in fields.get("acls", {}).items():
        if name.isdecimal():
            acl.pop("numbered", None)
