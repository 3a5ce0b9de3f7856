"""What targets are sent before and after a change. Only those are rendered that the change can reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from netops.cache import digest, encoded
from netops.capability import Library
from netops.config import DiffLine, compose, diff
from netops.errors import DataError, Diagnostic, NetopsError, Origin
from netops.model.company import Company
from netops.plan import Change
from netops.plan.places import places
from netops.render import LineOrigin, Rendered, Renderer
from netops.render.lines import unique
from netops.render.targets import accepted
from netops.review.record import Difference, Rendering

Spots = Collection[tuple[str, int]]
"""Lines of YAML that changed: file and number."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of the files that lines are made of: lines of YAML on the old side and on the new one, and templates by name."""

    spots: Mapping[str, Spots]
    templates: Collection[str] = ()

    @property
    def platforms(self) -> set[str]:
        """The platforms whose templates changed."""
        return {name.split("/")[1] for name in self.templates}


@dataclass
class Renders:
    """The targets of one side, rendered when asked for. `problems` grows by what is wrong with them."""

    side: str
    company: Company
    problems: dict[Diagnostic, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._renderer = Renderer(self.company.project)
        self._library = Library(self.company.project, self.company.schemas)

    def view(self, name: str) -> str:
        """The digest of all that a template sees of a target, its order included."""
        return digest(encoded(self.company.view(name)))

    def text(self, name: str, *, trace: bool = False) -> Rendered:
        """The text of a target; what the target cannot do is a problem, and no reason to hide the text. DataError when there is none."""
        try:
            made = accepted(self.company, name, self._renderer, self._library, trace=trace)
            self.problems |= dict.fromkeys(made.warnings)
            return made
        except DataError as error:
            self.problems |= dict.fromkeys(error.diagnostics)
        try:
            return accepted(self.company, name, self._renderer, self._library, trace=trace, strict=False)
        except DataError as error:
            raise DataError(error.diagnostics, f"{self.side}: {error}") from error


def compared(old: Renders | None, new: Renders, changed: Changed) -> Rendering:
    """The difference on each target that changed data, or a changed template, can reach; equal ones are one.

    `old` is None when there was no company. Of the places of a line those that changed are told first.
    """
    before = old.company.targets if old else {}
    platforms = changed.platforms
    targets = sorted(new.company.targets)
    reached = [name for name in targets if not old or name not in before or _reached(old, new, name, platforms)]
    found: list[Difference] = []
    failed: dict[str, str] = {}
    for name in reached:
        try:
            found += _difference(old if name in before else None, new, name, changed)
        except NetopsError as error:
            failed[name] = str(error)
    removed = {name: _length(old, name) for name in sorted(before) if old and name not in new.company.targets}
    alike = tuple(one.targets[0] for one in found if not one.lines)
    return Rendering(len(targets), len(reached), _grouped(found), removed, failed, alike)


def _reached(old: Renders, new: Renders, name: str, platforms: Collection[str]) -> bool:
    """Whether what a template sees of a target changed, or a template that it may use."""
    return new.company.target(name).platform in platforms or old.view(name) != new.view(name)


def _length(old: Renders, name: str) -> int:
    """How many lines a target had that is no more; those of a text that cannot be made are none."""
    try:
        return len(old.text(name).text.splitlines())
    except NetopsError:
        return 0


def _difference(old: Renders | None, new: Renders, name: str, changed: Changed) -> list[Difference]:
    """How one target differs, if it does. Without lines: its text changed, but means the same."""
    was, now = old.text(name) if old else None, new.text(name)
    before = was.text if was else ""
    if before == now.text:
        return []
    wanted = _owned(new.company, now, before)
    lines = diff(now.platform, before, wanted)
    origins = {"-": _origins(old, name, before), "+": _origins(new, name, wanted)} if lines else {}
    told = tuple(_change(line, origins, changed) for line in lines)
    return [Difference("changed" if old else "added", (name,), (now.platform,), told)]


def _owned(company: Company, now: Rendered, before: str) -> str:
    """What the target is to run: where netops owns only some features of it, the others stay as they were."""
    managed = company.view(now.target).get("managed", "all")
    return now.text if managed == "all" else compose(now.platform, before, now.text, managed)


def _origins(side: Renders | None, name: str, text: str) -> list[LineOrigin | None]:
    """The origin of each line of a text that is made of a target's rendered lines."""
    made = side.text(name, trace=True) if side else None
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


def _grouped(found: list[Difference]) -> tuple[Difference, ...]:
    """The differences, equal ones joined: their targets, and the places of their lines."""
    groups: dict[object, Difference] = {}
    for one in found:
        key = (one.how, tuple((line.sign, line.text, line.depth) for line in one.lines))
        groups[key] = _joined(groups[key], one) if key in groups else one
    return tuple(group for group in groups.values() if group.lines)


def _joined(one: Difference, other: Difference) -> Difference:
    lines = tuple(replace(a, values=unique((*a.values, *b.values))) for a, b in zip(one.lines, other.lines, strict=True))
    return Difference(one.how, one.targets + other.targets, tuple(dict.fromkeys(one.platforms + other.platforms)), lines)
