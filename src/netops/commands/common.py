"""What commands share: the options that mean the same everywhere, opening the company, telling progress, ending with a code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from netops.errors import DataError, Diagnostic, ExitCode, UsageError, errors
from netops.events import Event, Listener

if TYPE_CHECKING:
    from netops.cache import Cache
    from netops.lab import Lab
    from netops.model.company import Company, Target
    from netops.project import Project

F = TypeVar("F", bound=Callable[..., Any])
JSON_SCHEMA_VERSION = 1


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """A click option that can also be given as netops<NAME>."""
    longest = max(names, key=len).lstrip("-").split("/")[0]
    settings.setdefault("envvar", f"NETOPS_{longest.replace('-', '_').upper()}")
    return click.option(*names, **settings)


def combined(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


selection = combined(
    option("--limit", metavar="SELECTOR", help="Only these targets, such as 'site=ber,role=access,name=sw-*,!sw-12'."),
    option("--all", "all_", is_flag=True, help="Every target, when --limit is empty.", envvar="NETOPS_ALL"),
)
output_format = option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, envvar="NETOPS_FORMAT"
)
report_format = option(
    "--format",
    "format_",
    metavar="FORMAT",
    default="text",
    show_default=True,
    help="text, json, html, or a report of the company's reports/.",
)
fleet = combined(
    option("--lab", is_flag=True, help="Talk to the running lab in place of the real devices."),
    option("--workers", type=click.IntRange(1, 500), default=None, help="Devices worked on at the same time."),
    option("--timeout", type=click.FloatRange(min=0.1), default=None, help="Seconds until a device counts as hung."),
)


running = option(
    "--running",
    metavar="live|backup|DIR",
    default="live",
    show_default=True,
    help="What runs: the devices, their newest backups, or a folder of files NAME.cfg, .conf or .txt. Only live talks to devices.",
)


class OutputFile(click.Path):
    """A file to write, in a folder that is there: found out before the work is done that it is to tell of."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(str(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"there is no folder {path.parent}", param, ctx)
        return path


html_report = option("--html", type=OutputFile(), help="Write a report for people here.")


def write(path: Path, text: str) -> None:
    """Write a result to a file. UsageError when that is not possible."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def write_report(path: Path | None, text: Callable[[], str]) -> None:
    """Write a report where `--html` says, if it says."""
    if path:
        write(path, text())
        click.echo(f"report: {path}", err=True)


def example(text: str) -> str:
    """The epilog that ends a command's --help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in text.strip().splitlines())


def open_project(ctx: click.Context) -> Project:
    """The project of --project. UsageError when there is none."""
    from netops.project import Project

    return Project.discover(ctx.obj["project"])


def open_company(ctx: click.Context, *, quiet: bool = False, checked: bool = False) -> Company:
    """The company, validated. DataError with all problems; warnings go to stderr. `checked`: also when it breaks a rule."""
    from netops import validation
    from netops.commands._fork import spread

    project = open_project(ctx)
    with no_collection():
        company, result = validation.open_company(project, date.today(), cache_of(project), spread)
    if company is None:
        raise DataError(result.data)
    if not quiet:
        warn(result.data)
    broken = errors(result.problems) if checked else []
    if broken:
        raise DataError(broken)
    return company


def cache_of(project: Project) -> Cache:
    """What is kept of the sites that were judged before."""
    from netops.cache import Cache

    return Cache(project.state_dir / "cache" / "validate")


def number(count: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {word}{'s' * (count != 1)}"


def warn(diagnostics: Iterable[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        click.echo(str(diagnostic), err=True)


def report(ctx: click.Context, format_: str) -> Any:
    """The report of --format: the company's, else netops' own. UsageError when there is none."""
    from netops import registry
    from netops.report import KIND

    return registry.load(KIND, format_, open_project(ctx).root)


def select(company: Company, limit: str | None, all_: bool) -> list[Target]:
    """The targets of --limit; every target when --limit is not given at all. UsageError when nothing is selected."""
    from netops.model.select import select as choose

    return choose(company, limit if limit is not None else "", all_ or limit is None)


def open_lab(project: Project, wanted: bool) -> Lab | None:
    """The running lab when --lab is given, after telling what it simulates. UsageError when none runs."""
    if not wanted:
        return None
    from netops.lab import load

    lab = load(project)
    if lab is None:
        raise UsageError("no lab is running", hint="start one: netops lab up")
    click.echo(lab.banner, err=True)
    return lab


def show_json(kind: str, data: Any) -> None:
    """A JSON document on stdout: it starts with the version of its schema and its kind."""
    click.echo(json.dumps({"schema": JSON_SCHEMA_VERSION, "kind": kind, **data}, indent=2, ensure_ascii=False, default=str))


def finish(code: ExitCode) -> None:
    """End the command with an exit code."""
    if code != ExitCode.OK:
        raise click.exceptions.Exit(int(code))


def confirm(question: str, yes: bool) -> None:
    """Ask on the terminal, on stderr: stdout is for results. Without a terminal, `--yes` is needed (exit 2)."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("no terminal to ask on", hint="look at the plan, then add --yes")
    click.confirm(question, abort=True, err=True)


@contextmanager
def progress(label: str, total: int) -> Iterator[Listener]:
    """A progress bar on a terminal's stderr; elsewhere nothing."""
    if not sys.stderr.isatty() or total == 0:
        yield lambda event: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[last]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, last="")

        def listen(event: Event) -> None:
            bar.update(task, advance=1 if event.kind == "result" else 0, last=f"{event.target} {event.message}".strip())

        yield listen


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the garbage collector, which walks all data that is loaded again and again and finds nothing to free."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
