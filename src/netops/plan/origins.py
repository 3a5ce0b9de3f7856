"""Where the lines of a difference come from.

A wanted line has its own template line and YAML lines. A line that should not be there has none; it gets those of the
wanted line that it stands in place of: the most alike sibling under the same parents (of two, one that is missing), else the parent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from netops.config import DiffLine
from netops.plan.places import Parents, Place, places
from netops.plan.record import Change
from netops.render import LineOrigin, Rendered


def changes(difference: Sequence[DiffLine], running: str, candidate: str, rendered: Rendered) -> tuple[Change, ...]:
    """The difference between two texts, each line with its origins. Without traced lines in `rendered` there are none."""
    known = dict(zip(places(rendered.text), rendered.lines or (), strict=False))
    before, after = list(places(running)), list(places(candidate))
    missing = {after[line.intended_line - 1] for line in difference if line.sign == "+" and line.intended_line is not None}
    siblings: defaultdict[Parents, list[Place]] = defaultdict(list)
    for place in sorted(known, key=lambda place: place not in missing):
        siblings[place.parents].append(place)

    def origin(line: DiffLine) -> LineOrigin | None:
        if line.intended_line is not None:
            return known.get(after[line.intended_line - 1])
        return _nearest(before[line.running_line - 1], siblings, known) if line.running_line else None

    return tuple(_change(line, origin(line)) for line in difference)


def _change(line: DiffLine, origin: LineOrigin | None) -> Change:
    if origin is None:
        return Change(line.sign, line.text, line.depth)
    return Change(line.sign, line.text, line.depth, origin.template, origin.places)


def _nearest(place: Place, siblings: dict[Parents, list[Place]], known: dict[Place, LineOrigin]) -> LineOrigin | None:
    alike = max(siblings.get(place.parents, ()), key=lambda other: _shared(place.text, other.text), default=None)
    if alike is not None and _shared(place.text, alike.text):
        return known[alike]
    if not place.parents:
        return None
    above = Place(place.parents[:-1], place.parents[-1], 1)
    return known.get(above) or _nearest(above, siblings, known)


def _shared(a: str, b: str) -> int:
    """How many words two lines share from the left."""
    count = 0
    for x, y in zip(a.split(), b.split(), strict=False):
        if x != y:
            break
        count += 1
    return count
