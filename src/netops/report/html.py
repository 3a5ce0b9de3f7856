"""Reports as one self-contained HTML page: a summary for everybody, then the lines. Nothing is fetched, all text is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from netops.config import Cause
from netops.deploy import Deployment, TargetResult
from netops.drift import Drift
from netops.events import BAD, Outcome
from netops.messages import first_few, pluralize
from netops.plan import Plan, Step
from netops.report._changes import Change, SharedLine, shared_changes, waves_of
from netops.report._page import ReportEntry, ReportLine, ReportPage, TextBlock, Tone, plain_line, render_page
from netops.report._words import how_applied, source_note, step_notes, targets_by_reason, uncommitted_note
from netops.report.record import DeployRun, DriftRun, ReportContext, Service

T = TypeVar("T")

_GOOD = frozenset({Outcome.APPLIED, Outcome.UNCHANGED})

MEANINGS: Mapping[Cause, str] = {
    Cause.UNDEPLOYED: "the source of truth has changed since the last deploy",
    Cause.MANUAL: "the device has changed since the last deploy",
    Cause.UNKNOWN: "no deploy has ever set it",
    Cause.SECRET: "its value is not the one that was sent last",
    Cause.OBSERVED: "what the device reports of itself",
}

RISKS: Mapping[str, str] = {
    "SAFE": "netops can take it back by itself",
    "RISKY": "something may go wrong that netops cannot take back by itself",
    "LOCKOUT": "it would cut netops off the target",
}


def plan(plan: Plan, context: ReportContext | None = None) -> str:
    """What a deploy of this plan would do."""
    made = plan.created.replace("T", " ").replace("+00:00", " UTC")
    context = replace(context, at=made) if context else ReportContext(plan.company, plan.commit, made)
    entries = [_planned(plan, change) for change in shared_changes(plan)]
    entries += [ReportEntry((name,), str(outcome), "bad", detail=_short(name, why)) for name, (outcome, why) in plan.failed.items()]
    entries += [ReportEntry((name,), "unchanged", "good") for name in plan.unchanged]
    entries += _skipped(plan.skipped)
    headline = f"{pluralize(len(plan.steps), 'target')} would change, in {pluralize(len(plan.waves), 'wave')}."
    risks: set[str] = {step.risk for step in plan.steps.values()}
    meanings = {risk: meaning for risk, meaning in RISKS.items() if risk in risks}
    return render_page(ReportPage("Plan", headline, context, tuple(entries), meanings=meanings, notes=_about(plan)))


def _about(plan: Plan) -> tuple[str, ...]:
    """By whom and why a plan was made, and of what."""
    given = {"Made by": plan.author, "Reason": plan.reason, "Ticket": plan.ticket}
    about = [f"{name}: {text}" for name, text in given.items() if text]
    return tuple(line for line in (*about, *source_note(plan.running, plan.created), *uncommitted_note(plan)) if line)


def _planned(plan: Plan, change: Change) -> ReportEntry:
    """A change that would be made, with its risk, its waves, and what a reviewer has to know."""
    step = change.one
    only = f", only {', '.join(step.only)}" if step.only else ""
    numbers = ", ".join(map(str, waves_of(plan, change)))
    brief = f"{pluralize(step.size, 'line')}{_each(change.targets)}, {how_applied(step)}{only}, {step.risk}, wave {numbers or '-'}"
    notes = _shared({one.target: (*step_notes(one, plan.captured_for), *_services_note(one)) for one in change.steps})
    tone: Tone = "bad" if step.risk == "LOCKOUT" else "warn"
    return _entry(change, "to change", tone, brief=brief, notes=(*_waves(plan, change), *notes), services=_services(change.steps))


def _services_note(step: Step) -> tuple[str, ...]:
    return (f"services: {', '.join(f'{name} ({criticality})' for name, criticality in step.services.items())}",) if step.services else ()


def _each(targets: Sequence[str]) -> str:
    return " each" if len(targets) > 1 else ""


def _entry(
    change: Change,
    word: str,
    tone: Tone,
    *,
    brief: str,
    detail: str = "",
    notes: tuple[str, ...] = (),
    first: tuple[TextBlock, ...] = (),
    services: Mapping[str, tuple[Service, ...]] | None = None,
) -> ReportEntry:
    """Steps that are alike as an entry, with what varies and with their commands."""
    lines, table = tuple(map(_line, change.lines)), change.table("Target")
    return ReportEntry(
        change.targets, word, tone, change.one.platform, brief, detail, notes, lines, table, (*first, *_blocks(change)), services
    )


def _blocks(change: Change) -> tuple[TextBlock, ...]:
    step = change.one
    found = (
        ("Commands" if step.apply == "commands" else "The same as commands", change.commands),
        ("No commands", (step.no_commands,) if step.no_commands else ()),
        ("The way back", change.inverse),
        ("No commands lead back", (step.no_inverse,) if step.no_inverse else ()),
        ("Checked before the commit", step.pre_checks),
        ("Checked after it", step.post_checks),
    )
    return tuple(TextBlock(title, tuple(lines)) for title, lines in found if lines)


def _line(line: SharedLine) -> ReportLine:
    return ReportLine(line.sign, line.depth, line.text, (line.origin,) if line.origin else ())


def _waves(plan: Plan, change: Change) -> tuple[str, ...]:
    """In which waves the targets of a change are, and why."""
    found = []
    for number in waves_of(plan, change):
        wave = [name for name in plan.waves[number - 1] if name in change.targets]
        who = f": {first_few(wave)}" if len(change.targets) > 1 else ""
        reasons = targets_by_reason(plan, wave)
        found.append(f"wave {number}{who}" + (f": {'; '.join(reasons)}" if reasons else ""))
    return tuple(found)


def _shared(notes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Notes of several targets: those that all have, then the others with the names of theirs."""
    names: dict[str, list[str]] = {}
    for name, of in notes.items():
        for note in dict.fromkeys(of):
            names.setdefault(note, []).append(name)
    ranked = sorted(names.items(), key=lambda item: len(item[1]) < len(notes))
    return tuple(note if len(of) == len(notes) else f"{first_few(of)}: {note}" for note, of in ranked)


