"""Day-0 configs with their secrets, for a terminal or for files that only this user can read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from netops.commands import common
from netops.commands.options import TargetOptions
from netops.errors import UsageError
from netops.files import replace_file
from netops.fleet.context import company_secrets
from netops.git import is_in_repository
from netops.jobs import IntendedConfigs
from netops.jobs.selection import platform_of
from netops.model.company import Company
from netops.render.bootstrap import bootstrap_text

WHERE = "netops render --bootstrap NAME -o .netops/bootstrap writes files that only you can read"


def show_bootstrap(ctx: click.Context, options: TargetOptions, folder: Path | None, format_: str) -> None:
    """Show or write the day-0 configs of the named targets. UsageError where their secrets could end up somewhere else."""
    if not options.names:
        raise UsageError("--bootstrap is for devices by name", hint="netops render --bootstrap NAME")
    if format_ != "text":
        raise UsageError("--bootstrap has no format: it is what a device takes", hint="leave out --format")
    if folder is None and not sys.stdout.isatty():
        raise UsageError("a day-0 config holds secrets, and the output is no terminal: it could be a log", hint=WHERE)
    company = common.open_company(ctx, checked=True)
    targets = common.select(company, options)
    paths = {target.name: (folder or Path()) / f"{target.name.replace(':', '_')}.cfg" for target in targets}
    for path in paths.values() if folder else ():
        _refuse_repository(path)
    intended, secrets = IntendedConfigs(company, warn=common.warn), company_secrets(company)
    texts = {target.name: secrets.fill(_text(company, intended, target.name)) for target in targets}
    for name, text in texts.items():
        if folder:
            replace_file(paths[name], text.encode(), mode=0o600)
            click.echo(f"{paths[name]}: day-0 config of {name}, with secrets: delete it when the device has it", err=True)
        else:
            click.echo(text, nl=False)


def _text(company: Company, intended: IntendedConfigs, name: str) -> str:
    return bootstrap_text(platform_of(company, name), intended(name).text, company.view(name), company.target(name).address)


def _refuse_repository(path: Path) -> None:
    """UsageError where git would take a file into a commit."""
    if is_in_repository(path):
        raise UsageError(f"{path}: a day-0 config holds secrets, and git would take it into a commit", hint=WHERE)
