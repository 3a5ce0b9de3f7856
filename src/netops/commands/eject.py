"""netops eject"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import option
from netops.errors import UsageError
from netops.messages import did_you_mean, first_few

if TYPE_CHECKING:
    from netops.project import Project


@click.command(epilog=common.help_epilog("netops eject templates/cisco_ios/ntp.j2\nnetops eject --list templates/cisco_ios"))
@click.argument("file", required=False, default="")
@option("--list", "wants_list", is_flag=True, help="List what can be copied, below FILE when it is given; * is in the company already.")
@click.pass_context
def command(ctx: click.Context, file: str, wants_list: bool) -> None:
    """Copy one bundled template, schema or task into the company to change it.

    A file in the company's folder is used in place of the bundled one of the same name.
    """
    project = common.open_project(ctx)
    names = bundled_files()
    if wants_list:
        _list(project, file, names)
    elif not file:
        raise UsageError("no file is named", hint="netops eject --list lists them")
    else:
        _copy(project, file, names)


def bundled_files() -> dict[str, Path]:
    """The bundled files by the names that they have in a company."""
    from netops.project import BUNDLED_FOLDERS, bundled_folder

    root = bundled_folder()
    files = (path for folder in BUNDLED_FOLDERS[1:] for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path for path in sorted(files) if "__pycache__" not in path.parts}


def _list(project: Project, below: str, names: Mapping[str, Path]) -> None:
    """Show the names below a folder. UsageError when there is none."""
    shown = [name for name in names if name == below or name.startswith(f"{below.rstrip('/')}/" if below else "")]
    if not shown:
        raise _unknown(below, names)
    for name in shown:
        click.echo(f"{'*' if (project.root / name).exists() else ' '} {name}")


def _unknown(file: str, names: Iterable[str]) -> UsageError:
    return UsageError(f"netops has no file {file!r}", hint=_hint(file, names))


def _hint(file: str, names: Iterable[str]) -> str:
    """The files with that name in any folder, else those with the nearest path."""
    same = [name for name in names if PurePosixPath(file).name in (PurePosixPath(name).name, PurePosixPath(name).stem)]
    return f"there are: {first_few(same)}" if same else did_you_mean(file, names, "netops eject --list lists them", most=3)


def _copy(project: Project, file: str, names: Mapping[str, Path]) -> None:
    target = project.root / file
    if file not in names:
        raise _unknown(file, names)
    if target.exists():
        raise UsageError(f"{file} is already in {project.root}", hint="change that file; delete it to use the bundled one again")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(names[file].read_bytes())
    click.echo(f"{file}: copied; netops uses this file from now on")
