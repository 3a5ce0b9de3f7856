"""The command line: a table of commands, each in a file of its own under `commands/`, imported only when called."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys

import click

from netops import __version__
from netops.commands._terminal import color_option
from netops.errors import ExitCode, Interrupted, NetopsError

DOCUMENTATION = "https://github.com/netops-as-code/netops/tree/main/docs"
COMMANDS: dict[str, dict[str, str]] = {
    "Source of truth": {
        "init": "Start a company: write netops.yaml and a small inventory into DIR.",
        "import": "Bring an existing network in: configs become a company whose first plan is empty.",
        "migrate": "Turn raw lines into data where a noun can say them now.",
        "eject": "Copy one bundled template, schema or task into the company to change it.",
        "validate": "Read, merge and check the whole source of truth; report every problem.",
        "fmt": "List what is untidy in the source of truth; with --fix, tidy it up.",
        "rules": "List the rules that validate runs, those about a word, or show one in full.",
        "test": "Run the cases beside the company's own templates, rules and platforms.",
        "schema": "List the keys of a noun with types, defaults and examples.",
        "show": "Show objects of the source of truth, or what a plan file would do.",
        "find": "Find an address, a prefix, a MAC address, a host, a serial number or a text.",
        "lifecycle": "Report when support and hardware end, what comes after, and what it costs by year.",
        "explain": "Show which file and layer set a value, and which were overridden.",
        "why": "Show where lines of a rendered configuration come from.",
        "uses": "Show which rendered lines a YAML line affects.",
        "manage": "Say what of a device netops owns, or list what can be owned on each platform.",
        "coverage": "Show keys that nothing reads, fields not rendered, and branches of templates not taken.",
    },
    "Configurations": {
        "review": "Show what a change does: objects, findings, and the lines that each target gets.",
        "compare": "Compare two revisions of the company as review does.",
        "render": "Render the intended configuration of each target. Needs no device, network or secret.",
        "grep": "Search the lines of configs, and show each with the section that it is in.",
        "diff": "Compare what a target runs with what is intended.",
        "plan": "Compute what a deploy would do, and write it to a plan file.",
        "rehearse": "Try a plan file and its rollback in a private lab that runs what the plan was made for.",
        "approve": "Sign a plan file, where the company wants plans signed.",
        "deploy": "Apply a plan, or plan and apply in one go.",
        "rollback": "Bring the targets of a run back to what they ran before it.",
        "drift": "Report where devices have left the source of truth, and why.",
        "adopt": "Take a change that somebody made on a device by hand into its YAML file.",
        "history": "List runs of the past, or show one.",
    },
    "Devices": {
        "backup": "Save the running configuration of each target, without secrets.",
        "exec": "Run show commands on devices.",
        "replace": "Prepare the replacement of a broken device by another of its kind.",
        "run": "Run a nornir task from tasks/ on devices.",
        "completion": "Print what makes bash, zsh or fish complete commands and names.",
        "platform": "List the platforms, and check on a device that netops can work with one.",
        "doctor": "Check a set-up: this machine, the company's folder, and the way to the devices.",
        "lab": "Start, stop and poke a lab of simulated or real targets.",
    },
    "Help": {
        "docs": "Read the documentation: a start, how-to, reference, explanation.",
    },
}


MODULES = {"import": "import_"}
"""Commands whose name is a word of Python, and their modules."""


ALLOCATIONS = 50_000
"""So many objects more than before make the garbage collector look for cycles: with Python's 700 it walks a company again and again."""


class LazyGroup(click.Group):
    """Commands by name from the table; the module is imported when its command is called, so `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for section in COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        from netops.commands.options import with_common_options

        module = importlib.import_module(f"netops.commands.{MODULES.get(cmd_name, cmd_name)}")
        return with_common_options(module.command, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        if args and not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.list_commands(ctx), 1)
            ctx.fail(f"no command {args[0]!r}" + (f", did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, commands in COMMANDS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Example"):
            formatter.write_text("netops validate && netops plan -o change.plan && netops deploy change.plan")
        with formatter.section("Documentation"):
            formatter.write_text(f"netops docs, or {DOCUMENTATION}")


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "NETOPS", "max_content_width": 120}
)
@click.option("-C", "--project", metavar="DIR", default=".", help="Folder of the company, or one below it.", show_default=True)
@color_option
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, "-V", "--version", prog_name="netops")
@click.pass_context
def cli(ctx: click.Context, project: str, debug: bool) -> None:
    """Configuration as code for everything that IT runs: network devices, servers, printers, shared storage.

    Exit codes: 0 fine, 2 usage, 3 invalid data, 4 differences (with --exit-code), 5 devices failed, 6 stale plan,
    7 refused, 130 interrupted, 1 a bug in netops.
    """
    ctx.obj = {"project": project, "debug": debug}


def main(args: list[str] | None = None) -> None:
    """Entry point: runs a command and ends the process with its exit code. SIGTERM interrupts as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.set_threshold(ALLOCATIONS, 20, 50)
    sys.exit(run(args))


def run(args: list[str] | None = None) -> int:
    """The exit code of the command line `args`; every error is printed on stderr, none escapes."""
    try:
        code = cli.main(args, prog_name="netops", standalone_mode=False)
        return int(code or ExitCode.OK)
    except Interrupted as error:
        click.echo(error.message, err=True)
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.MissingParameter) and (names := _possible(error)):
            click.echo(f"    hint: {names}", err=True)
        return ExitCode.USAGE
    except NetopsError as error:
        if _debugging(args):
            raise
        click.echo(f"error: {error}" if not getattr(error, "diagnostics", ()) else str(error), err=True)
        return error.exit_code
    except SystemExit as error:  # click's answer to a reader that has gone, as in `netops render | head`, or the end of a completion
        return ExitCode.INTERRUPTED if error.code else ExitCode.OK
    except Exception as error:
        if _debugging(args):
            raise
        if isinstance(error, ModuleNotFoundError) and (reason := _module_missing(error.name or "")):
            click.echo(f"error: {reason}", err=True)
            return ExitCode.USAGE
        if isinstance(error, OSError) and error.filename:
            click.echo(f"error: {error.filename}: {error.strerror}\n    hint: give a path that this user can read or write", err=True)
            return ExitCode.USAGE
        click.echo(f"a bug in netops: {type(error).__name__}: {error}\n    hint: run again with --debug and report the traceback", err=True)
        return ExitCode.BUG


def _possible(error: click.MissingParameter) -> str:
    """What a missing argument can be, as a shell would complete it; empty where nothing is known of it."""
    from netops.messages import first_few

    if not error.ctx or not isinstance(error.param, click.Argument):
        return ""
    names = [found.value for found in error.param.shell_complete(error.ctx, "") if found.type == "plain"]
    return f"{error.param.make_metavar(error.ctx)} can be {first_few(names)}" if names else ""


def _module_missing(name: str) -> str:
    """The message for a module of an extra, or of Python itself on another system; empty for any other."""
    from netops import extras

    if extra := extras.extra_of(name):
        return str(extras.not_installed("this", [name], [extra]))
    if name.split(".")[0] in sys.stdlib_module_names:
        return f"this system has no {name}, which this command needs\n    hint: run it on Linux or macOS; every other command works here"
    return ""


def _debugging(args: list[str] | None) -> bool:
    return "--debug" in (sys.argv[1:] if args is None else args) or os.environ.get("NETOPS_DEBUG", "") not in ("", "0")
