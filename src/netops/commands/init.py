"""netops init"""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.errors import UsageError
from netops.messages import pluralize
from netops.project import MARKER, Project, bundled_folder
from netops.setup.answers import CI, NIGHTLY, SECRETS, Answers

if TYPE_CHECKING:
    from netops.setup import JobRuntime

SETTINGS = ".vscode/settings.json"
SCHEMAS = ".netops/schemas"
SITE = re.compile(r"[a-z][a-z0-9]*")


@click.command(
    epilog=common.help_epilog("netops init acme && cd acme && netops validate && netops render\nnetops init acme --nightly systemd")
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--company", metavar="NAME", help="Name of the company.")
@click.option(
    "--site",
    "sites",
    metavar="CODE",
    multiple=True,
    help="Code of the first site, with which the names of its devices start; given again: further sites, without devices.",
)
@click.option("--platform", "platforms", metavar="SLUG", multiple=True, help="A platform of its devices; may be given again.")
@click.option("--secrets", type=click.Choice(list(SECRETS)), help="Where the values of secrets come from.")
@click.option("--ci", type=click.Choice(list(CI)), help="Continuous integration.")
@click.option("--nightly", type=click.Choice(list(NIGHTLY)), help="What reports drift every night.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: what is not given by an option is as in the small start.")
@click.option("--example", is_flag=True, help="Write the whole example company instead of the small start.")
@click.option("--editor", is_flag=True, help="Only write anew what editors need, for the company in DIR.")
def command(
    folder: Path,
    company: str | None,
    sites: tuple[str, ...],
    platforms: tuple[str, ...],
    secrets: str | None,
    ci: str | None,
    nightly: str | None,
    yes: bool,
    example: bool,
    editor: bool,
) -> None:
    """Start a company: write netops.yaml and a small inventory into DIR.

    On a terminal it asks for what no option gives. Templates, schemas and tasks stay in the package; netops eject copies one to change
    it. Workflows of GitHub validate and review pull requests; --nightly writes a timer of systemd, a line for crontab or a workflow.
    In DIR with a company, --ci and --nightly add their files to it. Editors find in .netops/schemas what each file may hold; --editor
    writes that anew, after an update of netops, a new schema or a fresh checkout.
    """
    if editor:
        click.echo(f"{folder}: {_for_editors(folder)} schemas in {SCHEMAS}, {SETTINGS} says which files they are for")
        return
    site, *further = dict.fromkeys(sites) or ("",)
    given = {
        "company": company,
        "site": site,
        "further_sites": tuple(further),
        "platforms": platforms,
        "secrets": secrets,
        "ci": ci,
        "nightly": nightly,
    }
    given = {name: value for name, value in given.items() if value}
    if (folder / MARKER).is_file() and given and given.keys() <= {"ci", "nightly"}:
        _extend(folder, given)
        return
    _start(folder, given, example, ask=not (yes or example) and sys.stdin.isatty() and sys.stderr.isatty())


def _start(folder: Path, given: Mapping[str, Any], example: bool, ask: bool) -> None:
    clash = [name for name in (MARKER, "inventory") if (folder / name).exists()]
    if clash:
        hint = "give another folder, or only --ci, --nightly or --editor, which add to a company; nothing was written"
        raise UsageError(f"{folder} already holds {' and '.join(clash)}", hint=hint)
    if example and given.keys() - {"ci", "nightly"}:
        raise UsageError("the example company has its own name, sites, platforms and secrets", hint="leave out these options, or --example")
    answers = _checked(_asked(given, folder) if ask else given, folder)
    from netops.setup import company_files

    if example:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_example() / MARKER, folder / MARKER)
        shutil.copytree(_example() / "inventory", folder / "inventory")
    else:
        _write(folder, company_files(answers))
    _write(folder, {".gitignore": ".netops/\n"})
    written = _add_runs(folder, answers)
    _for_editors(folder)
    files = pluralize(len(list(folder.rglob("*.yaml"))), "file")
    click.echo(f"{folder}: a company with {files}. Next: cd {folder} && netops validate && netops render")
    _explain(folder, written)


def _extend(folder: Path, given: Mapping[str, Any]) -> None:
    """Adds the files of --ci and --nightly to a company that is there."""
    answers = _checked({"ci": "none", "secrets": _source_of_secrets(folder), **given}, folder)
    _explain(folder, _add_runs(folder, answers))


def _add_runs(folder: Path, answers: Answers) -> list[str]:
    """Writes what runs netops: workflows, the nightly job, and the file for the values of secrets. The names of what is new."""
    from netops import setup
    from netops.setup import company, nightly

    texts = [path.read_text(encoding="utf-8") for path in (folder / MARKER, *sorted((folder / "inventory").rglob("*.yaml")))]
    names = setup.secret_names(texts)
    files = setup.workflow_files(answers, names, set(re.findall(r"transport: (\w+)", texts[0])))
    variables = company.secrets_file(answers) if answers.secrets == "env" and answers.nightly in ("systemd", "cron") else ""
    if answers.nightly in ("systemd", "cron"):
        job = setup.drift_job(_runtime(folder.resolve(), variables))
        files |= setup.systemd_units(job) if answers.nightly == "systemd" else nightly.cron_file(job)
    changed = [name for name, text in files.items() if (folder / name).exists() and (folder / name).read_text(encoding="utf-8") != text]
    if changed:
        raise UsageError(f"{folder} has another {' and '.join(changed)}", hint="move it away to have it written anew; nothing was written")
    _write(folder, files)
    if values := variables or (company.secrets_file(answers) if answers.secrets == "file" else ""):
        return [*files, *_write_private(folder / values, company.empty_secrets(answers, names))]
    return list(files)


