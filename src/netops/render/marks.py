"""Filters for quality of service: the marks of packets as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from netops.source.trace import derived_value

EXPEDITED = "ef", 46
LOW = 16
"""Below this DSCP the traffic class of a mark is 0 from the start; from here on it is the upper three bits (EOS, Quality of Service)."""


def dscp(mark: str) -> int:
    """The number of a mark (RFC 2474, 2597, 3246): `ef` is 46, `cs3` is 24, `af41` is 34."""
    name, number = EXPEDITED
    if mark == name:
        return number
    return 8 * int(mark[2]) + (2 * int(mark[3]) if mark.startswith("af") else 0)


def marks_outside(marks: Iterable[Any], traffic_class: int) -> list[Any]:
    """The numbers, in order, of the marks that are in another traffic class from the start: `class.dscp | marks_outside(5)`."""
    numbers = ((dscp(str(mark)), mark) for mark in marks)
    return sorted(derived_value(number, mark) for number, mark in numbers if (number // 8 if number >= LOW else 0) != traffic_class)


FILTERS: Mapping[str, Callable[..., Any]] = {f.__name__: f for f in (marks_outside,)}
