"""From what runs and what is intended to a plan."""

from __future__ import annotations

from dataclasses import replace

from netops.errors import ConfigError, StalePlan
from netops.events import Outcome
from netops.jobs.operation import Operation
from netops.jobs.reading import Reading, read
from netops.plan import Plan, Step, build_step, waves
from netops.plan.build import intended_digest, running_digest
from netops.state import utc_now


def make_plan(operation: Operation) -> Plan:
    """The plan that brings the targets to what is intended now."""
    steps, failed, unchanged = {}, {}, []
    for name, reading in read(operation).items():
        if reading.error:
            failed[name] = (str(reading.outcome), reading.error)
            continue
        try:
            step = _step(operation, name, reading)
        except ConfigError as error:
            failed[name] = (str(Outcome.FAILED), str(error))
            continue
        if step:
            steps[name] = step
        elif not operation.specs[name].observed:
            unchanged.append(name)
    return _plan(operation, steps, failed, unchanged)


def _plan(operation: Operation, steps: dict[str, Step], failed: dict[str, tuple[str, str]], unchanged: list[str]) -> Plan:
    observed = {
        name: "observed only: nothing is deployed" for name in operation.specs if operation.specs[name].observed and name not in failed
    }
    return Plan(
        company=operation.company.project.root.name,
        commit=operation.commit,
        created=utc_now().isoformat(timespec="seconds"),
        steps=dict(sorted(steps.items())),
        waves=waves(steps.values()),
        unchanged=tuple(sorted(unchanged)),
        skipped=dict(sorted((observed | operation.skipped).items())),
        failed=failed,
    )


def _step(operation: Operation, name: str, reading: Reading) -> Step | None:
    spec = operation.specs[name]
    if spec.observed:
        return None
    rendered = operation.rendered[name]
    return build_step(
        rendered, spec.apply, reading.text, managed=operation.managed(name), applied=operation.applied(name), actions=rendered.actions
    )


def rollback_plan(operation: Operation, run: str) -> Plan:
    """The plan that brings the targets of a run back to what they ran before it. StalePlan when one has moved since."""
    past = {
        r.target: r
        for r in operation.state.results(run)
        if r.before is not None and r.outcome in (Outcome.APPLIED, Outcome.UNSAVED, Outcome.HALF_CHANGED)
    }
    chosen = replace(operation, targets=[t for t in operation.targets if t.name in past])
    steps, failed, unchanged = {}, {}, []
    for name, reading in read(chosen).items():
        ended_then, rendered = past[name], operation.rendered[name]
        if reading.error:
            failed[name] = (str(reading.outcome), reading.error)
            continue
        before = replace(rendered, text=ended_then.before or "", lines=())
        try:
            step = build_step(before, operation.specs[name].apply, reading.text, managed=None, applied=None, actions=rendered.actions)
        except ConfigError as error:
            failed[name] = (str(Outcome.REFUSED), f"{name}: {error}")
            continue
        if step is None:
            unchanged.append(name)
        else:
            steps[name] = step
    return _plan(chosen, steps, failed, unchanged)


def check_fresh(operation: Operation, plan: Plan) -> None:
    """StalePlan when the source of truth or a device has moved since the plan was made. Nothing is sent."""
    moved = [
        f"{name}: the source of truth has changed"
        for name, step in plan.steps.items()
        if name not in operation.rendered
        or intended_digest(operation.rendered[name].text, operation.rendered[name].actions) != step.intended_digest
    ]
    if not moved:
        readings = read(replace(operation, targets=[t for t in operation.targets if t.name in plan.steps]))
        moved = [
            f"{name}: its running config has changed"
            for name, reading in readings.items()
            if not reading.error
            and running_digest(plan.steps[name].platform, reading.text, plan.steps[name].intended) != plan.steps[name].running_digest
        ]
    if moved:
        raise StalePlan(
            "the plan is stale, nothing was sent:\n    " + "\n    ".join(moved), hint="look at what changed, then plan again: netops plan"
        )
