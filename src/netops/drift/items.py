"""Differences of one target, each with a cause: the last applied config is the base that shows who moved, git or the device."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from netops.config import ConfigPair, ParsedConfig
from netops.errors import Origin
from netops.events import Outcome
from netops.plan.manual import Key, by_hand, keys
from netops.plan.origins import changes
from netops.plan.record import Change
from netops.platforms import Platform
from netops.render import Rendered


class Cause(StrEnum):
    UNDEPLOYED = "undeployed change"
    MANUAL = "manual change"
    UNKNOWN = "never deployed"
    SECRET = "secret changed by hand"  # noqa: S105 - the name of a cause
    OBSERVED = "observed state"


@dataclass(frozen=True, slots=True)
class Item:
    """One difference: the lines (context and change) or, for an observed target, a sentence."""

    cause: Cause
    change: Change

    @property
    def origin(self) -> Origin | None:
        """The YAML line that the device departs from, else the template line."""
        return self.change.origin


@dataclass(frozen=True, slots=True)
class Drift:
    """What was found on one target. `error` is set when it could not be read: then nothing is known about it."""

    target: str
    platform: str
    site: str
    items: tuple[Item, ...] = ()
    outcome: Outcome | None = None
    error: str = ""

    @property
    def clean(self) -> bool:
        return not self.items and not self.error


def compare(
    rendered: Rendered,
    running: str,
    site: str,
    *,
    managed: tuple[str, ...] | None,
    applied: str | None,
    secrets: Callable[[Mapping[str, str]], Sequence[str]] = lambda _: (),
    trace: Callable[[], Rendered] | None = None,
    record: Platform | None = None,
) -> Drift:
    """The drift of a target that renders a config. `trace` gives it with the origins of its lines, when some differ.

    `secrets` gives, of the secrets of the running config by path, the paths of those that are not the ones sent last.
    """
    platform = rendered.platform
    now, intended = ParsedConfig(record or platform, running), ParsedConfig(record or platform, rendered.text)
    pair = ConfigPair(now, now.candidate(intended, managed))
    difference = changes(pair.difference, running, pair.wanted.text, trace() if trace else rendered) if pair.difference else ()
    left = by_hand(now, applied) if difference else None
    items = tuple(Item(_cause(key, left), change) for key, change in zip(keys(difference), difference, strict=True))
    marks = tuple(Item(Cause.SECRET, Change("-", f"secret at {path}", 0)) for path in secrets(now.secrets(intended)))
    return Drift(rendered.target, platform, site, items + marks)


def _cause(key: Key, left: frozenset[Key] | None) -> Cause:
    if left is None:
        return Cause.UNKNOWN
    return Cause.MANUAL if key in left else Cause.UNDEPLOYED


def compare_facts(
    target: str, platform: str, site: str, facts: Mapping[str, Any], expected: Mapping[str, Any], where: Mapping[str, Origin | None]
) -> Drift:
    """The drift of an observed target: what it says of itself against what the source of truth expects.

    `expected` maps a fact to its value, or `supplies_low` to the percentage below which a supply counts as low.
    """
    items = [
        _observed(f"{fact}: {facts.get(fact, 'not reported')!s}, expected {wanted!s}", where.get(fact))
        for fact, wanted in expected.items()
        if fact != "supplies_low" and str(facts.get(fact, "")) != str(wanted)
    ]
    floor = expected.get("supplies_low")
    if floor is not None and not facts.get("supplies"):
        items.append(_observed(f"supplies: not reported, expected {floor} % or more", where.get("supplies_low")))
    items += [
        _observed(f"{supply['name']} at {supply['level']} %, expected {floor} % or more", where.get("supplies_low"))
        for supply in facts.get("supplies", ())
        if floor is not None and 0 <= supply["level"] < floor
    ]
    return Drift(target, platform, site, tuple(items))


def _observed(text: str, origin: Origin | None) -> Item:
    return Item(Cause.OBSERVED, Change("-", text, 0, values=(origin,) if origin else ()))


def without_context(drift: Drift) -> Drift:
    """The drift with only the lines that differ."""
    return replace(drift, items=tuple(item for item in drift.items if item.change.sign != " "))
