"""From what runs and what is intended to a plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from netops.config import IsSame, ParsedConfig, uncomparable_secrets
from netops.config.threeway import lines_blocking_restore, restore_lines
from netops.errors import ConfigError
from netops.events import Listener, Outcome, silent
from netops.fleet.access import connected_by
from netops.graph.services import services_by_device
from netops.jobs.intended import Intended
from netops.jobs.operation import Operation, OwnedFiles
from netops.jobs.reading import Reading, config_source, read_targets
from netops.model.company import Company
from netops.plan import Plan, Schedule, Step, build_step, schedule_waves, topology_of, wave_policy
from netops.plan.captured import with_captured
from netops.plan.lockout import with_lockouts
from netops.platforms import Platform, check_features
from netops.state import AFTER, BEFORE, Run, State, TargetRunResult, utc_now

PENDING = "a commit waits for its confirmation: wait until it is confirmed or reverted"
_TOUCHED = frozenset({Outcome.APPLIED, Outcome.UNSAVED, Outcome.HALF_CHANGED, Outcome.UNKNOWN})
"""Outcomes of a run after which a target may run something else than before it."""

HISTORY = 1_000_000
"""More runs than there are."""

Failed = tuple[str, str]


def make_plan(operation: Operation, listen: Listener = silent, *, unmanaged: bool = False, only: tuple[str, ...] = ()) -> Plan:
    """The plan that brings the targets to what is intended now. A target that runs it already is remembered as in order.

    What a file says of a target is not remembered: the target may have moved since. Targets that are not managed are skipped; with
    `unmanaged` they are compared as a whole. `only`: the features that are planned, on targets that manage them; none for all.
    """

    selection, intended = operation.selection, operation.intended

    def step(name: str, reading: Reading) -> Step | None:
        found = step_of(operation, name, reading, only)
        if found is None and selection.files is None and not unmanaged and not only:
            record_baseline(operation, name, reading)
        return found

    left = ({} if unmanaged else operation.unmanaged()) | operation_without_features(operation, only)
    readings = read_targets(operation, [name for name in selection.configured if name not in left], listen)
    intended.prepare(readings)
    return plan_of(operation, readings, step, skipped=selection.without_config("nothing is deployed") | left)


def plan_of(
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
    texts = {name: reading.text for name, reading in readings.items()}
    steps = with_lockouts(operation.company, steps, texts)
    order = wave_schedule(operation.company, steps.values())
    return Plan(
        company=operation.company.project.root.name,
        commit=operation.selection.commit,
        created=utc_now().isoformat(timespec="seconds"),
        steps=dict(sorted(steps.items())),
        waves=order.waves,
        unchanged=tuple(sorted(unchanged)),
        skipped=dict(sorted(skipped.items())),
        failed=dict(sorted(bad.items())),
        running=config_source(operation.selection, readings),
        captured_for=_captured_for(operation.company),
        wave_reasons=dict(sorted(order.reasons.items())),
    )


def wave_schedule(company: Company, steps: Collection[Step]) -> Schedule:
    """The waves in which some steps are applied, by the network and the settings of the company."""
    return schedule_waves(steps, topology_of(company, [step.target for step in steps]), wave_policy(company.settings))


def _captured_for(company: Company) -> int:
    """For how many people lines that only the devices have are stored."""
    return len((company.settings.get("capture") or {}).get("recipients", ()))


def _failure(reading: Reading) -> Failed | None:
    """Why nothing can be planned for a target that shows this."""
    if reading.error:
        return str(reading.outcome), reading.error
    return (str(Outcome.REFUSED), PENDING) if reading.pending else None


def operation_without_features(operation: Operation, only: tuple[str, ...]) -> dict[str, str]:
    """The targets that manage none of some features, with the reason. ConfigError for a feature that no platform has."""
    if not only:
        return {}
    intended, names = operation.intended, operation.selection.configured
    intended.prepare(names)
    for name in names[:1]:
        check_features(operation.selection.platform(name), only)
    return {name: f"{', '.join(only)}: not managed on it" for name in names if not narrow_managed_parts(intended(name, ()).managed, only)}


def narrow_managed_parts(managed: tuple[str, ...] | None, only: tuple[str, ...]) -> tuple[str, ...] | None:
    """The managed parts of a target that belong to some features; those that are managed when none are given."""
    return managed if not only else only if managed is None else tuple(part for part in managed if part in only)


def step_of(operation: Operation, name: str, reading: Reading, only: tuple[str, ...] = ()) -> Step | None:
    """The step that brings one target to what is intended now; None when it runs that. `only`: as in `make_plan`."""
    company, state, platform = operation.company, operation.state, operation.selection.platform(name)
    return target_step(company, state, name, reading, operation.intended, platform, only, operation.devices.is_same)


def target_step(
    company: Company,
    state: State,
    name: str,
    reading: Reading,
    intended: Intended,
    platform: Platform,
    only: tuple[str, ...] = (),
    is_same: IsSame = uncomparable_secrets,
) -> Step | None:
    """The step that brings one target to what is intended now; None when it runs that. `only`: as in `make_plan`; `is_same`: as in
    `ConfigPair`."""
    rendered, applied = intended(name, ()), state.applied(name)
    return build_step(
        rendered,
        platform.spec.way(rendered.apply),
        reading.text,
        managed=narrow_managed_parts(rendered.managed, only),
        applied=applied.text if applied else None,
        owned=applied.managed if applied else None,
        reach=connected_by(company, name),
        actions=rendered.actions,
        origins=lambda lines: intended(name, lines).lines,
        record=platform,
        captured=bool(_captured_for(company)),
        only=only,
        services=services_of(company, name),
        is_same=is_same,
    )


def services_of(company: Company, target: str) -> dict[str, str]:
    """The business services that a target carries, with their criticality."""
    return dict(services_by_device(company).get(company.target(target).device, {}))


def record_baseline(operation: Operation, name: str, reading: Reading) -> None:
    """Remember what a target runs when that is what is intended: from now on, whoever leaves it shows.

    Marks of secrets are made only once: a placeholder equals every secret, so they may not follow one that was changed by hand.
    """
    platform, state = operation.selection.platform(name), operation.state
    rendered = operation.intended(name)
    running, intended = ParsedConfig(platform, reading.text), ParsedConfig(platform, rendered.text)
    known, text = state.applied(name), running.redacted(intended)
    if known is None:
        state.mark_secrets(name, running.secrets(intended))
    if known is None or (known.text, known.managed) != (text, rendered.managed):
        state.set_applied(name, "", operation.selection.commit, text, rendered.managed)


def rollback_plan(
    operation: Operation, run: str, listen: Listener = silent, *, overwrite: bool = False, captured: Mapping[str, str] | None = None
) -> Plan:
    """The plan that takes back what a run did to its targets: on partly managed ones, what netops owns of it.

    What came after the run stays. A target where somebody has changed the same settings since is failed, and names them; with `overwrite`
    these settings go back too. Targets of the run that the company has no more are failed. `captured`: what was stored of targets before
    the run, with its secrets.
    """
    past = {r.target: r for r in operation.state.results(run) if r.before is not None and r.outcome in _TOUCHED}
    failed = {name: (str(Outcome.REFUSED), "no longer in the inventory") for name in past.keys() - operation.company.targets.keys()}
    selection = replace(operation.selection, targets=[t for t in operation.selection.targets if t.name in past])
    owned = OwnedFiles({name: result.before or "" for name, result in past.items()})
    chosen = replace(operation, selection=selection, owned=owned)
    readings = read_targets(chosen, [target.name for target in selection.reachable], listen)
    operation.intended.prepare(readings)

    def step(name: str, reading: Reading) -> Step | None:
        return _step_back(chosen, run, past[name], reading, (captured or {}).get(name, ""), overwrite=overwrite)

    return plan_of(chosen, readings, step, skipped=selection.skipped, failed=failed)


def last_change(state: State) -> Run | None:
    """The newest run after which a target may run something else than before it."""
    return next((run for run in state.runs(HISTORY) if _TOUCHED & run.outcomes.keys()), None)


def still_intended(operation: Operation, plan: Plan) -> list[str]:
    """The targets of a rollback that the source of truth still wants as they were: the next deploy brings the change back."""
    after = {name: Reading(text=step.predicted) for name, step in plan.steps.items()}
    return [name for name, reading in after.items() if step_of(operation, name, reading)]


def _step_back(operation: Operation, run: str, past: TargetRunResult, reading: Reading, captured: str, *, overwrite: bool) -> Step | None:
    """The step that takes back what a run did to a target. ConfigError names what stands in the way.

    Where the end of the run is not known, neither is what it did: the way leads to what the target ran before it, and what has changed
    since is manual. Services are not verified: what they should show is known of the present source of truth, not of the past.
    """
    rendered, platform = operation.intended(past.target), operation.selection.platform(past.target)
    running, intended, state = ParsedConfig(platform, reading.text), ParsedConfig(platform, rendered.text), operation.state
    now, marks = running.redacted(intended), state.marks(running.by_redaction(intended))
    before, after = (
        ParsedConfig(platform, text or "").renumbered(state.redactions(run, past.target, at), marks)
        for at, text in ((BEFORE, past.before), (AFTER, past.after))
    )
    back = _without(past, before, after, ParsedConfig(platform, now), overwrite=overwrite)
    text, values = with_captured(platform, back, captured, past.target)
    operation.devices.add_secrets(values)
    return build_step(
        replace(rendered, text=text, lines=()),
        platform.spec.way(rendered.apply),
        reading.text,
        managed=rendered.managed,
        applied=now if past.after is not None else before.text,
        actions=[{**action, "verify": []} for action in rendered.actions],
        record=platform,
        captured=bool(_captured_for(operation.company)),
        services=services_of(operation.company, past.target),
    )


def _without(past: TargetRunResult, before: ParsedConfig, after: ParsedConfig, now: ParsedConfig, *, overwrite: bool) -> str:
    """What a target runs, without secrets, and without what a run did to it."""
    if past.after is None:
        return before.text
    changed = () if overwrite else lines_blocking_restore(before, after, now)
    if changed:
        hint = "take the change out of the YAML, or put these back too: --overwrite-manual"
        raise ConfigError(f"{past.target}: changed since the run: {'; '.join(changed)}", hint=hint)
    return restore_lines(before, after, now).text
