"""Policies and sets of IOS XR as data of the model (Routing Configuration Guide, Implementing Routing Policy).

The language has conditions in each other, parameters and more; a policy or a set is read as a whole, in the form in which the templates
write it, or not at all: ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from netops.facts.table import Effect, Fields

BREAK: Final = " ; "
"""Between the lines of a policy or a set, when it is read."""


def parse_set_members(text: str) -> list[str]:
    """The members of `(a, b)`."""
    found = [one.strip() for one in text.split(",")]
    if not all(found):
        raise ValueError(text)
    return found


def parse_prefix_entry(text: str) -> Fields:
    """`P [ge N] [le N]`."""
    match = re.fullmatch(r"(\S+/\d+)(?: ge (\d+))?(?: le (\d+))?", text)
    if match is None:
        raise ValueError(text)
    return {"prefix": match[1]} | {key: int(value) for key, value in (("ge", match[2]), ("le", match[3])) if value}


def _members(text: str) -> list[str]:
    """The members of a set: a line each, with a comma behind all but the last."""
    *lines, end = text.split(BREAK)
    if end != "end-set" or not lines or any(line.startswith("#") for line in lines):
        raise ValueError(text)
    *heads, last = lines
    if last.endswith(",") or not all(line.endswith(",") for line in heads):
        raise ValueError(text)
    return [line.removesuffix(",") for line in lines]


def prefix_set(fields: Fields, name: str, text: str) -> None:
    rows = [{"seq": 10 * number, "action": "permit"} | parse_prefix_entry(one) for number, one in enumerate(_members(text), 1)]
    fields.setdefault("prefix_lists", {})[name] = rows


def _regex(text: str) -> str:
    match = re.fullmatch(r"ios-regex '([^']+)'", text)
    if match is None:
        raise ValueError(text)
    return match[1]


def community_set(fields: Fields, name: str, text: str) -> None:
    found = _members(text)
    if found[0].startswith("ios-regex"):
        entries: list[Fields] = [{"action": "permit", "regex": _regex(one)} for one in found]
        fields.setdefault("community_lists", {})[name] = {"type": "expanded", "entries": entries}
        return
    if not all(re.fullmatch(r"\d+:\d+|[a-zA-Z-]+", one) for one in found):
        raise ValueError(text)
    fields.setdefault("community_lists", {})[name] = {"entries": [{"action": "permit", "communities": [one]} for one in found]}


def _plain(text: str) -> list[str]:
    """The members of a set that are values. ValueError for ranges and expressions."""
    found = _members(text)
    if not all(re.fullmatch(r"[\d.*]+(?::[\d.*]+){0,2}", one) for one in found):
        raise ValueError(text)
    return found


def extended_community_set(fields: Fields, kind: str, name: str, text: str) -> None:
    """A set whose members are all of one kind."""
    entries = [{"action": "permit", "communities": [f"{kind} {one}"]} for one in _plain(text)]
    fields.setdefault("extended_community_lists", {})[name] = {"entries": entries}


def large_community_set(fields: Fields, name: str, text: str) -> None:
    entries = [{"action": "permit", "communities": [one]} for one in _plain(text)]
    fields.setdefault("large_community_lists", {})[name] = {"entries": entries}


def as_path_set(fields: Fields, name: str, text: str) -> None:
    fields.setdefault("as_path_lists", {})[name] = [{"action": "permit", "regex": _regex(one)} for one in _members(text)]


# ------------------------------------------------------------------------------------------------ policies

Parts = Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], Fields]]]


def _parts(*rows: tuple[str, Callable[[re.Match[str]], Fields]]) -> Parts:
    return [(re.compile(pattern), made) for pattern, made in rows]


def _value(key: str, convert: Callable[[str], Any] = str) -> Callable[[re.Match[str]], Fields]:
    return lambda match: {key: convert(match[1])}


RPKI: Final = {"valid": "valid", "invalid": "invalid", "not-found": "notfound"}
LIST: Final = r"\(([^()]+)\)"
NAME: Final = r"([A-Za-z0-9][\w.-]*)"

CONDITIONS: Final = _parts(
    (rf"community matches-any {LIST}", _value("match_community_values", parse_set_members)),
    (rf"community matches-any {NAME}", lambda match: {"match_communities": [match[1]]}),
    (r"as-path is-local", lambda _: {"match_local": True}),
    (rf"as-path in {NAME}", _value("match_as_path")),
    (r"validation-state is (valid|invalid|not-found)", lambda match: {"match_rpki": RPKI[match[1]]}),
    (r"tag is (\d+)", _value("match_tag", int)),
    (r"protocol is (connected|static|isis|rip|bgp)", _value("match_source_protocol")),
    (rf"next-hop in {NAME}", _value("match_next_hop_prefix_list")),
    (rf"destination in {NAME}", _value("match_prefix_list")),
    (rf"destination in {LIST}", lambda match: {"match_prefixes": [parse_prefix_entry(one) for one in parse_set_members(match[1])]}),
)
"""In the order in which the templates write them."""

ACTIONS: Final = _parts(
    (r"set med (\d+)", _value("set_med", int)),
    (r"set local-preference (\d+)", _value("set_local_preference", int)),
    (r"set weight (\d+)", _value("set_weight", int)),
    (r"set tag (\d+)", _value("set_tag", int)),
    (r"set origin (igp|egp|incomplete)", _value("set_origin")),
    (r"set metric-type (type-1|type-2|internal|external)", _value("set_metric_type")),
    (r"set next-hop (peer-address)", lambda _: {"set_next_hop": "peer"}),
    (r"set next-hop (self|unchanged|discard|[\da-fA-F.:]+)", _value("set_next_hop")),
    (r"prepend as-path (\d+) ([1-9]|10)", lambda match: {"prepend_asns": [int(match[1])] * int(match[2])}),
    (r"delete community all", lambda _: {"remove_communities": True}),
    (rf"delete community in {NAME}", _value("delete_communities")),
    (rf"delete community in {LIST}", _value("delete_community_values", parse_set_members)),
    (
        rf"set community {LIST}( additive)?",
        lambda match: {"set_communities": parse_set_members(match[1])} | ({"communities_additive": True} if match[2] else {}),
    ),
    (r"set extcommunity color (\d+)", _value("set_color", int)),
)


def _in_order(parts: Parts, found: Sequence[str]) -> Fields:
    """What parts of a policy say, each at most once and in the order of a table. ValueError when one is not in it, or stands elsewhere."""
    out: Fields = {}
    at = 0
    for one in found:
        place = next((number for number in range(at, len(parts)) if parts[number][0].fullmatch(one)), None)
        if place is None:
            raise ValueError(one)
        match = parts[place][0].fullmatch(one)
        assert match is not None
        out |= parts[place][1](match)
        at = place + 1
    return out


def _body(lines: Sequence[str]) -> Fields:
    """What is done with a route."""
    if not lines:
        raise ValueError("nothing is done")
    *sets, last = lines
    if last == "drop":
        return {"action": "deny"} | _in_order(ACTIONS, sets)
    if last == "pass":
        return {"action": "permit"} | _in_order(ACTIONS, sets)
    if last == "done":
        return {"action": "permit", "accept": "done"} | _in_order(ACTIONS, sets)
    return {"action": "permit", "accept": "implied"} | _in_order(ACTIONS, lines)


def _until(lines: list[str], *words: str) -> list[str]:
    """Takes the lines before the next of some words off."""
    found = []
    while lines and not lines[0].startswith(words):
        found.append(lines.pop(0))
    return found


def _entries(lines: list[str]) -> list[Fields]:
    """The entries of a policy: a chain of conditions, what happens else, or what happens after them."""
    if not lines[0].startswith("if "):
        return [_body(lines)]
    entries, start = [], "if "
    while lines[0].startswith(start):
        head = lines.pop(0)
        if not head.endswith(" then"):
            raise ValueError(head)
        tests = head.removeprefix(start).removesuffix(" then").split(" and ")
        entries.append(_in_order(CONDITIONS, tests) | _body(_until(lines, "elseif ", "else", "endif")))
        start = "elseif "
    if lines[0] == "else":
        lines.pop(0)
        entries.append(_body(_until(lines, "endif")))
        if lines != ["endif"]:
            raise ValueError("lines after the conditions")
    elif lines.pop(0) == "endif" and lines:
        entries.append({**_body(lines), "apart": True})
    return entries


def add_route_map(fields: Fields, name: str, text: str) -> None:
    """A route-policy as a route map."""
    *lines, end = text.split(BREAK)
    if "(" in name or end != "end-policy" or not lines or any(line.startswith("#") for line in lines):
        raise ValueError(name)
    rows = [{"seq": 10 * number} | entry for number, entry in enumerate(_entries(lines), 1)]
    fields.setdefault("route_maps", {})[name] = rows


POLICY: Final[dict[str, Effect]] = {
    "route-policy * ; ~": add_route_map,
    "prefix-set * ; ~": prefix_set,
    "community-set * ; ~": community_set,
    "extcommunity-set * * ; ~": extended_community_set,
    "large-community-set * ; ~": large_community_set,
    "as-path-set * ; ~": as_path_set,
}


def shorten_policies(fields: Fields) -> None:
    """Write our own AS in front of a path as a count."""
    asn = fields.get("bgp", {}).get("asn")
    for entries in fields.get("route_maps", {}).values():
        for entry in entries:
            path = entry.get("prepend_asns", ())
            if path and set(path) == {asn}:
                entry["prepend"] = len(entry.pop("prepend_asns"))
