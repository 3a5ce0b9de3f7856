"""What a device lacks for a change: lines without which it takes no files, asks questions in the middle, or has no revert timer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netops.config import ParsedConfig
from netops.dialects.tree import Node
from netops.plan.record import Apply

WAY = "type it once on the device, and write it into the YAML"


def unmet_preconditions(running: ParsedConfig, apply: Apply) -> Iterator[str]:
    """Each line that a running config lacks for a change of this kind, with what it is for and what to do."""
    for need in running.platform.spec.preconditions:
        if apply in need.ways and not _has(running.root, need.path):
            yield f"its running config has no `{' / '.join(need.path)}`: {need.why}; {WAY}"


def _has(node: Node, path: Sequence[str]) -> bool:
    """Whether a line that begins with the first of some words is below a node, and the others below that."""
    if not path:
        return True
    found = (child for child in node.children.values() if f"{child.text} ".startswith(f"{path[0]} "))
    return any(_has(child, path[1:]) for child in found)
