"""netops history"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import option, output_format
from netops.errors import ExitCode, UsageError, printable_text
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.state import Run, State

LAB_RUNS = 1000
"""More runs of a lab are not counted."""


@click.command(
    epilog=common.help_epilog(
        "netops history\nnetops history 20261123-213305-a1b2c3d4\nnetops history --settle\nnetops history --free 20261123-213305-a1b2c3d4\n"
        "netops history --lab --format json"
    )
)
@click.argument("run", required=False)
@click.option("--lab", is_flag=True, help="The history of the lab.", envvar="NETOPS_LAB")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many runs.")
@option("--free", is_flag=True, help="Free the targets that RUN still holds, after its process died.")
@option("--settle", is_flag=True, help="Read the targets whose end is not known, of RUN or of all, and write down how they ended.")
@option("--yes", is_flag=True, help="Do not ask whether a process that cannot be checked from here is gone.")
@output_format
@click.pass_context
def command(ctx: click.Context, run: str | None, lab: bool, most: int, free: bool, settle: bool, yes: bool, format_: str) -> None:
    """List runs of the past, or show one with its journal.

    A run holds its targets while it works on them. Those of a process that is certainly gone are taken over by the next run. Where that
    cannot be seen, as from another machine or container, they stay held until --free, which asks. It refuses while the process lives.
    A target whose connection was lost is unknown: --settle reads it again, takes back a commit of the run that still waits, and writes the
    end to the journal; the next deploy to the target does so by itself.
    """
    from netops.commands import _shared
    from netops.state import State

    project = common.open_project(ctx)
    if free and not run:
        raise UsageError("no run is named", hint="netops history lists them; then: netops history --free RUN")
    if settle:
        _settle(ctx, run, lab, format_)
        return
    with State(_shared.state_file(project, lab)) as state:
        if run and free:
            _free(state, run, yes, format_)
        elif run:
            _show_run(state, run, format_)
        else:
            _list_runs(ctx, state, most, lab, format_)


def _settle(ctx: click.Context, run: str | None, lab: bool, format_: str) -> None:
    """Exit code 5 while the end of a target is not known."""
    from netops.commands import _shared
    from netops.commands.options import TargetOptions

    with _shared.make_operation(ctx, TargetOptions(lab=lab), strict=False) as operation:
        found = _shared.settle_earlier_runs(operation, (run,) if run else ())
        left = [one for one in operation.state.unsettled() if not run or one.run == run]
    rows = [{"run": one.run, "target": one.target, "outcome": one.result.outcome, "detail": one.result.detail} for one in found]
    waiting = [{"run": one.run, "target": one.target, "until": f"{one.until:%H:%M:%S} UTC" if one.until else None} for one in left]
    if format_ == "json":
        common.show_json("settled", {"results": rows, "unknown": waiting})
    else:
        click.echo(f"{pluralize(len(found), 'target')} read, {len(left)} still unknown")
        for one in waiting:
            until = f", may change until {one['until']}" if one["until"] else ""
            click.echo(printable_text(f"{one['target']}: run {one['run']}: unknown{until}"))
    common.exit_unless_ok(ExitCode.DEVICES if left else ExitCode.OK)


def _free(state: State, run: str, yes: bool, format_: str) -> None:
    from netops.processes import Liveness

    held = state.leases(run)
    if not held:
        state.results(run)  # refuses a run that is not there
    if {lease.liveness for lease in held} >= {Liveness.UNKNOWN} and not any(lease.liveness == Liveness.LIVES for lease in held):
        common.confirm(printable_text(f"{held[0].holder}. Is it gone?"), yes, "nothing was freed")
    freed = state.free(run, unknown=True)
    if format_ == "json":
        common.show_json("freed", {"run": run, "targets": freed})
    else:
        click.echo(printable_text(f"run {run}: freed {', '.join(freed)}" if freed else f"run {run} holds no target"))


def _list_runs(ctx: click.Context, state: State, most: int, lab: bool, format_: str) -> None:
    runs = state.runs(most)
    if format_ == "json":
        common.show_json("history", {"runs": [asdict(run) for run in runs]})
        return
    common.show_table(ctx, ("RUN", "WHAT", "WHO", "COMMIT", "OUTCOME"), [_row(run) for run in runs], cut=(2, 3, 4))
    if runs:
        common.suggest_command("one of them", f"netops history {runs[0].id}{' --lab' if lab else ''}")
    elif not lab:
        _suggest_lab(ctx)


def _row(run: Run) -> tuple[str, ...]:
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in run.outcomes.items()) or "nothing"
    return run.id, run.verb, run.who, run.commit or "-", outcomes if run.ended else f"{outcomes} (did not end)"


def _suggest_lab(ctx: click.Context) -> None:
    """Show on stderr that there are no runs, and how many the lab has."""
    from netops.commands import _shared
    from netops.state import State

    file = _shared.state_file(common.open_project(ctx), lab=True)
    number = 0
    if file.is_file():
        with State(file) as state:
            number = len(state.runs(LAB_RUNS))
    if number:
        common.suggest_command(f"no run on the real network yet; the lab has {pluralize(number, 'run')}", "netops history --lab")
    else:
        click.echo("no run yet", err=True)


def _show_run(state: State, run: str, format_: str) -> None:
    results, journal, held = state.results(run), state.journal(run), state.leases(run)
    if format_ == "json":
        rows = [{"target": r.target, "platform": r.platform, "outcome": r.outcome, "detail": r.detail} for r in results]
        common.show_json(
            "run",
            {
                "run": run,
                "results": rows,
                "holds": [lease.target for lease in held],
                "journal": [dict(zip(("at", "target", "step", "detail"), row, strict=True)) for row in journal],
            },
        )
        return
    for result in results:
        click.echo(printable_text(f"{result.target} ({result.platform}): {result.outcome}{': ' + result.detail if result.detail else ''}"))
    for lease in held:
        click.echo(printable_text(f"{lease.target}: held by {lease.holder}"))
    for at, target, step, detail in journal:
        click.echo(printable_text(f"  {at}  {target:<20} {step:<8} {detail}"))
