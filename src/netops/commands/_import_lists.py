"""`netops import csv`, `nornir` and `ansible`: lists of devices as a company."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands._importing import LARGEST, OUTPUT, bring_in_records, read_text
from netops.commands.options import output_format
from netops.errors import UsageError

if TYPE_CHECKING:
    from netops.adopt.listed import DeviceList

REPORT = click.option("--report", is_flag=True, help="Write nothing; show what would be taken, what would not, and why.")
BESIDE = ("group_vars", "host_vars")
NOT_INVENTORIES = (".py", ".sh", ".cfg", ".md", ".retry", ".j2", ".txt~")


@click.command("csv", epilog=common.help_epilog("netops import csv devices.csv --output acme"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@OUTPUT
@REPORT
@output_format
def from_csv(file: Path, output: Path | None, report: bool, format_: str) -> None:
    """Make a company of a table of devices, with headings in its first line.

    Headings are understood in their usual spellings: name, address, interface, platform, site, role, serial, model, manufacturer, rack,
    position, status, asset tag, MAC address, comments. What cannot be taken is named with its line.
    """
    from netops.adopt.listed import read_csv

    _bring_in(lambda: read_csv(read_text(file), str(file)), output, report, format_, "csv")


@click.command("nornir", epilog=common.help_epilog("netops import nornir inventory/ --output acme"))
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@OUTPUT
@REPORT
@output_format
def nornir(folder: Path, output: Path | None, report: bool, format_: str) -> None:
    """Make a company of an inventory of Nornir: hosts.yaml, groups.yaml and defaults.yaml in FOLDER.

    Platforms are inherited from groups and defaults, groups become tags. Users and passwords are not taken.
    """
    from netops.adopt.inventories import read_nornir

    if not (folder / "hosts.yaml").is_file():
        raise UsageError(f"there is no hosts.yaml in {folder}", hint="give the folder of Nornir's SimpleInventory")
    files = {name: read_text(folder / name) for name in ("hosts.yaml", "groups.yaml", "defaults.yaml") if (folder / name).is_file()}
    _bring_in(lambda: read_nornir(files), output, report, format_, "nornir")


@click.command("ansible", epilog=common.help_epilog("netops import ansible inventory.ini --output acme"))
@click.argument("source", metavar="FILE|FOLDER", type=click.Path(exists=True, path_type=Path))
@OUTPUT
@REPORT
@output_format
def ansible(source: Path, output: Path | None, report: bool, format_: str) -> None:
    """Make a company of an inventory of Ansible: INI or YAML, with the group_vars and host_vars beside it.

    Hosts, groups (as tags), addresses and the platform of ansible_network_os are taken; other variables are named.
    """
    from netops.adopt.inventories import read_ansible

    root = source if source.is_dir() else source.parent
    paths = [
        *([source] if source.is_file() else _plain(root.iterdir())),
        *(one for name in BESIDE for one in _plain((root / name).rglob("*"))),
    ]
    files = {path.relative_to(root).as_posix(): read_text(path) for path in paths}
    _bring_in(lambda: read_ansible(files), output, report, format_, "ansible")


def _plain(paths: Iterable[Path]) -> list[Path]:
    return [
        path
        for path in sorted(paths)
        if path.is_file() and not path.name.startswith(".") and path.suffix not in NOT_INVENTORIES and path.stat().st_size <= LARGEST
    ]


def _bring_in(read: Callable[[], DeviceList], output: Path | None, report: bool, format_: str, source: str) -> None:
    from netops.adopt.listed import netbox_dump_of_list

    listed = read()
    if not listed.devices:
        raise UsageError("no device was found", hint="; ".join(listed.problems) or "is it empty?")
    bring_in_records(netbox_dump_of_list(listed), output, report, format_, source, listed.problems)
