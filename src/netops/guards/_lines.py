"""Lines of a step that go, for guards that count them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from netops.config import DiffLine
from netops.guards.record import Removal
from netops.plan import Step
from netops.plan.record import IDLE

MOST = 10


def positions_of_removed_lines(step: Step) -> list[int]:
    """The positions of lines that go with nothing in their place; comments and empty lines of files are none."""
    return [at for at, line in enumerate(step.diff) if line.sign == "-" and not line.replaced and not IDLE.match(line.text)]


def removals_at(step: Step, positions: Iterable[int]) -> frozenset[Removal]:
    return frozenset((step.target, at) for at in positions)


def line_text(line: DiffLine) -> str:
    return f"- {' / '.join(part.strip() for part in line.path)}"


def listed_lines(step: Step, positions: Iterable[int], most: int = MOST) -> list[str]:
    """Lines of a step as a message lists them, with their target; not more than the first ones."""
    lines = [line_text(step.diff[at]) for at in positions]
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return [f"{step.target}: {line}" for line in [*lines[:most], *more]]


def step_that_removes_all(step: Step) -> Step:
    """The step that takes every line off its target and leaves nothing."""
    changed = (replace(line, sign="-", replaced=False) for line in step.diff)
    rest = (DiffLine("-", (line.strip() or "!",)) for line in step.predicted.splitlines() if line.strip())
    features = dict.fromkeys(step.features, "extra")
    return replace(step, intended="", predicted="", diff=(*changed, *rest), features=features)
