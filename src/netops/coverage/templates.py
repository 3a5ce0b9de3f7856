"""Branches of templates that no target takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netops.errors import Origin
from netops.render.lines import Branch
from netops.render.traces import Trace


@dataclass(frozen=True, slots=True)
class UnusedBranch:
    """Lines of a template, `template` to `last`, that wrote nothing for any target; `targets`: how many left them out."""

    kind: str
    template: Origin
    last: int
    targets: int


def unused_branches(traces: Iterable[Trace]) -> Iterator[UnusedBranch]:
    """The branches that some target left out and no target took; of those inside each other the outermost."""
    traces = list(traces)
    written = {template for trace in traces for template in trace.templates}
    left_out: dict[tuple[Origin, int], list[Branch]] = {}
    for trace in traces:
        for branch in trace.branches:
            if branch.template.file.endswith(".j2"):
                left_out.setdefault((branch.template, branch.last), []).append(branch)
    unused = {key: found for key, found in left_out.items() if not any(found[0].holds(template) for template in written)}
    for (template, last), found in sorted(unused.items()):
        if not any(outer[0].holds(template) and key != (template, last) for key, outer in unused.items()):
            yield UnusedBranch(found[0].kind, template, last, len(found))
