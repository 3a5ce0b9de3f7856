"""Print queues that accepted jobs."""

from __future__ import annotations

from collections.abc import Iterator

from netops.health._records import Change, Device, Measure

TITLE = "queues"


def applies(change: Change) -> bool:
    return "print_queues" in change.platform.nouns


def is_removed(change: Change, subject: str) -> bool:
    """A queue that goes, or that the change itself closes: the lines that do so name what it accepts."""
    return change.is_about(f"queue {subject} accepting ")


def read(device: Device) -> Iterator[Measure]:
    for name, state in device.get("get_queues").items():
        yield Measure(f"{name} accepts jobs", int(state["is_accepting"] and not state["is_stopped"]), name)
