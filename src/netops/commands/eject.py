"""netops eject"""

from __future__ import annotations

import click

from netops.commands import common
from netops.errors import UsageError
from netops.messages import did_you_mean


@click.command(epilog=common.example("netops eject templates/cisco_ios/ntp.j2"))
@click.argument("file")
@click.pass_context
def command(ctx: click.Context, file: str) -> None:
    """Copy one bundled template, schema or task into the company to change it.

    A file in the company's folder is used in place of the bundled one of the same name.
    """
    from netops.project import BUNDLED_FOLDERS, bundled_folder

    project = common.open_project(ctx)
    source, target = bundled_folder() / file, project.root / file
    if file.split("/")[0] not in BUNDLED_FOLDERS[1:] or ".." in file.split("/") or not source.is_file():
        names = [
            p.relative_to(bundled_folder()).as_posix()
            for folder in BUNDLED_FOLDERS[1:]
            for p in (bundled_folder() / folder).rglob("*")
            if p.is_file()
        ]
        hint = did_you_mean(file, names, "see netops render --origins for names", most=3)
        raise UsageError(f"netops has no file {file!r}", hint=hint)
    if target.exists():
        raise UsageError(f"{file} is already in {project.root}", hint="change that file; delete it to use the bundled one again")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
    click.echo(f"{file}: copied; netops uses this file from now on")
