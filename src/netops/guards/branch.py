"""Only what the branch of `deploy:` has is deployed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding, Permissions, Policy, Source

CODE = "GRD010"


def find(request: DeployRequest) -> Iterator[Finding]:
    source, branch = request.source, request.policy.branch
    if source is None or not branch or (source.on_branch and not source.dirty and source.commit):
        return
    what = f"commit {source.commit or 'none'}{' with files that are not committed' if source.dirty else ''}"
    way = f"merge it into {branch}, then plan again"
    yield Finding(f"{what}: only what is on branch {branch} is deployed", way, emergency="branch", outside_lab=True)


def violate(request: DeployRequest) -> DeployRequest:
    policy = Policy(branch="main")
    return replace(request, lab=False, policy=policy, source=Source("0" * 12, on_branch=False), permissions=Permissions())
