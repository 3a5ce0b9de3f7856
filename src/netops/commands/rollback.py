"""netops rollback"""

from __future__ import annotations

from pathlib import Path

import click

from netops.commands import common
from netops.commands.deploy import deploying


@click.command(epilog=common.example("netops history\nnetops rollback 20261123-213305-a1b2"))
@click.argument("run")
@common.selection
@common.fleet
@deploying
@common.report_format
@click.pass_context
def command(
    ctx: click.Context,
    run: str,
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
    """Bring the targets of a run back to what they ran before it.

    It goes the same way as a deploy: planned, shown, applied in waves, read back, written to the journal. What has changed since the run
    stays, and nothing is sent, unless --overwrite-manual is given.
    """
    from netops.commands import _shared, deploy
    from netops.jobs import rollback_plan

    teller = common.report(ctx, format_)
    with _shared.operation(ctx, limit, all_, lab, workers, timeout, strict=False) as operation:
        with common.progress("plan", len(operation.reachable)) as listen:
            plan = rollback_plan(_shared.listening(operation, listen), run)
        deploy.show(plan, format_)
        deploy.keep_manual(plan, overwrite_manual, f"run {run}")
        deploy.end(deploy.carry_out(operation, plan, "rollback", yes, max_failures, revert_after), operation, html, teller)
