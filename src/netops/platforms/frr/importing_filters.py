"""Access lists of FRR in the words of the model (FRR User Manual, Filtering): entries of one list are lines of their own."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any, Final

from netops.facts.filter_entries import EntryForm, entry_of, source_of
from netops.facts.table import Fields

FORM: Final = EntryForm({}, {}, group="", masks=True)


def _acl(fields: Fields, family: str, name: str, **kind: str) -> Fields:
    new: Fields = {**({"family": family} if family == "ipv6" else {}), **kind, "entries": []}
    found: Fields = fields.setdefault("acls", {}).setdefault(name, new)
    if any(found.get(key, value) != value for key, value in kind.items()) or found.get("family", "ipv4") != family:
        raise ValueError("lists of two kinds with one name")
    found |= kind
    return found


def _entry(family: str) -> Callable[..., None]:
    def effect(fields: Fields, name: str, seq: str, action: str, words: str) -> None:
        first, *more = words.split()
        if first == "ip":
            kind, row = "extended", entry_of(FORM, action, words)
        elif "/" in first or (first == "any" and not more):
            prefix = {} if first == "any" else {"source": str(ip_network(first))}
            kind, row = "standard", {"action": action} | prefix | _exact(more)
        else:
            kind, row = "standard", source_of(FORM, action, words)
        if set(row) - {"action", "source", "destination", "exact_match"}:
            raise ValueError(words)
        _acl(fields, family, name, type=kind)["entries"].append({"seq": int(seq)} | row)

    return effect


def _exact(words: list[str]) -> Fields:
    if words not in ([], ["exact-match"]):
        raise ValueError(" ".join(words))
    return {"exact_match": True} if words else {}


def _remark(family: str) -> Callable[..., None]:
    return lambda fields, name, text: _acl(fields, family, name).update(description=text)


def finish_filters(fields: Fields) -> None:
    """A list without an entry is none of the model's."""
    for name in [name for name, acl in fields.get("acls", {}).items() if not acl["entries"]]:
        del fields["acls"][name]


FILTERS: Final[dict[str, Any]] = {
    "access-list * seq # permit|deny ~": _entry("ipv4"),
    "access-list * remark ~": _remark("ipv4"),
    "ipv6 access-list * seq # permit|deny ~": _entry("ipv6"),
    "ipv6 access-list * remark ~": _remark("ipv6"),
}
"""Lines of access lists."""
