"""Zones of the company's name servers: what BIND would refuse to load, warn about, or answer otherwise than it was meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from netops.checks import Finding, Place, Scope, place_of, rule
from netops.checks._help import did_you_mean
from netops.errors import Severity
from netops.model.zones import full_name, is_inside, named_addresses, record_name_in_zone, spf_record, zone_of

HOST = re.compile(r"(?!-)(?:\*|[A-Za-z0-9_-]{1,63})(?:\.(?:[A-Za-z0-9_-]{1,63}))*\.?|@")
STRICT = re.compile(r"(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.|$))+|@")
MAX_NAME = 253
MAX_TEXT = 65000
TARGETS = {"MX": 1, "SRV": 3, "NS": 0, "CNAME": 0, "PTR": 0}
"""Which word of a record's value is a name."""
HOLDERS = ("MX", "SRV", "NS")
"""Records whose name must have an address itself, and be no alias (RFC 2181, section 10.3; RFC 2782)."""
MAX_LOOKUPS = 10
"""Mechanisms of SPF that ask the DNS; beyond, receivers give up (RFC 7208, section 4.6.4)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A typed zone of a primary name server, and where it is."""

    server: str
    position: int
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.data["name"])

    def records(self) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        """Each record with its place."""
        for index, record in enumerate(self.data.get("records", ())):
            yield self.at("records", index), record

    def at(self, *path: str | int) -> Place:
        return place_of("device", self.server, "dns_server", "zones", self.position, *path)


def zones(company: Scope) -> Iterator[Zone]:
    for name, device in company.devices.items():
        server = device.get("dns_server") or {}
        if server.get("role", "primary") == "primary":
            yield from (Zone(name, index, zone) for index, zone in enumerate(server.get("zones", ())))


