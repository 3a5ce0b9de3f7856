"""Filters of EOS in the words of the model: the inverse of templates/arista_eos/acls.j2."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, Final

from netops.facts.table import Effect, Fields, SectionPattern, make_table

SERVICES: Final = {
    **{"ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "bootps": 67, "bootpc": 68, "www": 80, "ntp": 123, "snmp": 161, "bgp": 179},
    "https": 443,
}
PROTOCOLS: Final = {"ip": "ip", "ipv6": "ip", "tcp": "tcp", "udp": "udp", "icmp": "icmp", "icmpv6": "icmp"}


def _end(words: list[str]) -> Any:
    """`any`, `host A` or a prefix: taken off the words."""
    word = words.pop(0)
    if word == "any":
        return "any"
    return str(ip_network(words.pop(0) if word == "host" else word))


def _entry(fields: Fields, seq: str, action: str, words: str) -> None:
    """`10 permit tcp any host A eq ssh established log`."""
    rest = words.split()
    found: Fields = {"seq": int(seq), "action": action}
    if "type" not in fields and (protocol := PROTOCOLS[rest.pop(0)]) != "ip":
        found["protocol"] = protocol
    for key in ("source",) if "type" in fields else ("source", "destination"):
        if (end := _end(rest)) != "any":
            found[key] = end
    if rest[:1] == ["eq"]:
        found["port"], rest = SERVICES.get(rest[1]) or int(rest[1]), rest[2:]
    for flag in ("established", "log"):
        if rest[:1] == [flag]:
            found[flag], rest = True, rest[1:]
    if rest:
        raise ValueError(f"not understood: {words}")
    if (remark := fields.get("_remarks", {}).pop(int(seq) - 1, None)) is not None:
        found["remark"] = remark
    fields["entries"].append(found)


def _remark(fields: Fields, seq: str, text: str) -> None:
    fields.setdefault("_remarks", {})[int(seq)] = text


ENTRIES: Final = make_table({"# permit|deny ~": _entry, "# remark ~": _remark})


def _filter(**kind: str) -> SectionPattern:
    def enter(fields: Fields, name: str) -> Fields:
        found: Fields = {**kind, "entries": []}
        fields.setdefault("acls", {})[name] = found
        return found

    return SectionPattern(ENTRIES, enter, whole=True)


FILTERS: Final[dict[str, Effect | SectionPattern]] = {
    "ip access-list *": _filter(),
    "ip access-list standard *": _filter(type="standard"),
    "ipv6 access-list *": _filter(family="ipv6"),
}


def finish_filters(fields: Fields) -> None:
    """A remark that is not before an entry is none of the model's: the filter stays as it is written."""
    filters: Fields = fields.get("acls", {})
    for name in [name for name, one in filters.items() if one.pop("_remarks", {}) or not one["entries"]]:
        del filters[name]
    if not filters:
        fields.pop("acls", None)
