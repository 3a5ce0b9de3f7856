"""The order of a deploy: one target first, then the rest."""

from __future__ import annotations

from collections.abc import Collection

from netops.plan.record import Step


def waves(steps: Collection[Step]) -> tuple[tuple[str, ...], ...]:
    """Names in waves: first the target with the smallest change, then all others by name."""
    if not steps:
        return ()
    first = min(steps, key=lambda step: (step.size, step.target)).target
    rest = tuple(sorted(step.target for step in steps if step.target != first))
    return ((first,), rest) if rest else ((first,),)
