"""netops doctor"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import UsageError, errors, printable, worst
from netops.messages import plural

if TYPE_CHECKING:
    from netops.doctor import Finding


@click.command(epilog=common.example("netops doctor\nnetops doctor --live\nnetops doctor --format json"))
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
            click.echo(printable(_line(finding)))
    if format_ == "json":
        common.show_json("doctor", {"findings": [_record(finding) for finding in found]})
    else:
        count = Counter(finding.level for finding in found)
        click.echo(f"doctor: {count[Level.OK]} ok, {plural(count[Level.WARNING], 'warning')}, {plural(count[Level.ERROR], 'error')}")
    common.finish(worst(finding.exit_code for finding in found if finding.level == Level.ERROR))


def _findings(ctx: click.Context, live: bool) -> Iterator[Finding]:
    from datetime import date

    from netops import doctor, validation
    from netops.commands._fork import parallel_map
    from netops.doctor.finding import error, ok
    from netops.errors import ExitCode
    from netops.state import utc_now

    yield from doctor.examine_machine()
    try:
        project = common.open_project(ctx)
    except UsageError as problem:
        yield error("project", problem.message, problem.hint)
        return
    yield ok("project", str(project.root))
    company, result = validation.open_company(project, date.today(), validation.cache_of(project), parallel_map)
    if wrong := len(errors((*result.data, *result.problems))):
        yield error("data", f"{plural(wrong, 'error')} in the data", "run: netops validate", ExitCode.DATA)
    elif company:
        yield ok("data", f"valid: {plural(len(company.targets), 'target')}")
    yield from doctor.examine(doctor.SetUp(project, company, utc_now(), live))


def _line(finding: Finding) -> str:
    hint = f"\n{'':22}{finding.hint.replace(chr(10), chr(10) + ' ' * 22)}" if finding.hint else ""
    return f"{finding.level:8} {finding.check:12} {finding.text}{hint}"


def _record(finding: Finding) -> dict[str, str]:
    return {"check": finding.check, "level": str(finding.level), "text": finding.text, "hint": finding.hint}
