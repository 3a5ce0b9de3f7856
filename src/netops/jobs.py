"""The main job on a company: render, read what runs, plan, deploy, look for drift. Commands call these functions and show what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nornir.core.task import Result, Task

from netops import drift
from netops.deploy import Deployment, Done, Job, apply_target, deploy
from netops.deploy.target import judge
from netops.drift import Drift
from netops.drivers import base as drivers
from netops.drivers.base import PlatformSpec
from netops.errors import ConfigError, DeviceError, NetopsError, Refused, StalePlan
from netops.events import BAD, Event, Listener, Outcome, silent
from netops.fleet import LabTargets, open_fleet, run_task, session
from netops.git import source_commit
from netops.model.company import Company, Target
from netops.plan import Plan, Step, build_step, waves
from netops.plan.build import intended_digest, running_digest
from netops.render import Rendered, render_targets
from netops.secrets import REDACTED
from netops.state import Result as Ended
from netops.state import State, utc_now


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target showed: its running config, or its facts when it is only observed, or why it could not be read."""

    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Operation:
    """A company, the targets in question, and how to reach them. `lab` replaces the inventory's addresses and secrets."""

    company: Company
    targets: Sequence[Target]
    state: State
    lab: LabTargets | None = None
    workers: int | None = None
    deadline_s: float | None = None
    listen: Listener = silent

    @cached_property
    def rendered(self) -> dict[str, Rendered]:
        """The intended configs, with the origins of their lines."""
        return {r.target: r for r in render_targets(self.company, self.reachable, trace=True)}

    @cached_property
    def reachable(self) -> list[Target]:
        """The targets of the operation that can be talked to: with a lab, those that it holds."""
        return [target for target in self.targets if target.name not in self.skipped]

    @cached_property
    def skipped(self) -> dict[str, str]:
        """Targets left out, with the reason."""
        left = {t.name: f"status {t.status}" for t in self.targets if t.status not in ("active", "staged")}
        if self.lab is not None:
            left |= {t.name: "not in this lab" for t in self.targets if t.name not in self.lab.targets}
        return left

    @cached_property
    def specs(self) -> dict[str, PlatformSpec]:
        return {t.name: drivers.spec(t.platform, self.company.project.root) for t in self.targets}

    @cached_property
    def commit(self) -> str:
        return source_commit(self.company.project.root)

    def managed(self, name: str) -> tuple[str, ...] | None:
        """The features that netops owns on a target; None for all."""
        value = self.company.view(name).get("managed", "all")
        return None if value == "all" else tuple(value)

    def applied(self, name: str) -> str | None:
        found = self.state.applied(name)
        return found.text if found else None

    def driver_args(self, name: str) -> dict[str, Any]:
        """What the driver of a target must know beside its access: the files that netops owns there, and how to check and reload them."""
        rendered = self.rendered.get(name)
        if rendered is None or not rendered.actions:
            return {}
        owned = {path for action in rendered.actions for path in action["paths"]} | _paths(self.applied(name) or "")
        return {"paths": sorted(owned), "actions": list(rendered.actions)}

    def on_each(self, names: Sequence[str], task: Callable[[Task], Result], label: str) -> dict[str, Any]:
        """The value or the exception of a task on each target."""
        chosen = [target for target in self.reachable if target.name in set(names)]
        fleet = open_fleet(
            self.company, chosen, lab=self.lab, workers=self.workers, deadline_s=self.deadline_s, driver_args=self.driver_args
        )
        return run_task(fleet, task, name=label, listen=self.listen)


def _paths(text: str) -> set[str]:
    """The paths of the files in a text of files."""
    return {line.split()[2] for line in text.splitlines() if line.startswith(("### file ", "### dir "))}


# reading


def read(operation: Operation) -> dict[str, Reading]:
    """What each target shows now."""

    def task(task: Task) -> Result:
        with session(task) as driver:
            if operation.specs[task.host.name].observed:
                return Result(task.host, result=Reading(facts=dict(driver.get_facts())))
            return Result(task.host, result=Reading(text=driver.get_config(retrieve="running")["running"]))

    names = [target.name for target in operation.reachable]
    return {name: value if isinstance(value, Reading) else _unread(value) for name, value in operation.on_each(names, task, "read").items()}


def _unread(error: BaseException) -> Reading:
    done = ended(error)
    return Reading(error=done.detail, outcome=done.outcome)


def ended(error: BaseException) -> Done:
    """The outcome that an exception of a target means."""
    if isinstance(error, StalePlan):
        return Done(Outcome.REFUSED, str(error), stale=True)
    if isinstance(error, DeviceError):
        return Done(Outcome(error.outcome), str(error))
    if isinstance(error, Refused):
        return Done(Outcome.REFUSED, str(error))
    if isinstance(error, NetopsError):
        return Done(Outcome.FAILED, str(error))
    return Done(Outcome.FAILED, f"a bug in netops: {type(error).__name__}: {error}")


