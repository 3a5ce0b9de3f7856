"""`ip neigh` and `bridge fdb` of a simulated machine."""

from __future__ import annotations

from collections.abc import Sequence

from netops.lab.sim.frontend import TargetSpec


def run_ip_command(spec: TargetSpec, words: Sequence[str]) -> str | None:
    """What `ip neigh show` prints; None for what is not simulated."""
    if list(words) not in (["neigh"], ["neigh", "show"]):
        return None
    return "".join(f"{one.address} dev {one.interface} lladdr {one.mac} REACHABLE\n" for one in spec.arp)


def run_bridge_command(spec: TargetSpec, words: Sequence[str]) -> str | None:
    """What `bridge fdb show` prints; None for what is not simulated."""
    if list(words) not in (["fdb"], ["fdb", "show"]):
        return None
    return "".join(f"{one.mac} dev {one.interface} vlan {one.vlan} master br0\n" for one in spec.macs)
