"""netops drift"""

from __future__ import annotations

from pathlib import Path

import click

from netops.commands import common
from netops.errors import ExitCode, worst


@click.command(
    epilog=common.example("netops drift --limit site=ber\nnetops drift --exit-code --html drift.html --format json > drift.json")
)
@common.selection
@common.fleet
@click.option("--exit-code", is_flag=True, help="End with 4 when anything has drifted (5 when a target could not be read).")
@common.html_report
@common.report_format
@click.pass_context
def command(
    ctx: click.Context,
    limit: str | None,
    all_: bool,
    lab: bool,
    workers: int | None,
    timeout: float | None,
    exit_code: bool,
    html: Path | None,
    format_: str,
) -> None:
    """Report where devices have left the source of truth, and why.

    Each difference names its cause and the YAML line that it departs from. A target that cannot be read is an error, never a pass.
    """
    from netops.commands import _shared
    from netops.jobs import find_drift
    from netops.report import html as page
    from netops.report.record import DriftRun

    teller = common.report(ctx, format_)
    with (
        _shared.operation(ctx, limit, all_, lab, workers, timeout, strict=False) as operation,
        common.progress("drift", len(operation.reachable)) as listen,
    ):
        found = DriftRun(_shared.setting(operation), find_drift(_shared.listening(operation, listen)), operation.skipped)
    click.echo(teller.drift(found), nl=False)
    common.write_report(html, lambda: page.drift(found))
    codes = [ExitCode.DEVICES] if found.failed else []
    codes += [ExitCode.DIFFERENCES] if found.drifted and exit_code else []
    common.finish(worst(codes))