# planning


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
    observed = {name: "observed only: nothing is deployed" for name in operation.specs if operation.specs[name].observed and name not in failed}
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
            if not reading.error and running_digest(plan.steps[name].platform, reading.text) != plan.steps[name].running_digest
        ]
    if moved:
        raise StalePlan("the plan is stale, nothing was sent:\n    " + "\n    ".join(moved), hint="look at what changed, then plan again: netops plan")


# deploying


def apply_plan(operation: Operation, plan: Plan, run: str, *, max_failures: int = 0, revert_after_s: int = 120) -> Deployment:
    """Apply a plan in waves, write everything to the journal, and tell how each target ended."""
    job = Job(run, operation.commit, operation.state, revert_after_s)

    def task(task: Task) -> Result:
        name = task.host.name
        with operation.state.lease(run, name), session(task) as driver:
            return Result(task.host, result=apply_target(driver, operation.specs[name], plan.steps[name], job))

    def wave(names: tuple[str, ...]) -> dict[str, Done]:
        results = operation.on_each(names, task, "deploy")
        results |= {name: NetopsError(f"{name}: not in this selection") for name in names if name not in results}
        done = {name: value if isinstance(value, Done) else ended(value) for name, value in results.items()}
        done |= {name: _find_out(operation, plan.steps[name], result) for name, result in done.items() if result.outcome == Outcome.UNKNOWN}
        for name, result in done.items():
            operation.state.result(run, Ended(name, plan.steps[name].platform, result.outcome, result.detail, result.before, result.after))
        return done

    deployment = deploy(plan, run, wave, max_failures=max_failures, listen=operation.listen)
    operation.state.end(run)
    return deployment


def _find_out(operation: Operation, step: Step, lost: Done) -> Done:
    """What became of a target that was lost on the way: it is asked again, over a new connection."""
    operation.listen(Event("step", "lost on the way, asking again", step.target))
    reading = read(replace(operation, targets=[t for t in operation.targets if t.name == step.target])).get(step.target, Reading(error="not asked"))
    if reading.error:
        return replace(lost, detail=f"{lost.detail}\n    asked again: {reading.error}")
    now = judge(step, "", reading.text)
    if running_digest(step.platform, reading.text) == step.running_digest:
        now = replace(now, outcome=Outcome.REVERTED, finish=())
    return replace(now, detail=f"{lost.detail}\n    asked again: {now.outcome}")


def rollback_plan(operation: Operation, run: str) -> Plan:
    """The plan that brings the targets of a run back to what they ran before it. StalePlan when one has moved since."""
    past = {r.target: r for r in operation.state.results(run) if r.before is not None and r.outcome in (Outcome.APPLIED, Outcome.UNSAVED, Outcome.HALF_CHANGED)}
    chosen = replace(operation, targets=[t for t in operation.targets if t.name in past])
    steps, failed, unchanged = {}, {}, []
    for name, reading in read(chosen).items():
        ended_then, rendered = past[name], operation.rendered[name]
        if reading.error:
            failed[name] = (str(reading.outcome), reading.error)
            continue
        before = replace(rendered, text=ended_then.before or "", lines=None)
        step = build_step(before, operation.specs[name].apply, reading.text, managed=None, applied=None, actions=rendered.actions)
        if step is None:
            unchanged.append(name)
        elif REDACTED in step.intended and REDACTED in "".join(c.text for c in step.diff if c.sign == "+"):
            failed[name] = (str(Outcome.REFUSED), f"{name}: a secret of the old config is not kept outside the device", )
        else:
            steps[name] = step
    return _plan(chosen, steps, failed, unchanged)


# drift


def find_drift(operation: Operation) -> list[Drift]:
    """What each target runs against what is intended, in the order of the targets."""
    readings = read(operation)
    return [_drift(operation, target, readings[target.name]) for target in operation.reachable]


def _drift(operation: Operation, target: Target, reading: Reading) -> Drift:
    name = target.name
    if reading.error:
        return Drift(name, target.platform, target.site, outcome=reading.outcome, error=reading.error)
    if operation.specs[name].observed:
        expected = dict(operation.company.view(name).get("expected", {}))
        where = {fact: operation.company.origin("device", target.device, ("expected", fact)) for fact in expected}
        return drift.compare_facts(name, target.platform, target.site, reading.facts, expected, where)
    try:
        return _compared(operation, target, reading)
    except ConfigError as error:
        return Drift(name, target.platform, target.site, outcome=Outcome.FAILED, error=str(error))


def _compared(operation: Operation, target: Target, reading: Reading) -> Drift:
    from netops import config

    name = target.name
    changed = operation.state.changed_secrets(name, config.secrets(target.platform, reading.text))
    return drift.compare(
        operation.rendered[name],
        reading.text,
        target.site,
        managed=operation.managed(name),
        applied=operation.applied(name),
        secrets=changed,
    )


def bad(outcome: Outcome | None) -> bool:
    return outcome in BAD
