"""`netops import`: an existing network as a company."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from netops.commands import common
from netops.commands._importing import OUTPUT, read_text, write_company, write_secrets
from netops.commands.options import output_format
from netops.errors import ExitCode, UsageError

ENDINGS = (".cfg", ".conf", ".txt")
LARGEST = 20_000_000
"""Bytes of the largest file that is read."""


@click.group(epilog=common.example("netops import configs backups/ --output acme"))
def command() -> None:
    """Bring an existing network in."""


@command.command("configs", epilog=common.example("netops import configs backups/ --output acme\nnetops import configs backups/ --report"))
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@OUTPUT
@click.option("--site", default="main", show_default=True, help="Name of the site that the devices are at.")
@click.option("--platform", "platforms", metavar="NAME=SLUG", multiple=True, help="Platform of the file NAME, where its text does not say.")
@click.option("--flat", is_flag=True, help="Leave everything in the files of the devices.")
@click.option("--report", is_flag=True, help="Write nothing; show what would be data, and what stays raw, by device and feature.")
@output_format
def configs(folder: Path, output: Path | None, site: str, platforms: tuple[str, ...], flat: bool, report: bool, format_: str) -> None:
    """Make a company of running configs, NAME.cfg, NAME.conf or NAME.txt in DIR.

    What the model has a noun for becomes data, everything else raw_config in its section, so that rendering gives the configs back and
    the first plan is empty. Secrets go to one file beside the company, which only you can read; the YAML names them.
    A file that cannot be read is named with its line, and the others are brought in.
    """
    from netops.adopt.configs import import_configs

    _check_output(output, report)
    texts = _texts(folder)
    name = output.resolve().name if output else folder.resolve().name
    with tempfile.TemporaryDirectory() as scratch:
        found = import_configs(texts, Path(scratch), site=site, company=name, known=_known(platforms, texts), flat=flat)
    if output is not None and not report and found.drafts:
        write_company(found.files, output)
        write_secrets(found.secrets, output) if found.secrets else None
    if format_ == "json":
        common.show_json("import", found.summary())
    else:
        click.echo(found.text(str(output) if output and not report else ""), nl=False)
    common.finish(ExitCode.OK if found.drafts else ExitCode.DATA)


@command.command(
    "netbox", epilog=common.example("netops import netbox dump.json --output acme\nnetops import netbox dump.json.xz --report")
)
@click.argument("source", metavar="FILE")
@OUTPUT
@click.option("--report", is_flag=True, help="Write nothing; show what would be taken, what would not, and why.")
@output_format
def netbox(source: str, output: Path | None, report: bool, format_: str) -> None:
    """Make a company of a NetBox: FILE is a dump of its database (manage.py dumpdata), also as .gz, .xz or .bz2.

    Each record is taken, or reported with the reason; what a rule refuses is left out. Names that netops cannot hold are made fit.
    """
    from netops.adopt.netbox.imported import import_records
    from netops.adopt.records import Dump

    _check_output(output, report)
    dump = Dump.from_json(read_text(Path(source)), source)
    name = output.resolve().name if output else "netbox"
    with tempfile.TemporaryDirectory() as scratch:
        found = import_records(dump, Path(scratch), name)
    if output is not None and not report:
        write_company(found.files, output)
    if format_ == "json":
        common.show_json("import", found.summary())
    else:
        click.echo(found.text(), nl=False)
    common.finish(ExitCode.DATA if found.wrong else ExitCode.OK)


def _check_output(output: Path | None, report: bool) -> None:
    """UsageError when there is nowhere to write to, or something there already."""
    if output is None and not report:
        raise UsageError("no folder to write to", hint="give --output COMPANY, or --report to write nothing")
    if output is not None and not report and (output / "netops.yaml").exists():
        raise UsageError(f"{output} is a company already", hint="give another folder; nothing was written")


def _texts(folder: Path) -> dict[str, str]:
    found = {path: path.stem for path in sorted(folder.iterdir()) if path.is_file() and path.suffix in ENDINGS}
    if not found:
        raise UsageError(f"no configs in {folder}", hint=f"files are called NAME{' or NAME'.join(ENDINGS)}")
    names = list(found.values())
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise UsageError(f"two files are called {twice}", hint="the name of a file is the name of its device")
    if large := next((path for path in found if path.stat().st_size > LARGEST), None):
        raise UsageError(f"{large} has more than {LARGEST // 1_000_000} MB", hint="is it the config of a device?")
    return {name: _decoded(path) for path, name in found.items()}


def _decoded(path: Path) -> str:
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
