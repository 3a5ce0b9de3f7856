"""The source of truth is not what a commit has: nobody can review it, and nobody finds it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding, Permissions, Source

CODE = "GRD009"


def find(request: DeployRequest) -> Iterator[Finding]:
    source = request.source
    if source is None or request.permissions.dirty:
        return
    if source.dirty:
        way = "git add, git commit, or deploy it as it is with --dirty"
        yield Finding("files of the source of truth are not committed", way, outside_lab=True)
    elif source.in_git and not source.commit:
        way = "git log shows what git says; git add, git commit, or deploy it as it is with --dirty"
        yield Finding("git has no commit of the source of truth", way, outside_lab=True)


def violate(request: DeployRequest) -> DeployRequest:
    return replace(request, lab=False, source=Source("", dirty=True), permissions=Permissions())