def _services(steps: Iterable[Step]) -> dict[str, tuple[Service, ...]]:
    return {step.target: tuple(Service(name, criticality) for name, criticality in step.services.items()) for step in steps}


def _skipped(skipped: Mapping[str, str]) -> list[ReportEntry]:
    return [ReportEntry((name,), "skipped", "idle", detail=why) for name, why in skipped.items()]


def _short(name: str, why: str) -> str:
    """A reason without the name of its target, which is beside it."""
    return why.removeprefix(f"{name}: ")


def deployment(run: DeployRun) -> str:
    """How each target of a deploy ended; those that ended alike with the same change as one."""
    deployed = run.deployment
    ended = _alike(deployed.results.items(), lambda item: (item[1].outcome, _short(*_why(item)), item[1].finish, item[1].unchecked))
    entries = [entry for results in ended for entry in _ended(run, dict(results))]
    title, sides = f"Deploy {deployed.run}", ("was on the device", "wanted")
    return render_page(ReportPage(title, _deployed(deployed), run.setting, tuple(entries), sides, notes=_about(deployed.plan)))


def _why(item: tuple[str, TargetResult]) -> tuple[str, str]:
    return item[0], item[1].detail


def _ended(run: DeployRun, results: Mapping[str, TargetResult]) -> list[ReportEntry]:
    """Targets that ended alike: one entry for each change, one for all of which nothing was changed."""
    done, plan = next(iter(results.values())), run.deployment.plan
    detail = _short(*_why(next(iter(results.items()))))
    tone: Tone = "bad" if done.outcome in BAD else "good" if done.outcome in _GOOD else "idle"
    notes = tuple(f"not checked: {what}" for what in done.unchecked)
    finish = (TextBlock("To finish it by hand", tuple(done.finish)),) if done.finish else ()
    changed = plan.only(results).steps if done.outcome != Outcome.NOT_REACHED else {}
    entries = [
        _entry(
            change,
            str(done.outcome),
            tone,
            brief=f"{pluralize(change.one.size, 'line')}{_each(change.targets)}, {how_applied(change.one)}",
            detail=detail,
            notes=notes,
            first=finish,
            services=_depending(run.setting, change.targets) if tone == "bad" else None,
        )
        for change in (shared_changes(plan.only(changed)) if changed else ())
    ]
    rest = tuple(name for name in results if name not in changed)
    services = _depending(run.setting, rest) if tone == "bad" else None
    bare = ReportEntry(rest, str(done.outcome), tone, detail=detail, notes=notes, blocks=finish, services=services)
    return [*entries, bare] if rest else entries


