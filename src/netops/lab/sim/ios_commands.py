"""The exec commands of a simulated IOS device that NAPALM, netmiko and people use, as a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from netops.lab.sim import ios_show
from netops.lab.sim.cisco_cli import Commands, Handler, compile_commands, ignore_command, leave_mode, set_length, show_command
from netops.lab.sim.ios import error_message

if TYPE_CHECKING:
    from netops.lab.sim.ios_cli import IosCli


def _quiet(cli: IosCli) -> bool:
    return cli.device.has_line("file prompt quiet")


def _copy_to(cli: IosCli, path: str, text: str) -> str:
    """Writes a file after the question that `file prompt quiet` switches off."""

    def write(answer: str) -> str:
        target = f"flash:{answer}" if answer else path
        cli.device.write(target, text)
        return f"{len(text)} bytes copied in 0.120 secs ({len(text)} bytes/sec)"

    return write("") if _quiet(cli) else cli.ask(f"Destination filename [{cli.device.file(path)}]? ", write)


def _copy_running(cli: IosCli, match: re.Match[str]) -> str:
    return _copy_to(cli, match["path"], cli.device.text(cli.device.running))


def _copy_null(cli: IosCli, match: re.Match[str]) -> str:
    return _copy_to(cli, match["path"], "")


def _copy_into_running(cli: IosCli, path: str, text: str) -> str:
    def merge(_: str) -> str:
        lines = [f"{error.line}\n{error_message(error)}" for error in cli.device.merge(text)]
        cli.failed = bool(lines)
        return "\n".join([*lines, f"{len(text)} bytes copied in 0.120 secs ({len(text)} bytes/sec)"])

    return merge("") if _quiet(cli) else cli.ask("Destination filename [running-config]? ", merge)


def _replace(cli: IosCli, match: re.Match[str]) -> str:
    """`configure replace`: with a timer only where there is an archive, with a question unless forced."""
    text, options = cli.device.read(match["path"]), match["options"]
    timer = re.search(r"\b(?:timer|time) (\d+)", options)
    if text is None:
        return cli.fail(f"%Error opening {match['path']} (No such file or directory)")
    if not text.strip():
        return cli.fail("%The input file is not a valid config file.")
    if "revert" in options and not cli.device.archiving:
        return cli.fail("%Please turn config archive on")

    def apply(answer: str) -> str:
        if not answer.lower().startswith("y"):
            return ""
        refused = cli.device.replace(
            text,
            owner=cli.user,
            revert_after_s=int(timer[1]) * 60 if timer else None,
            undo_on_error="revert trigger error" in options,
        )
        cli.failed = bool(refused)
        head = f"Rollback Confirmed Change: Backing up current running config, timer {timer[1]} minutes\n" if timer else ""
        return head + _replaced([f"{error.line}\n{error_message(error)}" for error in refused], "revert trigger error" in options)

    if "force" in options:
        return apply("y")
    return cli.ask("This will apply all necessary additions and deletions\nto replace the current running configuration. [no]: ", apply)


def _replaced(complaints: list[str], undone: bool) -> str:
    if not complaints:
        return "\nTotal number of passes: 1\nRollback Done\n"
    if undone:
        return "\n".join([*complaints, "Rollback failed", "The original configuration has been successfully restored."])
    return "\n".join(["The following commands are failing to apply to the IOS image.", *complaints, "Rollback aborted after 5 passes"])


def _confirm(cli: IosCli, match: re.Match[str]) -> str:
    return "" if cli.device.confirm() else cli.fail("%No Rollback Confirmed Change pending")


def _revert(cli: IosCli, match: re.Match[str]) -> str:
    if not cli.device.revert():
        return cli.fail("%No Rollback Confirmed Change pending")
    return "Rollback Confirmed Change: rolling back\n\nTotal number of passes: 1\nRollback Done\n"


def _configure(cli: IosCli, match: re.Match[str]) -> str:
    cli.configure()
    return "Enter configuration commands, one per line.  End with CNTL/Z."


def _configure_timed(cli: IosCli, match: re.Match[str]) -> str:
    if not cli.device.archiving:
        return cli.fail("%Please turn config archive on")
    cli.device.start_timer(cli.device.running.copy(), cli.user, int(match["minutes"]) * 60)
    cli.configure()
    return (
        "Rollback Confirmed Change: Backing up current running config to flash:archive\n\n"
        "Enter configuration commands, one per line.  End with CNTL/Z."
    )


def _save(cli: IosCli, match: re.Match[str]) -> str:
    cli.device.save()
    return "Building configuration...\n[OK]"


def _reads(use: Callable[[IosCli, str, str], str], error_message: str = "%Error opening {} (No such file or directory)") -> Handler:
    """A command on a file of the flash: `use` gets its path and its text."""

    def run(cli: IosCli, match: re.Match[str]) -> str:
        text = cli.device.read(match["path"])
        return cli.fail(error_message.format(match["path"])) if text is None else use(cli, match["path"], text)

    return run


def _verified(cli: IosCli, path: str, text: str) -> str:
    return f"....Done!\nverify /md5 ({path}) = {cli.device.md5(path)}\n"


def _delete(cli: IosCli, match: re.Match[str]) -> str:
    gone = cli.device.flash.pop(cli.device.file(match["path"]), None)
    return "" if gone is not None else cli.fail(f"%Error deleting {match['path']} (No such file or directory)")


def _differences(cli: IosCli, path: str, text: str) -> str:
    return cli.device.differences(text)


def _incremental(cli: IosCli, path: str, text: str) -> str:
    return cli.device.incremental(text)


CLOSED = "%Error: {} cannot be opened"
COMMANDS: Commands = compile_commands(
    (r"exit|logout|quit", leave_mode),
    (r"en(able)?|ter(minal)? (width|monitor|no monitor).*", ignore_command),
    (r"ter(m|minal)? len(gth)? (?P<lines>\d+)", set_length),
    (r"conf(igure)?( t(erminal)?)?", _configure),
    (r"configure terminal revert timer (?P<minutes>\d+)", _configure_timed),
    (r"configure replace (?P<path>\S+)(?P<options>.*)", _replace),
    (r"configure confirm", _confirm),
    (r"configure revert now", _revert),
    (r"wr(ite)?( mem(ory)?)?|copy run(ning-config)? start(up-config)?", _save),
    (r"copy running-config (?P<path>\w+:\S+)", _copy_running),
    (r"copy null: (?P<path>\w+:\S+)", _copy_null),
    (r"copy (?P<path>\w+:\S+) running-config", _reads(_copy_into_running)),
    (r"verify /md5 (?P<path>\S+)", _reads(_verified)),
    (r"more (?P<path>\S+)", _reads(lambda cli, path, text: text)),
    (r"delete (/force )?(?P<path>\S+)", _delete),
    (r"dir( (?P<path>\S+))?", lambda cli, match: ios_show.directory(cli.device, match["path"] or "flash:/")),
    (r"sh(ow)? run(ning-config)?( all)?", lambda cli, match: cli.device.shown(cli.device.running)),
    (
        r"sh(ow)? start(up-config)?",
        lambda cli, match: f"Using 4096 out of 2097152 bytes\n!\n{cli.device.text(cli.device.startup)}",
    ),
    (
        r"show archive config differences system:/?running-config (?P<path>\S+)",
        _reads(_differences, CLOSED),
    ),
    (
        r"show archive config incremental-diffs (?P<path>\S+)( ignorecase)?",
        _reads(_incremental, CLOSED),
    ),
    (r"show archive config rollback timer", show_command(ios_show.rollback_timer)),
    (r"show archive", show_command(ios_show.archive)),
    (r"sh(ow)? ver(sion)?", show_command(ios_show.version)),
    (r"show hosts", show_command(ios_show.hosts)),
    (r"sh(ow)? ip int(erface)? br(ief)?", show_command(ios_show.ip_brief)),
    (r"sh(ow)? int(erfaces)?", show_command(ios_show.interfaces)),
    (r"sh(ow)? lldp nei(ghbors)?( detail)?", show_command(ios_show.lldp_detail)),
    (r"sh(ow)? (ip )?arp( \| exclude Incomplete)?", show_command(ios_show.arp)),
    (r"sh(ow)? mac[- ]address-table", show_command(ios_show.mac_table)),
    (r"sh(ow)? ip route summary", show_command(ios_show.routes)),
    (r"show (ip ospf neighbor|isis neighbors)", ignore_command),
    (r"show bgp all summary", lambda cli, match: "% BGP not active"),
)
