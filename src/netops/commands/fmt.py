"""netops fmt"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.errors import ExitCode, UsageError, printable

if TYPE_CHECKING:
    from netops.model.lints import Result
    from netops.project import Project


@click.command(epilog=common.example("netops fmt\nnetops fmt --fix\nnetops fmt --exit-code inventory/roles/access.yaml"))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@common.option("--fix", is_flag=True, help="Change the files.")
@common.option("--exit-code", "--check", "exit_code", is_flag=True, help="End with exit code 4 when something is to change.")
@common.output_format
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], fix: bool, exit_code: bool, format_: str) -> None:
    """List what is untidy in the source of truth, and how the files would look without it; with --fix, change them.

    Untidy are an override that is equal to what it overrides (FMT001), a list not in the order of its keys (FMT002), a MAC address not
    in small letters with colons (FMT003), and a network with host bits (FMT004). Comments, quotes and all other lines stay as they
    are. FILES limit it to these files. A file that cannot be read is told and left alone: exit code 3.
    """
    from netops.model.lints import lint
    from netops.model.sources import find
    from netops.schema import load

    project = common.open_project(ctx)
    result = lint(find(project), load(project), _names(project, files))
    for name, texts in result.files.items() if fix else ():
        write(project.root / name, *texts)
    (_show_json if format_ == "json" else _show_text)(result, fix)
    common.warn(result.unreadable)
    if result.unasked:
        click.echo(
            f"redundant overrides (FMT001) were not looked for: {common.number(result.unasked, 'error')}; see netops validate", err=True
        )
    common.finish(ExitCode.DATA if result.unreadable else ExitCode.DIFFERENCES if exit_code and result.findings else ExitCode.OK)


def _names(project: Project, files: tuple[Path, ...]) -> frozenset[str] | None:
    """The files as the project names them; None for all. UsageError for one outside."""
    for path in files:
        if not path.resolve().is_relative_to(project.root):
            raise UsageError(f"{path} is not a file of the company in {project.root}", hint="give --project DIR, before the command")
    return frozenset(path.resolve().relative_to(project.root).as_posix() for path in files) or None


def _show_text(result: Result, fix: bool) -> None:
    for problem in result.findings:
        click.echo(str(problem))
    for name, (old, new) in result.files.items() if not fix else ():
        click.echo("".join(_diff(name, old, new)), nl=False)
    told = f"{common.number(len(result.findings), 'place')} in {common.number(len(result.files), 'file')}"
    if result.findings:
        click.echo(f"{told} changed" if fix else f"{told} to change: netops fmt --fix")


def _show_json(result: Result, fix: bool) -> None:
    files = {name: "".join(_diff(name, *texts)) for name, texts in result.files.items()}
    common.show_json("fmt", {"fixed": fix, "problems": [asdict(problem) for problem in result.findings], "files": files})


def _diff(name: str, old: str, new: str) -> Iterator[str]:
    """A difference as `patch` reads it."""
    for line in difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"):
        yield printable(line.rstrip("\r\n")) + ("\n" if line.endswith("\n") else "\n\\ No newline at end of file\n")


def write(path: Path, old: str, new: str) -> None:
    """Put a file in the place of the old one, with its mark, encoding and permissions. UsageError when it was changed meanwhile."""
    from netops.source import coding

    data = path.read_bytes()
    mark, codec = coding(data)
    if data != mark + old.encode(codec):
        raise UsageError(f"{path} was changed while netops read it", hint="nothing is lost: type it again")
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), path.stat().st_mode)
            file.write(mark + new.encode(codec))
        Path(fresh).replace(path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise
