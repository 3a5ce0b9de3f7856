"""netops deploy"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, TargetOptions, apply_options, report_format, target_options
from netops.errors import Refused, UsageError
from netops.messages import plural

if TYPE_CHECKING:
    from netops.deploy import Deployment
    from netops.jobs import Operation
    from netops.plan import Plan


@click.command(
    epilog=common.example("netops deploy change.plan\nnetops deploy ber-acc-1 ber-acc-2\nnetops deploy --lab --yes --html deploy.html")
)
@target_options(metavar="[FILE.plan] [NAME]...")
@apply_options
@report_format
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, applying: ApplyOptions, format_: str) -> None:
    """Apply a plan, or plan and apply in one go.

    One target goes first, then the rest. Each is checked against the plan, changed with a revert timer where it has one, read back,
    confirmed, saved and read again. A failure puts the old config back, stops the next waves and is named.
    A plan FILE is computed again from the source of truth and what the targets run, and refused when it is not the same: nothing is taken
    from the file. Names and --limit apply a part of it. An argument is a plan file when it ends in .plan or such a file exists.
    """
    from netops.commands import _shared
    from netops.jobs import make_plan, recompute_plan

    reporter = common.report(ctx, format_)
    file, options = split_plan_file(options)
    with _shared.operation(ctx, options, checked=True) as operation:
        _shared.settle_earlier_runs(operation)
        if file:
            filed = _filed_plan(file, operation, chosen=bool(options.names) or options.limit is not None)
            with common.progress("check", len(filed.steps)) as listen:
                plan = recompute_plan(operation, filed, listen, file=str(file))
        else:
            with common.progress("plan", len(operation.selection.reachable)) as listen:
                plan = make_plan(operation, listen)
        show_plan(plan, format_)
        refuse_manual_changes(plan, applying.overwrite_manual, "the last deploy")
        refuse_removals(plan, applying.allow_removals)
        report_deployment(apply_confirmed(operation, plan, "deploy", applying), operation, applying.html, reporter)


def split_plan_file(options: TargetOptions) -> tuple[Path | None, TargetOptions]:
    """The plan file among the arguments, and the options with the names that are left. UsageError for two of them."""
    files = [name for name in options.names if name.endswith(".plan") or Path(name).is_file()]
    if len(files) > 1:
        raise UsageError(f"one plan file at a time, found {', '.join(files)}", hint="apply them one after the other")
    rest = tuple(name for name in options.names if name not in files)
    return (Path(files[0]) if files else None), replace(options, names=rest)


def _filed_plan(file: Path, operation: Operation, *, chosen: bool) -> Plan:
    """The plan of a file; of a selection, when one was `chosen`, its part."""
    from netops.plan import load

    if not file.is_file():
        raise UsageError(f"no plan file {file}", hint="make one: netops plan -o FILE")
    plan = load(file.read_text(encoding="utf-8", errors="replace"), str(file))
    if not chosen:
        return plan
    part = plan.only([target.name for target in operation.selection.targets])
    if plan.steps and not part.steps:
        raise UsageError(f"the selection has nothing that {file} changes", hint=f"it changes {', '.join(plan.steps)}")
    return part


def show_plan(plan: Plan, format_: str) -> None:
    from netops.report import text

    if format_ == "text":
        click.echo(text.plan(plan))


def refuse_manual_changes(plan: Plan, overwrite: bool, since: str) -> None:
    """Refused when the plan would take back what somebody changed meanwhile."""
    by_hand = [name for name, step in plan.steps.items() if step.manual]
    if by_hand and not overwrite:
        raise Refused(
            f"changed by hand since {since}: {', '.join(by_hand)}; nothing was sent",
            hint="netops drift shows what; take it into the YAML, or overwrite it with --overwrite-manual",
        )


def refuse_removals(plan: Plan, allowed: int) -> None:
    """Refused when lines that netops has never deployed would go with nothing in their place, unless exactly so many are allowed."""
    if plan.removals in (0, allowed):
        return
    from netops.report.text import removals

    found = [f"\n    {name}: {line}" for name, step in plan.steps.items() for line in removals(step)]
    raise Refused(
        f"{plural(plan.removals, 'line')} that netops has never deployed would go, nothing was sent:{''.join(found)}",
        hint=f"put them into the source of truth, manage fewer parts (netops manage), or let them go: --allow-removals {plan.removals}",
    )


def apply_confirmed(operation: Operation, plan: Plan, verb: str, applying: ApplyOptions) -> Deployment:
    """Ask, apply the plan and write the journal. MissingSecret, or UsageError of `capture:`, before anything is sent."""
    from netops.jobs import apply_plan
    from netops.jobs.deploying import capture_of, health_of
    from netops.plan.file import plan_digest

    capture_of(operation)
    health_of(operation.company, applying.skip_check)
    operation.require_secrets(name for step in plan.steps.values() for name in step.secrets)
    if plan.steps:
        common.confirm(f"{len(plan.steps)} targets will change. Go on?", applying.yes)
    run = operation.state.start(verb, operation.selection.commit, plan_digest(plan))
    with common.progress(verb, len(plan.steps)) as listen:
        return apply_plan(
            operation,
            plan,
            run,
            max_failures=applying.max_failures,
            revert_after_s=applying.revert_after,
            skip_checks=applying.skip_check,
            listen=listen,
        )


def report_deployment(deployment: Deployment, operation: Operation, html: Path | None, reporter: Any) -> None:
    """Show how it ended, write the report, end with the exit code."""
    from netops.commands import _shared
    from netops.report import html as page
    from netops.report.record import DeployRun

    done = DeployRun(_shared.setting(operation.selection), deployment)
    click.echo(reporter.deployment(done), nl=False)
    common.write_report(html, lambda: page.deployment(done))
    common.finish(deployment.exit_code)
