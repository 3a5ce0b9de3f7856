"""Guards at the command line: what they refuse, what is noted in a lab, and what the journal and the recap have of it."""

from __future__ import annotations

import click

from netops.commands.options import ApplyOptions, TargetOptions
from netops.errors import printable_text
from netops.git import has_changes
from netops.guards import Decision, FindingOfGuard, Permissions, PlanFile, Selected, decide, raise_if_refused, uncommitted
from netops.jobs import Operation
from netops.jobs.guarding import check_guards, deploy_request, present_devices
from netops.messages import pluralize
from netops.model.select import is_named, is_pattern
from netops.plan import Plan
from netops.report._words import uncommitted_note

MOST_REASONS = 2
"""Reasons that a plan gives for one number."""


def check_guards_or_refuse(
    operation: Operation,
    plan: Plan,
    applying: ApplyOptions,
    selection: Selected,
    *,
    file: PlanFile | None = None,
    rollback_of: str = "",
    quiet: bool = False,
) -> Decision:
    """What the guards permit of a plan that is to be applied now. Refused with everything that is in the way.

    `quiet`: nothing is noted of a lab.
    """
    given = _permissions(plan, applying)
    request = deploy_request(operation, plan, given, selection, file=file, rollback_of=rollback_of, strict=applying.strict)
    decision = check_guards(operation.company.project.root, request)
    if not quiet:
        _note(decision)
    raise_if_refused(decision)
    return decision


def allow_options_needed(operation: Operation, plan: Plan) -> list[str]:
    """The numbers that a deploy of a plan needs, one line for each reason. What depends on the day is left out."""
    request = deploy_request(operation, plan, Permissions(), Selected(by_file=True))
    decision = check_guards(operation.company.project.root, request)
    lines = [line for one in decision.refused if (line := _number(one, decision))]
    by_option: dict[str, list[str]] = {}
    for line in lines:
        by_option.setdefault(line.partition(": ")[0], []).append(line)
    return [line for alike in by_option.values() for line in _first(alike)]


def _first(alike: list[str]) -> list[str]:
    """The first reasons for one number, and how many more there are: the refusal of a deploy has all of them."""
    more = len(alike) - MOST_REASONS
    return alike if more <= 1 else [*alike[:MOST_REASONS], f"{alike[0].partition(': ')[0]}: and {pluralize(more, 'reason')} more"]


def refuse_uncommitted(operation: Operation, applying: ApplyOptions) -> None:
    """Refused when a plan file would be made of files that are not committed. A lab may have one."""
    if has_changes(operation.selection.commit):
        nothing = Plan("", operation.selection.commit, "", {}, ())
        request = deploy_request(operation, nothing, _permissions(nothing, applying), Selected(by_file=True))
        raise_if_refused(decide({uncommitted.CODE: uncommitted}, request))


def _number(one: FindingOfGuard, decision: Decision) -> str:
    head = one.finding.message.partition("\n")[0].rstrip(":")
    if one.finding.risky:
        return f"deploy needs --allow-risky: {one.code}: {head}"
    if one.finding.removals:
        return f"deploy needs --allow-removals {len(decision.removals)}: {one.code}: {head}"
    return f"deploy needs --allow-devices {len(decision.request.devices)}: {one.code}: {head}" if one.finding.devices else ""


def selected_by_options(options: TargetOptions, operation: Operation) -> Selected:
    """How the targets of a deploy were selected."""
    limit, names = options.limit, options.names
    text = " ".join([*names, *([f"--limit {limit!r}"] if limit is not None else [])])
    is_part = len(operation.selection.targets) < len(operation.company.targets)
    named = (limit is not None and is_named(limit)) or any(not is_pattern(name) for name in names)
    return Selected(text, whole=not is_part and not named)


def _permissions(plan: Plan, applying: ApplyOptions) -> Permissions:
    return Permissions(
        devices=applying.allow_devices,
        removals=applying.allow_removals,
        dirty=applying.dirty,
        overwrite_manual=applying.overwrite_manual,
        risky=applying.allow_risky,
        emergency=applying.emergency,
        reason=plan.reason,
        ticket=plan.ticket,
    )


def _note(decision: Decision) -> None:
    """Say on stderr what a deploy to the real network would be refused for."""
    for one in decision.permitted("lab"):
        click.echo(printable_text(f"lab: a real deploy would be refused by {one.code}: {one.finding.message.splitlines()[0]}"), err=True)


def record_decision(operation: Operation, run: str, plan: Plan, applying: ApplyOptions, decision: Decision) -> None:
    """What the journal has of a run beside its steps: why, what was permitted and by what, and the devices that there are now."""
    found = [{"guard": one.code, "found": one.finding.message, "permitted": one.permitted} for one in decision.found]
    given = {"reason": plan.reason, "ticket": plan.ticket, "emergency": applying.emergency, "dirty": applying.dirty, "guards": found}
    if detail := {name: value for name, value in given.items() if value}:
        operation.state.note(run, "", "permits", **detail)
    if plan.steps:
        operation.state.set_devices(present_devices(operation.company))


def recap_notes(plan: Plan, applying: ApplyOptions, decision: Decision) -> tuple[str, ...]:
    """What the recap of a run has beside its results."""
    overridden = decision.permitted("emergency")
    emergency = [f"emergency: {applying.emergency}"] if overridden else []
    lines = [f"  overrode {one.code}: {one.finding.message.splitlines()[0]}" for one in overridden]
    return (*uncommitted_note(plan), *emergency, *lines)
