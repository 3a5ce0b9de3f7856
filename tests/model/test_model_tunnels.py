"""Which tunnel interfaces are the two ends of one tunnel."""

from __future__ import annotations

from typing import Any

import pytest

from netops.model.tunnels import tunnel_pairs


def router(source: str, destination: str, address: str, **more: Any) -> dict[str, Any]:
    tunnel = {"source": source, "destination": destination, **more}
    return {"interfaces": {"Loopback0": {"addresses": [address]}, "Tunnel1": {"tunnel": tunnel}}}


@pytest.mark.parametrize(
    ("first", "second", "is_pair"),
    [
        (router("Loopback0", "192.0.2.5", "192.0.2.1/32"), router("192.0.2.5", "192.0.2.1", "192.0.2.5/32"), True),
        (router("Loopback0", "192.0.2.5", "192.0.2.1/32", key=7), router("Loopback0", "192.0.2.1", "192.0.2.5/32", key=7), True),
        (router("Loopback0", "192.0.2.5", "192.0.2.1/32", key=7), router("Loopback0", "192.0.2.1", "192.0.2.5/32"), False),
        (router("Loopback0", "192.0.2.5", "192.0.2.1/32"), router("Loopback0", "192.0.2.2", "192.0.2.5/32"), False),
        (router("Loopback9", "192.0.2.5", "192.0.2.1/32"), router("Loopback0", "192.0.2.1", "192.0.2.5/32"), False),
        (router("Loopback0", "hub.example", "192.0.2.1/32"), router("Loopback0", "192.0.2.1", "192.0.2.5/32"), False),
    ],
)
def test_both_ends_name_each_other(first: dict[str, Any], second: dict[str, Any], is_pair: bool) -> None:
    found = [(near.port.device, far.port.device) for near, far in tunnel_pairs({"r1": first, "r2": second})]
    assert found == ([("r1", "r2"), ("r2", "r1")] if is_pair else [])
