"""BGP sessions that were established, and how many prefixes they bring and take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops.health._records import Change, Device, Measure

TITLE = "BGP"
NEEDS_SOME = True


def applies(change: Change) -> bool:
    return bool(change.before.bgp)


def is_removed(change: Change, subject: str) -> bool:
    """A neighbour that the intended config has no more, or shuts. One of a range of dynamic peers has no line of its own."""
    was, now = ({one.peer for one in facts.bgp if one.enabled} for facts in (change.before, change.after))
    return subject not in now if subject in was else not was <= now


def read(device: Device) -> Iterator[Measure]:
    for vrf, instance in device.get("get_bgp_neighbors").items():
        for peer, state in instance["peers"].items():
            yield from _session(peer, "" if vrf == "global" else f" in {vrf}", state)


def _session(peer: str, where: str, state: Mapping[str, Any]) -> Iterator[Measure]:
    yield Measure(f"session with {peer}{where}", int(state["is_up"]), peer)
    for family, counted in state["address_family"].items():
        for way, word in (("received_prefixes", "from"), ("sent_prefixes", "to")):
            yield Measure(f"{family} prefixes {word} {peer}{where}", max(0, int(counted.get(way) or 0)), peer)
