"""netops backup"""

from __future__ import annotations

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options


@click.command(epilog=common.help_epilog("netops backup\nnetops backup --limit site=ham --format json"))
@target_options()
@output_format
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, format_: str) -> None:
    """Save the running configuration of each target, without secrets.

    The files are .netops/backups/NAME.cfg. A read that is empty, cut off or holds a paging prompt counts as failed, and the old copy stays.
    """
    from netops.commands import _each, _shared
    from netops.fleet.tasks import load

    with (
        _shared.make_operation(ctx, options, strict=False) as operation,
        common.progress("backup", len(operation.selection.reachable)) as listen,
    ):
        answers = _each.run_on_each(operation, load(operation.company.project, "backup"), listen)
    _each.show_answers("backup", answers, format_)
