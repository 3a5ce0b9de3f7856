"""netops exec"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.errors import Refused

if TYPE_CHECKING:
    from netops.model.company import Company, Target


@click.command(
    name="exec",
    epilog=common.example(
        "netops exec 'show version' --limit site=ber\nnetops exec 'show ip route' 'show bgp summary' --limit 'name=ber-rtr-*'"
    ),
)
@click.argument("commands", nargs=-1, required=True, metavar="COMMAND...")
@click.option("--allow-changes", is_flag=True, help="Also send commands that are not known to only read.")
@common.selection
@common.fleet
@common.output_format
@click.pass_context
def command(
    ctx: click.Context,
    commands: tuple[str, ...],
    allow_changes: bool,
    limit: str | None,
    all_: bool,
    lab: bool,
    workers: int | None,
    timeout: float | None,
    format_: str,
) -> None:
    """Run show commands on devices.

    Each COMMAND is typed on every target as it stands. Commands that could change something are refused before anything is sent.
    What they print is shown without secrets.
    """
    from netops.commands import _each, _shared

    with _shared.operation(ctx, limit, all_, lab, workers, timeout, strict=False) as operation:
        if not allow_changes:
            only_reading(operation.company, operation.reachable, commands)
        with common.progress("exec", len(operation.reachable)) as listen:
            answers = _each.on_each(operation, typing(commands), listen)
    _each.show("exec", answers, format_)


def only_reading(company: Company, targets: Sequence[Target], commands: Sequence[str]) -> None:
    """Refused when a command is not known to only read on every platform of the targets."""
    from netops.fleet.readonly import why_not

    platforms = sorted({target.platform for target in targets})
    reasons = [f"{text!r}: {why}" for platform in platforms for text in commands if (why := why_not(company.platform(platform), text))]
    if reasons:
        raise Refused(
            "this may change something, so nothing was sent:\n    " + "\n    ".join(reasons),
            hint="choose the targets with --limit platform=...; send it all the same with --allow-changes",
        )


def typing(commands: Sequence[str]) -> Callable[..., Any]:
    """A task that types commands and gives what each prints, without secrets."""
    from nornir.core.task import Result, Task

    from netops import config
    from netops.fleet import company_of, secrets_of, session

    def execute(task: Task) -> Result:
        with session(task) as driver:
            printed = driver.cli(list(commands))
        platform = company_of(task).platform(task.host.platform)
        hide = secrets_of(task).hide
        return Result(task.host, result={text: hide(config.redact(platform, output)) for text, output in printed.items()})

    return execute
