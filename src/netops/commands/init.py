"""netops init"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from netops.commands import common
from netops.errors import UsageError

STARTER = Path(__file__).parents[1] / "starter"


@click.command(epilog=common.example("netops init acme && cd acme && netops validate && netops render"))
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--example", is_flag=True, help="Write the whole example company instead of the small start.")
def command(folder: Path, example: bool) -> None:
    """Start a company: write netops.yaml and a small inventory into DIR.

    Templates, schemas and tasks stay in the package; netops eject copies one to change it.
    """
    source = _example() if example else STARTER
    clash = [name for name in ("netops.yaml", "inventory") if (folder / name).exists()]
    if clash:
        raise UsageError(f"{folder} already holds {' and '.join(clash)}", hint="give another folder; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "netops.yaml", folder / "netops.yaml")
    shutil.copytree(source / "inventory", folder / "inventory")
    (folder / ".gitignore").write_text(".netops/\n")
    click.echo(f"{folder}: a company with {len(list(folder.rglob('*.yaml')))} files. Next: cd {folder} && netops validate && netops render")


def _example() -> Path:
    from netops.project import bundled

    packaged = bundled() / "example"
    return packaged if packaged.is_dir() else bundled()
