"""`netops import`: an existing network as a company."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import ExitCode, UsageError
from netops.messages import plural

if TYPE_CHECKING:
    from netops.adopt.configs import Imported

ENDINGS = (".cfg", ".conf", ".txt")
LARGEST = 20_000_000
"""Bytes of the largest file that is read."""


@click.group(epilog=common.example("netops import configs backups/ --output acme"))
def command() -> None:
    """Bring an existing network in."""


@command.command("configs", epilog=common.example("netops import configs backups/ --output acme\nnetops import configs backups/ --report"))
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", metavar="COMPANY", type=click.Path(file_okay=False, path_type=Path), help="Folder of the new company.")
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

    if output is None and not report:
        raise UsageError("no folder to write to", hint="give --output COMPANY, or --report to write nothing")
    if output is not None and not report and (output / "netops.yaml").exists():
        raise UsageError(f"{output} is a company already", hint="give another folder; nothing was written")
    texts = _texts(folder)
    name = output.resolve().name if output else folder.resolve().name
    with tempfile.TemporaryDirectory() as scratch:
        found = import_configs(texts, Path(scratch), site=site, company=name, known=_known(platforms, texts), flat=flat)
    if output is not None and not report and found.drafts:
        _write(found, output)
    if format_ == "json":
        common.show_json("import", found.summary())
    else:
        click.echo(found.text(str(output) if output and not report else ""), nl=False)
    common.finish(ExitCode.OK if found.drafts else ExitCode.DATA)


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


def _write(found: Imported, output: Path) -> None:
    from netops.adopt.emit import document

    output.mkdir(parents=True, exist_ok=True)
    for name, value in found.files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(value), encoding="utf-8")
    (output / ".gitignore").write_text(".netops/\n", encoding="utf-8")
    if found.secrets:
        _write_secrets(found.secrets, output.resolve().parent / f"{output.resolve().name}.secrets.yaml")


def _write_secrets(secrets: dict[str, str], path: Path) -> None:
    """Names and values, for the owner alone. A file that is there already keeps what it has beside them."""
    import yaml

    kept = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = yaml.safe_dump({**(kept or {}), **secrets}, allow_unicode=True, sort_keys=True, width=10_000)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)
    click.echo(f"{plural(len(secrets), 'secret')} in {path}; keep it out of git", err=True)
