"""netops history"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import printable

if TYPE_CHECKING:
    from netops.state import State


@click.command(epilog=common.example("netops history\nnetops history 20261123-213305-a1b2c3d4\nnetops history --lab --format json"))
@click.argument("run", required=False)
@click.option("--lab", is_flag=True, help="The history of the lab.", envvar="NETOPS_LAB")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many runs.")
@output_format
@click.pass_context
def command(ctx: click.Context, run: str | None, lab: bool, most: int, format_: str) -> None:
    """List runs of the past, or show one with its journal."""
    from netops.commands import _shared
    from netops.state import State

    project = common.open_project(ctx)
    with State(_shared.state_file(project, lab)) as state:
        if run:
            _show_run(state, run, format_)
        else:
            _list_runs(state, most, format_)


def _list_runs(state: State, most: int, format_: str) -> None:
    runs = state.runs(most)
    if format_ == "json":
        common.show_json("history", {"runs": [asdict(run) for run in runs]})
        return
    for run in runs:
        outcomes = ", ".join(f"{number} {outcome}" for outcome, number in run.outcomes.items()) or "nothing"
        end = "" if run.ended else "  (did not end)"
        click.echo(f"{run.id}  {run.verb:<9} {run.who:<10} {run.commit or '-':<21} {outcomes}{end}")


def _show_run(state: State, run: str, format_: str) -> None:
    results, journal = state.results(run), state.journal(run)
    if format_ == "json":
        rows = [{"target": r.target, "platform": r.platform, "outcome": r.outcome, "detail": r.detail} for r in results]
        common.show_json(
            "run",
            {"run": run, "results": rows, "journal": [dict(zip(("at", "target", "step", "detail"), row, strict=True)) for row in journal]},
        )
        return
    for result in results:
        click.echo(printable(f"{result.target} ({result.platform}): {result.outcome}{': ' + result.detail if result.detail else ''}"))
    for at, target, step, detail in journal:
        click.echo(printable(f"  {at}  {target:<20} {step:<8} {detail}"))
