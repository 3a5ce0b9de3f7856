"""What worked before and does not now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netops.errors import DeadlineExceeded, NetopsError
from netops.health._records import Change, Device, HealthCheck, Measure, Snapshot

SMALL_PART = 20
"""One part in so many may be missing of what is counted: a large table of routes is never quite the same twice."""


def read_checks(checks: Iterable[HealthCheck], device: Device) -> Snapshot:
    """What each check reads now. A check that raises is not read."""
    measures, unread = {}, {}
    for check in checks:
        try:
            measures[check.name] = {measure.name: measure for measure in check.read(device)}
        except DeadlineExceeded:
            raise
        except Exception as error:
            unread[check.name] = _reason(error, device.target)
    return Snapshot(measures, unread)


def _reason(error: Exception, target: str) -> str:
    said = error.message if isinstance(error, NetopsError) else f"{type(error).__name__}: {error}"
    return said.partition("\n")[0].removeprefix(f"{target}: ")


def health_losses(checks: Iterable[HealthCheck], change: Change, before: Snapshot, after: Snapshot) -> list[str]:
    """What worked before, does not now, and is not removed by the change: a sentence each. What was not read before is none."""
    return [text for check in checks if check.name in before.measures for text in _losses(check, change, before, after)]


def _losses(check: HealthCheck, change: Change, before: Snapshot, after: Snapshot) -> Iterator[str]:
    if check.name in after.unread:
        if any(measure.value for measure in before.measures[check.name].values()):
            yield f"{check.title}: could be read before, and not now: {after.unread[check.name]}"
        return
    now = after.measures.get(check.name, {})
    for name, measure in before.measures[check.name].items():
        found = now.get(name, Measure(name, 0)).value
        if found < measure.value - measure.value // SMALL_PART and not check.is_removed(change, measure.subject):
            yield f"{check.title}: {name}: {f'{measure.value} before, {found} now' if measure.value > 1 else 'lost'}"