def _depending(context: ReportContext, targets: Iterable[str]) -> dict[str, tuple[Service, ...]]:
    """What depends on each target."""
    return {name: context.services.get(name.split(":")[0], ()) for name in targets}


def _deployed(deployed: Deployment) -> str:
    applied, missed = len(deployed.named(Outcome.APPLIED)), len(deployed.named(Outcome.NOT_REACHED))
    bad = sum(done.outcome in BAD for done in deployed.results.values())
    found = ["The run was interrupted."] if deployed.interrupted else []
    found += [
        f"{pluralize(applied, 'target')} {_were(applied)} changed as planned{f', {bad} {_were(bad)} not (first below)' if bad else ''}."
    ]
    found += [f"{missed} {_were(missed)} not reached."] if missed else []
    return " ".join([*found, *([] if bad or missed else ["Nothing failed."])])


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def drift(run: DriftRun) -> str:
    """Where devices have left the source of truth; equal drift as one."""
    alike = _alike(run.drifted, lambda found: (found.platform, *((line.sign, line.path, line.cause) for line in found.lines)))
    entries = [_drifted(run.setting, found) for found in alike]
    entries += [
        ReportEntry(
            (found.target,), "not read", "bad", found.platform, detail=_short(found.target, found.error), services=_unread(run, found)
        )
        for found in run.failed
    ]
    entries += [ReportEntry((found.target,), "as intended", "good", found.platform) for found in run.clean]
    entries += _skipped(run.skipped)
    causes = {line.cause for found in run.drifted for line in found.differing}
    meanings = {str(cause): meaning for cause, meaning in MEANINGS.items() if cause in causes}
    return render_page(ReportPage("Drift", _drift_headline(run), run.setting, tuple(entries), meanings=meanings))


def _unread(run: DriftRun, found: Drift) -> dict[str, tuple[Service, ...]]:
    return _depending(run.setting, [found.target])


def _drifted(context: ReportContext, alike: Sequence[Drift]) -> ReportEntry:
    """Drift that some targets share. A place that is not the same for all is that of the first one, and says so."""
    one, targets = alike[0], tuple(found.target for found in alike)
    lines = []
    for at, (line, item) in enumerate(zip(one.lines, one.items, strict=True)):
        more = len({found.lines[at].origin for found in alike}) - 1
        shown = plain_line(line, *([f"item {item}"] if item and not line.continued else []))
        lines.append(replace(shown, notes=(*shown.notes, f"and {pluralize(more, 'more place')}")) if more and shown.notes else shown)
    counts = Counter(str(line.cause) for line in one.differing if line.cause)
    causes = ", ".join(f"{number} {cause}" if len(counts) > 1 else cause for cause, number in counts.items())
    brief = f"{pluralize(len(one.differing), 'line')}{_each(targets)}" + (f": {causes}" if causes else "")
    return ReportEntry(targets, "drifted", "warn", one.platform, brief, lines=tuple(lines), services=_depending(context, targets))


def _drift_headline(run: DriftRun) -> str:
    if not run.drifts:
        return "No target was read, so nothing is known."
    found = f"{len(run.clean)} of {pluralize(len(run.drifts), 'target')} run exactly what is intended. "
    differ = len(run.drifted)
    found += f"{differ} {'differs' if differ == 1 else 'differ'}. " if differ else "None differs. "
    return found + (f"{len(run.failed)} could not be read, so nothing is known about them." if run.failed else "All could be read.")


def _alike(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """The items in groups of the same key, in the order of the first of each."""
    found: dict[Hashable, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return list(found.values())
