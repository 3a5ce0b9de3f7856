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
    html: Path | None,
    format_: str,
) -> None:
    """Bring the targets of a run back to what they ran before it.

    It goes the same way as a deploy: planned, shown, applied in waves, read back, written to the journal.
    """
    from netops.commands import _shared, deploy
    from netops.jobs import rollback_plan
    from netops.report import text

    teller = common.report(ctx, format_)
    with _shared.operation(ctx, limit, all_, lab, workers, timeout) as operation:
        plan = rollback_plan(operation, run)
        if format_ == "text":
            click.echo(text.plan(plan))
        deploy.end(deploy.carry_out(operation, plan, "rollback", yes, max_failures, revert_after), operation, html, teller)
