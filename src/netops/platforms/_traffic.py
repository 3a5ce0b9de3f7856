"""Class maps and policy maps of the command lines that share them, as data (IOS, NX-OS, IOS XR and EOS, Quality of Service)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netops.facts.filling import Convert, at_path, keyword_values, map_at_path
from netops.facts.table import Effect, FactTable, Fields, SectionPattern, make_table, set_constant, set_field

MARKS: Final = {
    "dscp": "dscp",
    "ip dscp": "ip_dscp",
    "precedence": "precedence",
    "ip precedence": "ip_precedence",
    "cos": "cos",
    "mpls experimental topmost": "mpls_experimental",
    "qos-group": "qos_group",
    "traffic-class": "internal_class",
    "discard-class": "discard_class",
    "vlan": "vlan",
}
"""Words after `match` that a list of marks follows, and the field that has them."""

WORDS: Final = {"protocol": "protocol", "input-interface": "interface", "class-map": "class", "exception": "exception"}
"""Words after `match` that one value follows."""

SETS: Final = {
    "dscp": "dscp",
    "ip dscp": "ip_dscp",
    "precedence": "precedence",
    "ip precedence": "ip_precedence",
    "cos": "cos",
    "qos-group": "qos_group",
    "traffic-class": "internal_class",
    "discard-class": "discard_class",
    "mpls experimental imposition": "mpls_experimental_imposition",
    "mpls experimental topmost": "mpls_experimental_topmost",
    "dscp dscp table": "dscp_table",
    "cos cos table": "cos_table",
}
"""Words after `set`, and the field that has the value."""

RATES: Final = {"bps": "", "kbps": "kbps", "mbps": "mbps", "gbps": "gbps", "pps": "pps"}
BURSTS: Final = {"bytes": "", "kbytes": "kbytes", "mbytes": "mbytes", "gbytes": "gbytes", "ms": "ms", "us": "us", "packets": "packets"}
QUEUES: Final = ("packets", "bytes", "kbytes", "mbytes", "ms", "us")


def _match(field: str, words: str = "", *, negate: bool = False, many: bool = False) -> Effect:
    def effect(fields: Fields, *found: str) -> None:
        text = words or found[-1]
        value: object = text.split() if many else True if field == "any" else text
        fields.setdefault("matches", []).append(({"negate": True} if negate else {}) | {field: value})

    return effect


def _matches(filters: Mapping[str, str]) -> FactTable:
    """The lines below a class map. `filters`: how the platform writes a filter, and the field of it."""
    found: dict[str, Effect | SectionPattern] = {"description ~": set_field("description"), "match any": _match("any", "any")}
    for start, negate in (("match", False), ("match not", True)):
        found |= {f"{start} {words} ~": _match(field, negate=negate, many=True) for words, field in MARKS.items()}
        found |= {f"{start} {words} ~": _match(field, negate=negate) for words, field in WORDS.items()}
        found |= {f"{start} {words}": _match(field, negate=negate) for words, field in filters.items()}
    return make_table(found)


def _pick(words: list[str], units: Mapping[str, str]) -> tuple[int, str]:
    """A number and its unit, off the front of the words."""
    number = int(words.pop(0))
    return number, units[words.pop(0)] if words and words[0] in units else ""


_BURST_KEYS: Final = {"bc": "burst", "burst": "burst", "burst-size": "burst", "be": "excess", "peak-burst": "excess"}
_ACTIONS: Final = ("conform", "exceed", "violate")


def _police(fields: Fields, words: str, by: str) -> Fields:
    """`police [cir|rate] N [UNIT]`, `percent N`, then `bc N`, `be N`, `pir N` and `conform ACTION`. Enters the rate."""
    rest = words.split()
    found: Fields = {"by": by} if by else {}
    if rest[0] == "percent":
        found.update(rate=int(rest[1]), unit="percent")
        del rest[:2]
    else:
        _number(found, "rate", "unit", rest, RATES)
    while rest:
        word = rest.pop(0)
        if word in _BURST_KEYS:
            key = _BURST_KEYS[word]
            _number(found, key, f"{key}_unit", rest, BURSTS)
        elif word in ("pir", "peak-rate"):
            _number(found, "peak_rate", "peak_unit", rest, RATES)
        elif word in _ACTIONS:
            found[word] = rest.pop(0)
        else:
            raise ValueError(words)
    fields["police"] = found
    return found


def _number(found: Fields, key: str, unit_key: str, rest: list[str], units: Mapping[str, str]) -> None:
    found[key], unit = _pick(rest, units)
    if unit:
        found[unit_key] = unit


_POLICED: Final = make_table(
    {"conform-action|exceed-action|violate-action ~": lambda fields, what, words: fields.update({what[:-7]: words})}
)


def _queue(fields: Fields, size: str, unit: str = "packets") -> None:
    if unit not in QUEUES:
        raise ValueError(unit)
    fields["queue_limit"] = int(size)
    if unit != "packets":
        fields["queue_limit_unit"] = unit


_SHAPE: Final[Mapping[str, Convert]] = {"percent": int}


def _shape(fields: Fields, words: str) -> None:
    rest = words.split()
    found: Fields = {}
    if rest[0] == "percent":
        found.update(rate=keyword_values(rest, _SHAPE)["percent"], unit="percent")
    else:
        _number(found, "rate", "unit", rest, RATES)
        found.update(zip(("burst_bits", "excess_bits"), map(int, rest), strict=False))
        if len(rest) > 2:
            raise ValueError(words)
    fields["shape"] = found


ACTIONS: Final = make_table(
    {
        **{f"set {words} *": at_path("set", set_field(field)) for words, field in SETS.items()},
        "priority": set_constant("priority", True),
        "priority level #": lambda fields, level: fields.update(priority=True, priority_level=int(level)),
        "priority percent #": lambda fields, share: fields.update(priority=True, priority_percent=int(share)),
        "priority level # percent #": lambda fields, level, share: fields.update(
            priority=True, priority_level=int(level), priority_percent=int(share)
        ),
        "priority #": lambda fields, rate: fields.update(priority=True, priority_kbps=int(rate)),
        "bandwidth percent #": set_field("bandwidth_percent", int),
        "bandwidth remaining percent #": set_field("bandwidth_remaining_percent", int),
        "bandwidth remaining ratio #": set_field("bandwidth_remaining_ratio", int),
        "bandwidth #": set_field("bandwidth_kbps", int),
        "shape average ~": _shape,
        "police cir ~": SectionPattern(_POLICED, lambda fields, words: _police(fields, words, "cir"), whole=True),
        "police rate ~": SectionPattern(_POLICED, lambda fields, words: _police(fields, words, ""), whole=True),
        "queue-limit #": _queue,
        "queue-limit # *": _queue,
        "queue-buffers ratio #": set_field("queue_buffers_ratio", int),
        "random-detect": set_constant("random_detect", True),
        "random-detect default|dscp-based|precedence-based": set_field("random_detect"),
        "fair-queue": set_constant("fair_queue", True),
        "drop": set_constant("drop", True),
        "mtu #": set_field("mtu", int),
        "pause no-drop": set_constant("no_drop", True),
        "service-policy *": set_field("policy"),
    }
)


def _enter_class(fields: Fields, match: str, name: str, kind: str = "") -> Fields:
    found: Fields = fields.setdefault("traffic_classes", {}).setdefault(name, {})
    found.update(({"kind": kind} if kind else {}) | {"match": match})
    return found


def _enter_policy(fields: Fields, name: str, kind: str = "") -> Fields:
    found = map_at_path(fields, "traffic_policies", name)
    if kind:
        found["kind"] = kind
    return found


def _policy_class(fields: Fields, name: str) -> Fields:
    classes: list[Fields] = fields.setdefault("classes", [])
    classes.append({"class": name})
    return classes[-1]


def traffic(filters: Mapping[str, str], kinds: str = "", default: tuple[str, str] = ("", "")) -> dict[str, Effect | SectionPattern]:
    """The lines of class maps and policy maps of a platform.

    `kinds`: words after `type` that it has for what the model has too; `default`: the words for quality of service in a class and a policy.
    """
    matches = _matches(filters)
    classes, policies = (f"type {word} " if word else "" for word in default)
    below = make_table({"description ~": set_field("description"), "class *": SectionPattern(ACTIONS, _policy_class)})
    found: dict[str, Effect | SectionPattern] = {
        f"class-map {classes}match-any *": SectionPattern(matches, lambda fields, name: _enter_class(fields, "any", name)),
        f"class-map {classes}match-all *": SectionPattern(matches, lambda fields, name: _enter_class(fields, "all", name)),
        f"policy-map {policies}*": SectionPattern(below, _enter_policy),
    }
    for kind in kinds.split():
        typed = make_table(
            {
                "description ~": set_field("description"),
                "class *": SectionPattern(ACTIONS, _policy_class),
                f"class type {kind} *": SectionPattern(ACTIONS, _policy_class),
            }
        )
        found |= {
            f"class-map type {kind} match-any *": SectionPattern(
                matches, lambda fields, name, kind=kind: _enter_class(fields, "any", name, kind)
            ),
            f"class-map type {kind} match-all *": SectionPattern(
                matches, lambda fields, name, kind=kind: _enter_class(fields, "all", name, kind)
            ),
            f"policy-map type {kind} *": SectionPattern(typed, lambda fields, name, kind=kind: _enter_policy(fields, name, kind)),
        }
    return found
