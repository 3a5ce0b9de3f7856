"""Access lists of FRR in the words of the model (FRR User Manual, Filtering): entries of one list are lines of their own."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any, Final

from netops.facts.filter_entries import EntryForm, entry_of, source_of
from netops.facts.table import Fields

FORM: Final = EntryForm({}, {}, group="", masks=True)


def _is_of_both(name: str) -> bool:
    """Whether lists of a name look at both ends of a packet by their number."""
    return name.isdecimal() and int(name) >= 100 and int(name) not in range(1300, 2000)


def _acl(fields: Fields, family: str, name: str) -> Fields:
    new: Fields = {**({"family": family} if family == "ipv6" else {}), "entries": []}
    found: Fields = fields.setdefault("acls", {}).setdefault(name, new)
    if found.get("family", "ipv4") != family:
        raise ValueError("lists of two families with one name")
    return found


def _entry(family: str) -> Callable[..., None]:
    def effect(fields: Fields, name: str, seq: str, action: str, words: str) -> None:
        first, *more = words.split()
        is_of_both = first == "ip" and bool(more)
        if is_of_both:
            row = entry_of(FORM, action, words)
        elif "/" in first or (first == "any" and not more):
            row = {"action": action} | ({} if first == "any" else {"source": str(ip_network(first))}) | _exact(more)
        else:
            row = source_of(FORM, action, words)
        acl = _acl(fields, family, name)
        if set(row) - {"action", "source", "destination", "exact_match"} or (acl["entries"] and is_of_both != _looks_at_both(acl, name)):
            raise ValueError(words)
        if is_of_both and not _is_of_both(name):
            acl["type"] = "extended"
        acl["entries"].append({"seq": int(seq)} | row)

    return effect


def _looks_at_both(acl: Fields, name: str) -> bool:
    return "type" in acl or _is_of_both(name)


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
