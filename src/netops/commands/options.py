"""Options that mean the same in every command, and the records that a command takes them in."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Container
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import click

from netops.commands._terminal import color_option

F = TypeVar("F", bound=Callable[..., Any])

SHORT = {"--format": "-f", "--limit": "-l", "--output": "-o", "--quiet": "-q", "--verbose": "-v", "--yes": "-y"}
"""The short form of a long option, in every command that has it."""


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """A click option that can also be given as NETOPS_<NAME>."""
    longest = max(names, key=len).lstrip("-").split("/")[0]
    settings.setdefault("envvar", f"NETOPS_{longest.replace('-', '_').upper()}")
    return click.option(*names, **settings)


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """Which targets a command is about, and how they are reached.

    `names` and `limit` narrow each other; with neither, every target is meant. `running`: what stands in for the devices, `live` for
    themselves. `timeout`: seconds until a device counts as hung.
    """

    names: tuple[str, ...] = ()
    limit: str | None = None
    all_targets: bool = False
    lab: bool = False
    workers: int | None = None
    timeout: float | None = None
    running: str = "live"


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """How a plan is applied, and what is permitted. `pause`: a person is asked between waves. `revert_after`: seconds until a device
    reverts by itself. `allow_devices`: exactly so many devices may change, `allow_removals`: exactly so many lines and devices may go.
    `strict`: a lab is treated as the real network.

    `skip_check`: health checks that are not made.
    """

    yes: bool = False
    max_failures: int = 0
    pause: bool = False
    revert_after: int = 120
    overwrite_manual: bool = False
    allow_devices: int | None = None
    allow_removals: int | None = None
    allow_risky: bool = False
    dirty: bool = False
    reason: str = ""
    ticket: str = ""
    emergency: str = ""
    strict: bool = False
    skip_check: tuple[str, ...] = ()
    html: Path | None = None


class OutputFile(click.Path):
    """A file to write, in a folder that exists: checked before the work is done."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(str(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"there is no folder {path.parent}", param, ctx)
        return path


def _with_color(format_option: Callable[[Any], Any]) -> Callable[[F], F]:
    """An option `--format`, and `--color` for what is shown as text."""

    def decorate(function: F) -> F:
        made: F = format_option(color_option(function))
        return made

    return decorate


html_report = option("--html", type=OutputFile(), help="Write a report for people here.")
output_format = _with_color(
    option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, envvar="NETOPS_FORMAT")
)
report_format = _with_color(
    option(
        "--format",
        "format_",
        metavar="FORMAT",
        default="text",
        show_default=True,
        help="text, json, html, markdown, or a report of the company's reports/.",
    )
)
objects_format = _with_color(
    option(
        "--format",
        "format_",
        metavar="FORMAT",
        default="text",
        show_default=True,
        help="text, json, and of objects of a KIND table, csv or yaml; of a plan html, markdown, or a report of the company's reports/.",
    )
)

force = option("--force", is_flag=True, help="Also when the data breaks rules (exit code 3 without it): its errors are warnings.")

limit_option = option("--limit", metavar="SELECTOR", help="Only these targets, such as 'site=ber,role=access,name=sw-*,!sw-12'.")
_SELECTION = (
    limit_option,
    option("--all", "all_targets", is_flag=True, help="Every target, when --limit is empty.", envvar="NETOPS_ALL"),
)
_FLEET = (
    option("--lab", is_flag=True, help="Talk to the running lab in place of the real devices."),
    option("--workers", type=click.IntRange(1, 500), default=None, help="Devices worked on at the same time."),
    option("--timeout", type=click.FloatRange(min=0.1), default=None, help="Seconds until a device counts as hung."),
)
_RUNNING = option(
    "--running",
    metavar="live|backup|DIR",
    default="live",
    show_default=True,
    help="What runs: the devices, their newest backups, or a folder of files NAME.cfg, .conf or .txt. Only live talks to devices.",
)
_WHY = (
    click.option("--dirty", is_flag=True, help="Also when files of the source of truth are not committed."),
    option("--reason", metavar="TEXT", default="", help="Why, for the plan and the journal."),
    option("--ticket", metavar="ID", default="", help="The ticket of the change, for the plan and the journal."),
)
_APPLY = (
    click.option("--yes", is_flag=True, help="Do not ask.", envvar="NETOPS_YES"),
    click.option(
        "--max-failures", type=click.IntRange(0), default=0, show_default=True, help="Go on to the next wave after this many failures."
    ),
    option("--pause", is_flag=True, help="Ask before each wave but the first, also where netops.yaml does not; needs a terminal."),
    click.option(
        "--revert-after",
        type=click.IntRange(10, 3600),
        default=120,
        show_default=True,
        help="Seconds until a device reverts by itself when the change is not confirmed.",
    ),
    click.option("--overwrite-manual", is_flag=True, help="Also take back what was changed by hand on a device."),
    click.option(
        "--allow-devices", type=click.IntRange(0), metavar="N", default=None, help="Change exactly N devices, more than guards allow."
    ),
    click.option(
        "--allow-removals",
        type=click.IntRange(0),
        metavar="N",
        default=None,
        help="Let exactly N lines and devices go that a guard protects; netops plan has the number.",
    ),
    click.option("--allow-risky", is_flag=True, help="Also what may cut netops off and has no timer, or whose partner is down."),
    *_WHY,
    click.option("--emergency", metavar="REASON", default="", help="Override windows, freezes and what else `deploy: {emergency:}` lists."),
    click.option("--strict", is_flag=True, help="Refuse in a lab what a real deploy would be refused for: windows, freezes, commits."),
    option("--skip-check", multiple=True, metavar="NAME", help="Do without this health check, such as bgp; may be given again."),
    html_report,
)


