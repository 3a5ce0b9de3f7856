"""`netops import`: an existing network as a company."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands._import_collected import oxidized, rancid
from netops.commands._import_lists import ansible, from_csv, nornir
from netops.commands._import_live import live
from netops.commands._import_netbox import netbox
from netops.commands._importing import FLAT, OUTPUT, REPORT, SITE, check_output, import_texts, read_config, show_configs
from netops.commands.options import output_format
from netops.errors import UsageError

if TYPE_CHECKING:
    from netops.adopt.cables import Neighbour
    from netops.adopt.configs import RefusedFile

ENDINGS = (".cfg", ".conf", ".txt")


@click.group(epilog=common.help_epilog("netops import configs backups/ --output acme"))
def command() -> None:
    """Bring an existing network in."""


for source in (netbox, oxidized, rancid, from_csv, nornir, ansible, live):
    command.add_command(source)


@command.command(
    "configs", epilog=common.help_epilog("netops import configs backups/ --output acme\nnetops import configs backups/ --report")
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@OUTPUT
@SITE
@click.option("--platform", "platforms", metavar="NAME=SLUG", multiple=True, help="Platform of the file NAME, where its text does not say.")
@FLAT
@REPORT
@output_format
def configs(folder: Path, output: Path | None, site: str, platforms: tuple[str, ...], flat: bool, report: bool, format_: str) -> None:
    """Make a company of running configs, NAME.cfg, NAME.conf or NAME.txt in DIR.

    What the model has a noun for becomes data, everything else raw_config in its section, so that rendering gives the configs back and
    the first plan is empty. Secrets go to one file beside the company, which only you can read; the YAML names them.
    A file that cannot be read is named with its line, and the others are brought in.
    Where COMPANY is a company already, what is new is proposed on a branch or as a patch, and nothing is overwritten.

    Outputs of `show lldp neighbors` and `show cdp neighbors` that lie beside, as NAME.lldp.txt and NAME.cdp.txt, give cables.
    """
    from netops.adopt.configs import ImportOptions
    from netops.jobs.beside import files_of_other_features, read_neighbours

    check_output(output, report, flat)
    texts, unread = _texts(folder)
    shown = {(config, protocol): texts.pop(stem) for stem, (config, protocol) in files_of_other_features(texts).items()}

    def neighbours(source: str, platform: str) -> list[Neighbour]:
        return read_neighbours(platform, [(protocol, text) for (config, protocol), text in shown.items() if config == source])

    given = ImportOptions(site, _known(platforms, texts), neighbours=neighbours, is_of_files=True)
    found = import_texts(texts, output, given, folder.resolve().name, flat)
    found.refused[:0] = unread
    show_configs(found, output, report, format_)


def _texts(folder: Path) -> tuple[dict[str, str], list[RefusedFile]]:
    """The configs of a folder by the names of their devices, and the files that cannot be read."""
    from netops.adopt.configs import RefusedFile

    found = {path: path.stem for path in sorted(folder.iterdir()) if path.suffix in ENDINGS}
    if not found:
        hint = f"files are called NAME{' or NAME'.join(ENDINGS)}"
        if any(path.is_dir() for path in folder.iterdir()):
            hint = f"{hint}; folders of groups are read by netops import oxidized {folder}"
        raise UsageError(f"no configs in {folder}", hint=hint)
    names = list(found.values())
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise UsageError(f"two files are called {twice}", hint="the name of a file is the name of its device")
    texts, unread = dict[str, str](), list[RefusedFile]()
    for path, name in found.items():
        try:
            texts[name] = read_config(path)
        except UsageError as error:
            unread.append(RefusedFile(path.name, 0, error.message, error.hint))
    return texts, unread


def _known(given: tuple[str, ...], texts: dict[str, str]) -> dict[str, str]:
    """The platforms that are given, by the name of the file."""
    from netops import platforms

    known = {}
    for one in given:
        name, found, slug = one.partition("=")
        if not found or name not in texts:
            raise UsageError(f"--platform {one}: expected NAME=SLUG, with NAME one of the files", hint=f"such as {min(texts)}=cisco_ios")
        known[name] = platforms.get(slug).name
    return known
