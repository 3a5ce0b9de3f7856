"""`netops lab`: start a lab, show it, type on its targets, switch faults on, stop it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options
from netops.errors import DeviceError, ExitCode, UsageError, printable_text
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.lab import InitialConfigs, Lab
    from netops.model.company import Company, ConfigTarget


@click.group(epilog=common.help_epilog("netops lab up\nnetops deploy --lab --yes\nnetops lab down"))
def command() -> None:
    """A lab of the company: every target simulated in one process, or a part of it real in network namespaces."""


@command.command(epilog=common.help_epilog("netops lab up\nnetops lab up --from configs\nsudo netops lab up --real"))
@click.option("--real", is_flag=True, help="Real FRR, Samba, NFS, CUPS, ... in network namespaces (Linux, root).")
@click.option(
    "--from",
    "source",
    metavar="backup|DIR",
    help="Targets run their newest backups, or the files NAME.cfg, .conf or .txt of a folder; without it they are as new.",
)
@target_options(fleet=False)
@click.pass_context
def up(ctx: click.Context, real: bool, source: str | None, options: TargetOptions) -> None:
    """Start a lab and leave it running; a simulated one that runs gets the targets that it does not hold.

    With --from every line of a config is taken: lines that a simulator has behave as on a device, others are held as text in their
    section. Secrets that a file only names get values of the lab.
    """
    from netops import lab

    if real and source:
        raise UsageError("--from is for the simulated lab", hint="leave --real out")
    company = common.open_company(ctx)
    chosen = common.select_targets(company, options)
    configs = _configs(company, chosen, source) if source else None
    started = lab.start_lab(company, chosen, real, lambda message: click.echo(message, err=True), configs)
    click.echo(started.banner)
    _left_out(started)
    if configs:
        _show_held(configs, started.status()["targets"])
    click.echo(f"ready: {pluralize(len(started.targets), 'target')}; add --lab to a command to use them")


def _configs(company: Company, targets: Sequence[ConfigTarget], source: str) -> InitialConfigs:
    """The configs of targets, from their backups or a folder. A server or a queue without one is as new, a network device is left out."""
    from netops.commands._shared import config_files
    from netops.jobs.offline import read_config_file
    from netops.jobs.selection import files_of
    from netops.lab import InitialConfigs
    from netops.lab.simulators import simulator_of

    files = files_of(company, config_files(company.project, source, "--from"))
    texts, missing = {}, {}
    for target in targets:
        simulator, platform = simulator_of(target.platform), company.platform(target.platform)
        if not simulator or platform.spec.observed:
            continue
        try:
            texts[target.name] = read_config_file(files, target.name, platform)[0]
        except DeviceError as error:
            if simulator.is_network_device:
                missing[target.name] = error.message.removeprefix(f"{target.name}: ")
    return InitialConfigs(texts, missing)


def _show_held(configs: InitialConfigs, states: Mapping[str, Mapping[str, Any]]) -> None:
    """How much of each config has no behaviour in its simulator."""
    for name, text in configs.texts.items():
        click.echo(f"{name:<20} {pluralize(len(text.splitlines()), 'line')}, {states[name]['opaque_lines']} of them held as text")


@command.command(epilog=common.help_epilog("netops lab status\nnetops lab status --format json"))
@output_format
@click.pass_context
def status(ctx: click.Context, format_: str) -> None:
    """Show what runs, where it listens, and what each target has counted."""
    lab = common.running_lab(common.open_project(ctx))
    state = lab.status()
    if format_ == "json":
        common.show_json("lab", {"banner": lab.banner, "targets": {n: _shown(t) for n, t in lab.targets.items()}, "state": state})
        return
    click.echo(lab.banner)
    for name, target in lab.targets.items():
        counters = dict(state.get("targets", {}).get(name, {}))
        faults = [f"fault={_fault(*item)}" for item in counters.pop("faults", {}).items()]
        unreached = [f"not reached: {'; '.join(reasons)}" for reasons in [counters.pop("unreached", [])] if reasons]
        counted = " ".join([f"{key}={value}" for key, value in counters.items() if value] + faults + unreached)
        click.echo(f"{name:<20} {target.get('platform', ''):<14} {target['hostname']}:{target['port']:<6} {counted}".rstrip())
    _left_out(lab)


@command.command(epilog=common.help_epilog("netops lab down"))
@click.pass_context
def down(ctx: click.Context) -> None:
    """Stop the lab and remove what it left. Fine when none runs."""
    from netops import lab

    click.echo("the lab is down" if lab.stop_lab(common.open_project(ctx)) else "no lab was running")


@command.command(
    "exec",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    epilog=common.help_epilog(
        'netops lab exec ber-acc-1 "configure terminal" "ntp server 192.0.2.66"\n'
        'netops lab exec muc-rtr-1 "set system ntp server 192.0.2.66"\n'
        'netops lab exec ber-core-1 "show running-config"'
    ),
)
@click.argument("name")
@click.argument("commands", nargs=-1, required=True, metavar="COMMAND...")
@click.pass_context
def exec_(ctx: click.Context, name: str, commands: tuple[str, ...]) -> None:
    """Type on a target as a person would, behind netops' back: each COMMAND is a line, on a server a word of one command."""
    typed = common.running_lab(common.open_project(ctx)).exec(name, commands)
    if typed.output:
        click.echo(printable_text(typed.output.rstrip("\n")))
    if not typed.ok:
        common.exit_unless_ok(ExitCode.DEVICES)


