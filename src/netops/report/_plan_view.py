"""A plan as a reviewer reads it on a terminal: equal changes once, what is rare first, with commands, way back, checks and risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netops.errors import printable
from netops.messages import plural
from netops.plan import Plan
from netops.report._changes import Change, changes, waves_of
from netops.report._words import how_applied, source_note, waves_text

WIDTH = 72


def plan_view(plan: Plan) -> str:
    """All that a plan would do, and what it does nothing about."""
    lines = [*_head(plan), ""]
    for change in changes(plan):
        lines += [*_change(plan, change), ""]
    lines += [f"{name}: {outcome}: {why.removeprefix(f'{name}: ')}" for name, (outcome, why) in sorted(plan.failed.items())]
    lines += [f"{name}: skipped: {why}" for name, why in plan.skipped.items()]
    return printable("\n".join([*lines, *_end(plan)]).rstrip() + "\n")


def _head(plan: Plan) -> Iterator[str]:
    yield f"plan of {plan.company} at {plan.commit or 'no commit'}, made {plan.created}"
    yield from source_note(plan.running, plan.created)[:-1]
    cut = sorted(name for name, step in plan.steps.items() if step.lockouts)
    risky = sorted(name for name, step in plan.steps.items() if step.risk == "RISKY")
    yield from [f"risk: LOCKOUT: {', '.join(cut)}"] if cut else []
    if cut and not risky:
        return
    yield f"risk: RISKY: {', '.join(risky)}" if risky else "risk: SAFE"


def _change(plan: Plan, change: Change) -> Iterator[str]:
    step, number = change.one, sum(line.sign != " " for line in change.lines)
    who = f"{step.target} ({step.platform})" if len(change.steps) == 1 else f"{len(change.steps)} targets ({step.platform})"
    each = "" if len(change.steps) == 1 else " each"
    waves = ", ".join(map(str, waves_of(plan, change)))
    only = f", only {', '.join(step.only)}" if step.only else ""
    yield f"{who}: {plural(number, 'line')}{each}, {how_applied(step)}{only}, {step.risk}, wave {waves or '-'}"
    if len(change.steps) > 1:
        yield f"    {', '.join(change.targets)}"
    yield from (f"    {note}" for note in step.risk_notes)
    for line in change.lines:
        text = f"  {line.sign} {' ' * line.depth}{line.text}"
        yield f"{text:<{WIDTH}}  {line.origin}" if line.origin else text
    yield from _table(change)
    yield from _block("commands" if step.apply == "commands" else "the same as commands", change.commands)
    yield from [f"    no commands: {step.no_commands}"] if step.no_commands else []
    yield from _block("the way back", change.inverse)
    yield from [f"    no commands lead back: {step.no_inverse}"] if step.no_inverse else []
    yield from _block("checked before the commit", step.pre_checks)
    yield from _block("checked after it", step.post_checks)
    yield from _block("services", [f"{name} ({criticality})" for name, criticality in sorted(change.services.items())])


def _block(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"    {title}:"
        yield from (f"        {line}" for line in lines)


def _table(change: Change) -> Iterator[str]:
    """What varies, a row for each target."""
    rows = change.table("target")
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield f"    {'  '.join(text.ljust(width) for text, width in zip(row, widths, strict=True))}".rstrip()


def _end(plan: Plan) -> list[str]:
    parts = [f"{len(plan.steps)} to change ({plan.lines} lines)", f"{len(plan.unchanged)} unchanged"]
    parts += [f"{len(plan.skipped)} skipped"] if plan.skipped else []
    parts += [f"{len(plan.failed)} not read"] if plan.failed else []
    return [*waves_text(plan), f"plan: {', '.join(parts)}"]
