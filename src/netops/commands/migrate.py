"""netops migrate"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from netops.commands import common
from netops.commands.options import TargetOptions, target_options
from netops.messages import pluralize


@click.command(epilog=common.help_epilog("netops migrate --dry-run\nnetops migrate --feature ntp --feature users --limit site=ber"))
@target_options(fleet=False)
@click.option("--feature", "features", metavar="FEATURE", multiple=True, help="Only lines of this feature; may be given several times.")
@click.option("--dry-run", is_flag=True, help="Show how the files would change, and write nothing.")
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, features: tuple[str, ...], dry_run: bool) -> None:
    """Turn raw lines into data where a noun can say them now.

    What is rendered stays the same, line for line: each edit is tried in a copy of the company before it is written. Only the files of
    devices are changed; raw lines of layers stay.
    """
    from netops.adopt.manual import migrate_raw_lines
    from netops.commands.fmt import file_diff, write_all

    company = common.open_company(ctx)
    changed = 0
    for target in common.select_targets(company, options):
        with tempfile.TemporaryDirectory() as scratch:
            found = migrate_raw_lines(company, target.name, features, Path(scratch))
        if found is None:
            continue
        changed += 1
        for file, (old, new) in sorted(found.files.items()):
            click.echo("".join(file_diff(file, old, new)), nl=False)
        if not dry_run:
            write_all(company.project.root, found.files)
            company = common.open_company(ctx, quiet=True)
    click.echo(f"raw lines of {pluralize(changed, 'device')} are data now" if changed else "no raw line can be data yet", err=True)
