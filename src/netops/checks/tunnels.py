"""Tunnels between devices of ours."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Finding, Scope, place_of, rule
from netops.errors import Severity
from netops.model.tunnels import tunnel_ends, tunnel_pairs


@rule("TUN001", title="tunnel to a device of ours has its other end", severity=Severity.WARNING)
def tunnel_has_other_end(company: Scope) -> Iterator[Finding]:
    """A tunnel whose destination is an address of ours ends there in a tunnel back, with the same key.

    What it does: looks up the device that has `tunnel.destination`, and a tunnel interface of it with that source and the source of this
        one as its destination. Hubs of many ends, tunnels without a source, and destinations that are names are left out.
    Why it matters: packets go in, and nothing takes them out at the other end.
    Example: `Tunnel1: {tunnel: {source: 192.0.2.1, destination: 192.0.2.5}}`, and the tunnel of the other router leads to 192.0.2.2.
    Use instead: source and destination the other way round at the other end, with one `key` or none.
    """
    paired = {near.port for near, _ in tunnel_pairs(company.devices)}
    for end in tunnel_ends(company.devices):
        owners = [one.port.device for one in company.index.addresses.get(end.destination, ()) if one.vrf == end.vrf]
        if owners and end.port not in paired and not _has_hub(company, owners[0]):
            place = place_of("device", end.port.device, "interfaces", end.port.interface, "tunnel", "destination")
            message = f"{end.port} is a tunnel to {owners[0]}, which has no tunnel back"
            wanted = " or ".join(sorted(map(str, end.sources)))
            yield Finding(place, message, expected=f"a tunnel of {owners[0]} from {end.destination} to {wanted}", found="none")


def _has_hub(company: Scope, device: str) -> bool:
    """Whether a device has a tunnel interface without a destination, which many tunnels may end in."""
    ports = company.devices[device].get("interfaces", {}).values()
    return any("tunnel" in port and "destination" not in port["tunnel"] for port in ports)
