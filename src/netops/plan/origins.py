"""Where the lines of a difference come from.

A wanted line has its own template line and YAML lines. A line that should not be there has none; it gets those of the
wanted line that it stands in place of: the most alike sibling under the same parents, else the parent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netops.config import DiffLine
from netops.plan.record import Change
from netops.render import LineOrigin, Rendered

Parents = tuple[str, ...]
HEADER = "### "


@dataclass(frozen=True, slots=True)
class _Place:
    """A line by its text, the texts of the lines above it, and its number among equal ones."""

    parents: Parents
    text: str
    nth: int


def changes(difference: Sequence[DiffLine], running: str, candidate: str, rendered: Rendered) -> tuple[Change, ...]:
    """The difference between two texts, each line with its origins. Without traced lines in `rendered` there are none."""
    known = dict(zip(_places(rendered.text), rendered.lines or (), strict=False))
    siblings: defaultdict[Parents, list[_Place]] = defaultdict(list)
    for place in known:
        siblings[place.parents].append(place)
    before, after = list(_places(running)), list(_places(candidate))

    def origin(line: DiffLine) -> LineOrigin | None:
        if line.intended_line is not None:
            return known.get(after[line.intended_line - 1])
        return _nearest(before[line.running_line - 1], siblings, known) if line.running_line else None

    return tuple(_change(line, origin(line)) for line in difference)


def _change(line: DiffLine, origin: LineOrigin | None) -> Change:
    if origin is None:
        return Change(line.sign, line.text, line.depth)
    return Change(line.sign, line.text, line.depth, origin.template, origin.values)


def _places(text: str) -> Iterator[_Place]:
    """A place for each line, nested by indentation, and under its header in a text of files."""
    stack: list[tuple[int, str]] = []
    seen: Counter[tuple[Parents, str]] = Counter()
    for raw in text.splitlines():
        line = raw.strip()
        indent = -1 if raw.startswith(HEADER) else len(raw) - len(raw.lstrip())
        while stack and line and stack[-1][0] >= indent:
            stack.pop()
        parents = tuple(above for _, above in stack)
        seen[parents, line] += 1
        yield _Place(parents, line, seen[parents, line])
        if line:
            stack.append((indent, line))


def _nearest(place: _Place, siblings: dict[Parents, list[_Place]], known: dict[_Place, LineOrigin]) -> LineOrigin | None:
    alike = max(siblings.get(place.parents, ()), key=lambda other: _shared(place.text, other.text), default=None)
    if alike is not None and _shared(place.text, alike.text):
        return known[alike]
    if not place.parents:
        return None
    above = _Place(place.parents[:-1], place.parents[-1], 1)
    return known.get(above) or _nearest(above, siblings, known)


def _shared(a: str, b: str) -> int:
    """How many words two lines share from the left."""
    count = 0
    for x, y in zip(a.split(), b.split(), strict=False):
        if x != y:
            break
        count += 1
    return count
