"""netops deploy"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.errors import Refused, UsageError

if TYPE_CHECKING:
    from netops.deploy import Deployment
    from netops.jobs import Operation
    from netops.plan import Plan

deploying = common.combined(
    click.option("--yes", is_flag=True, help="Do not ask.", envvar="NETOPS_YES"),
    click.option(
        "--max-failures", type=click.IntRange(0), default=0, show_default=True, help="Go on to the next wave after this many failures."
    ),
    click.option(
        "--revert-after",
        type=click.IntRange(10, 3600),
        default=120,
        show_default=True,
        help="Seconds until a device reverts by itself when the change is not confirmed.",
    ),
    click.option("--overwrite-manual", is_flag=True, help="Also take back what was changed by hand on a device."),
    common.html_report,
)


@click.command(
    epilog=common.example("netops deploy change.plan\nnetops deploy --limit site=ham --yes\nnetops deploy --lab --yes --html deploy.html")
)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@common.selection
@common.fleet
@deploying
@common.report_format
@click.pass_context
def command(
    ctx: click.Context,
    file: Path | None,
    limit: str | None,
    all_: bool,
    lab: bool,
    workers: int | None,
    timeout: float | None,
    yes: bool,
    max_failures: int,
    revert_after: int,
    overwrite_manual: bool,
    html: Path | None,
    format_: str,
) -> None:
    """Apply a plan, or plan and apply in one go.

    One target goes first, then the rest. Each is checked against the plan, changed with a revert timer where it has one, read back,
    confirmed, saved and read again. A failure puts the old config back, stops the next waves and is told by name.
    With a plan FILE, --limit applies that part of the plan.
    """
    from netops.commands import _shared
    from netops.jobs import check_fresh, make_plan

    teller = common.report(ctx, format_)
    with _shared.operation(ctx, limit, all_, lab, workers, timeout, checked=True) as operation:
        if file:
            plan = _planned(file, operation, chosen=limit is not None)
            with common.progress("check", len(plan.steps)) as listen:
                check_fresh(_shared.listening(operation, listen), plan)
        else:
            with common.progress("plan", len(operation.reachable)) as listen:
                plan = make_plan(_shared.listening(operation, listen))
        show(plan, format_)
        keep_manual(plan, overwrite_manual, "the last deploy")
        end(carry_out(operation, plan, "deploy", yes, max_failures, revert_after), operation, html, teller)


def _planned(file: Path, operation: Operation, *, chosen: bool) -> Plan:
    """The plan of a file; of a selection, when one was `chosen`, its part."""
    from netops.plan import load

    if not file.is_file():
        raise UsageError(f"no plan file {file}", hint="make one: netops plan -o FILE")
    plan = load(file.read_text(encoding="utf-8", errors="replace"), str(file))
    if not chosen:
        return plan
    part = plan.only([target.name for target in operation.targets])
    if plan.steps and not part.steps:
        raise UsageError(f"--limit selects nothing that {file} changes", hint=f"it changes {', '.join(plan.steps)}")
    return part


def show(plan: Plan, format_: str) -> None:
    from netops.report import text

    if format_ == "text":
        click.echo(text.plan(plan))


def keep_manual(plan: Plan, overwrite: bool, since: str) -> None:
    """Refused when the plan would take back what somebody changed meanwhile."""
    by_hand = [name for name, step in plan.steps.items() if step.manual]
    if by_hand and not overwrite:
        raise Refused(
            f"changed by hand since {since}: {', '.join(by_hand)}; nothing was sent",
            hint="netops drift shows what; take it into the YAML, or overwrite it with --overwrite-manual",
        )


def carry_out(operation: Operation, plan: Plan, verb: str, yes: bool, max_failures: int, revert_after_s: int) -> Deployment:
    """Ask, apply the plan and write the journal. MissingSecret before anything is sent."""
    from dataclasses import replace

    from netops.jobs import apply_plan
    from netops.plan.file import plan_digest

    operation.require_secrets(name for step in plan.steps.values() for name in step.secrets)
    if plan.steps:
        common.confirm(f"{len(plan.steps)} targets will change. Go on?", yes)
    run = operation.state.start(verb, operation.commit, plan_digest(plan))
    with common.progress(verb, len(plan.steps)) as listen:
        return apply_plan(replace(operation, listen=listen), plan, run, max_failures=max_failures, revert_after_s=revert_after_s)


def end(deployment: Deployment, operation: Operation, html: Path | None, teller: Any) -> None:
    """Show how it ended, write the report, end with the exit code."""
    from netops.commands import _shared
    from netops.report import html as page
    from netops.report.record import DeployRun

    done = DeployRun(_shared.setting(operation), deployment)
    click.echo(teller.deployment(done), nl=False)
    common.write_report(html, lambda: page.deployment(done))
    common.finish(deployment.exit_code)
