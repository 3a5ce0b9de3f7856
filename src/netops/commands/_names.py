"""Names of a company for shell completion: written when a command opens or validates the company, so that a shell need not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from netops.files import replace_file

if TYPE_CHECKING:
    from netops.model.company import Company
    from netops.project import Project

Names = Mapping[str, list[str]]
FILE = "names.json"


def object_names(project: Project) -> Names:
    """The names of a company as the last command found them; found now where none has."""
    path = project.cache_dir / FILE
    if not path.is_file():
        _open(project)
    found: Names = json.loads(path.read_bytes())
    return found


def refresh_names(project: Project) -> None:
    """Write the names of a company anew where there are some and its files have changed since."""
    path = project.cache_dir / FILE
    if path.is_file() and path.stat().st_mtime_ns < _newest(project.inventory):
        _open(project)


def _open(project: Project) -> None:
    from netops import validation

    company, _ = validation.open_company(project, None, validation.cache_of(project))
    if company:
        write_names(company)


def write_names(company: Company) -> None:
    """Write the names of a company: objects by `kind KIND`, what a selector takes by `limit KEY`. Nothing where none can have changed."""
    path = company.project.cache_dir / FILE
    with suppress(OSError):  # a company that may not be written to has no completion, and works
        if not path.is_file() or path.stat().st_mtime_ns < _newest(company.project.inventory):
            replace_file(path, json.dumps(_names_of(company), separators=(",", ":")).encode())


def _names_of(company: Company) -> dict[str, list[str]]:
    from netops.model.select import selector_values

    kinds = {f"kind {kind}": sorted(map(str, objects)) for kind, objects in company.objects.items()}
    limits = {f"limit {key}": values for key, values in selector_values(company).items()}
    return {"targets": list(company.targets), "devices": list(company.devices), **kinds, **limits}


def _newest(folder: Path) -> int:
    """When a file or folder below a folder changed last; a file that went changes its folder."""
    places = (Path(place) / file for place, _, files in os.walk(folder) for file in (".", *files))
    return max(map(_changed, places), default=0)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def cached_names(project: Project, name: str, make: Callable[[], Iterable[str]]) -> list[str]:
    """Names that change with netops and with the company's own plug-ins only; slow to find, so they are stored."""
    from netops import __version__
    from netops.cache import Cache, digest

    cache = Cache(project.cache_dir)
    own = (f"{path}{_changed(path)}" for folder in ("checks", "platforms") for path in sorted((project.root / folder).rglob("*.py")))
    key = digest(__version__, *own)
    stored = cache.get(f"complete-{name}", key)
    if stored is None:
        stored = sorted(make())
        cache.put(f"complete-{name}", key, stored)
    return list(stored)
