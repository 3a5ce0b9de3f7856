"""The terminal of a command: `--color`, the variables that speak about colours, and the screen that results go to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from netops.screen import PIPED, Screen

F = TypeVar("F", bound=Callable[..., Any])


def _choose(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Decide about colours for a command and all that click prints in it; what is given last, nearest to the command, counts."""
    if value is not None or ctx.parent is None:
        ctx.color = ctx.find_root().color = forced_color(value or "auto", os.environ)


def color_option(function: F) -> F:
    """The option `--color`."""
    decorate = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default=None,
        expose_value=False,
        callback=_choose,
        envvar="NETOPS_COLOR",
        help="Colours: auto is on a terminal only; NO_COLOR and CLICOLOR_FORCE are heeded.",
    )
    return decorate(function)


def forced_color(choice: str, environment: os._Environ[str] | dict[str, str]) -> bool | None:
    """Whether colours are forced or forbidden; None where each stream decides. An option goes before the variables.

    https://no-color.org, https://bixense.com/clicolors: a variable counts where it is not empty, and CLICOLOR_FORCE where it is not 0.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return True if environment.get("CLICOLOR_FORCE", "0") not in ("", "0") else None


def make_screen(ctx: click.Context) -> Screen:
    """The screen that stdout is: its width where it is a terminal, and colours where they are wanted."""
    is_terminal = sys.stdout.isatty()
    colour = is_terminal if ctx.color is None else ctx.color
    width = shutil.get_terminal_size().columns if is_terminal else None
    return Screen(width, colour) if is_terminal or colour else PIPED
