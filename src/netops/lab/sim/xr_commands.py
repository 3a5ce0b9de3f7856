"""The commands of a simulated IOS XR device in exec and config mode, as two tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netops.lab.sim import xr_show
from netops.lab.sim.cisco_cli import Commands, compile_commands, ignore_command, leave_mode, set_length, show_command
from netops.lab.sim.xr import Session

if TYPE_CHECKING:
    from netops.lab.sim.xr_cli import XrCli

REPLACES = (
    "This commit will replace or remove the entire running configuration. This\noperation can be service affecting.\n"
    "Do you wish to proceed? [no]: "
)
OTHERS = (
    "One or more commits have occurred from other\nconfiguration sessions since this session started\n"
    "or since the last commit was made from this session.\n"
    "You can use the 'show configuration commit changes' command\nto browse the changes.\n"
    "Do you wish to proceed with this commit anyway? [no]: "
)


def _configure(cli: XrCli, match: re.Match[str]) -> str:
    opened = cli.device.configure(cli.user, cli.line, exclusive="excl" in match[0])
    if isinstance(opened, str):
        return cli.fail(f"{xr_show.sessions(cli.device)}\n{opened}")
    cli.session = opened
    return ""


def _roll_back(cli: XrCli, match: re.Match[str]) -> str:
    said = cli.device.roll_back(cli.user)
    cli.failed = said.startswith("%")
    return f"\n{said}"


def _failed(cli: XrCli, match: re.Match[str]) -> str:
    return cli.failures or "% No such configuration item(s)"


COMMANDS: Commands = compile_commands(
    (r"exit|logout|quit", leave_mode),
    (r"ter(minal)? (width|monitor|exec) .*", ignore_command),
    (r"ter(m|minal)? len(gth)? (?P<lines>\d+)", set_length),
    (r"conf(igure)?( t(erminal)?| excl(usive)?)?", _configure),
    (r"rollback configuration last 1", _roll_back),
    (r"sh(ow)? run(ning-config)?", lambda cli, match: cli.device.shown(cli.device.running)),
    (r"sh(ow)? run(ning-config)? (?P<line>\S.*)", lambda cli, match: xr_show.running_config_part(cli.device, match["line"])),
    (r"show configuration sessions detail", show_command(xr_show.sessions_detail)),
    (r"show configuration sessions", show_command(xr_show.sessions)),
    (r"show configuration commit list( \d+)?", lambda cli, match: xr_show.commits(cli.device, int(match[1] or 100))),
    (r"show configuration failed.*", _failed),
    (r"sh(ow)? ver(sion)?", show_command(xr_show.version)),
    (r"show inventory.*", show_command(xr_show.inventory)),
    (r"sh(ow)? int(erfaces)?", show_command(xr_show.interfaces)),
    (r"show lldp neighbors detail", show_command(xr_show.lldp_detail)),
    (r"show arp", show_command(xr_show.arp)),
    (r"show route summary", show_command(xr_show.routes)),
    (r"show clock|show (ospf neighbor|isis neighbors|bgp all all summary)", ignore_command),
)


def _exit(cli: XrCli, session: Session, match: re.Match[str]) -> str:
    assert session.editor is not None
    if not session.editor.path:
        return cli.end()
    session.editor.feed("exit")
    session.typed.append(("exit", ""))
    return ""


def _root(cli: XrCli, session: Session, match: re.Match[str]) -> str:
    assert session.editor is not None
    session.editor.path = []
    session.typed.append(("root", ""))
    return ""


def _clear(cli: XrCli, session: Session, match: re.Match[str]) -> str:
    cli.device.clear(session)
    return ""


def _commit(cli: XrCli, session: Session, match: re.Match[str]) -> str:
    """`commit`: with a question where everything is replaced, or somebody else has committed meanwhile."""
    replaces = match["replace"] is not None
    seconds = int(match["seconds"] or 0) or int(match["minutes"] or 0) * 60 or (600 if match["confirmed"] else None)
    if seconds is not None and not 30 <= seconds <= 65_535:
        return cli.fail("% Invalid input detected at '^' marker.")

    def apply(answer: str) -> str:
        return cli.commit(session, replaces=replaces, seconds=seconds) if answer.lower().startswith("y") else ""

    if session.typed and cli.device.others_committed(session):
        return cli.ask(OTHERS, apply)
    return cli.ask(REPLACES, apply) if replaces and session.typed else apply("y")


def _merged(cli: XrCli, session: Session, match: re.Match[str]) -> str:
    return cli.device.target_shown(cli.device.merged(session))


ConfigHandler = Callable[["XrCli", Session, re.Match[str]], str]
CONFIG_COMMANDS: Sequence[tuple[re.Pattern[str], ConfigHandler]] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"end", lambda cli, session, match: cli.end()),
        (r"abort", lambda cli, session, match: cli.abort()),
        (r"exit", _exit),
        (r"root", _root),
        (r"end-(class-map|policy-map)", _root),
        (r"clear", _clear),
        (
            r"commit(?P<replace> replace)?(?P<confirmed> confirmed( (?P<seconds>\d+)| minutes (?P<minutes>\d+))?)?( (label|comment) .*)?",
            _commit,
        ),
        (r"show configuration", lambda cli, session, match: cli.device.target_shown(session.target)),
        (r"show configuration merge", _merged),
        (r"show configuration changes diff", lambda cli, session, match: cli.device.difference(session.target)),
        (r"show commit changes diff", lambda cli, session, match: cli.device.difference(cli.device.merged(session))),
        (r"show configuration failed.*", lambda cli, session, match: _failed(cli, match)),
        (r"show running-config", lambda cli, session, match: cli.device.shown(cli.device.running)),
    )
)
