"""Lines of running configs that no template writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netops.config import diff
from netops.platforms import Platform


@dataclass(frozen=True, slots=True)
class UnexplainedLine:
    """A line that a target runs and that its templates do not write: its number, and its text below those of the lines above it."""

    target: str
    line: int
    path: tuple[str, ...]


def unexplained_lines(target: str, platform: Platform, running: str, intended: str) -> Iterator[UnexplainedLine]:
    """The lines that a target runs in excess of its rendered text, without secrets."""
    for line in diff(platform, running, intended):
        if line.sign == "-":
            yield UnexplainedLine(target, line.running_line or 0, line.path)
