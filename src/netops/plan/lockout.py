"""Whether a plan cuts netops off a target: the management path before it, after it, after each command, and with each step alone.

A step that changes nothing that the path is made of cannot cut it, and is not walked. What is known may be wrong of a
way that is cut before: netops has just been there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from netops.config import ParsedConfig
from netops.errors import ConfigError
from netops.facts.read import Reader
from netops.facts.table import IrrelevantLine
from netops.graph.from_config import facts_of_text
from netops.graph.graph import CompanyGraph, graph_of
from netops.graph.layer2 import DEFAULT_VLAN
from netops.graph.reach import ManagementReach, ManagementStation
from netops.graph.records import TargetFacts
from netops.messages import first_few
from netops.plan.cutting import diff_line_of_command, line_at, section_origin
from netops.plan.record import Step
from netops.plan.route_policy import changed_policies
from netops.platforms import Platform, load_part

if TYPE_CHECKING:
    from netops.model.company import Company

FORWARDING = "device"
"""The kind of what carries the traffic of others."""
VERB: Final = re.compile(r"^(?:no|set|delete|deactivate|activate) ")
UNSET = "netops.yaml does not say where netops runs (`runner`), so the way to it was not followed"
NOWHERE = "the port or jump host of `runner` in netops.yaml is in no IPv4 network of the data, so the way to it was not followed"


@dataclass(frozen=True, slots=True)
class ChangedTarget:
    """A step with what its target runs before, and its facts before and after; of lines that were not understood, those that change.

    `policy`: a line that changes what its routing protocols exchange, which is not followed.
    """

    step: Step
    platform: Platform
    running: str
    before: TargetFacts
    after: TargetFacts
    policy: str = ""

    @property
    def name(self) -> str:
        return self.step.target


Cause = tuple[str, str, str]
"""Why netops is cut off: when in the plan, what stops it, and the line that does."""


@dataclass(slots=True)
class LockoutResult:
    """What was found of each step: the targets that netops is cut off from, by cause, and what is not understood."""

    cuts: dict[str, dict[Cause, list[str]]] = field(default_factory=dict)
    uncertain: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def lockouts(self, name: str) -> tuple[str, ...]:
        """Why a step would cut netops off, one sentence for each cause."""
        rows = self.cuts.get(name, {}).items()
        return tuple(f"{first_few(targets)} would be cut off from netops{when}: {why}{line}" for (when, why, line), targets in rows)

    def doubts(self, name: str) -> tuple[str, ...]:
        """What is not understood of a step, each with the targets whose management path it is on."""
        rows = self.uncertain.get(name, {}).items()
        return tuple(f"management path of {first_few(targets)}: {text}" if targets else text for text, targets in rows)


def with_lockouts(company: Company, steps: Mapping[str, Step], running: Mapping[str, str]) -> dict[str, Step]:
    """The steps, each with why it would cut netops off, and what on a management path is not understood. `running`: what targets run."""
    graph = graph_of(company)
    made = (_change(company, graph, step, running.get(name, "")) for name, step in steps.items())
    changes = [change for change in made if change is not None]
    if not changes:
        return dict(steps)
    found = _Assessment(graph.with_facts(*(one.before for one in changes)), changes).verdicts()
    return {name: replace(step, lockouts=found.lockouts(name), doubts=found.doubts(name)) for name, step in steps.items()}


def _change(company: Company, graph: CompanyGraph, step: Step, running: str) -> ChangedTarget | None:
    """The change of a step; None when it changes nothing that a management path is made of."""
    if ":" in step.target:
        return None
    platform = company.platform(step.platform)
    policy = next((line.text.strip() for line in changed_policies(step, running)), "") if platform.facts is not None else ""
    if platform.facts is not None and not policy and not _is_about_facts(step, load_part(platform, platform.facts)):
        return None
    data = graph.facts(step.target)
    before = facts_of_text(step.target, platform, running, data)
    after = _with_vlans(facts_of_text(step.target, platform, step.predicted, data), before)
    old, new = ({(one.section, one.text) for one in facts.unread} for facts in (before, after))
    changed = old ^ new
    is_same = not changed and (before, before.admission) == (after, after.admission)
    if is_same and not policy and not _is_typed(step, platform):
        return None
    return ChangedTarget(step, platform, running, _only(before, changed), _only(after, changed), policy)


def _with_vlans(after: TargetFacts, before: TargetFacts) -> TargetFacts:
    """Facts of a text without VLANs: where there were some before, the text shows them, and only the default one is left."""
    is_left = after.vlans is None and before.vlans is not None
    return replace(after, vlans=frozenset({DEFAULT_VLAN})) if is_left else after


def _is_typed(step: Step, platform: Platform) -> bool:
    """Whether commands take effect one by one, each over the session of netops: the device has no candidate that it commits as a whole."""
    spec, is_read = platform.spec, platform.facts is not None
    return step.apply == "commands" and is_read and not (spec.candidate_readable or spec.detached) and bool(step.commands)


def _only(facts: TargetFacts, unread: set[tuple[str, str]]) -> TargetFacts:
    return replace(facts, unread=tuple(one for one in facts.unread if (one.section, one.text) in unread))


@dataclass(frozen=True, slots=True)
class _Stage:
    """A state of the network during a plan: the graph, the steps to which a cut in it is put down, the targets that it may concern, and
    when that is."""

    graph: CompanyGraph
    steps: tuple[ChangedTarget, ...]
    targets: tuple[str, ...]
    when: str = ""


class _Assessment:
    """The changes of a plan over the graph of what runs before it."""

    def __init__(self, before: CompanyGraph, changes: Sequence[ChangedTarget]) -> None:
        self.before = before
        self.changes = changes
        self.manager = ManagementStation(before)
        self.found = LockoutResult()
        self._reached: dict[str, ManagementReach] = {}
        self._concerned = {one.name: self._targets(one) for one in changes}

    def verdicts(self) -> LockoutResult:
        for stage in self._stages():
            for name in stage.targets:
                self._compare(stage, name)
        return self.found

    def _stages(self) -> Iterator[_Stage]:
        """Each step alone, each of its commands, all of them, and all but one: whatever comes first."""
        for one in self.changes:
            yield _Stage(self.before.with_facts(one.after), (one,), self._concerned[one.name])
            yield from self._commands(one)
        if len(self.changes) < 2:
            return
        everything = self.before.with_facts(*(one.after for one in self.changes))
        targets = tuple(dict.fromkeys(name for names in self._concerned.values() for name in names))
        yield _Stage(everything, tuple(self.changes), targets, " once all steps are done")
        for one in self.changes:
            others = tuple(other for other in self.changes if other is not one)
            if between := self._between(one):
                yield _Stage(everything.with_facts(one.before), others, between, f" before {one.name} is changed")

    def _between(self, one: ChangedTarget) -> tuple[str, ...]:
        """The targets that a change concerns together with another one of the plan."""
        others = self._concerned.keys() - {one.name}
        return tuple(name for name in self._concerned[one.name] if others & {name, *self._base(name).devices})

    def _commands(self, one: ChangedTarget) -> Iterator[_Stage]:
        """After each command that changes what a path is made of, but for the last one."""
        if not _is_typed(one.step, one.platform):
            return
        last = one.before
        for position, facts in _after_each(one):
            facts = replace(facts, unread=())
            if (facts, facts.admission) != (last, last.admission):
                last = facts
                when = f" after {one.step.commands[position].strip()!r}"
                yield _Stage(self.before.with_facts(facts), (one,), self._concerned[one.name], when)

    def _targets(self, one: ChangedTarget) -> tuple[str, ...]:
        """The targets whose management path a change may concern: its own, and those behind it."""
        if self.manager.start is None or not self._is_way(one.name):
            return (one.name,)
        changed = {change.name for change in self.changes}
        behind = (name for name in self._near(one.name) if name != one.name)
        return (one.name, *(name for name in behind if name in changed or one.name in self._base(name).devices))

    def _is_way(self, name: str) -> bool:
        return str(self.before.company.devices[name].get("kind", "")) == FORWARDING or self._is_start(name)

    def _near(self, name: str) -> Iterator[str]:
        """The targets that may be behind a device: those of its site, or all when it leads to other sites or netops is at its site."""
        company = self.before.company
        site, site_of = company.target(name).site, {one: str(device.get("site", "")) for one, device in company.devices.items()}
        is_border = any(site_of.get(plug.port.device) != site for plug in self.before.neighbours(name).values())
        is_border = is_border or any(name in _ends(circuit) for circuit in company.objects.get("circuit", {}).values())
        is_wide = is_border or self._is_start(name) or site == self._site_of_start()
        for target in company.targets.values():
            if (is_wide or target.site == site) and ":" not in target.name and not _is_observed(company, target.platform):
                yield target.name

    def _site_of_start(self) -> str:
        start = self.manager.start
        return start.site or str(self.before.company.devices.get(start.device, {}).get("site", "")) if start is not None else ""

    def _is_start(self, name: str) -> bool:
        return self.manager.start is not None and name in (self.manager.start.device, (self.manager.start.at or ("",))[0])

    def _base(self, name: str) -> ManagementReach:
        if name not in self._reached:
            self._reached[name] = self.manager.reach(self.before, name)
        return self._reached[name]

    def _compare(self, stage: _Stage, name: str) -> None:
        before, after = self._base(name), self.manager.reach(stage.graph, name)
        if self.manager.start is None:
            why = NOWHERE if self.before.company.settings.get("runner") else UNSET
            for one in stage.steps:
                self.found.uncertain.setdefault(one.name, {})[why] = []
        if after.state == "cut" and before.state != "cut":
            self._lock_out(stage, name, after)
            return
        for device, text in sorted(before.doubts ^ after.doubts):
            self._doubt(stage, name, device, text)
        if after.state == "partial" and (before.state, before.why) != ("partial", after.why):
            self._doubt(stage, name, after.device, f"only a part of the network of netops passes: {after.why}")
        for one in stage.steps:
            if one.policy and _is_learned_of(one.name, (before, after)):
                self._doubt(stage, name, one.name, f"not followed: what routing protocols exchange: {one.policy}")
        if before.state == after.state == "cut" and before.hops != after.hops:
            self._doubt(stage, name, before.device, f"the way to it is not understood: {before.why}")

    def _doubt(self, stage: _Stage, name: str, device: str, text: str) -> None:
        known = self.found.uncertain.setdefault(self._culprit(stage, device).name, {})
        targets = known.setdefault(f"{text} ({device})" if device else text, [])
        if name not in targets:
            targets.append(name)

    def _culprit(self, stage: _Stage, device: str) -> ChangedTarget:
        return next((one for one in stage.steps if one.name == device), stage.steps[0])

    def _lock_out(self, stage: _Stage, name: str, after: ManagementReach) -> None:
        """Notes a cut at the step that makes it, with the line that does; of a target only the first one."""
        one = self._culprit(stage, after.device)
        known = self.found.cuts.setdefault(one.name, {})
        if any(name in targets for targets in known.values()):
            return
        same = next((cause for cause in known if cause[1] == after.why), None)
        if same is None:
            same = stage.when, after.why, self._line(one, after, lambda facts: self._is_cut(facts, name))
        known.setdefault(same, []).append(name)

    def _is_cut(self, facts: TargetFacts, name: str) -> bool:
        return self.manager.reach(self.before.with_facts(facts), name).state == "cut"

    def _line(self, one: ChangedTarget, after: ManagementReach, is_cut: Callable[[TargetFacts], bool]) -> str:
        """The line of a difference that cuts: the one that the way ends at, else that of the command which makes the difference."""
        lines = [line for line in one.step.diff if line.differs]
        text = line_at(one.step.predicted, after.where.line) if after.device == one.name else ""
        named = next((line for line in lines if line.sign == "+" and text and line.text.strip() == text), None)
        found = named or diff_line_of_command(lines, _first_cut(one, is_cut)) or (lines[0] if len(lines) == 1 else None)
        if found is None:
            return ""
        origin = found.origin or section_origin(one.step.diff, found)
        return f": {found.sign} {' / '.join(part.strip() for part in found.path)}{f' ({origin})' if origin else ''}"


def _is_learned_of(device: str, reaches: Sequence[ManagementReach]) -> bool:
    """Whether a way takes a route that a device has by a protocol, or that it announces by one."""
    routes = ((hop[0], hop[1], f" {hop[2]} ") for reach in reaches for hop in reach.hops)
    return any(kind == "route" and " over " in text and (at == device or f" from {device} over " in text) for at, kind, text in routes)


def _ends(circuit: Mapping[str, object]) -> set[str]:
    """The devices at the ends of a circuit."""
    ends = (circuit.get(key) for key in ("a", "z"))
    return {str(end["device"]) for end in ends if isinstance(end, Mapping) and "device" in end}


def _is_observed(company: Company, platform: str) -> bool:
    return company.platform(platform).spec.observed


def _after_each(one: ChangedTarget) -> Iterator[tuple[int, TargetFacts]]:
    """The facts after each command that may change one, but the last: their positions, and the facts."""
    reader: Reader = load_part(one.platform, str(one.platform.facts))
    config, pending, above = ParsedConfig(one.platform, one.running), list[str](), list[str]()
    for position, command in enumerate(one.step.commands[:-1]):
        above = [line for line in above if _depth(line) < _depth(command)]
        pending += [command] if pending else [*above, command]
        above.append(command)
        if _is_fact(reader, above[0]):
            try:
                config = config.after(pending)
            except ConfigError:
                continue
            pending = []
            yield position, _with_vlans(facts_of_text(one.name, one.platform, config.text, one.before), one.before)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_fact(reader: Reader, line: str) -> bool:
    """Whether facts come from a top-level line, or a path of Junos: one of their sections, one above such, or one with a meaning."""
    words = VERB.sub("", line.strip())
    near = any(f"{words} ".startswith(f"{section} ") or f"{section} ".startswith(f"{words} ") for section in reader.sections)
    found = None if near else reader.top.find(words) or reader.top.find(f"no {words}")
    return near or (found is not None and not isinstance(found[0], IrrelevantLine))


def _is_about_facts(step: Step, reader: Reader) -> bool:
    """Whether a line of a difference may be one that facts come from."""
    lines = (line.path for line in step.diff if line.differs)
    heads = {(path[0], " ".join(part.strip(" {;") for part in path)) for path in lines}
    return any(_is_fact(reader, head) or _is_fact(reader, whole) for head, whole in heads)


def _first_cut(one: ChangedTarget, is_cut: Callable[[TargetFacts], bool]) -> str:
    """The command after which the way is cut, found by halves; '' where no commands lead from one config to the other."""
    commands, good, bad = one.step.commands, 0, len(one.step.commands)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            text = ParsedConfig(one.platform, one.running).after(commands[:middle]).text
        except ConfigError:
            return ""
        facts = _with_vlans(facts_of_text(one.name, one.platform, text, one.before), one.before)
        good, bad = (good, middle) if is_cut(replace(facts, unread=())) else (middle, bad)
    return commands[bad - 1].strip() if commands else ""
