"""What OSPF and IS-IS share: neighbours on interfaces, given up when nothing is heard of them for a while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.facts import Facts
from netops.health._records import Change, Device, Measure, is_interface_removed


@dataclass(frozen=True, slots=True)
class IgpCheck:
    """A protocol: the getter of its neighbours, and its names in facts."""

    getter: str
    protocols: tuple[str, ...]

    def applies(self, change: Change) -> bool:
        return any(one.protocol in self.protocols for one in change.before.igp)

    def is_removed(self, change: Change, subject: str) -> bool:
        """Whether the protocol does not run on an interface any more, by the intended config."""
        ran = self._interfaces(change.before)
        return is_interface_removed(change, subject) or (subject in ran and subject not in self._interfaces(change.after))

    def touches(self, change: Change) -> bool:
        """Whether a line about the protocol, or of an interface that it runs on, changes."""
        return any(change.is_about(word) for word in (*self.protocols, *self._interfaces(change.before)))

    def read(self, device: Device) -> Iterator[Measure]:
        for one in device.get(self.getter):
            yield Measure(f"{one['neighbor']} on {one['interface']}", int(one["is_up"]), one["interface"], one.get("hold_s"))

    def _interfaces(self, facts: Facts) -> set[str]:
        return {one.interface for one in facts.igp if one.protocol in self.protocols and one.interface and not one.passive}