def record_types_by_name(company: Scope, held: Sequence[Zone]) -> dict[str, set[str]]:
    """The types of the records that each name has, in small letters: those typed, and those derived from addresses. None without a zone."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in named_addresses(company.devices, company.of("reservation"), company.index) if held else ():
        found[one.name.lower()].add("A" if one.address.version == 4 else "AAAA")
    for zone in held:
        for _, record in zone.records():
            found[full_name(str(record["name"]), zone.name).lower()].add(str(record["type"]))
    return found


def known_types(name: str, known: Mapping[str, set[str]]) -> set[str]:
    """The types of the records of a name, or of the wildcard that answers for it (RFC 4592, section 3.3.1)."""
    if name in known:
        return known[name]
    while "." in name:
        name = name.partition(".")[2]
        if f"*.{name}" in known:
            return known[f"*.{name}"]
        if any(is_inside(one, name) for one in known):
            break
    return set()


def target_of(record: Mapping[str, Any]) -> str:
    """The name that a record points to; '' for one that points to none or is malformed."""
    words = str(record["value"]).split()
    position = TARGETS.get(str(record["type"]))
    return words[position] if position is not None and position < len(words) else ""


def _is_address(kind: type[IPv4Address] | type[IPv6Address], text: str) -> bool:
    try:
        return bool(kind(text))
    except ValueError:
        return False


def _numbers(count: int, text: str) -> bool:
    """Whether a value is some numbers of 16 bits, then a host."""
    *numbers, host = text.split() or [""]
    return len(numbers) == count and all(one.isascii() and one.isdigit() and int(one) < 65536 for one in numbers) and _is_host(host, count)


def _is_host(text: str, numbers: int = 0) -> bool:
    """A host name; of SRV also `.`, "there is no such service", which MX may say, too (RFC 2782, RFC 7505)."""
    if text == ".":
        return numbers > 0
    return len(text.removesuffix(".")) <= MAX_NAME and bool(STRICT.fullmatch(text)) and not _is_address(IPv4Address, text)


def _is_name(text: str) -> bool:
    return len(text.removesuffix(".")) <= MAX_NAME and bool(HOST.fullmatch(text))


FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "A": (partial(_is_address, IPv4Address), "an IPv4 address"),
    "AAAA": (partial(_is_address, IPv6Address), "an IPv6 address"),
    "CNAME": (_is_name, "a name, with a final dot or in this zone"),
    "PTR": (_is_host, "a host name, with a final dot or in this zone"),
    "NS": (_is_host, "a host name, with a final dot or in this zone"),
    "MX": (partial(_numbers, 1), "PREFERENCE HOST, such as 10 mail.nordwind.example."),
    "SRV": (partial(_numbers, 3), "PRIORITY WEIGHT PORT HOST, such as 0 5 5060 pbx.nordwind.example."),
    "TXT": (lambda text: len(text.encode()) <= MAX_TEXT, f"at most {MAX_TEXT} octets"),
}
"""What the value of each type of record is."""


OWNERS = frozenset({"A", "AAAA", "MX"})
"""Records whose own name is a host's, without underscores: BIND's check-names fails for them."""


def _owner_fault(name: str, kind: str, zone: str) -> str:
    """What is expected of the name of a record and is not so; '' when it is right."""
    if not _is_name(name) or len(full_name(name, zone)) > MAX_NAME:
        return f"labels of at most 63 letters, in all at most {MAX_NAME}"
    if kind in OWNERS and not _is_host(name.removeprefix("*.") if name != "*" else "@"):
        return "a host name: letters, digits and hyphens"
    return "a name without *" if kind == "NS" and "*" in name else ""


@rule("DNS001", title="record can be loaded")
def record_is_valid(company: Scope) -> Iterator[Finding]:
    """The name of a record is one that its type may have, and its value has the form of the type.

    What it does: checks the length of names and labels, addresses, the numbers and the host of MX and SRV records.
    Why it matters: BIND refuses the whole zone, and none of its names can be found.
    Example: `{name: www, type: A, value: 2001:db8::1}`, `{name: "@", type: MX, value: mail}`.
    Use instead: `{name: www, type: AAAA, value: 2001:db8::1}`, `{name: "@", type: MX, value: 10 mail}`.
    """
    for zone in zones(company):
        for place, record in zone.records():
            name, kind, value = (str(record[key]) for key in ("name", "type", "value"))
            if expected := _owner_fault(name, kind, zone.name):
                yield Finding(place, f"{name[:40]} is no name for a record of type {kind}", expected=expected, found=name[:80])
            is_right, expected = FORMS[kind]
            if not is_right(value):
                yield Finding(place, f"the value of {kind} record {name[:40]} cannot be loaded", expected=expected, found=value[:80])


@rule("DNS002", title="name is not doubled")
def record_name_does_not_repeat_zone(company: Scope) -> Iterator[Finding]:
    """No name that already ends in the zone's name lacks its final dot; no owner repeats the zone or is outside of it.

    What it does: checks names of records, and at names in values, that end in a zone of the company without a dot.
    Why it matters: BIND appends the zone: `web.nordwind.example` becomes `web.nordwind.example.nordwind.example`, which does not exist.
    Example: `{name: www, type: CNAME, value: web.nordwind.example}` in the zone nordwind.example.
    Use instead: `value: web.nordwind.example.`, or `value: web`.
    """
    known = {zone.name.lower() for zone in zones(company)}
    for zone in zones(company):
        for place, record in zone.records():
            name, target = str(record["name"]), target_of(record)
            if is_inside(name, zone.name):
                hint = f"write {record_name_in_zone(name, zone.name)}"
                yield Finding(place, f"{name} becomes {name}.{zone.name}", expected="a name in the zone", found=name, hint=hint)
            elif name.endswith("."):
                yield Finding(place, f"{name} is not in zone {zone.name}", expected="a name in the zone, without a final dot", found=name)
            if target and not target.endswith(".") and zone_of(target, known) and target != "@":
                message = f"{target} becomes {target}.{zone.name}"
                yield Finding(place, message, expected=f"{target}.", found=target, hint="a name with its domain ends in a dot")


@rule("DNS003", title="alias is alone")
def cname_is_only_record(company: Scope) -> Iterator[Finding]:
    """A name with a CNAME record has no other record, typed or derived from an address.

    What it does: groups records by name; the zone itself always has others (SOA and NS).
    Why it matters: BIND refuses the whole zone.
    Example: `{name: ber-web-1, type: CNAME, value: web}`, where ber-web-1 is a server with an address.
    Use instead: another name for the alias.
    """
    held = list(zones(company))
    known = record_types_by_name(company, held)
    for zone in held:
        aliases: dict[str, Place] = {}
        for place, record in zone.records():
            name = full_name(str(record["name"]), zone.name).lower()
            if record["type"] != "CNAME":
                continue
            others = sorted(known[name] - {"CNAME"}) or ["SOA"] * (name == zone.name.lower()) or ["CNAME"] * (name in aliases)
            if others:
                related = (("the first one", aliases[name]),) if name in aliases else ()
                message = f"{name} is an alias, and has {' and '.join(others)} records, too"
                yield Finding(
                    place, message, expected="no other record", found=", ".join(others), hint="give the alias another name", related=related
                )
            aliases.setdefault(name, place)


@rule("DNS004", title="record leads to a name that exists")
def record_target_exists(company: Scope) -> Iterator[Finding]:
    """A name of the company's zones that a record leads to exists; that of MX, NS and SRV records has an address itself.

    What it does: looks up names in values among the typed records and the names of all addresses.
    Why it matters: mail, calls and logins go to nowhere; BIND refuses a zone whose name servers have no address.
    Example: `{name: "@", type: MX, value: 10 mial}`.
    Use instead: the name of a host, such as `10 mail`.
    """
    held = list(zones(company))
    known, own = record_types_by_name(company, held), {zone.name.lower() for zone in held}
    aliases = {
        full_name(str(record["name"]), zone.name).lower(): full_name(target_of(record), zone.name).lower()
        for zone in held
        for _, record in zone.records()
        if record["type"] == "CNAME"
    }
    for zone in held:
        for place, record in zone.records():
            target, kind = target_of(record), str(record["type"])
            name = full_name(target, zone.name).lower()
            if target in ("", ".") or not zone_of(name, own):
                continue
            types = known_types(name, known)
            if kind == "CNAME" and (circle := _circle(name, aliases)):
                yield Finding(place, f"{record['name']} leads in a circle: {' -> '.join(circle)}", expected="a host", found=target)
            elif not types and name not in own:
                hint = did_you_mean(name, known)
                yield Finding(
                    place,
                    f"there is no {name}, which {kind} record {record['name']} leads to",
                    expected="a name with an address",
                    found=target,
                    hint=hint,
                )
            elif kind in HOLDERS and not types & {"A", "AAAA"}:
                found = " and ".join(sorted(types)) or "no record"
                yield Finding(
                    place, f"{name} has no address, and {kind} record {record['name']} leads to it", expected="A or AAAA", found=found
                )


def _circle(name: str, aliases: Mapping[str, str]) -> list[str]:
    """The aliases from a name back to itself; none where they end."""
    found = [name]
    while (after := aliases.get(found[-1])) is not None:
        if after == name:
            return [*found, after]
        if after in found:
            break
        found.append(after)
    return []


@rule("DNS005", title="records of one name and type expire together", severity=Severity.WARNING)
def record_set_has_one_ttl(company: Scope) -> Iterator[Finding]:
    """Records of one name and type have one `ttl_s`.

    What it does: groups the records of a zone by name and type.
    Why it matters: BIND takes the first one's time for all of them, and says so at each start (RFC 2181, section 5.2).
    Example: two MX records of `@`, one with `ttl_s: 60`.
    Use instead: the same `ttl_s` at both.
    """
    for zone in zones(company):
        first: dict[tuple[str, str], tuple[Place, Any]] = {}
        for place, record in zone.records():
            key = str(record["name"]).lower(), str(record["type"])
            before, ttl = first.setdefault(key, (place, record.get("ttl_s")))
            if ttl != record.get("ttl_s"):
                message = f"{key[1]} records of {key[0]} have different ttl_s"
                related = (("the first one", before),)
                yield Finding(place, message, expected=str(ttl or "none"), found=str(record.get("ttl_s", "none")), related=related)


@rule("DNS006", title="mail of a zone is proved once")
def zone_has_one_spf_and_dmarc(company: Scope) -> Iterator[Finding]:
    """A name has one SPF and one DMARC record, typed or by `mail:`; SPF asks the DNS at most ten times.

    What it does: counts TXT records with `v=spf1` and `v=DMARC1`, and the mechanisms that ask.
    Why it matters: receivers take two of them for none, and refuse or mark the company's mail.
    Example: `mail: {spf: {allow: [mx]}}` beside `{name: "@", type: TXT, value: "v=spf1 -all"}`.
    Use instead: one of them; `mail:` is checked.
    """
    for zone in zones(company):
        mail, seen = zone.data.get("mail", {}), dict[tuple[str, str], Place]()
        policies = [(zone.at("mail", "spf"), "@", spf_record(mail["spf"]))] if "spf" in mail else []
        policies += [(zone.at("mail", "dmarc"), "_dmarc", "v=DMARC1")] if "dmarc" in mail else []
        typed = ((place, str(one["name"]), str(one["value"]).strip('"')) for place, one in zone.records() if one["type"] == "TXT")
        for place, name, text in (*policies, *typed):
            version = text.split(";")[0].split()[0].lower() if text.split() else ""
            if version not in ("v=spf1", "v=dmarc1"):
                continue
            before = seen.setdefault((name.lower(), version), place)
            if before != place:
                yield Finding(
                    place, f"{name} has two records of {version}", expected="one", found="two", related=(("the first one", before),)
                )
            asking = [word for word in text.lower().split() if re.match(r"[+?~-]?(include:|a$|a[:/]|mx|ptr|exists:)|redirect=", word)]
            if version == "v=spf1" and len(asking) > MAX_LOOKUPS:
                yield Finding(
                    place, f"SPF of {name} asks the DNS {len(asking)} times", expected=f"at most {MAX_LOOKUPS}", found=str(len(asking))
                )


@rule("DNS007", title="zone of a name server is held once")
def zone_is_defined_once(company: Scope) -> Iterator[Finding]:
    """No two primary name servers hold one zone with records of their own.

    What it does: compares the names of typed zones.
    Why it matters: the answer depends on which server is asked.
    Example: `zones: [{name: nordwind.example}]` on ber-dns-1 and on ham-dns-1, with other records.
    Use instead: the same records on both, from one layer; or one server with `role: resolver`.
    """
    first: dict[str, Zone] = {}
    for zone in zones(company):
        other = first.setdefault(zone.name.lower(), zone)
        if other.data != zone.data:
            related = (("the other one", other.at()),)
            message = f"{zone.server} and {other.server} hold {zone.name} with different records"
            yield Finding(zone.at(), message, expected="the same records", found="others", related=related)
