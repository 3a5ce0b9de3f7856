"""What is left of a printer's supplies, from IPP (`printer-supply`, PWG 5100.13) or SNMP (Printer-MIB, RFC 3805)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_UNKNOWN_BELOW = 0
"""Negative levels are words: -1 other, -2 unknown, -3 some is left."""


def from_ipp(printer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`[{"name", "type", "color", "level"}]`, level in percent; supplies whose level the printer does not know are left out.

    The descriptions are names only where there is one for each supply: ippeveprinter keeps those of supplies that it no longer has.
    """
    rows = [_fields(str(row)) for row in as_list(printer.get("printer-supply"))]
    names = [str(name) for name in as_list(printer.get("printer-supply-description"))]
    named = zip(rows, names if len(names) == len(rows) else [""] * len(rows), strict=True)
    return _known(_supply(name or _name(row), row.get("type", ""), row.get("colorantname", ""), *_numbers(row)) for row, name in named)


def from_snmp(names: Sequence[str], capacities: Sequence[int], levels: Sequence[int]) -> list[dict[str, Any]]:
    """The same from the columns prtMarkerSuppliesDescription, MaxCapacity and Level."""
    rows = zip(names, capacities, levels, strict=False)
    return _known(_supply(name, "", "", capacity, level) for name, capacity, level in rows)


def as_list(value: Any) -> list[Any]:
    """One value, several, or none, as a list: IPP shows a set of one as the value itself."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _fields(row: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in row.split(";"))
    return {key.strip().lower(): value.strip() for key, _, value in pairs if key.strip()}


def _numbers(row: Mapping[str, str]) -> tuple[int, int]:
    """Capacity and level; unknown where there is no number."""
    capacity, level = (int(text) if (text := row.get(key, "")).lstrip("-").isdigit() else -2 for key in ("maxcapacity", "level"))
    return capacity, level


def _name(row: Mapping[str, str]) -> str:
    return " ".join(filter(None, (row.get("colorantname"), row.get("type")))) or f"supply {row.get('index', '?')}"


def _supply(name: str, kind: str, color: str, capacity: int, level: int) -> dict[str, Any]:
    """A level is of the capacity where that is known, else in percent already. Of a waste box it is the space that is left."""
    percent = round(100 * level / capacity) if capacity > 0 and level >= _UNKNOWN_BELOW else level
    return {"name": name, "type": kind, "color": color, "level": percent}


def _known(supplies: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [supply for supply in supplies if supply["level"] >= _UNKNOWN_BELOW]
