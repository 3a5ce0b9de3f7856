"""A config loses a large part of its lines: a template, a layer or a list was cut down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from netops.config import DiffLine
from netops.guards._lines import listed_lines, positions_of_removed_lines, removals_at
from netops.guards.record import DeployRequest, Finding
from netops.messages import pluralize
from netops.plan import Step

CODE = "GRD005"


def find(request: DeployRequest) -> Iterator[Finding]:
    if request.is_rollback:
        return
    limits = request.limits
    for step in request.plan.steps.values():
        number, lines = _lost(step), max(step.coverage.lines, len(positions_of_removed_lines(step)))
        if number > limits.removed_lines and number * 100 > lines * limits.removed_lines_percent:
            head = f"{step.target} would lose {number} of its {pluralize(lines, 'line')}:"
            goes = positions_of_removed_lines(step)
            message = "\n    ".join([head, *listed_lines(step, goes)])
            yield Finding(message, "look at what the templates and layers of it no longer give", removals_at(step, goes))


def _lost(step: Step) -> int:
    """How many lines go and do not come back in another form below the same section, or by the same first word."""
    counts: Counter[tuple[str, ...]] = Counter()
    goes = set(positions_of_removed_lines(step))
    for at, line in enumerate(step.diff):
        counts[_group(line)] += (at in goes) - (line.sign == "+")
    return sum(number for number in counts.values() if number > 0)


def _group(line: DiffLine) -> tuple[str, ...]:
    return line.path[:-1] or ("", line.text.split(" ", 1)[0])


def violate(request: DeployRequest) -> DeployRequest:
    name, step = next(iter(request.plan.steps.items()))
    number = max(request.limits.removed_lines, step.coverage.lines) + 1
    lost = tuple(DiffLine("-", ("a section", f"line {at}")) for at in range(number))
    return replace(request.as_deploy(), plan=replace(request.plan, steps={**request.plan.steps, name: replace(step, diff=lost)}))
