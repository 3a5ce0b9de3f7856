"""Filters of EOS in the words of the model: the inverse of templates/arista_eos/acls.j2."""

from __future__ import annotations

from typing import Final

from netops.facts.filter_entries import EntryForm, entry_of, source_of
from netops.facts.table import Below, Effect, Fields, const, table

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
    found: Fields = {"seq": int(seq)} | (source_of if "type" in fields else entry_of)(FORM, action, words)
    if (remark := fields.get("_remarks", {}).pop(int(seq) - 1, None)) is not None:
        found["remark"] = remark
    fields["entries"].append(found)


def _remark(fields: Fields, seq: str, text: str) -> None:
    fields.setdefault("_remarks", {})[int(seq)] = text


ENTRIES: Final = table({"# permit|deny ~": _entry, "# remark ~": _remark, "counters per-entry": const("counters", True)})


def _filter(**kind: str) -> Below:
    def enter(fields: Fields, name: str) -> Fields:
        found: Fields = {**kind, "entries": []}
        fields.setdefault("acls", {})[name] = found
        return found

    return Below(ENTRIES, enter, whole=True)


FILTERS: Final[dict[str, Effect | Below]] = {
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
