"""What the commands of `netops import` share: files of a new company, secrets beside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.adopt.emit import yaml_document
from netops.commands import common
from netops.errors import DataError, ExitCode, UsageError
from netops.messages import first_few, pluralize
from netops.project import MARKER, Project

if TYPE_CHECKING:
    from netops.adopt.configs import ImportedConfigs, ImportOptions
    from netops.adopt.netbox.imported import ImportedRecords
    from netops.adopt.records import NetboxDump
    from netops.model.company import Company

LARGEST = 20_000_000
"""Bytes of the largest file that is read."""
OUTPUT = click.option("--output", metavar="COMPANY", type=click.Path(file_okay=False, path_type=Path), help="Folder of the company.")

SITE = click.option("--site", default="main", show_default=True, help="Name of the site that the devices are at.")
FLAT = click.option("--flat", is_flag=True, help="Leave everything in the files of the devices.")
REPORT = click.option("--report", is_flag=True, help="Write nothing; show what would be data, and what stays raw by feature.")


def check_output(output: Path | None, report: bool, flat: bool) -> None:
    """UsageError when there is nowhere to write to, or when layers are wanted and not wanted."""
    if output is None and not report:
        raise UsageError("no folder to write to", hint="give --output COMPANY, or --report to write nothing")
    if flat and is_company(output):
        raise UsageError(f"{output} is a company already, with layers that new devices have", hint="--flat is for a new company")


def is_company(output: Path | None) -> bool:
    """Whether there is a company in a folder."""
    return output is not None and (output / MARKER).exists()


def open_existing(output: Path) -> Company:
    """The company in a folder. DataError when it cannot be used."""
    from netops.validation import open_company

    company, result = open_company(Project(output.resolve()), None)
    if company is None:
        raise DataError(result.problems)
    return company


def import_texts(texts: Mapping[str, str], output: Path | None, given: ImportOptions, name: str, flat: bool) -> ImportedConfigs:
    """Configs as a company of a name, or as what they add to the one that is there."""
    from netops.adopt.additions import add_configs
    from netops.adopt.configs import import_configs

    with tempfile.TemporaryDirectory() as folder, common.without_garbage_collector():
        scratch = Path(folder)
        if output is not None and is_company(output):
            return add_configs(texts, scratch, open_existing(output), given)
        company = output.resolve().name if output else name
        return import_configs(texts, scratch, given, company=company, flat=flat)


def bring_in_records(dump: NetboxDump, output: Path | None, report: bool, format_: str, source: str, problems: Sequence[str] = ()) -> None:
    """Make a company of records, or merge them into the one that is there; `source` names the files with what is new in it."""
    from netops.adopt.netbox.imported import import_records, merge_records

    if output is None and not report:
        raise UsageError("no folder to write to", hint="give --output COMPANY, or --report to write nothing")
    with tempfile.TemporaryDirectory() as scratch:
        if output is not None and (output / "netops.yaml").exists():
            found = merge_records(dump, Path(scratch), output, source)
        else:
            found = import_records(dump, Path(scratch), output.resolve().name if output else source)
    show_records(found, output, report, format_, problems)


def show_configs(found: ImportedConfigs, output: Path | None, report: bool, format_: str) -> None:
    """Write what came of configs, unless only the report is wanted, show the report, and end; with DATA when a file was refused.

    What it adds to a company that is there is proposed: on a new branch, or in a patch beside it.
    """
    if output is not None and not report and found.drafts:
        check_free(found, output)
        if is_company(output):
            found.next = propose_import(found, output)
        else:
            write_company(found.files, output, found.comments)
        write_secrets(found.secrets, output, found.secrets_file) if found.secrets else None
    if format_ == "json":
        common.show_json("import", found.summary())
    else:
        _show_imported(found, str(output) if output and not report else "")
    is_whole = not found.refused and bool(found.drafts or found.exists)
    common.exit_unless_ok(ExitCode.OK if is_whole else ExitCode.DATA)


def _show_imported(found: ImportedConfigs, output: str) -> None:
    """What came of each device; without `output` also by feature what stays raw."""
    from netops.adopt.configs import DEVICE_HEADS, FEATURE_HEADS

    ctx = click.get_current_context()
    common.show_table(ctx, DEVICE_HEADS, found.device_rows())
    if not output and (rows := found.feature_rows()):
        click.echo()
        common.show_table(ctx, FEATURE_HEADS, rows)
        click.echo("every line of the other features is data")
    click.echo(found.text(output), nl=False)


def check_free(found: ImportedConfigs, output: Path) -> None:
    """UsageError when files are in the way of a new company, or values in the way of its secrets: nothing is overwritten."""
    files = [] if is_company(output) else [name for name in sorted(found.files) if (output / name).exists()]
    if files:
        raise UsageError(f"{output} has files of these names: {first_few(files)}", hint="give a folder that is new or empty")
    path = _secrets_file(output, found.secrets_file)
    earlier = _held_secrets(path)
    if names := [name for name, value in sorted(found.secrets.items()) if earlier.get(name, value) != value]:
        raise UsageError(f"{path} has other values for {first_few(names)}", hint="move it away, or give --output another name")


def _secrets_file(output: Path, place: str) -> Path:
    return output.resolve() / place if place else output.resolve().parent / f"{output.resolve().name}.secrets.yaml"


def _held_secrets(path: Path) -> dict[str, str]:
    import yaml

    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}


def show_records(found: ImportedRecords, output: Path | None, report: bool, format_: str, problems: Sequence[str] = ()) -> None:
    """Write what came of records, unless only the report is wanted, show the report, and end.

    In a company that is there, new files are written, and additions to others go to a patch beside it.
    """
    if output is not None and not report:
        write_company(found.files, output)
        write_patch(found.texts, output) if found.texts else None
    if format_ == "json":
        common.show_json("import", found.summary() | {"problems": list(problems)})
    else:
        click.echo("".join(f"{line}\n" for line in problems) + found.text(), nl=False)
    common.exit_unless_ok(ExitCode.DATA if found.wrong else ExitCode.OK)


def write_company(files: Mapping[str, Any], output: Path, comments: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """Write the files of a new company. `comments`: by file, before its top-level keys."""
    output.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml_document(value, (comments or {}).get(name)), encoding="utf-8")
    if not (output / ".gitignore").exists():
        (output / ".gitignore").write_text(".netops/\n", encoding="utf-8")


def propose_import(found: ImportedConfigs, output: Path) -> str:
    """Add files to a company on a new branch, or as a patch beside it where there is no repository or it has changes; what to do next."""
    from netops import git

    texts = {name: yaml_document(value, found.comments.get(name)) for name, value in found.files.items()}
    texts |= {name: new for name, (_, new) in found.texts.items()}
    commit = git.source_commit(output)
    if not commit or git.has_changes(commit):
        return f"cd {output} && git apply {write_patch(texts, output)} && netops validate"
    branch = git.free_branch(output, "import")
    git.commit_on_branch(output, branch, texts, f"import: add {pluralize(len(found.drafts), 'device')}")
    return f"cd {output} && git switch {branch} && netops validate"


def write_patch(texts: Mapping[str, str], output: Path) -> Path:
    """Write new files and additions to others as a patch beside a company, for `git apply`; the patch."""
    import difflib

    lines: list[str] = []
    for name, new in sorted(texts.items()):
        is_there = (output / name).exists()
        old = (output / name).read_text(encoding="utf-8") if is_there else ""
        before = f"a/{name}" if is_there else "/dev/null"
        lines += difflib.unified_diff(old.splitlines(True), new.splitlines(True), before, f"b/{name}")
    path = output.resolve().parent / f"{output.resolve().name}.import.patch"
    path.write_text("".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines), encoding="utf-8")
    click.echo(f"additions to {pluralize(len(texts), 'file')} in {path}; next: cd {output} && git apply {path}", err=True)
    return path


def write_secrets(secrets: Mapping[str, str], output: Path, place: str = "") -> None:
    """Write names and values beside a company, or to its file, for the owner alone. A file that is there already loses nothing."""
    import yaml

    path = _secrets_file(output, place)
    text = yaml.safe_dump({**_held_secrets(path), **secrets}, allow_unicode=True, sort_keys=True, width=10_000)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)
    click.echo(f"{pluralize(len(secrets), 'secret')} in {path}; keep it out of git", err=True)


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


def read_config(path: Path) -> str:
    """The text of a config. UsageError when it is none that can be read."""
    from netops.config.whole import decode_config

    try:
        if path.is_dir():
            raise UsageError("it is a folder")
        size = path.stat().st_size
        if not path.is_file():
            raise UsageError("it is no file")
        if size > LARGEST:
            raise UsageError(f"it has more than {LARGEST // 1_000_000} MB", hint="is it the config of a device?")
        return decode_config(path.read_bytes())
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror}") from error