def _runtime(root: Path, variables: str) -> JobRuntime:
    """Where the jobs of a company run on this machine: with the netops, and as the user, that runs now."""
    from netops.setup.nightly import JobRuntime, netops_command

    program = netops_command(sys.executable, [Path(sys.executable).with_name("netops")])
    return JobRuntime(root, program, Path(os.path.normpath(root / variables)) if variables else None, getpass.getuser())


def _explain(folder: Path, written: Iterable[str]) -> None:
    """What was written beside the company, and which of it a person completes."""
    for name in written:
        note = ": fill in the values" if ".secrets." in name else ": its first lines are how to install it" if "nightly/" in name else ""
        click.echo(f"  {name}{note}")


def _source_of_secrets(folder: Path) -> str:
    """Where most secrets of a company come from, as an answer."""
    text = (folder / MARKER).read_text(encoding="utf-8")
    return "env" if re.search(r"\{env: ", text) else "file" if "secrets_file:" in text else "pass"


def _checked(given: Mapping[str, Any], folder: Path) -> Answers:
    """The answers. UsageError for a site or a platform that cannot be."""
    from netops import platforms

    answers = Answers(**{**given, "folder": folder.resolve().name})
    if wrong := [site for site in (answers.site, *answers.further_sites) if not SITE.fullmatch(site)]:
        raise UsageError(f"{wrong[0]!r} is no code of a site", hint="small letters and digits, a letter first, such as ber")
    unknown = sorted(set(answers.platforms) - set(platforms.names()))
    if unknown:
        raise UsageError(f"no platform {', '.join(map(repr, unknown))}", hint=f"platforms: {', '.join(platforms.names())}")
    return answers


def _asked(given: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The answers of somebody on a terminal, on stderr, to what no option has given."""
    from netops import platforms
    from netops.setup.company import starter_platforms

    default = Answers()
    answers = dict(given)
    texts = (("company", "Name of the company", folder.resolve().name), ("site", "Code of the first site", default.site))
    for name, question, proposal in texts:
        if name not in answers:
            answers[name] = click.prompt(question, default=proposal, err=True)
    if "platforms" not in answers:
        click.echo(f"platforms: {', '.join(platforms.names())}", err=True)
        typed = click.prompt("Platforms", default=",".join(starter_platforms()), err=True)
        answers["platforms"] = tuple(re.split(r"[,\s]+", typed.strip()))
    choices: Sequence[tuple[str, str, Mapping[str, str]]] = (
        ("secrets", "Where do the values of secrets come from", SECRETS),
        ("ci", "Continuous integration", CI),
        ("nightly", "What reports drift every night", NIGHTLY),
    )
    for name, question, known in choices:
        if name not in answers:
            for choice, meaning in known.items():
                click.echo(f"  {choice:8} {meaning}", err=True)
            proposal = getattr(default, name)
            answers[name] = click.prompt(question, type=click.Choice(list(known)), default=proposal, show_choices=False, err=True)
    return answers


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _write_private(path: Path, text: str) -> list[str]:
    """Writes a file that only its owner can read, unless it is there. Its name, if it is new."""
    path = Path(os.path.normpath(path.absolute()))
    if path.exists():
        return []
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return [str(path)]


def _for_editors(folder: Path) -> int:
    """How many schemas were written, one for each kind of file."""
    from netops.model import editor

    if not (folder / MARKER).is_file():
        raise UsageError(f"no {MARKER} in {folder}", hint="give the folder of a company; without --editor one is made")
    kinds = editor.file_kinds(Project(folder.resolve()))
    globs = {f"{SCHEMAS}/{kind.file}": list(kind.globs) for kind in kinds}
    settings = _settings(folder / SETTINGS, globs, editor.TAGS)
    for kind in kinds:  # megabytes that only editors read: on one line
        _write_json(folder / SCHEMAS / kind.file, kind.schema, indent=None)
    _write_json(folder / SETTINGS, settings, indent=2)
    return len(kinds)


def _write_json(file: Path, contents: Any, indent: int | None) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(contents, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")


def _settings(file: Path, globs: dict[str, list[str]], tags: tuple[str, ...]) -> dict[str, Any]:
    """The settings of the editor: what is there stays, but for which schema is for which files."""
    try:
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except json.JSONDecodeError as error:
        hint = "take out comments and trailing commas, or move the file away; nothing was written"
        raise UsageError(f"{file}:{error.lineno}:{error.colno}: not plain JSON: {error.msg}", hint=hint) from error
    others = {name: found for name, found in known.get("yaml.schemas", {}).items() if not name.startswith(SCHEMAS)}
    return {**known, "yaml.schemas": {**others, **globs}, "yaml.customTags": sorted({*known.get("yaml.customTags", ()), *tags})}


def _example() -> Path:
    packaged = bundled_folder() / "example"
    return packaged if packaged.is_dir() else bundled_folder()
