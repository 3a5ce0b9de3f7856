"""Where the lines of a difference come from: what is gone on the old side, what is wanted on the new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from netops.config import DiffLine
from netops.errors import Origin
from netops.plan import Change
from netops.plan.places import places
from netops.render import LineOrigin, Rendered
from netops.source.trace import unique

Spots = Collection[tuple[str, int]]
"""Lines of YAML that changed: file and number."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of the files that lines are made of: lines of YAML under `-` (old side) and `+` (new side), and templates by name."""

    spots: Mapping[str, Spots]
    templates: Collection[str] = ()

    @property
    def platforms(self) -> set[str]:
        """The platforms whose templates changed."""
        return {name.split("/")[1] for name in self.templates}


def placed(lines: Sequence[DiffLine], texts: Mapping[str, tuple[str, Rendered | None]], changed: Changed) -> tuple[Change, ...]:
    """The lines of a difference with their places. `texts` has under `-` and `+` the compared text and the traced render behind it."""
    origins = {sign: _origins(text, rendered) for sign, (text, rendered) in texts.items()}
    return tuple(_change(line, origins, changed) for line in lines)


def _origins(text: str, made: Rendered | None) -> list[LineOrigin | None]:
    """The origin of each line of a text that is made of rendered lines."""
    known = dict(zip(places(made.text), made.lines, strict=False)) if made else {}
    return [known.get(place) for place in places(text)]


def _change(line: DiffLine, origins: Mapping[str, list[LineOrigin | None]], changed: Changed) -> Change:
    """A line of a difference with its places: of what is gone on the old side, of what is wanted on the new one."""
    side, number = ("-", line.running_line) if line.sign == "-" else ("+", line.intended_line)
    origin = origins[side][number - 1] if number and line.sign != " " else None
    if origin is None:
        return Change(line.sign, line.text, line.depth)
    first = () if origin.template.file.removeprefix("netops:") in changed.templates else _changed(origin, changed.spots[side])
    return Change(line.sign, line.text, line.depth, origin.template, unique((*first, *origin.places)))


def _changed(origin: LineOrigin, spots: Spots) -> tuple[Origin, ...]:
    """The places that changed: of the values in the line, else of the innermost condition for which it is there."""
    looked_at = (origin.values, *(condition.reads for condition in reversed(origin.conditions)))
    found = (tuple(place for place in seen if (place.file, place.line) in spots) for seen in looked_at)
    return next(filter(None, found), ())
