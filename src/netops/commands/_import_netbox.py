"""`netops import netbox`: a NetBox as a company."""

from __future__ import annotations

from pathlib import Path

import click

from netops.commands import common
from netops.commands._importing import OUTPUT, bring_in_records, read_text
from netops.commands.options import output_format


@click.command("netbox", epilog=common.example("netops import netbox dump.json --output acme\nnetops import netbox dump.json.xz --report"))
@click.argument("source", metavar="FILE")
@OUTPUT
@click.option("--report", is_flag=True, help="Write nothing; show what would be taken, what would not, and why.")
@output_format
def netbox(source: str, output: Path | None, report: bool, format_: str) -> None:
    """Make a company of a NetBox: FILE is a dump of its database (manage.py dumpdata), also as .gz, .xz or .bz2.

    Each record is taken, or reported with the reason; what a rule refuses is left out. Names that netops cannot hold are made fit.
    """
    from netops.adopt.records import Dump

    bring_in_records(Dump.from_json(read_text(Path(source)), source), output, report, format_, "netbox")
