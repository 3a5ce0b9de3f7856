"""What commands share: opening the company, selecting targets, showing progress, ending with a code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.errors import DataError, Diagnostic, ExitCode, Interrupted, Severity, UsageError, only_errors
from netops.events import Event, Listener
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.commands._progress import ProgressState
    from netops.commands.options import TargetOptions
    from netops.lab import Lab
    from netops.model.company import Company, ConfigTarget
    from netops.project import Project
    from netops.screen import ScreenLine

JSON_SCHEMA_VERSION = 1
FIRST_ERRORS = 3


def write_output(path: Path, text: str) -> None:
    """Write a result to a file. UsageError when that is not possible."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def write_report(path: Path | None, text: Callable[[], str]) -> None:
    """Write a report where `--html` says, if it says."""
    if path:
        write_output(path, text())
        click.echo(f"report: {path}", err=True)


def help_epilog(text: str) -> str:
    """The epilog that ends a command's --help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in text.strip().splitlines())


def company_name(project: Project) -> str:
    """The name of a company in its settings, else that of its folder."""
    from netops.project import MARKER
    from netops.source import read_file

    try:
        settings = read_file(project.root / MARKER, project.root).value
    except DataError:
        settings = None  # who reads more of it reports it
    return str(settings.get("name", project.root.name) if isinstance(settings, dict) else project.root.name)


def open_project(ctx: click.Context) -> Project:
    """The project of --project. UsageError when there is none."""
    from netops import git
    from netops.project import Project

    return Project.discover(ctx.obj["project"], git.last_change)


def open_company(ctx: click.Context, *, quiet: bool = False, checked: bool = False, cached: bool = True) -> Company:
    """The company, validated. DataError with all problems; warnings go to stderr.

    `checked`: also when it breaks a rule; else stderr has the number of these errors and, unless `quiet`, the first of them. Without
    `cached` nothing of earlier runs is used.
    """
    from netops import validation
    from netops.commands._names import write_names

    project = open_project(ctx)
    with without_garbage_collector(), parallel_map_with_progress("validate") as parallel_map:
        company, result = validation.open_company(project, date.today(), validation.cache_of(project) if cached else None, parallel_map)
    if company is None:
        raise DataError(result.data)
    write_names(company)
    if not quiet:
        print_diagnostics(result.data)
    broken = only_errors(result.problems)
    if broken and checked:
        raise DataError(broken)
    if broken:
        print_diagnostics(broken[: 0 if quiet else FIRST_ERRORS])
        click.echo(f"this data breaks rules: {pluralize(len(broken), 'error')}, listed by netops validate", err=True)
    return company


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Show problems on stderr."""
    for diagnostic in diagnostics:
        with show_errors_despite_quiet(diagnostic):
            click.echo(str(diagnostic), err=True)


def show_errors_despite_quiet(problem: Diagnostic) -> AbstractContextManager[None]:
    """Within it an error is shown although `--quiet` drops everything else."""
    from netops.commands._quiet import real_streams

    return real_streams() if problem.severity == Severity.ERROR else nullcontext()


def make_report(ctx: click.Context, format_: str, function: str, *, verbose: bool = False) -> Any:
    """The report of --format: the company's, else netops' own; one that has `on`, for the screen of stdout.

    UsageError when there is none, or when it lacks the function that the command calls: `plan`, `deployment` or `drift`.
    """
    from netops import registry
    from netops.commands._terminal import make_screen
    from netops.report import KIND

    found = registry.load(KIND, format_, open_project(ctx).root)
    if not hasattr(found, function):
        raise UsageError(f"the report {format_} has no {function}", hint=f"define {function} in it, or choose another --format")
    return found.on(make_screen(ctx), verbose=verbose) if hasattr(found, "on") else found


def suggest_command(what: str, command: str) -> None:
    """Show on stderr which command comes next; with `--quiet` nothing, since the last line is the result."""
    from netops.commands._quiet import MutedStream

    if not isinstance(sys.stderr, MutedStream):
        click.secho(f"{what}: {command}", dim=True, err=True)


def select_targets(company: Company, options: TargetOptions) -> list[ConfigTarget]:
    """The targets that are named and that --limit selects; every target without both. UsageError when nothing is selected."""
    from netops.model.select import select_names
    from netops.model.select import select_targets as choose

    limit = options.limit
    chosen = choose(company, limit or "", options.all_targets or limit is None)
    return select_names(company, options.names, chosen) if options.names else chosen


def open_lab(project: Project, wanted: bool) -> Lab | None:
    """The running lab when --lab is given, after its banner. UsageError when none runs."""
    if not wanted:
        return None
    lab = running_lab(project)
    click.echo(lab.banner, err=True)
    return lab


