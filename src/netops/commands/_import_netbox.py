"""`netops import netbox`: a NetBox as a company."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands._importing import OUTPUT, bring_in_records, read_text
from netops.commands.options import output_format

if TYPE_CHECKING:
    from netops.adopt.records import NetboxDump

TOKEN = "NETBOX_TOKEN"  # noqa: S105, the name of a variable


@click.command(
    "netbox",
    epilog=common.help_epilog("netops import netbox dump.json.xz --output acme\nnetops import netbox https://netbox.example --report"),
)
@click.argument("source", metavar="FILE|URL")
@OUTPUT
@click.option("--report", is_flag=True, help="Write nothing; show what would be taken, what would not, and why.")
@output_format
def netbox(source: str, output: Path | None, report: bool, format_: str) -> None:
    """Make a company of a NetBox, or merge it into one.

    FILE is a dump of its database (manage.py dumpdata), also as .gz, .xz or .bz2. URL is its address, with a token that may read all in
    the environment variable NETBOX_TOKEN. Each record is taken, or reported with the reason; what a rule refuses is left out. Names that
    netops cannot hold are made fit.
    """
    bring_in_records(_read(source), output, report, format_, "netbox")


def _read(source: str) -> NetboxDump:
    if source.startswith(("https://", "http://")):
        from netops.jobs.netbox import read_netbox

        return read_netbox(source, os.environ.get(TOKEN, ""))
    from netops.adopt.records import NetboxDump

    return NetboxDump.from_json(read_text(Path(source)), source)
