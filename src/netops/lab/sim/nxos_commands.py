"""The exec commands of a simulated NX-OS device that NAPALM, netmiko and people use, as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from netops.lab.sim import nxos_show
from netops.lab.sim.cisco_cli import Commands, Handler, compile_commands, ignore_command, leave_mode, set_length, show_command
from netops.lab.sim.nxos import NxosDevice, rollback_log_entry
from netops.lab.sim.tree import LineRejected, diff_commands

if TYPE_CHECKING:
    from netops.lab.sim.nxos_cli import NxosCli

ADVISORY = (
    "ADVISORY: Rollback operation started...\nModifying running configuration from another VSH terminal in parallel\n"
    "is not recommended, as this may lead to Rollback failure.\n\nCollecting Running-Config\n"
)
CHECKED = "Version match between user file and running configuration.\nPre-check for User config PASSED"
REPLACING = (
    "ADVISORY: Config Replace operation started...\nModifying running configuration from another VSH terminal in parallel\n"
    "is not recommended, as this may lead to Config Replace failure.\n\nCollecting Running-Config"
)
SEE_LOG = "Please run 'show config-replace log exec' to see if there is any configuration that requires reload to take effect."
REPLACED = f"Configure replace completed successfully. {SEE_LOG}"
SAVED = "[########################################] 100%\nCopy complete, now saving to disk (please wait)...\nCopy complete."


def _checkpoint(cli: NxosCli, match: re.Match[str]) -> str:
    """`checkpoint file`: asks before it overwrites one."""

    def write(answer: str) -> str:
        if answer.lower().startswith("y"):
            cli.device.checkpoint(match["path"])
        return "Done"

    exists = cli.device.read(match["path"]) is not None
    return cli.ask("File already exists. Do you want to override it (y/n)?  [n] ", write) if exists else write("y")


def _delete(cli: NxosCli, match: re.Match[str]) -> str:
    name = cli.device.file(match["path"])
    if name not in cli.device.flash:
        return cli.fail("No such file or directory")

    def delete(answer: str) -> str:
        if answer.lower().startswith("y") or not answer:
            del cli.device.flash[name]
        return ""

    return delete("y") if match["quiet"] else cli.ask(f'Do you want to delete "/{name}" ? (yes/no/abort)   [y] ', delete)


def _difference(cli: NxosCli, match: re.Match[str]) -> str:
    """`show diff rollback-patch`: the commands that lead from the first file to the second."""
    device = cli.device
    for path in (match["old"], match["new"]):
        if not device.is_checkpoint(path):
            return cli.fail(_no_checkpoint(path))
    old, new = (device.parse_known_lines(device.read(path) or "") for path in (match["old"], match["new"]))
    lines = list(diff_commands(old, new))
    return "\n".join(["Collecting Running-Config", "Generating Rollback Patch", *(lines or ["Rollback Patch is Empty"])])


def _rollback(cli: NxosCli, match: re.Match[str]) -> str:
    device = cli.device
    if not device.is_checkpoint(match["path"]):
        return cli.fail(f"{_no_checkpoint(match['path'])}\nRollback failed.")
    done = device.rollback(match["path"])
    steps = ["Generating Rollback Patch", *(["Executing Rollback Patch"] if device.rollback_log else ["Rollback Patch is Empty"])]
    if done:
        return ADVISORY + "\n".join([*steps, "Generating Running-config for verification", "", "Rollback completed successfully."])
    cli.failed = True
    return ADVISORY + "\n".join([*steps, "Rolling back to previous configuration", "", "Rollback failed."])


def _replace(cli: NxosCli, match: re.Match[str]) -> str:
    """`configure replace`: a file as `copy running-config` writes it, with a timer or only to see what it would do."""
    device, option, seconds = cli.device, match["option"] or "", match["seconds"]
    text = device.read(match["path"])
    if text is None:
        return cli.fail("No such file or directory")
    if f"version {device.release}" not in text:
        return cli.fail("Version mismatch between user file and running configuration.\nPre-check for User config FAILED")
    if device.pending is not None or (seconds and not 30 <= int(seconds) <= 3600):
        return cli.fail("ERROR: Config replace commit timer is running" if device.pending else "% Invalid number at '^' marker.")
    if option == "show-patch":
        patch = list(diff_commands(device.running, device.parse_known_lines(text)))
        return "\n".join(
            [CHECKED, "Collecting Running-Config", "Converting to checkpoint file", "#Generating Rollback Patch", "!!", *patch]
        )
    if option == "verify-only":
        refused = [rollback_log_entry(error) for error in device.load(text)[1]]
        patch = [
            f"{CHECKED}\nCollecting Running-Config\nConverting to checkpoint file\nGenerating Rollback Patch\nValidating Patch",
            *refused,
        ]
        return "\n".join([*patch, f"Patch validation {'failed' if refused else 'completed successful'}"])
    done = device.rollback(match["path"], owner=cli.user, revert_after_s=float(seconds) if seconds else None)
    steps = [
        "Generating Rollback patch for switch profile",
        "Rollback Patch is Empty",
        "Collecting Running-Config",
        "Generating Rollback Patch",
    ]
    head = "\n".join([CHECKED, REPLACING, *steps, "Executing Rollback Patch"])
    if done:
        return f"{head}\nGenerating Running-config for verification\nGenerating Rollback Patch\n\n{REPLACED}"
    cli.failed = True
    return f"{head}\nRolling back to previous configuration is successful\n\nConfigure replace failed. {SEE_LOG}"


def _end_replace(cli: NxosCli, match: re.Match[str]) -> str:
    """`configure replace commit` and `configure replace abort`."""
    done = cli.device.confirm() if match["word"] == "commit" else cli.device.revert()
    return f"Config replace {match['word']} completed" if done else cli.fail("ERROR: No config replace commit timer is running")


def _if_replacing(handler: Handler) -> Handler:
    """A command that only releases with `configure replace` have."""

    def run(cli: NxosCli, match: re.Match[str]) -> str:
        return handler(cli, match) if cli.device.has_replace else cli.refuse(LineRejected(match.string, 1))

    return run


def _no_checkpoint(path: str) -> str:
    return f"ERROR: {path} is not a checkpoint file"


def _configure(cli: NxosCli, match: re.Match[str]) -> str:
    cli.configure()
    return "Enter configuration commands, one per line. End with CNTL/Z."


def _save(cli: NxosCli, match: re.Match[str]) -> str:
    cli.device.save()
    return SAVED


def _file(cli: NxosCli, match: re.Match[str]) -> str:
    """`show file`: its text, or its digest."""
    text = cli.device.md5(match["path"]) if match["digest"] else cli.device.read(match["path"])
    return cli.fail("No such file or directory") if text is None else text


def _set_asking(asks: bool) -> Handler:
    def handler(cli: NxosCli, match: re.Match[str]) -> str:
        cli.asks = asks
        return ""

    return handler


COMMANDS: Commands = compile_commands(
    (r"exit|logout", leave_mode),
    (r"end|ter(minal)? (width|session-timeout|monitor|no monitor).*", ignore_command),
    (r"ter(minal)? len(gth)? (?P<lines>\d+)", set_length),
    (r"terminal dont-ask", _set_asking(False)),
    (r"no terminal dont-ask", _set_asking(True)),
    (r"conf(igure)?( t(erminal)?)?", _configure),
    (r"copy run(ning-config)? start(up-config)?", _save),
    (r"checkpoint file (?P<path>\S+)", _checkpoint),
    (r"delete (?P<path>\S+)(?P<quiet> no-prompt)?", _delete),
    (r"rollback running-config file (?P<path>\S+)( atomic)?( verbose)?", _rollback),
    (r"configure replace (?P<word>commit|abort)", _if_replacing(_end_replace)),
    (
        r"configure replace (?P<path>\w+:\S+)( (?P<option>show-patch|verify-only|commit-timeout (?P<seconds>\d+)))?",
        _if_replacing(_replace),
    ),
    (r"show config-replace status", _if_replacing(show_command(nxos_show.replace_status))),
    (r"show config-replace log exec", _if_replacing(show_command(nxos_show.rollback_log))),
    (r"show diff rollback-patch file (?P<old>\S+) file (?P<new>\S+)", _difference),
    (r"show rollback log exec", lambda cli, match: nxos_show.rollback_log(cli.device)),
    (r"show file (?P<path>\S+)(?P<digest> md5sum)?", _file),
    (r"dir( (?P<path>\S+))?", lambda cli, match: nxos_show.directory(cli.device, match["path"] or "bootflash:")),
    (r"sh(ow)? run(ning-config)?( all)?", lambda cli, match: cli.device.shown(cli.device.running, "show running-config")),
    (r"sh(ow)? start(up-config)?", lambda cli, match: cli.device.shown(cli.device.startup, "show startup-config")),
    (r"sh(ow)? ver(sion)?", show_command(nxos_show.version)),
    (r"show hosts", show_command(nxos_show.hosts)),
    (r"show (hostname|switchname)", show_command(lambda device: device.hostname)),
    (r"show inventory", show_command(nxos_show.inventory)),
    (r"sh(ow)? int(erface)? status", show_command(nxos_show.status)),
    (r"sh(ow)? int(erface)?", show_command(nxos_show.interfaces)),
    (r"sh(ow)? lldp nei(ghbors)? detail", show_command(nxos_show.lldp_detail)),
    (r"sh(ow)? ip arp( vrf all)?( \| exc INCOMPLETE)?", show_command(nxos_show.arp)),
    (r"sh(ow)? mac address-table", show_command(nxos_show.mac_table)),
    (r"show ip route summary", show_command(nxos_show.routes)),
    (r"show (ip ospf neighbors|isis adjacency) vrf all|show bgp all summary vrf all", ignore_command),
)

JSON: Mapping[str, Callable[[NxosDevice], str]] = {"show inventory": nxos_show.inventory_json}
"""What `| json` gives."""
