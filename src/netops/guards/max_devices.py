"""More devices, or devices at more sites, than one deploy may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding, Limits
from netops.messages import first_few, pluralize

CODE = "GRD001"


def find(request: DeployRequest) -> Iterator[Finding]:
    devices, sites, limits = request.devices, request.sites, request.limits
    if len(devices) > limits.max_devices:
        yield _finding(f"{pluralize(len(devices), 'device')} would change, guards allow {limits.max_devices}: {first_few(devices)}")
    if len(sites) > limits.max_sites:
        yield _finding(f"devices at {pluralize(len(sites), 'site')} would change, guards allow {limits.max_sites}: {first_few(sites)}")


def _finding(message: str) -> Finding:
    return Finding(message, "deploy a part: --limit site=NAME", devices=True)


def violate(request: DeployRequest) -> DeployRequest:
    return replace(request, limits=Limits(max_devices=len(request.devices) - 1, max_sites=len(request.sites) - 1))
