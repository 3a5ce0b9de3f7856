"""What targets are sent before and after a change. Only those are rendered that the change can reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from netops.config import ConfigPair, DiffLine, ParsedConfig
from netops.errors import NetopsError
from netops.model.target import ConfigTarget
from netops.platforms import platform_for_model
from netops.review.places import ChangedFiles, with_places
from netops.review.record import Difference, How, Rendering
from netops.review.renders import SideRenders
from netops.source.trace import unique_origins


@dataclass(frozen=True, slots=True)
class TargetComparison:
    """How the texts of a target differ. `was`: its earlier name, another one when its device is renamed; '' when it is new."""

    target: ConfigTarget
    was: str
    lines: tuple[DiffLine, ...]

    @property
    def shown(self) -> object:
        """What is equal in equal differences."""
        return not self.was, tuple((line.sign, line.text, line.depth) for line in self.lines)

    @property
    def home(self) -> object:
        """What decides which layers a target has: those of one home have the same lines from the same places."""
        return self.target.site, self.target.role, self.target.platform


@dataclass(slots=True)
class DifferenceGroup:
    """Targets with an equal difference. Texts are kept of the first one of each home: only these are rendered again for their places."""

    targets: list[ConfigTarget] = field(default_factory=list)
    firsts: dict[object, TargetComparison] = field(default_factory=dict)

    def add(self, pair: TargetComparison) -> None:
        self.targets.append(pair.target)
        self.firsts.setdefault(pair.home, pair)


@dataclass(slots=True)
class RenderingTally:
    """What was found about the targets so far."""

    rendered: int = 0
    groups: dict[object, DifferenceGroup] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    alike: list[str] = field(default_factory=list)

    def add(self, old: SideRenders | None, new: SideRenders, name: str, was: str, changed: ChangedFiles) -> None:
        """Compare a target with the one that it `was` when the change can reach it; without `old` it is new."""
        try:
            if old and not _reached(old, new, name, was, changed):
                return
            self.rendered += 1
            pair = _pair(old, new, name, was)
        except NetopsError as error:
            self.failed[name] = str(error)
            return
        if pair and pair.lines:
            self.groups.setdefault(pair.shown, DifferenceGroup()).add(pair)
        elif pair:
            self.alike.append(name)


def compare_renders(old: SideRenders | None, new: SideRenders, changed: ChangedFiles, renamed: Mapping[str, str]) -> Rendering:
    """The difference on each target that changed data, or a changed template, can reach; equal ones are one.

    `old` is None when there was no company. Of the places of a line those that changed come first. `renamed`: the earlier names of devices
    that have another one now.
    """
    stay, tally = _staying(old, new, renamed), RenderingTally()
    names = _changed_sites(old, new)
    for side in filter(None, (old, new)):
        side.prepare(names)
    for name in sorted(names & new.company.targets.keys()):
        tally.add(old if name in stay else None, new, name, stay.get(name, ""), changed)
    pairs = [pair for group in tally.groups.values() for pair in group.firsts.values()]
    new.prepare_origins({pair.target.name for pair in pairs})
    if old:
        old.prepare_origins({pair.was for pair in pairs if pair.was})
    differences = tuple(_difference(group, old, new, changed) for group in tally.groups.values())
    removed = {name: _length(old, name) for name in sorted(old.company.targets.keys() - stay.values())} if old else {}
    return Rendering(len(new.company.targets), tally.rendered, differences, removed, tally.failed, tuple(tally.alike))


def _changed_sites(old: SideRenders | None, new: SideRenders) -> set[str]:
    """The targets of the sites that are not made from equal files, outlines and templates on both sides."""
    sites = {target.site for side in (old, new) if side for target in side.company.targets.values()}
    equal = {site for site in sites if old and old.basis(site) and old.basis(site) == new.basis(site)}
    return {target.name for side in (old, new) if side for target in side.company.targets.values() if target.site not in equal}


def _staying(old: SideRenders | None, new: SideRenders, renamed: Mapping[str, str]) -> dict[str, str]:
    """The earlier names of the targets that both sides have; one that gets another platform is another one."""
    known, found = (old.company.targets if old else {}), {}
    for name, target in new.company.targets.items():
        device, colon, extra = name.partition(":")
        was = f"{renamed.get(device, device)}{colon}{extra}"
        if was in known and known[was].platform == target.platform:
            found[name] = was
    return found


def _reached(old: SideRenders, new: SideRenders, name: str, was: str, changed: ChangedFiles) -> bool:
    """Whether what a template sees of a target changed, or a template that it may use."""
    return new.company.targets[name].platform in changed.platforms or old.view(was) != new.view(name)


def _length(old: SideRenders, name: str) -> int:
    """How many lines a target had that is no more; those of a text that cannot be made are none."""
    try:
        return len(old.text(name).text.splitlines())
    except NetopsError:
        return 0


def _pair(old: SideRenders | None, new: SideRenders, name: str, was: str) -> TargetComparison | None:
    """The texts of a target, when they differ; without lines they mean the same."""
    now, before = new.text(name), old.text(was).text if old else ""
    if before == now.text:
        return None
    device = new.company.outlines[new.company.targets[name].device]
    platform = platform_for_model(new.company.platform(now.platform), lambda: str(device.get("device_type", "")))
    running = ParsedConfig(platform, before)
    # Where netops owns only some features, the others stay as they were.
    wanted = running.candidate(ParsedConfig(platform, now.text), now.managed)
    return TargetComparison(new.company.targets[name], was if before else "", ConfigPair(running, wanted).difference)


def _difference(group: DifferenceGroup, old: SideRenders | None, new: SideRenders, changed: ChangedFiles) -> Difference:
    placed_lines = [_placed(pair, old, new, changed) for pair in group.firsts.values()]
    platforms = tuple(dict.fromkeys(target.platform for target in group.targets))
    how: How = "changed" if any(pair.was for pair in group.firsts.values()) else "added"
    return Difference(how, tuple(target.name for target in group.targets), platforms, _joined(placed_lines))


def _placed(pair: TargetComparison, old: SideRenders | None, new: SideRenders, changed: ChangedFiles) -> tuple[DiffLine, ...]:
    name = pair.target.name
    was = old.text(pair.was, trace=True) if old and pair.was else None
    return with_places(pair.lines, was, new.text(name, trace=True), changed)


def _joined(placed_lines: Iterable[tuple[DiffLine, ...]]) -> tuple[DiffLine, ...]:
    """The same lines with the places of all."""
    return tuple(
        replace(lines[0], values=unique_origins(place for line in lines for place in line.values))
        for lines in zip(*placed_lines, strict=True)
    )
