"""What the lines of access lists, AAA, DHCP and NAT are in the model (Security and IP Addressing Command References)."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, Final

from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms.cisco_ios.importing_interfaces import const_in, put_in
from netops.platforms.cisco_ios.importing_routing import network_from_mask, network_from_wildcard

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
SIGNS: Final = {"lt": "<", "gt": ">", "neq": "!"}


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
    if remarks := fields.pop("_remarks", []):
        if seq and fields.pop("_remark_seq", seq) != seq:
            raise ValueError("a remark with a number of its own")
        row["remark"] = remarks if len(remarks) > 1 else remarks[0]
    entries.append(row)


def _remark(fields: Fields, text: str, seq: str = "") -> None:
    fields.setdefault("_remarks", []).append(text)
    if seq:
        fields["_remark_seq"] = seq


def _end(found: list[str]) -> tuple[str, list[str]]:
    """A network of an entry, and the words after it."""
    match found:
        case ["any", *rest]:
            return "any", rest
        case ["host", address, *rest]:
            return str(ip_network(address)), rest
        case [network, *rest] if "/" in network:
            return network.lower(), rest
        case [network, inverse, *rest] if inverse.strip("0."):
            return network_from_wildcard(network, inverse), rest
    raise ValueError(" ".join(found))


def _number(word: str, protocol: str) -> int:
    return int(word) if word.isdecimal() else (UDP if protocol == "udp" else TCP)[word]


def _ports(found: list[str], protocol: str, row: Fields, key: str) -> list[str]:
    """The ports of one side of an entry go into its row; the words after them."""
    if protocol not in ("tcp", "udp"):
        return found
    match found:
        case ["eq", *rest]:
            numbers = []
            while rest and (rest[0].isdecimal() or rest[0] in (UDP if protocol == "udp" else TCP)):
                numbers.append(_number(rest[0], protocol))
                rest = rest[1:]
            if len(numbers) == 1:
                row[f"{key}port"] = numbers[0]
            else:
                row[f"{key}ports"] = ",".join(map(str, numbers))
            return rest
        case ["lt" | "gt" | "neq" as sign, word, *rest]:
            row[f"{key}ports"] = f"{SIGNS[sign]}{_number(word, protocol)}"
            return rest
        case ["range", first, last, *rest]:
            row[f"{key}ports"] = f"{_number(first, protocol)}-{_number(last, protocol)}"
            return rest
    return found


def _extended(fields: Fields, action: str, words: str, seq: str = "") -> None:
    protocol, *found = words.split()
    protocol = "ip" if protocol == "ipv6" else protocol
    row: Fields = {"action": action}
    if protocol != "ip":
        row["protocol"] = protocol
    source, found = _end(found)
    found = _ports(found, protocol, row, "source_")
    destination, found = _end(found)
    found = _ports(found, protocol, row, "")
    row |= {key: value for key, value in (("source", source), ("destination", destination)) if value != "any"}
    while found:
        match found:
            case ["established" | "log" | "fragments" as word, *found]:
                row[word] = True
            case ["log-input", *found]:
                row["log_input"] = True
            case [word, *found] if protocol == "icmp" and "icmp_type" not in row:
                row["icmp_type"] = word
                if found and found[0].isdecimal():
                    row["icmp_type"], found = f"{word} {found[0]}", found[1:]
            case _:
                raise ValueError(words)
    _entry(fields, row, seq)


def _standard(fields: Fields, action: str, words: str, seq: str = "") -> None:
    found = words.split()
    row: Fields = {"action": action}
    if found[-1] == "log":
        row["log"], found = True, found[:-1]
    match found:
        case ["any"]:
            pass
        case [address] | ["host", address]:
            row["source"] = f"{address}/32"
        case [network, inverse]:
            row["source"] = network_from_wildcard(network, inverse)
        case _:
            raise ValueError(words)
    _entry(fields, row, seq)


STANDARD: Final = make_table(
    {
        "permit|deny ~": _standard,
        "# permit|deny ~": lambda fields, seq, action, words: _standard(fields, action, words, seq),
        "remark ~": _remark,
        "# remark ~": lambda fields, seq, text: _remark(fields, text, seq),
    }
)
EXTENDED: Final = make_table(
    {
        "permit|deny ~": _extended,
        "# permit|deny ~": lambda fields, seq, action, words: _extended(fields, action, words, seq),
        "sequence # permit|deny ~": lambda fields, seq, action, words: _extended(fields, action, words, seq),
        "remark ~": _remark,
        "# remark ~": lambda fields, seq, text: _remark(fields, text, seq),
    }
)


def _rule(fields: Fields, kind: str, words: str) -> None:
    """`aaa authentication login default METHODS`, `aaa accounting commands 15 default start-stop group X`."""
    service, *found = words.split()
    if service == "commands":
        service, found = f"{service} {found[0]}", found[1:]
    if len(found) < 2:
        raise ValueError(words)
    row = {"kind": kind, "service": service, "list": found[0], "methods": " ".join(found[1:])}
    fields.setdefault("aaa", {}).setdefault("rules", []).append(row)


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
    match found:
        case ["tcp" | "udp" as protocol, local, port, "interface", name, outside]:
            row |= {"protocol": protocol, "local": local, "local_port": int(port), "interface": name, "global_port": int(outside)}
        case ["tcp" | "udp" as protocol, local, port, address, outside]:
            row |= {"protocol": protocol, "local": local, "local_port": int(port), "global": address, "global_port": int(outside)}
        case [local, address]:
            row |= {"local": local, "global": address}
        case _:
            raise ValueError(words)
    _nat(fields, "static", row)


def _tacacs(fields: Fields, name: str) -> Fields:
    row: Fields = {"name": name}
    fields.setdefault("_tacacs", []).append(row)
    return row


TACACS: Final = make_table({"address ipv4|ipv6 *": lambda fields, _, address: fields.update(address=address), "key *": set_field("key")})


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
}
"""Lines of address translation."""

FILTERS: dict[str, Any] = {
    **NAT,
    "crypto pki trustpoint *": SectionPattern(TRUSTPOINT, _trustpoint),
    "ip access-list standard *": SectionPattern(STANDARD, lambda fields, name: _acl(fields, name, type="standard"), whole=True),
    "ip access-list extended *": SectionPattern(EXTENDED, lambda fields, name: _acl(fields, name, type="extended"), whole=True),
    "ipv6 access-list *": SectionPattern(EXTENDED, lambda fields, name: _acl(fields, name, family="ipv6"), whole=True),
    "tacacs server *": SectionPattern(TACACS, _tacacs, whole=True),
    "aaa new-model": const_in("aaa", "new_model", value=True),
    "no aaa new-model": const_in("aaa", "new_model", value=False),
    "aaa authentication|authorization|accounting ~": _rule,
    "aaa session-id common|unique": put_in("aaa", "session_id"),
    "ip dhcp pool *": SectionPattern(POOL, _pool),
    "ip dhcp excluded-address ~": _excluded,
}


def _finish_tacacs(fields: Fields) -> None:
    """Servers that are named by their addresses and have one key are what `aaa.tacacs` writes, with its two rules."""
    servers = fields.pop("_tacacs", [])
    aaa: Fields = fields.get("aaa", {})
    if not servers or any(row["name"] != row.get("address") or row.get("key") != servers[0].get("key") for row in servers):
        return
    local = {"methods": "group tacacs+ local"}
    wanted = [
        {"kind": kind, "service": service, "list": "default"} | local
        for kind, service in (("authentication", "login"), ("authorization", "exec"))
    ]
    if all(rule in aaa.get("rules", []) for rule in wanted):
        aaa["tacacs"] = {"servers": [row["name"] for row in servers], "key": servers[0].get("key")}
        aaa["rules"] = [rule for rule in aaa["rules"] if rule not in wanted]
        for key in ("new_model", "session_id", *(["rules"] if not aaa["rules"] else [])):
            aaa.pop(key, None)


def finish_filters(fields: Fields) -> None:
    """Leave out what is no entry: a list that ends with a remark stays text."""
    _finish_tacacs(fields)
    acls: dict[str, Fields] = fields.get("acls", {})
    for name in [name for name, acl in acls.items() if "_remarks" in acl or "_remark_seq" in acl]:
        del acls[name]
    for name, acl in acls.items():
        if name.isdecimal():
            acl.pop("numbered", None)