def running_lab(project: Project) -> Lab:
    """The running lab. UsageError when none runs."""
    from netops.lab import load

    if lab := load(project):
        return lab
    raise UsageError("no lab is running", hint="start one: netops lab up")


def lab_is_up(project: Project) -> bool:
    """Whether a lab of this company runs."""
    from netops.lab import load

    return load(project) is not None


def show_json(kind: str, data: Any) -> None:
    """A JSON document on stdout: it starts with the version of its schema and its kind."""
    click.echo(json_text(kind, data), nl=False)


def json_text(kind: str, data: Any) -> str:
    """A JSON document: it starts with the version of its schema and its kind."""
    return json.dumps({"schema": JSON_SCHEMA_VERSION, "kind": kind, **data}, indent=2, ensure_ascii=False, default=str) + "\n"


def show_lines(ctx: click.Context, lines: Sequence[ScreenLine], *, err: bool = False) -> None:
    """Lines on stdout, fitted to it; with `err` on stderr as they are; nothing without lines."""
    from netops.commands._terminal import make_screen
    from netops.screen import PIPED

    if lines:
        click.echo((PIPED if err else make_screen(ctx)).show(lines), nl=False, err=err)


def show_table(ctx: click.Context, heads: Sequence[str], rows: Sequence[Sequence[str]], *, cut: Collection[int] = ()) -> None:
    """A table on stdout, nothing without rows. On a terminal the columns in `cut`, all but the first without it, are cut to its width."""
    from netops.commands._terminal import make_screen

    on = make_screen(ctx)
    if rows:
        click.echo(on.show(on.table(heads, rows, cut=cut or range(1, len(heads)))), nl=False)


def exit_unless_ok(code: ExitCode) -> None:
    """End the command with an exit code."""
    if code != ExitCode.OK:
        raise click.exceptions.Exit(int(code))


def confirm(question: str, yes: bool, declined: str = "nothing was sent") -> None:
    """Ask on the terminal, and end with exit code 7 when the answer is no: `declined` is what did not happen.

    Without a terminal, `--yes` is needed (exit 2).
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("no terminal to ask on", hint="look at the plan, then add --yes")
    if not ask(question, declined):
        click.echo(declined, err=True)
        exit_unless_ok(ExitCode.REFUSED)


def ask(question: str, interrupted: str) -> bool:
    """The answer of a person, asked on stderr: stdout is for results. Interrupted at Ctrl-C: `interrupted` is what did not happen."""
    from netops.commands._quiet import real_streams

    with real_streams():
        try:
            return click.confirm(question, err=True)
        except click.Abort:
            raise Interrupted(f"\ninterrupted: {interrupted}") from None


@contextmanager
def progress(label: str, total: int, leaves: str = "no device was changed") -> Iterator[Listener]:
    """A line of progress on a terminal's stderr, and in continuous integration a line now and then; elsewhere nothing.

    Interrupted at Ctrl-C, with what is done and not done; `leaves` is what else is certain then.
    """
    from netops.commands._progress import ProgressState, progress_line

    if total and _wants_progress():
        with progress_line(label, total, sys.stdout, sys.stderr) as line:
            try:
                yield line.listen
            except KeyboardInterrupt:
                raise _interrupted(line.state, leaves) from None
        return
    state = ProgressState(label, total)

    def listen(event: Event) -> None:
        nonlocal state
        state = state.after(event, 0)

    try:
        yield listen
    except KeyboardInterrupt:
        raise _interrupted(state, leaves) from None


def _interrupted(state: ProgressState, leaves: str) -> Interrupted:
    return Interrupted(f"interrupted: {state.interrupted()}" + (f"; {leaves}" if leaves else ""))


def _wants_progress() -> bool:
    return sys.stderr.isatty() or os.environ.get("CI", "") not in ("", "0", "false")


@contextmanager
def parallel_map_with_progress(label: str) -> Iterator[Callable[[Callable[[Any], Any], Iterable[Any]], list[Any]]]:
    """`map` over the cores of the processor, with a line of progress for each call of it, which counts sites and names the slowest."""
    from netops.commands._fork import parallel_map

    if not _wants_progress():
        yield parallel_map
        return
    from netops.commands._progress import progress_line

    def shown_map(work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        todo = list(items)
        if not todo:
            return []
        with progress_line(label, len(todo), sys.stdout, sys.stderr, unit="sites", ticks=False) as line:
            try:
                return parallel_map(work, todo, lambda number, seconds: line.finish(str(todo[number]), seconds))
            except KeyboardInterrupt:
                raise _interrupted(line.state, "no device was changed") from None

    yield shown_map


@contextmanager
def without_garbage_collector() -> Iterator[None]:
    """Without the garbage collector, which walks all data that is loaded again and again and finds nothing to free; nor later."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
