"""Bundles: the files and directories of one service on a server, how they are checked, made live and verified (`bundle.yaml`).

The text of a target made of files is sorted blocks: `### file PATH owner:group mode` with the content below it, or
`### dir PATH owner:group mode`. A content line that looks like such a head gets one backslash more in front.
Every file ends with a newline.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from netops.dialects.syntax import Unprintable
from netops.errors import DataError, Origin
from netops.project import Project
from netops.render.lines import Condition
from netops.render.recorder import without_cause
from netops.schema import Schemas, find_schema_problems
from netops.source import Document, read_document
from netops.source.trace import unique_origins

CONDITIONS = ("when", "for_each", "having")
LOOKS_LIKE_HEAD = re.compile(r"^(\\*###)")

Expand = Callable[[str, Mapping[str, Any]], str]
"""Renders a short template of a bundle (a path, a word of a command) with some names."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A validated bundle.yaml. `name` is its folder's, `file` the path for messages."""

    name: str
    document: Document
    file: str

    @property
    def value(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document.value
        return found

    def applies(self, view: Mapping[str, Any]) -> bool:
        """Whether the view has the data that the service is for."""
        return "when" in self.value and _has(view, self.value["when"])

    @property
    def nouns(self) -> tuple[str, ...]:
        """The nouns without which the service is not rendered."""
        when = self.value.get("when", ())
        return tuple(dict.fromkeys(name.partition(".")[0] for name in ([when] if isinstance(when, str) else when)))

    def checks_of(self, path: str) -> tuple[dict[str, Any], ...]:
        """The checks of a file of the service that is written as it is."""
        entries = (*self.value.get("files", ()), *self.value.get("others", ()))
        found: Mapping[str, Any] = next((entry for entry in entries if is_path(entry["path"], path)), {})
        return tuple(dict(check) for check in found.get("checks", ()))


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file or directory to be: `names` are what its template sees beside the view, `origin` its entry in the bundle."""

    path: str
    head: str
    source: str | None
    syntax: str
    names: Mapping[str, Any]
    origin: Origin
    checks: tuple[dict[str, Any], ...] = ()
    service: str = ""
    values: tuple[Origin, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def places(self) -> tuple[Origin, ...]:
        """Where the YAML has it: the values of its path, else the first thing read to see that it is wanted."""
        return self.values or tuple(read for one in self.conditions for read in one.reads[:1])


def load_bundles(project: Project, platform: str, schemas: Schemas) -> tuple[Bundle, ...]:
    """Every bundle of a platform, by name; DataError with all that is wrong in their files."""
    found, problems = [], []
    for name, path in project.files(f"templates/{platform}/*/bundle.yaml"):
        file = project.relative(path)
        document = read_document(path.read_text(encoding="utf-8"), file)
        problems += find_schema_problems(document.value, schemas.whole("bundle"), document)
        found.append(Bundle(name.split("/")[-2], document, file))
    if problems:
        raise DataError(problems)
    return tuple(found)


def rendered_files(bundle: Bundle, view: Mapping[str, Any], expand: Expand, log: Sequence[Origin] = ()) -> list[RenderedFile]:
    """The files and directories of a service for one target, in the order of their paths; `log` grows by what is read to find them."""
    found = [_block(bundle, "dir", i, entry, names, expand, log) for i, entry, names in _entries(bundle, "dirs", view)]
    found += [_block(bundle, "file", i, entry, names, expand, log) for i, entry, names in _entries(bundle, "files", view)]
    return sorted(found, key=lambda block: block.path)


def is_path(pattern: str, path: str) -> bool:
    """Whether the path of an entry is, or covers, a path; one that depends on the data covers none."""
    folder, name = posixpath.split(pattern)
    return pattern == path or (folder == posixpath.dirname(path) and fnmatchcase(posixpath.basename(path), name))


def service_actions(
    found: Sequence[Bundle], view: Mapping[str, Any], made: Iterable[RenderedFile], expand: Expand
) -> Iterator[dict[str, Any]]:
    """What a driver does with files that are written as they are: the checks, reload and verification of the service that each names."""
    by_name = {bundle.name: bundle for bundle in found}
    wanted: dict[str, list[str]] = {}
    for block in made:
        if block.service:
            wanted.setdefault(block.service, []).append(block.path)
    for name, paths in wanted.items():
        if name not in by_name:
            raise Unprintable(f"there is no bundle {name!r}: expected one of {', '.join(sorted(by_name))}", name)
        bundle = by_name[name]
        verify = [one for one in bundle.value.get("verify", ()) if not any(key in one for key in CONDITIONS)]
        yield {
            "name": name,
            "prepare": [],
            "paths": paths,
            "checks": [{"path": path, **one} for path in paths for one in bundle.checks_of(path)],
            "reload": [list(argv) for argv in bundle.value.get("reload", ())],
            "verify": [_expanded(one, dict(_unread(view)), expand) for one in verify],
        }


def bundle_action(bundle: Bundle, view: Mapping[str, Any], made: list[RenderedFile], expand: Expand) -> dict[str, Any]:
    """What a driver does with the files of a service: plain data, `{path}` in a check stands for the staged file."""
    prepare, verify = (
        [_expanded(_without(entry), names, expand) for _, entry, names in _entries(bundle, key, view)] for key in ("prepare", "verify")
    )
    return {
        "name": bundle.name,
        "prepare": [one["argv"] for one in prepare],
        "paths": [block.path for block in made if not block.service] + list(bundle.value.get("owns", ())),
        "checks": [{"path": block.path, **one} for block in made if not block.service for one in block.checks],
        "reload": [list(argv) for argv in bundle.value.get("reload", ())],
        "verify": verify,
    }


def escape_marker(line: str) -> str:
    """A line of a file as it stands in the text of a target."""
    return LOOKS_LIKE_HEAD.sub(r"\\\1", line)


def _block(
    bundle: Bundle, kind: str, index: int, entry: Mapping[str, Any], names: Mapping[str, Any], expand: Expand, log: Sequence[Origin]
) -> RenderedFile:
    made = _expanded(_without(entry), names, expand)
    path, owner = _path(made["path"]), f"{made.get('owner', 'root')}:{made.get('group', 'root')}"
    mode = made.get("mode", "0644" if kind == "file" else "0755")
    origin = bundle.document.origin((f"{kind}s", index))
    return RenderedFile(
        path=path,
        head=f"### {kind} {path} {owner} {mode}",
        source=f"{bundle.name}/{made['source']}" if kind == "file" else None,
        syntax=made.get("syntax", "plain"),
        names=names,
        origin=origin,
        checks=tuple(made.get("checks", ())),
        service="" if made.get("service") == bundle.name else made.get("service", ""),
        values=getattr(made["path"], "origins", ()),
        conditions=(Condition("file", origin, unique_origins(map(without_cause, log))),) if log else (),
    )


def _entries(bundle: Bundle, key: str, view: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    """The entries of a list in the bundle that apply, with the names they see; `for_each: zone in dns_server.zones` gives one per zone."""
    for index, entry in enumerate(bundle.value.get(key, ())):
        if not _has(view, entry.get("when", ())):
            continue
        if "for_each" not in entry:
            yield index, entry, view
            continue
        name, path = entry["for_each"].split(" in ")
        for item in dict.fromkeys(found) if _plain(found := _found(view, path)) else found:
            if all(key in item for key in entry.get("having", ())):
                yield index, entry, {**dict(_unread(view)), name: item}


def _unread(view: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """The items of a view, without a note that they were read."""
    return dict.items(view) if isinstance(view, dict) else view.items()


def _has(view: Mapping[str, Any], names: str | list[str]) -> bool:
    """Whether there is something at each of the paths."""
    return all(_found(view, name) for name in ([names] if isinstance(names, str) else names))


def _found(value: Any, path: str) -> list[Any]:
    """What stands at a path (`dns_server.zones`, `shares.groups`), lists on the way taken apart."""
    found = [value]
    for key in path.split("."):
        found = [item for one in found if key in one for item in _listed(one[key])]
    return found


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _plain(items: list[Any]) -> bool:
    return all(isinstance(item, str | int) for item in items)


def _without(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in CONDITIONS}


def _expanded(value: Any, names: Mapping[str, Any], expand: Expand) -> Any:
    """The value with every string in it rendered."""
    if isinstance(value, Mapping):
        return {str(k): _expanded(v, names, expand) for k, v in value.items()}
    if isinstance(value, list):
        return [_expanded(v, names, expand) for v in value]
    return expand(value, names) if isinstance(value, str) else value


def _path(path: str) -> str:
    if not path.startswith("/") or posixpath.normpath(path) != path:
        raise Unprintable(f"{path!r} is not an absolute path without '.', '..' and '//'", path)
    return path
