"""netops rehearse"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, output_format, rehearse_options
from netops.errors import printable_text
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.jobs import Operation
    from netops.jobs.rehearsing import Guard, Rehearsal, RehearsedEnd, RehearsedTarget
    from netops.model.company import Company
    from netops.plan import Plan


@click.command(
    epilog=common.help_epilog(
        "netops plan -o change.plan\nnetops rehearse change.plan --html rehearsal.html\nnetops rehearse change.plan --partial --format json"
    )
)
@click.argument("file", metavar="FILE.plan", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--partial", is_flag=True, help="End with 0 also when some targets cannot be rehearsed; they are named all the same.")
@rehearse_options
@output_format
@click.pass_context
def command(ctx: click.Context, file: Path, partial: bool, applying: ApplyOptions, format_: str) -> None:
    """Apply a plan and take it back in a private lab, and prove that both ends are right.

    The lab runs the configs that the plan was made for: the plan has them, without secrets, and their digests are checked. Guards, waves,
    drivers and checks are those of a deploy; then each target must run what the plan predicts, and after the rollback what it ran before.
    No device is reached, no secret is needed, and nothing is left. Ends with 5 where a target fails or cannot be rehearsed, with 6 and 7
    as a deploy does.
    """
    from netops.commands._rehearsal_page import rehearsal_page
    from netops.commands.deploy import load_plan
    from netops.jobs.rehearsing import Rehearsal, targets_without_lab

    company, filed = common.open_company(ctx, checked=True), load_plan(file)
    left = targets_without_lab(company, filed, str(file))
    is_held = len(filed.steps) > len(left.keys() & filed.steps)
    rehearsal = _rehearse(company, filed, left, file, applying) if is_held else Rehearsal("", {}, left)
    _show(rehearsal, file, format_)
    common.write_report(applying.html, lambda: rehearsal_page(rehearsal, filed, str(file), common.company_name(company.project)))
    common.exit_unless_ok(rehearsal.exit_code(partial=partial))


def _rehearse(company: Company, filed: Plan, left: Mapping[str, str], file: Path, applying: ApplyOptions) -> Rehearsal:
    """What becomes of the targets that a lab can hold."""
    from netops.jobs import IntendedConfigs
    from netops.jobs.rehearsing import Rehearsing, rehearsal_lab

    plan = replace(filed, reason=applying.reason or filed.reason, ticket=applying.ticket or filed.ticket)
    held = plan.only(plan.steps.keys() - left.keys())
    with rehearsal_lab(company, held, IntendedConfigs(company, warn=common.print_diagnostics)) as operation:
        return Rehearsing(
            operation,
            plan,
            left,
            _guard(operation, filed, applying, file),
            file=str(file),
            max_failures=applying.max_failures,
            revert_after_s=applying.revert_after,
            skip_checks=applying.skip_check,
        ).run()


def _guard(operation: Operation, filed: Plan, applying: ApplyOptions, file: Path) -> Guard:
    """What refuses the plan, and its rollback, as a deploy of the file would be refused."""
    from netops.commands import _guards
    from netops.guards import Selected
    from netops.jobs.guarding import plan_file

    signed = plan_file(operation, file, filed)

    def guard(plan: Plan, rollback_of: str) -> None:
        if rollback_of:
            given = replace(applying, allow_devices=len(plan.steps)) if applying.allow_devices is not None else applying
            _guards.check_guards_or_refuse(operation, plan, given, Selected(f"run {rollback_of}"), rollback_of=rollback_of, quiet=True)
        else:
            _guards.check_guards_or_refuse(operation, plan, applying, Selected(str(file), by_file=True), file=signed)

    return guard


def _show(rehearsal: Rehearsal, file: Path, format_: str) -> None:
    if format_ == "json":
        common.show_json("rehearsal", _plain(rehearsal, file))
        return
    rows = [(name, _started(one), _in_short(one.deployed), _in_short(one.rolled_back)) for name, one in rehearsal.targets.items()]
    if rows:
        click.echo(printable_text(rehearsal.lab))
        common.show_table(click.get_current_context(), ("TARGET", "STARTED WITH", "DEPLOY", "ROLLBACK"), rows)
    for name in rehearsal.failed:
        one = rehearsal.targets[name]
        click.echo(printable_text("\n".join([*_details(name, "deploy", one.deployed), *_details(name, "rollback", one.rolled_back)])))
    for name, why in rehearsal.left_out.items():
        click.echo(printable_text(f"{name}: cannot be rehearsed: {why}"))
    counts = f"{len(rehearsal.targets) - len(rehearsal.failed)} proven, {len(rehearsal.failed)} failed"
    click.echo(f"rehearsal of {file}: {counts}, {len(rehearsal.left_out)} cannot be rehearsed")


def _started(one: RehearsedTarget) -> str:
    return f"{pluralize(one.lines, 'line')}{f', {one.held} held as text' if one.held else ''}"


def _in_short(end: RehearsedEnd) -> str:
    if end.is_right:
        return "right"
    return f"{end.outcome}, {pluralize(len(end.unlike), 'wrong line')}" if end.unlike else str(end.outcome)


def _details(name: str, verb: str, end: RehearsedEnd, most: int = 10) -> list[str]:
    """Why an end is not right."""
    if end.is_right:
        return []
    more = [f"    and {len(end.unlike) - most} more"] if len(end.unlike) > most else []
    detail = end.detail.removeprefix(f"{name}: ")
    return [f"{name}: {verb}: {end.outcome}{f': {detail}' if detail else ''}", *(f"    {line}" for line in end.unlike[:most]), *more]


def _plain(rehearsal: Rehearsal, file: Path) -> dict[str, Any]:
    targets = {name: {**asdict(one), "proven": one.is_proven} for name, one in rehearsal.targets.items()}
    return {"file": str(file), "lab": rehearsal.lab, "targets": targets, "left_out": dict(rehearsal.left_out)}
