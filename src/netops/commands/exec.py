"""netops exec"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options
from netops.errors import Refused, UsageError

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget


@click.command(
    name="exec",
    epilog=common.help_epilog(
        "netops exec ber-rtr-1 'show version'\n"
        "netops exec 'show version' --limit site=ber\n"
        "netops exec 'show ip route' 'show bgp summary' --limit 'name=ber-rtr-*'"
    ),
)
@click.option("--allow-changes", is_flag=True, help="Also send commands that are not known to only read.")
@target_options(metavar="[NAME]... COMMAND...")
@output_format
@click.pass_context
def command(ctx: click.Context, allow_changes: bool, options: TargetOptions, format_: str) -> None:
    """Run show commands on devices.

    Each COMMAND is typed on every target unchanged. Arguments that are names of targets select these. Commands that could change something
    are refused before anything is sent.
    What they print is shown without secrets.
    """
    from netops.commands import _each, _shared

    company = common.open_company(ctx)
    options, commands = split_commands(company, options)
    with _shared.make_operation(ctx, options, strict=False, company=company) as operation:
        if not allow_changes:
            require_read_only(operation.company, operation.selection.reachable, commands)
        with common.progress("exec", len(operation.selection.reachable)) as listen:
            answers = _each.run_on_each(operation, exec_task(commands), listen)
    _each.show_answers("exec", answers, format_)


def split_commands(company: Company, options: TargetOptions) -> tuple[TargetOptions, tuple[str, ...]]:
    """The options with the leading arguments that name targets, and the commands after them. UsageError without a command."""
    names = tuple(takewhile(lambda word: word in company.targets, options.names))
    commands = options.names[len(names) :]
    if not commands:
        raise UsageError("no command is given", hint="netops exec NAME 'show version'")
    return replace(options, names=names), commands


def require_read_only(company: Company, targets: Sequence[ConfigTarget], commands: Sequence[str]) -> None:
    """Refused when a command is not known to only read on every platform of the targets."""
    from netops.fleet.readonly import reason_it_may_change

    platforms = sorted({target.platform for target in targets})
    reasons = [
        f"{text!r}: {why}" for platform in platforms for text in commands if (why := reason_it_may_change(company.platform(platform), text))
    ]
    if reasons:
        raise Refused(
            "this may change something, so nothing was sent:\n    " + "\n    ".join(reasons),
            hint="choose the targets with --limit platform=...; send it all the same with --allow-changes",
        )


def exec_task(commands: Sequence[str]) -> Callable[..., Any]:
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
