"""Effects of tables that fill data as YAML has it: maps of one noun, lists of maps with a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from netops.facts.table import Effect, Fields

Convert = Callable[[str], Any]


def map_at_path(fields: Fields, *steps: str) -> Fields:
    """The map at a path of keys; it is made when it is missing."""
    for step in steps:
        fields = fields.setdefault(step, {})
    return fields


def enter_map(*steps: str) -> Callable[..., Fields]:
    """Enters the map at a path of keys, whatever the words."""
    return lambda fields, *_: map_at_path(fields, *steps)


def at_path(steps: str, effect: Effect) -> Effect:
    """An effect on the map at a path: `at_path("syslog", set_field("console"))`, `at_path("system.vdc", ...)`."""
    path = steps.split(".")
    return lambda fields, *words: effect(map_at_path(fields, *path), *words)


def find_or_add_row(fields: Fields, kind: str, **keys: object) -> Fields:
    """The map of a list that has these values at these keys; it is added when it is missing."""
    rows: list[Fields] = fields.setdefault(kind, [])
    found = next((one for one in rows if all(one.get(key) == value for key, value in keys.items())), None)
    if found is None:
        found = dict(keys)
        rows.append(found)
    return found


def enter_row(kind: str, key: str, convert: Convert = str) -> Callable[..., Fields]:
    """Enters the map of a list whose key is the first word."""
    return lambda fields, word, *_: find_or_add_row(fields, kind, **{key: convert(word)})


def keyword_values(words: str | list[str], known: Mapping[str, Convert | None]) -> Fields:
    """Pairs of a keyword and its value, in any order; a keyword of None has no value and is true. ValueError for other words."""
    rest, found = words.split() if isinstance(words, str) else list(words), Fields()
    while rest:
        word = rest.pop(0)
        convert = known[word] if word in known else _unknown(word)
        if convert is None:
            found[word] = True
        elif rest:
            found[word] = convert(rest.pop(0))
        else:
            raise ValueError(f"a value is missing after {word}")
    return found


def add_reverse_path(fields: Fields, family: str, mode: str, *, allow_default: bool = False) -> None:
    """`ip verify unicast source reachable-via rx`: the versions of one interface have to agree in the rest."""
    row: Fields = {"mode": {"rx": "strict", "any": "loose"}[mode]} | ({"allow_default": True} if allow_default else {})
    found = fields.setdefault("reverse_path", {**row, "families": []})
    if row != {key: value for key, value in found.items() if key != "families"}:
        raise ValueError("two ways of one interface")
    found["families"].append("ipv6" if family == "ipv6" else "ipv4")


def dampened(words: str = "", policy: str = "route-map") -> object:
    """`dampening`, with its four limits or a policy."""
    found = words.split()
    if found[:1] == [policy]:
        return {"route_map": found[1]}
    keys = ("half_life_min", "reuse", "suppress", "max_suppress_min")
    return dict(zip(keys, map(int, found), strict=False)) or True


def parse_maximum_prefix(fields: Fields, number: str, words: str = "") -> None:
    """`maximum-prefix NUMBER [PERCENT] [warning-only|restart MINUTES]` of a BGP neighbour (IOS XR, FRR). ValueError for other words."""
    found: Fields = {"maximum_prefix": int(number)}
    rest = words.split()
    if rest and rest[0].isdecimal():
        found["maximum_prefix_threshold"] = int(rest.pop(0))
    match rest:
        case ["warning-only"]:
            found["maximum_prefix_warning_only"] = True
        case ["restart", minutes]:
            found["maximum_prefix_restart_min"] = int(minutes)
        case [_, *_]:
            raise ValueError(words)
    fields.update(found)


def fields_of(words: str | list[str], known: Mapping[str, Convert | None]) -> Fields:
    """`options`, by the names of fields: `metric-type` is `metric_type`."""
    return {key.replace("-", "_"): value for key, value in keyword_values(words, known).items()}


def redistribute_row(source: str, words: str, known: Mapping[str, Convert | None]) -> Fields:
    """The row of `redistribute SOURCE [PROCESS] [KEYWORD VALUE]...`."""
    rest, row = words.split(), Fields(source=source)
    if rest[:1] and rest[0].isdecimal():
        row["process"] = rest.pop(0)
    return row | fields_of(rest, known)


def _unknown(word: str) -> Convert:
    raise ValueError(f"not known here: {word}")


def parse_mac(text: str) -> str:
    """A MAC address in colon form, whatever groups it is written in. ValueError for what is none."""
    digits = "".join(letter for letter in text.lower() if letter not in ".:-")
    if len(digits) != 12:
        raise ValueError(f"not a MAC address: {text}")
    return ":".join(digits[start : start + 2] for start in range(0, 12, 2))
