"""The place of a line in a config, whatever its dialect: its text, below the texts of the lines above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

Parents = tuple[str, ...]
HEADER = "### "


@dataclass(frozen=True, slots=True)
class Place:
    """A line by its text, the texts of the lines above it, and its number among equal ones."""

    parents: Parents
    text: str
    nth: int


def places(text: str) -> Iterator[Place]:
    """A place for each line, nested by indentation, and under its header in a text of files."""
    stack: list[tuple[int, str]] = []
    seen: Counter[tuple[Parents, str]] = Counter()
    for raw in text.split("\n"):
        line = raw.strip()
        indent = -1 if raw.startswith(HEADER) else len(raw) - len(raw.lstrip())
        while stack and line and stack[-1][0] >= indent:
            stack.pop()
        parents = tuple(above for _, above in stack)
        seen[parents, line] += 1
        yield Place(parents, line, seen[parents, line])
        if line:
            stack.append((indent, line))
