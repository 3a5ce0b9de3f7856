"""netops run"""

from __future__ import annotations

import click

from netops.commands import common
from netops.errors import UsageError


@click.command(epilog=common.example("netops run facts --limit site=ber\nnetops run render folder=out\nnetops run my_task retries=3 --lab"))
@click.argument("task")
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@common.selection
@common.fleet
@common.output_format
@click.pass_context
def command(
    ctx: click.Context,
    task: str,
    arguments: tuple[str, ...],
    limit: str | None,
    all_: bool,
    lab: bool,
    workers: int | None,
    timeout: float | None,
    format_: str,
) -> None:
    """Run a nornir task from tasks/ on devices.

    TASK is a file in tasks/, the company's first, with a function of the same name. KEY=VALUE are its arguments.
    """
    from netops.commands import _each, _shared
    from netops.fleet import tasks

    given = dict(map(_pair, arguments))
    with _shared.operation(ctx, limit, all_, lab, workers, timeout, strict=False) as operation:
        function = tasks.load(operation.company.project, task)
        values = tasks.arguments(task, function, given, {"state": operation.state})
        with common.progress(task, len(operation.reachable)) as listen:
            answers = _each.on_each(operation, function, listen, login=False, **values)
    _each.show("run", answers, format_)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.isidentifier():
        raise UsageError(f"{text!r} is no argument of a task", hint="write KEY=VALUE")
    return key, value
