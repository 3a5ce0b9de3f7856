"""A step as a file has it, beside the same step as it is computed now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from netops.plan.record import Step

WIDTH = 100


def differing_keys(filed: Step, now: Step) -> list[str]:
    """The keys in which a step differs from the one computed now, each with what was expected and what was found.

    Of a line of the difference its sign and its text have to be the same. Its places in files move with every comment, and its cause is
    by what this machine remembers: they are never taken from a file.
    """
    return list(_mismatches(_compared(filed), _compared(now), f"steps.{now.target}"))


def _compared(step: Step) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(step), default=str))
    del plain["intended_digest"]  # it is over two other keys, which are compared
    for name in ("services", "lockouts", "doubts"):  # they move with other targets and services, and are found again before it is applied
        del plain[name]
    del plain["before"]  # its digest is compared: times that a device shows in its config move
    return plain | {"diff": [f"{line['sign']} {' / '.join(line['path'])}" for line in plain["diff"]]}


def _mismatches(filed: Any, now: Any, path: str) -> Iterator[str]:
    """One per key: of a list or a text of several lines only the first item that differs."""
    if filed == now:
        return
    if isinstance(filed, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*now, *filed]):
            yield from _mismatches(filed.get(name), now.get(name), f"{path}.{name}")
        return
    mine, ours = _items(filed), _items(now)
    if mine is None or ours is None:
        yield f"{path}: expected {_shown(now)}, found {_shown(filed)}"
        return
    at = next(number for number in range(max(len(mine), len(ours))) if mine[number : number + 1] != ours[number : number + 1])
    where = f"{path}[{at}]" if isinstance(filed, list) else f"{path}, line {at + 1}"
    yield from _mismatches(_item(mine, at), _item(ours, at), where)


def _items(value: Any) -> Sequence[Any] | None:
    """The items of a list or the lines of a text, None for what has none."""
    if isinstance(value, list):
        return value
    return value.split("\n") if isinstance(value, str) and "\n" in value else None


def _item(items: Sequence[Any], at: int) -> Any:
    return items[at] if at < len(items) else None


def _shown(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}..."
