"""The plan of a file, computed again: what the file says is compared, and never used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from netops.config import ParsedConfig
from netops.errors import PlanDamaged, StalePlan
from netops.events import Listener, Outcome, silent
from netops.jobs.operation import Operation
from netops.jobs.planning import narrow_managed_parts, plan_of, step_of, wave_schedule
from netops.jobs.reading import Reading, read_targets
from netops.jobs.selection import platform_of
from netops.model.company import Company
from netops.plan import Plan, Step, differing_keys
from netops.plan.build import intended_digest
from netops.platforms import Platform

NO_CHANGE = "the plan has no change for it"
NOT_PLANNED = "nothing is planned for it: it could not be read when the plan was made"
MOVED = "the source of truth has changed"
GONE = "no longer in the inventory"


def recompute_plan(operation: Operation, filed: Plan, listen: Listener = silent, *, file: str = "plan", whole: Plan | None = None) -> Plan:
    """The plan that brings the targets of a plan file to what is intended now, computed from the source of truth and what the targets run.

    Everything in it is new: a line, a command, an action or a secret that is only in the file reaches no device and no report. StalePlan
    when the source of truth or a device has moved since, PlanDamaged when neither has and the file differs all the same; nothing is sent.
    A target that cannot be read now is failed, in the wave in which it would have been changed. `whole`: the plan of the file, where
    `filed` is a part of it: the targets keep the order that they have in the whole.
    """
    operation.intended.prepare(name for name in operation.selection.configured if name in filed.steps)
    left = _why_left_out(operation)
    _refuse_stale({name: _moved_source(operation, step, left) for name, step in filed.steps.items()})
    readings = read_targets(operation, filed.steps, listen)
    _refuse_stale({name: _moved_device(operation, filed.steps[name], reading) for name, reading in readings.items()})
    plan = plan_of(
        operation, readings, _step(operation, filed), skipped=_skipped(operation, filed, left), failed=_not_planned(operation, filed)
    )
    _refuse_edited(operation, filed, plan, file)
    reasons = _wave_reasons(operation, whole or filed, plan)
    why = {name: reasons[name] for name in filed.steps}
    return replace(plan, waves=filed.waves, wave_reasons=why, author=filed.author, reason=filed.reason, ticket=filed.ticket)


def _step(operation: Operation, filed: Plan) -> Callable[[str, Reading], Step | None]:
    def step(name: str, reading: Reading) -> Step | None:
        return step_of(operation, name, reading, filed.steps[name].only)

    return step


def _refuse_stale(moved: Mapping[str, list[str]]) -> None:
    reasons = [f"\n    {name}: " + "\n        ".join(why) for name, why in moved.items() if why]
    if reasons:
        hint = "look at what changed, then plan again: netops plan"
        raise StalePlan(f"the plan is stale, nothing was sent:{''.join(reasons)}", hint=hint)


def _refuse_edited(operation: Operation, filed: Plan, now: Plan, file: str) -> None:
    """PlanDamaged when other steps follow from the same configs."""
    edited = earlier_manual_edits(operation.company, filed)
    edited += [text for name, step in now.steps.items() for text in differing_keys(filed.steps[name], step)]
    edited += [f"steps.{name}: expected nothing, it runs what is intended, found a step" for name in now.unchanged]
    if edited:
        found = "\n    ".join([f"{file}: it is not what netops computes from the same configs, nothing was sent", *edited])
        raise PlanDamaged(message=found, hint="it was edited, or made by another version of netops: plan again: netops plan")


def earlier_manual_edits(company: Company, plan: Plan) -> list[str]:
    """The steps whose running config is not the one of their digest."""
    steps = [step for step in plan.steps.values() if step.target in company.targets]
    found = {step.target: digest_as_on_platform(platform_of(company, step.target), step, step.before) for step in steps}
    expected = {step.target: step.running_digest for step in steps}
    return [
        f"steps.{name}.before: expected a config of the digest {expected[name]}, found {it}"
        for name, it in found.items()
        if it != expected[name]
    ]


def digest_as_on_platform(platform: Platform, step: Step, text: str) -> str:
    """The digest of a running config, as a step has it."""
    return ParsedConfig(platform, text).digest(ParsedConfig(platform, step.intended))


def _wave_reasons(operation: Operation, filed: Plan, now: Plan) -> Mapping[str, str]:
    """Why the targets of a file are in their waves. StalePlan when they belong into others than it has."""
    order = wave_schedule(operation.company, [now.steps.get(name, step) for name, step in filed.steps.items()])
    planned, wanted = _numbers(filed.waves), _numbers(order.waves)
    moved = [name for name in filed.steps if planned[name] != wanted[name]]
    _refuse_stale(
        {name: [f"in wave {planned[name]} of the plan, belongs into wave {wanted[name]} now: {order.reasons[name]}"] for name in moved}
    )
    return order.reasons


def _numbers(waves: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    """The wave of each target, counted from 1."""
    return {name: number for number, wave in enumerate(waves, 1) for name in wave}


def _moved_source(operation: Operation, step: Step, left: Mapping[str, str]) -> list[str]:
    """What a target's step has of the source of truth, and is not what that gives now. `left`: the targets left out, with the reason."""
    name, selection = step.target, operation.selection
    if name in left or name not in selection.configured:
        return [left.get(name, MOVED if name in operation.company.targets else GONE)]
    platform, wanted = selection.platform(name), operation.intended(name)
    now = replace(
        step,
        platform=platform.name,
        apply=platform.spec.way(wanted.apply),
        managed=narrow_managed_parts(wanted.managed, step.only),
        intended=wanted.text,
        actions=tuple(wanted.actions),
        intended_digest=intended_digest(wanted.text, wanted.actions),
    )
    differs = differing_keys(step, now)
    return [MOVED, *differs] if differs else []


def _moved_device(operation: Operation, step: Step, reading: Reading) -> list[str]:
    """Why a target is not the one that the step was made for. What cannot be read counts as not moved: it ends as failed."""
    digest = "" if reading.error else _digest(operation, step, reading.text)
    if digest in ("", step.running_digest):
        return []
    applied = operation.state.applied(step.target)
    ours = applied is not None and applied.run and digest == _digest(operation, step, applied.text)
    return [f"run {applied.run} has changed its config" if applied and ours else "its running config has changed"]


def _digest(operation: Operation, step: Step, text: str) -> str:
    return digest_as_on_platform(operation.selection.platform(step.target), step, text)


def _skipped(operation: Operation, filed: Plan, left: Mapping[str, str]) -> dict[str, str]:
    """The targets that the plan names and does not change, with the reason as it is now. They are not read."""
    known = operation.company.targets
    names = [*filed.unchanged, *filed.skipped]
    return {name: left.get(name, NO_CHANGE) if name in known else GONE for name in names}


def _why_left_out(operation: Operation) -> dict[str, str]:
    return operation.selection.without_config("nothing is deployed") | operation.unmanaged()


def _not_planned(operation: Operation, filed: Plan) -> dict[str, tuple[str, str]]:
    known = operation.company.targets
    return {name: (str(Outcome.REFUSED), NOT_PLANNED if name in known else GONE) for name in filed.failed}
