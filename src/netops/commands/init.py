"""netops init"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click

from netops.commands import common
from netops.errors import UsageError
from netops.project import MARKER, Project, bundled_folder

STARTER = Path(__file__).parents[1] / "starter"


WORKFLOW = ".github/workflows/netops.yml"
SETTINGS = ".vscode/settings.json"
SCHEMAS = ".netops/schemas"


@click.command(epilog=common.example("netops init acme && cd acme && netops validate && netops render"))
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--example", is_flag=True, help="Write the whole example company instead of the small start.")
@click.option("--editor", is_flag=True, help="Only write anew what editors need, for the company in DIR.")
def command(folder: Path, example: bool, editor: bool) -> None:
    """Start a company: write netops.yaml and a small inventory into DIR.

    Templates, schemas and tasks stay in the package; netops eject copies one to change it. A GitHub workflow reviews pull requests.
    Editors find in .netops/schemas what each file may hold; --editor writes that anew, after an update of netops, a new schema or a
    fresh checkout.
    """
    if not editor:
        _start(folder, _example() if example else STARTER)
    written = _for_editors(folder)
    if editor:
        click.echo(f"{folder}: {written} schemas in {SCHEMAS}, {SETTINGS} says which files they are for")
        return
    click.echo(f"{folder}: a company with {len(list(folder.rglob('*.yaml')))} files. Next: cd {folder} && netops validate && netops render")


def _start(folder: Path, source: Path) -> None:
    clash = [name for name in (MARKER, "inventory") if (folder / name).exists()]
    if clash:
        raise UsageError(f"{folder} already holds {' and '.join(clash)}", hint="give another folder; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / MARKER, folder / MARKER)
    shutil.copytree(source / "inventory", folder / "inventory")
    (folder / ".gitignore").write_text(".netops/\n")
    (folder / WORKFLOW).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(STARTER / "workflow.yml", folder / WORKFLOW)


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
