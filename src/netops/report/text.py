"""Reports for a terminal: diffs with the place of each line, then a recap by number and by name. No escape sequence gets through."""

from __future__ import annotations

from collections.abc import Iterable

from netops.config import DiffLine
from netops.drift import Drift
from netops.errors import printable
from netops.events import Outcome
from netops.messages import first_few, plural
from netops.plan import Plan, Step
from netops.report._words import file_age, how_applied, source_note, step_notes, uncommitted_note
from netops.report.record import DeployRun, DriftRun, origin_text

WIDTH = 72


def plan(plan: Plan) -> str:
    """What a deploy of this plan would do, and whether it was made from what the devices run."""
    lines = _differences(plan)
    lines += [_ended(name, outcome, why) for name, (outcome, why) in sorted((plan.failed or {}).items())]
    lines += [f"{name}: skipped: {why}" for name, why in plan.skipped.items() if why.startswith("not managed")]
    return _joined(*lines, _plan_recap(plan))


def differences(plan: Plan) -> str:
    """Only the differences of a plan, and which targets were not compared."""
    lines = _differences(plan, risks=False)
    lines += [f"{name}: no difference{file_age(plan.running, name, plan.created)}" for name in plan.unchanged]
    return _joined(*lines, *(f"{name}: skipped: {why}" for name, why in (plan.skipped or {}).items()))


def _joined(*lines: str) -> str:
    return printable("\n".join(lines).rstrip() + "\n")


def _differences(plan: Plan, *, risks: bool = True) -> list[str]:
    steps = [
        line
        for name in sorted(plan.steps)
        for line in _step(plan.steps[name], file_age(plan.running, name, plan.created), plan.captured_for, risks=risks)
    ]
    return [*source_note(plan.running, plan.created), *steps]


def _step(step: Step, written: str, captured_for: int, *, risks: bool) -> list[str]:
    number = sum(line.differs for line in step.diff)
    head = f"{step.target} ({step.platform}): {plural(number, 'line')}, {how_applied(step)}{written}"
    return [head, *map(_line, step.diff), *(f"    {note}" for note in step_notes(step, captured_for, risks=risks)), ""]


def removals(step: Step, most: int = 10) -> list[str]:
    """The lines of parts that netops has never deployed that would go with nothing in their place; first what it connects by."""
    reach = [f"what netops connects by is gone afterwards: {found}" for found in step.reach]
    lines = [f"- {' / '.join(part.strip() for part in line.path)}" for line in step.removals]
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return [*reach, *lines[:most], *more] if lines else []


def _line(line: DiffLine) -> str:
    text = f"  {line.sign} {' ' * line.depth}{line.text.strip()}"
    return f"{text:<{WIDTH}}  {origin_text(line)}" if line.differs and origin_text(line) else text


def _plan_recap(plan: Plan) -> str:
    parts = [f"{len(plan.steps)} to change ({plan.lines} lines)", f"{len(plan.unchanged)} unchanged"]
    parts += [f"{len(plan.skipped)} skipped"] if plan.skipped else []
    parts += [f"{len(plan.failed)} not read"] if plan.failed else []
    waves = [f"wave {n}: {', '.join(wave)}" for n, wave in enumerate(plan.waves, 1)]
    return "\n".join([*waves, f"plan: {', '.join(parts)}", *_about(plan)])


def _about(plan: Plan) -> list[str]:
    """Why a plan was made, and that nobody finds again what it was made of."""
    given = {"reason": plan.reason, "ticket": plan.ticket}
    return [*uncommitted_note(plan), *(f"{name}: {text}" for name, text in given.items() if text)]


def deployment(run: DeployRun) -> str:
    """How each target ended, the failed ones with their reason."""
    results = run.deployment.results
    lines = [
        _ended(name, done.outcome, done.detail) for name, done in sorted(results.items()) if done.detail and done.outcome != Outcome.SKIPPED
    ]
    lines += [
        f"{name}: may still change until {done.until:%H:%M:%S} UTC; how it ended: netops history --settle {run.deployment.run}"
        for name, done in sorted(results.items())
        if done.until
    ]
    lines += [f"{name}: not checked: {what}" for name, done in sorted(results.items()) for what in done.unchecked]
    for name, done in sorted(results.items()):
        lines += [f"{name}: to finish it by hand:", *(f"    {command}" for command in done.finish)] if done.finish else []
    return _joined(*lines, _recap(run))


def _ended(name: str, outcome: str, why: str) -> str:
    """One target's end; errors name their target too, but once is enough."""
    return f"{name}: {outcome}: {why.removeprefix(f'{name}: ')}"


def _recap(run: DeployRun) -> str:
    words = [(outcome, run.deployment.named(outcome)) for outcome in Outcome]
    rows = [f"  {len(names):>4} {outcome:<16} {first_few(names)}" for outcome, names in words if names]
    return "\n".join([f"run {run.deployment.run}", *rows, *run.setting.notes])


def drift(run: DriftRun) -> str:
    """What differs on each target, with its cause and its YAML line."""
    lines = [line for drift in run.drifted for line in _drift(drift)]
    lines += [_ended(drift.target, str(drift.outcome), drift.error) for drift in run.failed]
    parts = [f"{len(run.clean)} clean", f"{len(run.drifted)} drifted", f"{len(run.failed)} not read"]
    parts += [f"{len(run.skipped)} skipped"] if run.skipped else []
    names = [f"  drifted: {first_few([d.target for d in run.drifted])}"] if run.drifted else []
    names += [f"  not read: {first_few([d.target for d in run.failed])}"] if run.failed else []
    return _joined(*lines, f"drift: {', '.join(parts)}", *names)


def _drift(drift: Drift) -> Iterable[str]:
    yield f"{drift.target} ({drift.platform}) at {drift.site}: {plural(len(drift.differing), 'difference')}"
    for line, item in zip(drift.lines, drift.items, strict=True):
        number = f"  item {item}" if item and not line.continued else ""
        yield f"{_line(line)}  [{line.cause}]{number}" if line.differs else _line(line)
    yield ""
