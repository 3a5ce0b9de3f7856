"""From what runs and what is intended to a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from netops.config import ParsedConfig
from netops.errors import ConfigError, StalePlan
from netops.events import Outcome
from netops.jobs.operation import Operation
from netops.jobs.reading import Reading, read, source
from netops.plan import Plan, Step, build_step, waves
from netops.plan.build import intended_digest
from netops.state import Result, utc_now

PENDING = "a commit waits for its confirmation: wait until it is confirmed or reverted"
_TOUCHED = frozenset({Outcome.APPLIED, Outcome.UNSAVED, Outcome.HALF_CHANGED, Outcome.UNKNOWN})
"""Outcomes of a run after which a target may run something else than before it."""

Failed = tuple[str, str]


def make_plan(operation: Operation) -> Plan:
    """The plan that brings the targets to what is intended now. A target that runs it already is remembered as in order.

    What a file says of a target is not remembered: the target may have moved since.
    """

    def step(name: str, reading: Reading) -> Step | None:
        found = _step(operation, name, reading)
        if found is None and operation.files is None:
            record_baseline(operation, name, reading)
        return found

    observed = {name: "observed only: nothing is deployed" for name, spec in operation.specs.items() if spec.observed}
    readings = read(operation, operation.specs.keys() - observed.keys())
    return _plan(operation, readings, step, skipped=observed | operation.skipped)


def _plan(
    operation: Operation,
    readings: Mapping[str, Reading],
    make_step: Callable[[str, Reading], Step | None],
    *,
    skipped: Mapping[str, str],
    failed: Mapping[str, Failed] | None = None,
) -> Plan:
    """A plan of the steps that `make_step` makes of what targets show; those of which it can make none count as failed."""
    steps, bad, unchanged = {}, dict(failed or {}), []
    for name, reading in readings.items():
        try:
            found = _failure(reading) or make_step(name, reading)
        except ConfigError as error:
            found = (str(Outcome.FAILED), str(error))
        if found is None:
            unchanged.append(name)
        elif isinstance(found, Step):
            steps[name] = found
        else:
            bad[name] = found
    return Plan(
        company=operation.company.project.root.name,
        commit=operation.commit,
        created=utc_now().isoformat(timespec="seconds"),
        steps=dict(sorted(steps.items())),
        waves=waves(steps.values()),
        unchanged=tuple(sorted(unchanged)),
        skipped=dict(sorted(skipped.items())),
        failed=dict(sorted(bad.items())),
        running=source(operation, readings),
    )


def _failure(reading: Reading) -> Failed | None:
    """Why nothing can be planned for a target that shows this."""
    if reading.error:
        return str(reading.outcome), reading.error
    return (str(Outcome.REFUSED), PENDING) if reading.pending else None


def _step(operation: Operation, name: str, reading: Reading) -> Step | None:
    rendered = operation.rendered[name]
    return build_step(
        rendered,
        operation.specs[name].apply,
        reading.text,
        managed=operation.managed(name),
        applied=operation.applied(name),
        actions=rendered.actions,
        trace=lambda: operation.traced(name),
        record=operation.platform(name),
    )


def record_baseline(operation: Operation, name: str, reading: Reading) -> None:
    """Remember what a target runs when that is what is intended: from now on, whoever leaves it shows.

    Marks of secrets are made only once: a placeholder equals every secret, so they may not follow one that was changed by hand.
    """
    platform = operation.platform(name)
    running, intended = ParsedConfig(platform, reading.text), ParsedConfig(platform, operation.rendered[name].text)
    known, text = operation.applied(name), running.redacted(intended)
    if known is None:
        operation.state.mark_secrets(name, running.secrets(intended))
    if known != text:
        operation.state.set_applied(name, "", operation.commit, text)


def rollback_plan(operation: Operation, run: str) -> Plan:
    """The plan that brings the targets of a run back to what they ran before it: on partly managed ones, what netops owns of it.

    Lines that have changed since the run are `manual` in a step. Targets of the run that the company has no more are failed.
    """
    past = {r.target: r for r in operation.state.results(run) if r.before is not None and r.outcome in _TOUCHED}
    gone = past.keys() - operation.company.targets.keys()
    failed = {name: (str(Outcome.REFUSED), "the source of truth has it no more, so it cannot be reached") for name in gone}
    chosen = replace(
        operation,
        targets=[t for t in operation.targets if t.name in past],
        also={name: result.before or "" for name, result in past.items()},
    )
    return _plan(chosen, read(chosen), lambda name, reading: _step_back(chosen, past[name], reading), skipped=chosen.skipped, failed=failed)


def _step_back(operation: Operation, past: Result, reading: Reading) -> Step | None:
    """The step back to what a target ran before a run. What it ran after it, where that is known, shows what has changed since.

    Services are not verified: what they should show is known of the present source of truth, not of the past.
    """
    rendered = operation.rendered[past.target]
    return build_step(
        replace(rendered, text=past.before or "", lines=()),
        operation.specs[past.target].apply,
        reading.text,
        managed=operation.managed(past.target),
        applied=past.after if past.after is not None else past.before,
        actions=[{**action, "verify": []} for action in rendered.actions],
        record=operation.platform(past.target),
    )


def check_fresh(operation: Operation, plan: Plan) -> None:
    """StalePlan when the source of truth or a device has moved since the plan was made. Nothing is sent."""
    moved = _moved_source(operation, plan) or _moved_devices(operation, plan)
    if moved:
        said = "\n    ".join(f"{name}: {why}" for name, why in moved.items())
        raise StalePlan(f"the plan is stale, nothing was sent:\n    {said}", hint="look at what changed, then plan again: netops plan")


def _moved_source(operation: Operation, plan: Plan) -> dict[str, str]:
    def why(name: str, step: Step) -> str:
        if name in operation.skipped:
            return operation.skipped[name]
        wanted = operation.rendered.get(name)
        same = wanted is not None and intended_digest(wanted.text, wanted.actions) == step.intended_digest
        return "" if same and operation.managed(name) == step.managed else "the source of truth has changed"

    return {name: said for name, step in plan.steps.items() if (said := why(name, step))}


def _moved_devices(operation: Operation, plan: Plan) -> dict[str, str]:
    """One that cannot be read is left to the deploy, which names it."""
    readings = read(operation, plan.steps.keys())
    shown = {name: reading.text for name, reading in readings.items() if not reading.error}
    now = {name: _digest(operation, plan.steps[name], text) for name, text in shown.items()}
    return {
        name: _moved_by(operation, plan.steps[name], digest) for name, digest in now.items() if digest != plan.steps[name].running_digest
    }


def _moved_by(operation: Operation, step: Step, digest: str) -> str:
    applied = operation.state.applied(step.target)
    ours = applied is not None and applied.run and digest == _digest(operation, step, applied.text)
    return f"run {applied.run} has changed its config" if applied and ours else "its running config has changed"


def _digest(operation: Operation, step: Step, text: str) -> str:
    platform = operation.company.platform(step.platform)
    return ParsedConfig(platform, text).digest(ParsedConfig(platform, step.intended))
