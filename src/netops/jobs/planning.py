"""From what runs and what is intended to a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from netops.config import ParsedConfig
from netops.errors import ConfigError, StalePlan
from netops.events import Listener, Outcome, silent
from netops.jobs.intended import Intended
from netops.jobs.operation import Operation, OwnedFiles
from netops.jobs.reading import Reading, read, source
from netops.jobs.selection import managed_features, platform_of
from netops.model.company import Company
from netops.plan import Plan, Step, build_step, waves
from netops.plan.build import intended_digest
from netops.state import Result, State, utc_now

PENDING = "a commit waits for its confirmation: wait until it is confirmed or reverted"
_TOUCHED = frozenset({Outcome.APPLIED, Outcome.UNSAVED, Outcome.HALF_CHANGED, Outcome.UNKNOWN})
"""Outcomes of a run after which a target may run something else than before it."""

Failed = tuple[str, str]


def make_plan(operation: Operation, listen: Listener = silent) -> Plan:
    """The plan that brings the targets to what is intended now. A target that runs it already is remembered as in order.

    What a file says of a target is not remembered: the target may have moved since.
    """

    company, state, selection, intended = operation.company, operation.state, operation.selection, operation.intended

    def step(name: str, reading: Reading) -> Step | None:
        found = target_step(company, state, name, reading, intended)
        if found is None and selection.files is None:
            record_baseline(operation, name, reading)
        return found

    readings = read(operation, selection.configured, listen)
    intended.prepare(readings)
    return _plan(operation, readings, step, skipped=selection.without_config("nothing is deployed"))


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
        commit=operation.selection.commit,
        created=utc_now().isoformat(timespec="seconds"),
        steps=dict(sorted(steps.items())),
        waves=waves(steps.values()),
        unchanged=tuple(sorted(unchanged)),
        skipped=dict(sorted(skipped.items())),
        failed=dict(sorted(bad.items())),
        running=source(operation.selection, readings),
    )


def _failure(reading: Reading) -> Failed | None:
    """Why nothing can be planned for a target that shows this."""
    if reading.error:
        return str(reading.outcome), reading.error
    return (str(Outcome.REFUSED), PENDING) if reading.pending else None


def target_step(company: Company, state: State, name: str, reading: Reading, intended: Intended) -> Step | None:
    """The step that brings one target to what is intended now; None when it runs that."""
    rendered, applied, platform = intended(name, False), state.applied(name), platform_of(company, name)
    return build_step(
        rendered,
        platform.spec.apply,
        reading.text,
        managed=managed_features(company, name),
        applied=applied.text if applied else None,
        actions=rendered.actions,
        trace=lambda: intended(name, True),
        record=platform,
    )


def record_baseline(operation: Operation, name: str, reading: Reading) -> None:
    """Remember what a target runs when that is what is intended: from now on, whoever leaves it shows.

    Marks of secrets are made only once: a placeholder equals every secret, so they may not follow one that was changed by hand.
    """
    platform, state = operation.selection.platform(name), operation.state
    running, intended = ParsedConfig(platform, reading.text), ParsedConfig(platform, operation.intended(name).text)
    known, text = state.applied(name), running.redacted(intended)
    if known is None:
        state.mark_secrets(name, running.secrets(intended))
    if known is None or known.text != text:
        state.set_applied(name, "", operation.selection.commit, text)


def rollback_plan(operation: Operation, run: str, listen: Listener = silent) -> Plan:
    """The plan that brings the targets of a run back to what they ran before it: on partly managed ones, what netops owns of it.

    Lines that have changed since the run are `manual` in a step. Targets of the run that the company has no more are failed.
    """
    past = {r.target: r for r in operation.state.results(run) if r.before is not None and r.outcome in _TOUCHED}
    gone = past.keys() - operation.company.targets.keys()
    failed = {name: (str(Outcome.REFUSED), "the source of truth has it no more, so it cannot be reached") for name in gone}
    selection = replace(operation.selection, targets=[t for t in operation.selection.targets if t.name in past])
    owned = OwnedFiles({name: result.before or "" for name, result in past.items()})
    chosen = replace(operation, selection=selection, owned=owned)
    readings = read(chosen, [target.name for target in selection.reachable], listen)
    operation.intended.prepare(readings)
    return _plan(chosen, readings, lambda name, reading: _step_back(chosen, past[name], reading), skipped=selection.skipped, failed=failed)


def _step_back(operation: Operation, past: Result, reading: Reading) -> Step | None:
    """The step back to what a target ran before a run. What it ran after it, where that is known, shows what has changed since.

    Services are not verified: what they should show is known of the present source of truth, not of the past.
    """
    rendered, platform = operation.intended(past.target), operation.selection.platform(past.target)
    return build_step(
        replace(rendered, text=past.before or "", lines=()),
        platform.spec.apply,
        reading.text,
        managed=managed_features(operation.company, past.target),
        applied=past.after if past.after is not None else past.before,
        actions=[{**action, "verify": []} for action in rendered.actions],
        record=platform,
    )


def check_fresh(operation: Operation, plan: Plan, listen: Listener = silent) -> None:
    """StalePlan when the source of truth or a device has moved since the plan was made. Nothing is sent."""
    moved = _moved_source(operation, plan) or _moved_devices(operation, plan, listen)
    if moved:
        said = "\n    ".join(f"{name}: {why}" for name, why in moved.items())
        raise StalePlan(f"the plan is stale, nothing was sent:\n    {said}", hint="look at what changed, then plan again: netops plan")


def _moved_source(operation: Operation, plan: Plan) -> dict[str, str]:
    company, selection, intended = operation.company, operation.selection, operation.intended
    reachable = {target.name for target in selection.reachable}
    intended.prepare(name for name in plan.steps if name in reachable)

    def is_same(name: str, step: Step) -> bool:
        platform, wanted = selection.platform(name), intended(name)
        now = (platform.name, platform.spec.apply, intended_digest(wanted.text, wanted.actions), managed_features(company, name))
        return now == (step.platform, step.apply, step.intended_digest, step.managed)

    moved = [name for name, step in plan.steps.items() if name not in reachable or not is_same(name, step)]
    return {name: selection.skipped.get(name, "the source of truth has changed") for name in moved}


def _moved_devices(operation: Operation, plan: Plan, listen: Listener) -> dict[str, str]:
    """One that cannot be read is left to the deploy, which names it."""
    readings = read(operation, plan.steps, listen)
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
    platform = operation.selection.platform(step.target)
    return ParsedConfig(platform, text).digest(ParsedConfig(platform, step.intended))
