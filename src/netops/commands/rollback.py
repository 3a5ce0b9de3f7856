"""netops rollback"""

from __future__ import annotations

from dataclasses import replace

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, TargetOptions, apply_options, report_format, target_options


@click.command(epilog=common.example("netops history\nnetops rollback 20261123-213305-a1b2c3d4"))
@click.argument("run")
@target_options()
@apply_options
@report_format
@click.pass_context
def command(ctx: click.Context, run: str, options: TargetOptions, applying: ApplyOptions, format_: str) -> None:
    """Bring the targets of a run back to what they ran before it.

    It goes the same way as a deploy: planned, shown, applied in waves, read back, written to the journal. What has changed since the run
    stays, and nothing is sent, unless --overwrite-manual is given.
    """
    from netops.commands import _guards, _shared, deploy
    from netops.guards import Selected
    from netops.jobs import rollback_plan

    reporter = common.report(ctx, format_)
    with _shared.operation(ctx, options, strict=False) as operation:
        with common.progress("plan", len(operation.selection.reachable)) as listen:
            plan = replace(rollback_plan(operation, run, listen), reason=applying.reason, ticket=applying.ticket)
        deploy.show_plan(plan, format_)
        decision = _guards.check(operation, plan, applying, Selected(f"run {run}"), rollback_of=run)
        deployment = deploy.apply_confirmed(operation, plan, "rollback", applying, decision)
        deploy.report_deployment(deployment, operation, applying, decision, reporter)
