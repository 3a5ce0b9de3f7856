"""Plug-ins: one file each, found in the package, in the company's folder, or by entry point, and checked when loaded.

A kind of plug-in is a folder of modules and the names that each module must define. A company puts its own into the folder; another
package names its modules in an entry point `netops.KIND`. A broken plug-in stops the run and names the file and the missing attribute.

| kind | a company's folder | entry point | a module defines |
|---|---|---|---|
| check | `checks/` | `netops.check` | functions with `@netops.checks.rule(...)` |
| filter | `filters/` | `netops.filter` | `FILTERS`: functions by name |
| guard | `guards/` | `netops.guard` | `CODE`, `find(request)`, `violate(request)` |
| health | `health/` | `netops.health` | `TITLE`, and `read`, which gives a `netops.health.Measure` for each thing that works |
| platform | `platforms/` | `netops.platform` | `PLATFORM`: a `netops.platforms.Platform` |
| report | `reports/` | `netops.report` | `plan`, `deployment`, `drift`: functions that return text |

>>> from netops import registry, report
>>> registry.names(report.KIND)
['html', 'json', 'markdown', 'text']
>>> registry.load(report.KIND, "text").__name__
'netops.report.text'
>>> registry.load(report.KIND, "pdf")
Traceback (most recent call last):
    ...
netops.errors.UsageError: no report called 'pdf'
    hint: there are: html, json, text
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from netops.errors import NetopsError, UsageError


@dataclass(frozen=True, slots=True)
class PluginKind:
    """A kind of plug-in: its name, the package of netops' own modules (empty without), the company's folder, what a module must define.

    `helpers` are modules of the package that plug-ins share; so are those whose name starts with an underscore.
    """

    name: str
    package: str
    folder: str
    requires: tuple[str, ...]
    helpers: tuple[str, ...] = ()


def names(kind: PluginKind, root: Path | None = None) -> list[str]:
    """The names of all plug-ins of a kind, sorted, without importing any of them."""
    found = set(_own(kind))
    found |= {_name(path) for path in _company_files(kind, root)}
    found |= {point.name for point in _installed(kind.name)}
    return sorted(found)


def load(kind: PluginKind, name: str, root: Path | None = None) -> ModuleType:
    """The plug-in called `name`: the company's, else an installed one, else netops' own. UsageError when there is none or it is broken."""
    for path in _company_files(kind, root):
        if _name(path) == name:
            return _checked(kind, _import_file(kind, path), str(path))
    for point in _installed(kind.name):
        if point.name == name:
            return _checked(kind, point.load(), point.value)
    if name in _own(kind):
        return _checked(kind, importlib.import_module(f"{kind.package}.{name}"), f"{kind.package}.{name}")
    raise UsageError(f"no {kind.name} called {name!r}", hint=f"there are: {', '.join(names(kind, root))}")


def load_all(kind: PluginKind, root: Path | None = None) -> dict[str, ModuleType]:
    """Every plug-in of a kind by name."""
    return {name: load(kind, name, root) for name in names(kind, root)}


@cache
def _own(kind: PluginKind) -> frozenset[str]:
    """The names of netops' own plug-ins of a kind."""
    if not kind.package:
        return frozenset()
    package = importlib.import_module(kind.package)
    modules = pkgutil.iter_modules(package.__path__)
    return frozenset(m.name for m in modules if not m.name.startswith("_") and m.name not in kind.helpers)


def installed_plugins(kind: str) -> list[str]:
    """The plug-ins of a kind that other packages bring, each with its package and the package's version."""
    points = _installed(kind)
    return [f"{one.name} {one.value} {one.dist.name} {one.dist.version}" if one.dist else f"{one.name} {one.value}" for one in points]


@cache
def _installed(kind: str) -> tuple[EntryPoint, ...]:
    """The plug-ins of a kind that other packages bring. Slow to find, and nothing is installed meanwhile."""
    return tuple(entry_points(group=f"netops.{kind}"))


def _company_files(kind: PluginKind, root: Path | None) -> Iterator[Path]:
    if root is not None and (root / kind.folder).is_dir():
        files = (path for pattern in ("*.py", "*/__init__.py") for path in (root / kind.folder).glob(pattern))
        yield from sorted(path for path in files if not _name(path).startswith("_"))


def _name(path: Path) -> str:
    """The name of the plug-in in a file: that of its folder when it is a package."""
    return path.parent.name if path.name == "__init__.py" else path.stem


def _import_file(kind: PluginKind, path: Path) -> ModuleType:
    name = f"netops_company_{kind.name}_{_name(path)}_{blake2b(bytes(path), digest_size=4).hexdigest()}"
    inside = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=inside)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except NetopsError as error:
        raise UsageError(f"{path}: cannot be loaded as a {kind.name}: {error.message}", hint=error.hint) from error
    except Exception as error:
        raise UsageError(f"{path}: cannot be loaded as a {kind.name}: {type(error).__name__}: {error}") from error
    return module


def _checked(kind: PluginKind, module: ModuleType, where: str) -> ModuleType:
    missing = [name for name in kind.requires if not hasattr(module, name)]
    if missing:
        raise UsageError(
            f"{where}: not a {kind.name}: it lacks {', '.join(missing)}", hint=f"a {kind.name} defines {', '.join(kind.requires)}"
        )
    return module
