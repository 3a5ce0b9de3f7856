"""What the commands of `netops import` share: files of a new company, secrets beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from netops.adopt.emit import document
from netops.errors import UsageError
from netops.messages import plural

OUTPUT = click.option("--output", metavar="COMPANY", type=click.Path(file_okay=False, path_type=Path), help="Folder of the company.")


def write_company(files: Mapping[str, Any], output: Path) -> None:
    """Write the files of a new company."""
    output.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(value), encoding="utf-8")
    (output / ".gitignore").write_text(".netops/\n", encoding="utf-8")


def write_secrets(secrets: Mapping[str, str], output: Path) -> None:
    """Write names and values beside a company, for the owner alone. A file that is there already loses nothing."""
    import yaml

    path = output.resolve().parent / f"{output.resolve().name}.secrets.yaml"
    earlier = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = yaml.safe_dump({**(earlier or {}), **secrets}, allow_unicode=True, sort_keys=True, width=10_000)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)
    click.echo(f"{plural(len(secrets), 'secret')} in {path}; keep it out of git", err=True)


def read_text(path: Path) -> str:
    """The text of a file, unpacked when its name ends in .gz, .xz or .bz2. UsageError when it cannot be read."""
    import bz2
    import gzip
    import lzma

    openers: Mapping[str, Any] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
    try:
        with openers.get(path.suffix, Path.open)(path, "rb") as file:
            data: bytes = file.read()
        return data.decode("utf-8-sig")
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
