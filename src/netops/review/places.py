"""Where the lines of a difference come from: what is gone on the old side, what is wanted on the new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from netops.config import DiffLine
from netops.errors import Origin
from netops.render import LineOrigin, Rendered
from netops.source.trace import unique_origins

Spots = Collection[tuple[str, int]]
"""Lines of YAML that changed: file and number."""


@dataclass(frozen=True, slots=True)
class ChangedFiles:
    """What changed of the files that lines are made of: lines of YAML under `-` (old side) and `+` (new side), and templates by name."""

    spots: Mapping[str, Spots]
    templates: Collection[str] = ()

    @property
    def platforms(self) -> set[str]:
        """The platforms whose templates changed."""
        return {name.split("/")[1] for name in self.templates}


def with_places(lines: Iterable[DiffLine], old: Rendered | None, new: Rendered, changed: ChangedFiles) -> tuple[DiffLine, ...]:
    """The lines of a difference with their places: of what is gone in the old render, of what is wanted in the new one."""
    return tuple(_placed(line, old, new, changed) for line in lines)


def _placed(line: DiffLine, old: Rendered | None, new: Rendered, changed: ChangedFiles) -> DiffLine:
    side, rendered, number = ("-", old, line.running_line) if line.sign == "-" else ("+", new, line.source_line)
    if not (rendered and number and line.differs):
        return line
    origin = rendered.lines[number - 1]
    first = () if origin.template.file.removeprefix("netops:") in changed.templates else _changed(origin, changed.spots[side])
    return replace(line, template=origin.template, values=unique_origins((*first, *origin.places)))


def _changed(origin: LineOrigin, spots: Spots) -> tuple[Origin, ...]:
    """The places that changed: of the values in the line, else of the innermost condition for which it is there."""
    looked_at = (origin.values, *(condition.reads for condition in reversed(origin.conditions)))
    found = (tuple(place for place in seen if (place.file, place.line) in spots) for seen in looked_at)
    return next(filter(None, found), ())
