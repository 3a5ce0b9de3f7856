"""`netops import oxidized` and `netops import rancid`: what collects configs already, as a company."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from netops.commands import common
from netops.commands._importing import FLAT, OUTPUT, REPORT, SITE, check_output, import_texts, read_config, show_configs
from netops.commands.options import output_format
from netops.errors import UsageError


@click.command("oxidized", epilog=common.help_epilog("netops import oxidized /var/lib/oxidized/devices.git --output acme"))
@click.argument("source", metavar="FOLDER|GIT")
@OUTPUT
@SITE
@FLAT
@REPORT
@output_format
def oxidized(source: str, output: Path | None, site: str, flat: bool, report: bool, format_: str) -> None:
    """Make a company of what Oxidized collects: a folder, a repository or its address, with one file for each device.

    A group is a site. Platforms come from router.db where it is there, else from the texts. The rest is as in `netops import configs`.
    """
    _bring_in(source, output, site, flat, report, format_)


@click.command("rancid", epilog=common.help_epilog("netops import rancid /var/lib/rancid --output acme"))
@click.argument("source", metavar="FOLDER|GIT")
@OUTPUT
@SITE
@FLAT
@REPORT
@output_format
def rancid(source: str, output: Path | None, site: str, flat: bool, report: bool, format_: str) -> None:
    """Make a company of what RANCID collects: GROUP/configs/NAME and GROUP/router.db below a folder or in a repository.

    A group is a site. The comments that RANCID writes above a config are no part of it. The rest is as in `netops import configs`.
    """
    _bring_in(source, output, site, flat, report, format_)


def _bring_in(source: str, output: Path | None, site: str, flat: bool, report: bool, format_: str) -> None:
    from netops.adopt.collected import collect_configs
    from netops.adopt.configs import ImportOptions

    check_output(output, report, flat)
    with tempfile.TemporaryDirectory() as folder:
        collected = collect_configs(_files(source, Path(folder)))
    if not collected.texts:
        raise UsageError(f"no configs in {source}", hint="expected one file for each device, in folders of groups or not")
    given = ImportOptions(site, collected.platforms, collected.sites, is_of_files=True)
    found = import_texts(collected.texts, output, given, Path(source).stem, flat)
    for line in collected.left:
        click.echo(line, err=True)
    show_configs(found, output, report, format_)


def _files(source: str, folder: Path) -> dict[str, str]:
    """The files of a folder as they lie there, or of the last commit of a repository, by their paths."""
    from netops import git

    root = Path(source)
    if not root.is_dir() or (root / "objects").is_dir():
        git.clone_last_commit(source, folder)
        root = folder
    found = {}
    for above, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in (".git", "CVS", ".svn"))
        paths = [Path(above) / name for name in sorted(names)]
        for path in paths:
            name = path.relative_to(root).as_posix()
            try:
                if path.is_file() and not path.is_symlink():
                    found[name] = read_config(path)
            except UsageError as error:
                click.echo(f"{name}: {error.message}", err=True)
    return found
