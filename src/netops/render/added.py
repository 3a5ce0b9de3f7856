"""Filters of templates that a company (`filters/*.py`) or an installed package (entry point `netops.filter`) adds.

A plug-in is a module with `FILTERS`, pure functions by name. A name that netops or Jinja already has is refused, so that no template
changes its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from netops import registry
from netops.cache import digest
from netops.errors import UsageError
from netops.project import Project

KIND = registry.PluginKind(name="filter", package="", folder="filters", requires=("FILTERS",))
FILES = "filters/**/*.py"

Filter = Callable[..., Any]


def filters_digest(project: Project) -> str:
    """The digest of the added filters: a compiled template and a cached render depend on them."""
    own = (part for name, path in project.files(FILES) for part in (name, path.read_bytes()))
    return digest(*registry.installed_plugins(KIND.name), *own)


def added_filters(project: Project, taken: Collection[str]) -> dict[str, Filter]:
    """The added filters by name; `taken` are the names that filters already have. UsageError for a wrong one."""
    found: dict[str, Filter] = {}
    for plugin, module in registry.load_all(KIND, project.root).items():
        for name, function in _filters(plugin, module.FILTERS):
            if name in taken or name in found:
                raise UsageError(f"filters/{plugin}: a filter {name!r} exists already", hint="give it another name")
            found[name] = function
    return found


def _filters(plugin: str, filters: object) -> Iterator[tuple[str, Filter]]:
    if not isinstance(filters, Mapping):
        raise UsageError(f"filters/{plugin}: FILTERS is not a map", hint='FILTERS = {"name": function}')
    for name, function in filters.items():
        if not (isinstance(name, str) and name.isidentifier() and callable(function)):
            raise UsageError(f"filters/{plugin}: {name!r} is not the name of a function", hint='FILTERS = {"name": function}')
        yield name, function
