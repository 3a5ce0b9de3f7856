"""Watching a target after a change, until all works again that worked before, or the limit is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from netops.health._checks import load_checks
from netops.health._compare import health_losses, read_checks
from netops.health._records import Change, Device, HealthCheck, Snapshot

WAIT_S = 60.0
"""How long routing may take to converge after a change: more than the 40 s after which OSPF gives a silent neighbour up (RFC 2328, C.3)."""
_PAUSES_S = (0.5, 1.0, 2.0)
_HEARD_S = 1.5
"""So much later than expected a neighbour has to be given up to have been heard again: devices show whole seconds."""


@dataclass(frozen=True, slots=True)
class Health:
    """Which checks are made of a change, and for how long a loss may last. `now` and `pause` are the clock."""

    checks: tuple[HealthCheck, ...] = field(default_factory=load_checks)
    wait_s: float = WAIT_S
    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep

    def watch(self, change: Change, device: Device) -> Watch:
        """A watch over a target, with what works now. Nothing has been sent to it yet."""
        checks = tuple(check for check in self.checks if check.applies(change))
        return Watch(self, checks, change, read_checks(checks, device))


@dataclass(frozen=True, slots=True)
class Watch:
    """What worked on a target before a change."""

    health: Health
    checks: tuple[HealthCheck, ...]
    change: Change
    before: Snapshot

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What could not be read before the change, so that nobody can say what became of it."""
        none = {
            check.name: "the device shows none" for check in self.checks if check.needs_some and not self.before.measures.get(check.name)
        }
        unread = none | dict(self.before.unread)
        return tuple(f"{check.title}: {unread[check.name]}" for check in self.checks if check.name in unread)

    def wait(self, device: Device, most_s: float | None = None) -> list[str]:
        """What does not work any more when the limit is over, which is `most_s` at most; returns as soon as all works.

        A neighbour that the change could have cut off has to be heard again first: it is given up only after its hold time.
        """
        limit_s = self.health.wait_s if most_s is None else min(self.health.wait_s, most_s)
        started, first, turn = self.health.now(), None, 0
        while True:
            seen = read_checks(self.checks, device)
            passed = self.health.now() - started
            first = first or (seen, passed)
            lost = health_losses(self.checks, self.change, self.before, seen)
            if passed >= limit_s or (not lost and not self._awaited(*first, seen, passed)):
                return lost
            self.health.pause(_PAUSES_S[min(turn, len(_PAUSES_S) - 1)])
            turn += 1

    def _awaited(self, first: Snapshot, first_at: float, seen: Snapshot, passed: float) -> bool:
        """Whether a neighbour may still be given up that was heard last before the change."""
        for check in self.checks:
            if not (check.touches(self.change) or self.change.filters_change):
                continue
            for name, measure in first.measures.get(check.name, {}).items():
                later = seen.measures.get(check.name, {}).get(name)
                if measure.hold_s is None or later is None or later.hold_s is None or passed - first_at > measure.hold_s:
                    continue
                if later.hold_s < measure.hold_s - (passed - first_at) + _HEARD_S:
                    return True
        return False
