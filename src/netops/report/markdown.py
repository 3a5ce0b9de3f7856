"""Reports as Markdown, for a change request, a merge request or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from netops.config import DiffLine
from netops.errors import printable_text
from netops.events import Outcome
from netops.messages import pluralize
from netops.plan import Plan
from netops.report._changes import Change, SharedLine, shared_changes, waves_of
from netops.report._words import how_applied, source_note, targets_by_reason
from netops.report.record import DeployRun, DriftRun, origin_text

WIDTH = 72


def plan(plan: Plan) -> str:
    """What a deploy of this plan would do: the services touched, then equal changes once, what is rare first."""
    lines = [f"# Plan of {_text(plan.company)}", "", f"Source of truth at `{plan.commit or 'no commit'}`, made {plan.created}."]
    lines += [_text(line) for line in source_note(plan.running, plan.created)]
    left = f"{len(plan.unchanged)} unchanged, {len(plan.skipped)} skipped, {len(plan.failed)} not read"
    lines += ["", f"{len(plan.steps)} to change ({pluralize(plan.lines, 'line')}), {left}.", ""]
    lines += _services(plan)
    for change in shared_changes(plan):
        lines += [*_change(plan, change), ""]
    lines += _table(["Not read", "Why"], [[name, f"{outcome}: {why}"] for name, (outcome, why) in sorted(plan.failed.items())])
    lines += _table(["Skipped", "Why"], list(plan.skipped.items()))
    lines += [f"Unchanged: {_text(', '.join(plan.unchanged))}.", ""] if plan.unchanged else []
    rows = [(number, names, why) for number, wave in enumerate(plan.waves, 1) for why, names in targets_by_reason(plan, wave).items()]
    lines += _table(["Wave", "Targets", "Why"], [[str(number), ", ".join(names), why] for number, names, why in rows])
    return _document(lines)


def deployment(run: DeployRun) -> str:
    """How each target of a deploy ended."""
    deployed = run.deployment
    rows = [[name, str(done.outcome), done.detail] for name, done in sorted(deployed.results.items())]
    unchecked = [[name, what] for name, done in sorted(deployed.results.items()) for what in done.unchecked]
    lines = [f"# Deploy {deployed.run}", "", *_table(["Target", "Outcome", "Detail"], rows), *_table(["Target", "Not checked"], unchecked)]
    for name, done in sorted(deployed.results.items()):
        step = deployed.plan.steps.get(name)
        if step is not None and done.outcome != Outcome.NOT_REACHED:
            lines += [f"## {_text(name)}", "", *_code("diff", [_diff(line, origin_text(line)) for line in step.diff]), ""]
        lines += [f"To finish `{name}` by hand:", "", *_code("", done.finish), ""] if done.finish else []
    bad = [name for name, done in deployed.results.items() if done.outcome not in (Outcome.APPLIED, Outcome.UNCHANGED, Outcome.SKIPPED)]
    return _document([*lines, f"{pluralize(len(bad), 'target')} not as planned." if bad else "Nothing failed."])


def drift(run: DriftRun) -> str:
    """Where devices have left the source of truth."""
    lines = ["# Drift", "", f"{len(run.clean)} as intended, {len(run.drifted)} drifted, {len(run.failed)} not read.", ""]
    for found in run.drifted:
        shown = [_diff(line, "  ".join(filter(None, (origin_text(line), f"[{line.cause}]" if line.cause else "")))) for line in found.lines]
        lines += [f"## {_text(found.target)}", "", *_code("diff", shown), ""]
    lines += _table(["Not read", "Why"], [[found.target, found.error] for found in run.failed])
    lines += _table(["Skipped", "Why"], list(run.skipped.items()))
    lines += [f"As intended: {_text(', '.join(found.target for found in run.clean))}.", ""] if run.clean else []
    return _document(lines)


def _services(plan: Plan) -> list[str]:
    """The business services that depend on targets which change."""
    targets: dict[tuple[str, str], list[str]] = {}
    for step in plan.steps.values():
        for service in step.services.items():
            targets.setdefault(service, []).append(step.target)
    rows = [[name, criticality, ", ".join(names)] for (name, criticality), names in sorted(targets.items())]
    return _table(["Service", "Criticality", "Targets"], rows)


def _change(plan: Plan, change: Change) -> Iterator[str]:
    step, many = change.one, len(change.steps) > 1
    yield f"## {_text(f'{len(change.steps)} targets' if many else step.target)} ({step.platform}): {step.risk}"
    yield ""
    waves = ", ".join(map(str, waves_of(plan, change)))
    targets = f" Targets: {_text(', '.join(change.targets))}." if many else ""
    yield f"{how_applied(step).capitalize()}, wave {waves or '-'}.{targets}"
    yield ""
    yield from [*(f"- {_text(note)}" for note in step.risk_notes), *([""] if step.risk_notes else [])]
    yield from _code("diff", [_diff(line, line.origin) for line in change.lines])
    yield ""
    heads, *rows = change.table("Target") or [[]]
    yield from _table(heads, rows)
    if change.commands:
        yield from ["Commands:", "", *_code("", change.commands), ""]
    if change.inverse:
        yield from ["The way back:", "", *_code("", change.inverse), ""]
    for what, why in (("No commands", step.no_commands), ("No commands lead back", step.no_inverse)):
        yield from [f"{what}: {_text(why)}.", ""] if why else []
    yield from [f"- before the commit: {_text(check)}" for check in step.pre_checks]
    yield from [f"- after it: {_text(check)}" for check in step.post_checks]


def _diff(line: SharedLine | DiffLine, origin: str) -> str:
    text = f"{line.sign} {' ' * line.depth}{line.text.strip()}"
    return f"{text:<{WIDTH}}  {origin}" if origin and line.sign != " " else text


def _code(language: str, lines: Sequence[str]) -> list[str]:
    """Lines as they are, in a fence that is longer than any in them."""
    longest = max((len(found) for line in lines for found in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *lines, fence]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    found = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *found, ""] if found else []


def _cell(text: str) -> str:
    return _text(" ".join(text.split()))


def _text(text: str) -> str:
    """Words of a company or a device: no mark-up, no HTML, nobody is called by name."""
    return re.sub(r"[&<>@#\\`*_\[\]|]", lambda found: f"&#{ord(found[0])};", text)


def _document(lines: Iterable[str]) -> str:
    return printable_text("\n".join(lines).rstrip() + "\n")
