"""netops run"""

from __future__ import annotations

from dataclasses import replace

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options
from netops.errors import UsageError


@click.command(epilog=common.help_epilog("netops run facts ber-core-1\nnetops run render folder=out\nnetops run my_task retries=3 --lab"))
@click.argument("task")
@target_options(metavar="[NAME]... [KEY=VALUE]...")
@output_format
@click.pass_context
def command(ctx: click.Context, task: str, options: TargetOptions, format_: str) -> None:
    """Run a nornir task from tasks/ on devices.

    TASK is a file in tasks/, the company's first, with a function of the same name. NAME are targets, KEY=VALUE its arguments.
    """
    from netops.commands import _each, _shared
    from netops.fleet import tasks

    given = dict(map(_pair, (word for word in options.names if "=" in word)))
    options = replace(options, names=tuple(word for word in options.names if "=" not in word))
    with _shared.make_operation(ctx, options, strict=False) as operation:
        function = tasks.load(operation.company.project, task)
        values = tasks.parse_arguments(task, function, given, {"state": operation.state})
        with common.progress(task, len(operation.selection.reachable), leaves="what the task did there stays") as listen:
            answers = _each.run_on_each(operation, function, listen, login=False, **values)
    _each.show_answers("run", answers, format_)


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    if not key.isidentifier():
        raise UsageError(f"{text!r} is no argument of a task", hint="write KEY=VALUE")
    return key, value
