"""netops fmt"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import option, output_format
from netops.errors import ExitCode, UsageError, printable_text
from netops.files import replace_file
from netops.messages import pluralize
from netops.project import MARKER

if TYPE_CHECKING:
    from netops.cache import Cache
    from netops.model.lints import LintResult
    from netops.project import Project


TIDY = "tidy"
EXAMPLES = "netops fmt\nnetops fmt --fix\nnetops fmt --exit-code inventory/roles/access.yaml\nnetops fmt --migrate --check"


@click.command(epilog=common.help_epilog(EXAMPLES))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--fix", is_flag=True, help="Change the files.")
@option("--migrate", is_flag=True, help="Rewrite the data for the schema of this netops: all files or none.")
@option("--exit-code", "--check", "exit_code", is_flag=True, help="Change nothing; end with exit code 4 when something is to change.")
@option("--no-cache", is_flag=True, help="Work out everything again; the result is the same.")
@output_format
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], fix: bool, migrate: bool, exit_code: bool, no_cache: bool, format_: str) -> None:
    """List what is untidy in the source of truth, and how the files would be without it; with --fix, change them.

    Untidy are an override that is equal to what it overrides (FMT001), a list not in the order of its keys (FMT002), a MAC address not
    in small letters with colons (FMT003), a network with host bits (FMT004), and an IP address in another form than the printed one
    (FMT007). Comments, quotes and all other lines stay as they are. FILES limit it to these files. A file that cannot be read is
    reported and left alone: exit code 3.

    With --migrate, rename, move and split the keys of older data, and set `schema:` in netops.yaml.
    """
    from netops import validation
    from netops.cache import Cache

    project = common.open_project(ctx)
    if migrate and files:
        raise UsageError("--migrate takes no FILES", hint="all files of the company are migrated together, or none")
    cache = Cache(None) if no_cache else validation.cache_of(project)
    with common.without_garbage_collector():
        result = _migrated(project) if migrate else _linted(project, _names(project, files), cache)
    is_written = (fix or migrate) and not (migrate and exit_code)
    if is_written:
        write_all(project.root, result.files)
    (_show_json if format_ == "json" else _show_text)(result, is_written, "netops fmt --migrate" if migrate else "netops fmt --fix")
    common.print_diagnostics(result.unreadable)
    if result.unasked:
        click.echo(f"redundant overrides (FMT001) were not looked for: {pluralize(result.unasked, 'error')}; see netops validate", err=True)
    common.exit_unless_ok(ExitCode.DATA if result.unreadable else ExitCode.DIFFERENCES if exit_code and result.findings else ExitCode.OK)


def _linted(project: Project, names: frozenset[str] | None, cache: Cache) -> LintResult:
    """What is untidy. That a whole company is tidy is kept under the digest of all that it depends on, and of what its files hold."""
    from netops.cache import digest
    from netops.model.lints import LintResult, lint_files
    from netops.model.parsed import Parsed
    from netops.model.sources import COMMON, find_sources
    from netops.schema import load
    from netops.validation._context import format_digest, parser_digest

    sources = find_sources(project, Parsed(cache, parser_digest()))
    parts = [sources.digest(site) for site in (COMMON, *sources.sites)]
    key = digest(format_digest(project), *sources.sites, *parts) if names is None and all(parts) else ""
    if key and (errors := cache.get(TIDY, key)) is not None:
        return LintResult([], {}, [], errors)
    result = lint_files(sources, load(project), names)
    if key and not (result.findings or result.unreadable):
        cache.put(TIDY, key, result.unasked)
    return result


def _migrated(project: Project) -> LintResult:
    from netops.migrate import migrate_files
    from netops.model.lints import LintResult
    from netops.model.sources import find_sources
    from netops.schema import load

    done = migrate_files(find_sources(project), load(project))
    return LintResult(done.notes, done.files, [])


def _names(project: Project, files: tuple[Path, ...]) -> frozenset[str] | None:
    """The files as the project names them; None for all. UsageError for one outside."""
    for path in files:
        if not path.resolve().is_relative_to(project.root):
            raise UsageError(f"{path} is not a file of the company in {project.root}", hint="give --project DIR, before the command")
    return frozenset(path.resolve().relative_to(project.root).as_posix() for path in files) or None


def _show_text(result: LintResult, is_written: bool, command: str) -> None:
    for problem in result.findings:
        click.echo(str(problem))
    for name, (old, new) in result.files.items() if not is_written else ():
        click.echo("".join(file_diff(name, old, new)), nl=False)
    changes = f"{pluralize(len(result.findings), 'place')} in {pluralize(len(result.files), 'file')}"
    if result.files or result.findings:
        click.echo(f"{changes} changed" if is_written else f"{changes} to change: {command}")
    elif "--migrate" in command:
        click.echo("the data has the schema of this netops: nothing to migrate")


def _show_json(result: LintResult, is_written: bool, command: str) -> None:
    files = {name: "".join(file_diff(name, *texts)) for name, texts in result.files.items()}
    common.show_json("fmt", {"fixed": is_written, "problems": [asdict(problem) for problem in result.findings], "files": files})


def file_diff(name: str, old: str, new: str) -> Iterator[str]:
    """A difference as `patch` reads it."""
    for line in difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"):
        yield printable_text(line.rstrip("\r\n")) + ("\n" if line.endswith("\n") else "\n\\ No newline at end of file\n")


def write_all(root: Path, files: Mapping[str, tuple[str, str]]) -> None:
    """Put new files in the place of the old ones: all, or none when one was changed meanwhile (UsageError) or cannot be written.

    The marker is the last: data is of a new schema only when all of it is.
    """
    old = {name: _bytes(root / name, before) for name, (before, _) in files.items()}
    done: list[str] = []
    try:
        for name in sorted(files, key=lambda name: name == MARKER):
            write(root / name, *files[name])
            done.append(name)
    except (OSError, UsageError):
        for name in done:
            replace_file(root / name, old[name], mode=(root / name).stat().st_mode)
        raise


def write(path: Path, old: str, new: str) -> None:
    """Put a file in the place of the old one, with its mark, encoding and permissions. UsageError when it was changed meanwhile."""
    from netops.source import detect_encoding

    mark, codec = detect_encoding(_bytes(path, old))
    replace_file(path, mark + new.encode(codec), mode=path.stat().st_mode)


def _bytes(path: Path, text: str) -> bytes:
    """What a file holds. UsageError when that is not the text any more."""
    from netops.source import detect_encoding

    data = path.read_bytes()
    mark, codec = detect_encoding(data)
    if data != mark + text.encode(codec):
        raise UsageError(f"{path} was changed while netops read it", hint="nothing is lost: type it again")
    return data