def target_options(*, metavar: str = "[NAME]...", fleet: bool = True, running: bool = False) -> Callable[[F], F]:
    """Arguments and options that select targets; the command takes them as `options: TargetOptions`.

    `metavar`: how --help shows the arguments. `fleet`: it talks to devices. `running`: files may stand in for them.
    """
    chosen = (
        click.argument("names", nargs=-1, metavar=metavar),
        *_SELECTION,
        *(_FLEET if fleet else ()),
        *((_RUNNING,) if running else ()),
    )
    return _collected("options", TargetOptions, chosen)


def _collected(argument: str, record: type, decorators: tuple[Callable[[Any], Any], ...]) -> Callable[[F], F]:
    """A decorator that adds options, and gives their values to the function as one record."""
    keys = {field.name for field in fields(record)}

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def call(*args: Any, **given: Any) -> Any:
            taken = {key: given.pop(key) for key in keys & given.keys()}
            return function(*args, **given, **{argument: record(**taken)})

        wrapped: Any = call
        for decorator in reversed(decorators):
            wrapped = decorator(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return decorate


fleet_options = _collected("options", TargetOptions, (*_SELECTION, *_FLEET))
"""How devices are selected and reached, for a command whose arguments are no targets."""
apply_options = _collected("applying", ApplyOptions, _APPLY)
rehearse_options = _collected("applying", ApplyOptions, _APPLY[1:])
"""What a rehearsal has of it: nobody is asked."""
plan_options = _collected("applying", ApplyOptions, (*_WHY, html_report))
"""What is given already when a plan is made, and where its page goes."""


def with_common_options(command: click.Command, called: str) -> click.Command:
    """The command, and each below it, with `--quiet`, with the short form of each option that has one, and with completion of names."""
    made = copy.copy(command)
    if isinstance(made, click.Group):
        made.commands = {name: with_common_options(each, name) for name, each in made.commands.items()}
        return made
    quiet = click.Option(["--quiet"], is_flag=True, envvar="NETOPS_QUIET", help="Print errors and the last line only.")
    taken = {name for param in command.params for name in param.opts}
    made.params = [_completed(_with_short(param, taken), called) for param in (*command.params, quiet)]
    made.callback = _quietly(command.callback) if command.callback else None
    return made


def _with_short(param: click.Parameter, taken: Container[str]) -> click.Parameter:
    """The parameter, with the short form of its name before the long one, where the command does not use that for another."""
    short = next((SHORT[name] for name in param.opts if name in SHORT), None)
    if short is None or short in param.opts or short in taken:
        return param
    made = copy.copy(param)
    made.opts = [short, *param.opts]
    return made


def _completed(param: click.Parameter, command: str) -> click.Parameter:
    """The parameter, with what a shell completes it to."""
    from netops.commands.complete import completion_of

    completion = completion_of(command, str(param.name))
    if completion is None:
        return param
    made = copy.copy(param)
    made.shell_complete = lambda ctx, incomplete: completion(ctx, made, incomplete)  # type: ignore[method-assign]
    return made


def _quietly(function: Callable[..., Any]) -> Callable[..., Any]:
    """A command that heeds `--quiet`. What is not text is a document: it is printed whole, and nothing beside it."""

    @functools.wraps(function)
    def call(*args: Any, quiet: bool, **given: Any) -> Any:
        if not quiet:
            return function(*args, **given)
        from netops.commands._quiet import muted_streams

        with muted_streams(results=given.get("format_", "text") == "text"):
            return function(*args, **given)

    return call
