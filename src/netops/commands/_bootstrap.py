"""Day-0 configs with their secrets, for a terminal or for files that only this user can read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
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
from netops.model.target import config_stem
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
    targets = common.select_targets(company, options)
    paths = {target.name: (folder or Path()) / f"{config_stem(target.name)}.cfg" for target in targets}
    for path in paths.values() if folder else ():
        _refuse_repository(path)
    for name, text in bootstrap_texts(company, [target.name for target in targets]).items():
        if folder:
            write_bootstrap(paths[name], name, text)
        else:
            click.echo(text, nl=False)


def bootstrap_texts(company: Company, names: Sequence[str]) -> dict[str, str]:
    """The day-0 configs of targets, with their secrets. UsageError for one that has none, MissingSecret before any is given."""
    intended, secrets = IntendedConfigs(company, warn=common.print_diagnostics), company_secrets(company)
    return {name: secrets.fill(_text(company, intended, name)) for name in names}


def write_bootstrap(path: Path, name: str, text: str) -> None:
    """Write a day-0 config that only this user can read. UsageError where git would take it into a commit."""
    _refuse_repository(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode(), mode=0o600)
    click.echo(f"{path}: day-0 config of {name}, with secrets: delete it when the device has it", err=True)


def _text(company: Company, intended: IntendedConfigs, name: str) -> str:
    target = company.target(name)
    end = (company.settings.get("runner") or {}).get("attached_to") or {}
    attached = str(end.get("interface", "")) if end.get("device") == target.device else ""
    view = company.view(name)
    if not view.get("users"):
        hint = "    hint: users: [{name: netops, privilege: 15, password_hash: !secret netops_hash}]; netops schema users has the keys"
        click.echo(f"warning: {name} has no users: nobody can log in with its day-0 config\n{hint}", err=True)
    return bootstrap_text(platform_of(company, name), intended(name).text, view, target.address, attached)


def _refuse_repository(path: Path) -> None:
    """UsageError where git would take a file into a commit."""
    if is_in_repository(path):
        raise UsageError(f"{path}: a day-0 config holds secrets, and git would take it into a commit", hint=WHERE)