@command.command(
    epilog=common.help_epilog(
        'netops lab fault ber-acc-1 refuse_line "^ntp server 192.0.2"\nnetops lab fault ber-core-1 hang\nnetops lab fault ber-core-1'
    )
)
@click.argument("name")
@click.argument("kind", required=False, default="")
@click.argument("argument", required=False, default="")
@click.pass_context
def fault(ctx: click.Context, name: str, kind: str, argument: str) -> None:
    """Switch a fault of a simulated target on; without a KIND, switch all its faults off.

    \b
    refuse_line REGEX  every line of a config that matches is refused
    commit_fail        a commit is refused, and nothing changes
    wrong_password     no login is accepted
    hang [REGEX]       nothing is answered any more (to a request that matches)
    close [REGEX]      the connection is cut at the next request (that matches)
    lose [REGEX]       the next request (that matches) is carried out, and the connection cut in place of its answer
    """
    on = common.running_lab(common.open_project(ctx)).fault(name, kind, argument)
    click.echo(f"{name}: {', '.join(_fault(*item) for item in on.items()) or 'no faults'}")


def _fault(kind: str, value: object) -> str:
    return kind if value is True else f"{kind} {value}"


@command.group(invoke_without_command=True, epilog=common.help_epilog("netops lab clock show\nnetops lab clock advance 600"))
@click.pass_context
def clock(ctx: click.Context) -> None:
    """Show or move the clock of a simulated lab; revert timers follow it."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@clock.command(epilog=common.help_epilog("netops lab clock show"))
@click.pass_context
def show(ctx: click.Context) -> None:
    """Show the lab's time."""
    _show_time(common.running_lab(common.open_project(ctx)).clock())


@clock.command(epilog=common.help_epilog("netops lab clock advance 600"))
@click.argument("seconds", type=click.FloatRange(min=0))
@click.pass_context
def advance(ctx: click.Context, seconds: float) -> None:
    """Move the lab's clock; timers on the way fire before this returns."""
    _show_time(common.running_lab(common.open_project(ctx)).advance(seconds))


def _show_time(time: Mapping[str, float]) -> None:
    from datetime import UTC, datetime

    click.echo(f"{datetime.fromtimestamp(time['now'], UTC):%Y-%m-%d %H:%M:%S} UTC, {time['advanced_s']:g} s ahead of real time")


def _left_out(lab: Lab) -> None:
    for reason, number in Counter(lab.skipped.values()).items():
        click.echo(f"left out: {pluralize(number, 'target')}: {reason}")


def _shown(target: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of targets.json without its password."""
    return {key: value for key, value in target.items() if key != "password"}
