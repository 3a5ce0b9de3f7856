"""What a shell completes words of the command line to. Names come from the company as the last command found it, so this is quick.

Nothing here may fail: a person who types sees no error of a half-typed command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from netops.project import Project

Source = Callable[["Project", click.Context, str], Iterable[str]]
Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
MOST_RUNS = 100


def _completion(source: Source, *, files: bool = False) -> Completion:
    """Completes to the names of a source that start with what is typed, and with `files` to paths too."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from netops.project import Project

        found: list[CompletionItem] = []
        with suppress(Exception):
            project = Project.discover(ctx.find_root().params.get("project") or ".")
            found = [CompletionItem(name) for name in source(project, ctx, incomplete) if name.startswith(incomplete)]
        return [*found, CompletionItem(incomplete, type="file")] if files else found

    return complete


def _named(*keys: str) -> Source:
    """The names of a company below some keys."""

    def source(project: Project, ctx: click.Context, incomplete: str) -> Iterable[str]:
        from netops.commands._names import object_names

        found = object_names(project)
        return dict.fromkeys(name for key in keys for name in found.get(key, ()))

    return source


def _limits(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    """Selectors: the last term becomes `KEY=`, a value of its key, or a name."""
    from netops.commands._names import object_names

    found = object_names(project)
    head, comma, term = incomplete.rpartition(",")
    before = head + comma + "!" * term.startswith("!")
    key, has_key, _ = term.removeprefix("!").partition("=")
    if has_key:
        return (f"{before}{key}={value}" for value in found.get(f"limit {key}", ()))
    keys = (name.removeprefix("limit ") for name in found if name.startswith("limit "))
    return (f"{before}{name}" for name in (*(f"{one}=" for one in keys), *found["targets"]))


def _plans(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    """Plan files beside what is typed."""
    folder = incomplete.rpartition("/")[0]
    return (str(path) for path in sorted(Path(folder or ".").glob("*.plan")))


def _runs(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    from netops.state import State

    path = project.state_dir / ("lab/state.db" if ctx.params.get("lab") else "state.db")
    if not path.is_file():
        return
    with State(path) as state:
        yield from (run.id for run in state.runs(MOST_RUNS))


def _rollbacks(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    yield "last"
    yield from _runs(project, ctx, incomplete)


def _rules(project: Project, ctx: click.Context, incomplete: str) -> Iterable[str]:
    from netops.commands._names import cached_names

    def codes() -> Iterator[str]:
        from netops import checks

        return (rule.code for rule in checks.rules_by_code(project))

    return cached_names(project, "rules", codes)


def _parts(project: Project, ctx: click.Context, incomplete: str) -> Iterable[str]:
    """Features of any platform, and the finer parts that a name follows."""
    from netops.commands._names import cached_names

    def features() -> set[str]:
        from netops.commands.manage import features as by_platform

        return {"all", "interface:", "section:", "lines:"}.union(*by_platform(project.root, None).values())

    return cached_names(project, "parts", features)


def _platforms(project: Project, ctx: click.Context, incomplete: str) -> Iterable[str]:
    return sorted(project.platforms())


def _objects(project: Project, ctx: click.Context, incomplete: str) -> Iterable[str]:
    kind = str(ctx.params.get("kind") or "")
    return _named(f"kind {kind}", f"kind {kind.removesuffix('s')}")(project, ctx, incomplete)


def _kinds(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    """Kinds of objects, devices, and plan files."""
    from netops.commands._names import object_names

    found = object_names(project)
    yield from (name.removeprefix("kind ") for name in found if name.startswith("kind "))
    yield from found["devices"]
    yield from _plans(project, ctx, incomplete)


def _keys(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    """Nouns, and below a noun its keys."""
    path, dot, _ = incomplete.rpartition(".")
    if not dot:
        yield from (Path(name).name.removesuffix(".schema.json") for name, _ in project.files("schemas/*.schema.json"))
        return
    from netops.commands.schema import schema_at
    from netops.schema import load
    from netops.schema.fields import fields_of

    for field in fields_of(schema_at(load(project), path)[1]):
        yield f"{path}.{field.name.rpartition('.')[2]}"


def _bundled(project: Project, ctx: click.Context, incomplete: str) -> Iterable[str]:
    from netops.commands.eject import bundled_files

    return bundled_files()


def _tasks(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    return (Path(name).stem for name, _ in project.files("tasks/*.py"))


def _targets_and_plans(project: Project, ctx: click.Context, incomplete: str) -> Iterator[str]:
    yield from _named("targets")(project, ctx, incomplete)
    yield from _plans(project, ctx, incomplete)


def _words(*words: str) -> Source:
    return lambda project, ctx, incomplete: words


BY_COMMAND: dict[tuple[str, str], Completion] = {
    ("deploy", "names"): _completion(_targets_and_plans),
    ("show", "kind"): _completion(_kinds),
    ("show", "name"): _completion(_objects),
    ("rollback", "run"): _completion(_rollbacks),
    ("history", "run"): _completion(_runs),
    ("rehearse", "file"): _completion(_plans, files=True),
    ("approve", "file"): _completion(_plans, files=True),
    ("rules", "code"): _completion(_rules),
    ("manage", "name"): _completion(_named("devices")),
    ("manage", "parts"): _completion(_parts),
    ("replace", "name"): _completion(_named("devices")),
    ("explain", "name"): _completion(_named("devices", "targets")),
    ("why", "name"): _completion(_named("targets")),
    ("uses", "place"): _completion(_words(), files=True),
    ("test", "paths"): _completion(_words(), files=True),
    ("schema", "path"): _completion(_keys),
    ("eject", "file"): _completion(_bundled),
    ("run", "task"): _completion(_tasks),
    ("exec", "name"): _completion(_named("targets")),
    ("fault", "name"): _completion(_named("targets")),
}
"""By command and parameter."""
BY_NAME: dict[str, Completion] = {
    "names": _completion(_named("targets")),
    "limit": _completion(_limits),
    "running": _completion(_words("live", "backup"), files=True),
    "platform": _completion(_platforms),
}
"""In every other command, by parameter."""


def completion_of(command: str, param: str) -> Completion | None:
    """What completes a parameter of a command; None where click's own way is enough."""
    return BY_COMMAND.get((command, param)) or BY_NAME.get(param)
