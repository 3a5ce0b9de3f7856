"""netops doctor"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import UsageError, only_errors, printable_text, worst_exit_code
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.doctor import Finding


@click.command(epilog=common.help_epilog("netops doctor\nnetops doctor --live\nnetops doctor --format json"))
@click.option("--live", is_flag=True, help="Also contact each device, without a login: is it there, and is its key the known one?")
@output_format
@click.pass_context
def command(ctx: click.Context, live: bool, format_: str) -> None:
    """Check a set-up: this machine, the company's folder, and the way to the devices. Nothing is changed.

    Python and its libraries, the system, the clock, the data, git, editors, continuous integration, what runs at night, the state, values
    of secrets, host keys and the lab. Each line is ok, a warning or an error, with what to do. Exit codes: 0 without an error, 2 when
    something is not set up, 3 for data or secrets that are wrong, 5 for devices that do not answer.
    """
    from netops.doctor import Level

    found = []
    for finding in _findings(ctx, live):
        found.append(finding)
        if format_ != "json":
            click.echo(printable_text(_line(finding)))
    if format_ == "json":
        common.show_json("doctor", {"findings": [_record(finding) for finding in found]})
    else:
        count = Counter(finding.level for finding in found)
        click.echo(f"doctor: {count[Level.OK]} ok, {pluralize(count[Level.WARNING], 'warning')}, {pluralize(count[Level.ERROR], 'error')}")
    common.exit_unless_ok(worst_exit_code(finding.exit_code for finding in found if finding.level == Level.ERROR))


def _findings(ctx: click.Context, live: bool) -> Iterator[Finding]:
    from datetime import date

    from netops import doctor, validation
    from netops.commands._fork import parallel_map
    from netops.doctor.finding import error_finding, ok_finding
    from netops.errors import ExitCode
    from netops.state import utc_now

    yield from doctor.examine_machine()
    try:
        project = common.open_project(ctx)
    except UsageError as problem:
        yield error_finding("project", problem.message, problem.hint)
        return
    yield ok_finding("project", str(project.root))
    company, result = validation.open_company(project, date.today(), validation.cache_of(project), parallel_map)
    if wrong := len(only_errors((*result.data, *result.problems))):
        yield error_finding("data", f"{pluralize(wrong, 'error')} in the data", "run: netops validate", ExitCode.DATA)
    elif company:
        yield ok_finding("data", f"valid: {pluralize(len(company.targets), 'target')}")
    yield from doctor.examine(doctor.CheckedSetup(project, company, utc_now(), live))


def _line(finding: Finding) -> str:
    hint = f"\n{'':22}{finding.hint.replace(chr(10), chr(10) + ' ' * 22)}" if finding.hint else ""
    return f"{finding.level:8} {finding.check:12} {finding.text}{hint}"


def _record(finding: Finding) -> dict[str, str]:
    return {"check": finding.check, "level": str(finding.level), "text": finding.text, "hint": finding.hint}
