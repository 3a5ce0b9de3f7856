"""Filters of EOS in the words of the model: the inverse of templates/arista_eos/acls.j2."""

from __future__ import annotations

from typing import Final

from netops.facts.acl_entries import ANY_OTHER, add_numbered, numbered_remark, or_text
from netops.facts.filter_entries import EntryForm, entry_of, source_of
from netops.facts.table import Effect, Fields, SectionPattern, make_table, set_constant

SERVICES: Final = {
    **{"ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "bootps": 67, "bootpc": 68, "www": 80, "ntp": 123, "snmp": 161, "bgp": 179},
    "https": 443,
}
FORM: Final = EntryForm(
    SERVICES,
    SERVICES,
    group="",
    named_protocols=(("ip", "ip"), ("ipv6", "ip"), ("icmpv6", "icmp")),
    masks=False,
    several=True,
)


def _entry(fields: Fields, seq: str, action: str, words: str) -> None:
    """`10 permit tcp any host A eq ssh established log`."""
    row = source_of(FORM, action, words) if "type" in fields else entry_of(FORM, action, words, fields.get("family", "ipv4"))
    add_numbered(fields, seq, row)


ENTRIES: Final = make_table(
    {"# permit|deny ~": or_text(_entry), "# remark ~": numbered_remark, "counters per-entry": set_constant("counters", True), **ANY_OTHER}
)


def _filter(**kind: str) -> SectionPattern:
    def enter(fields: Fields, name: str) -> Fields:
        found: Fields = {**kind, "entries": []}
        fields.setdefault("acls", {})[name] = found
        return found

    return SectionPattern(ENTRIES, enter)


FILTERS: Final[dict[str, Effect | SectionPattern]] = {
    "ip access-list *": _filter(),
    "ip access-list standard *": _filter(type="standard"),
    "ipv6 access-list *": _filter(family="ipv6"),
}
