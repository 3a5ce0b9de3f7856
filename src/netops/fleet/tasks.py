"""The nornir tasks of `tasks/`: one file each, the company's first, with a function of the file's name."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from netops.errors import UsageError
from netops.messages import did_you_mean
from netops.project import Project

Task = Callable[..., Any]

_READERS: Mapping[str, Callable[[str], Any]] = {
    "int": int,
    "float": float,
    "bool": lambda text: {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()],
    "str": str,
}


def names(project: Project) -> list[str]:
    """The names of all tasks."""
    return sorted(Path(name).stem for name, _ in project.files("tasks/*.py") if not Path(name).stem.startswith("_"))


def load(project: Project, name: str) -> Task:
    """The task called `name`. UsageError when there is none, or its file cannot be used."""
    path = project.find(f"tasks/{name}.py") if name.isidentifier() else None
    if path is None:
        hint = did_you_mean(name, names(project), f"there are: {', '.join(names(project))}")
        raise UsageError(f"no task {name!r} in tasks/", hint=hint)
    task = getattr(_module(project, path), name, None)
    if not callable(task):
        raise UsageError(
            f"{project.relative(path)}: it has no function {name}(task, ...)", hint="a task is a function with the name of its file"
        )
    return cast(Task, task)


def _module(project: Project, path: Path) -> object:
    found = importlib.util.spec_from_file_location(f"netops_task_{path.stem}", path)
    if found is None or found.loader is None:
        raise UsageError(f"{project.relative(path)}: not a Python module")
    module = importlib.util.module_from_spec(found)
    try:
        found.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"{project.relative(path)}: cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def parse_arguments(name: str, task: Task, given: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments to call a task with: `given` as text, read by the types of its parameters, and what it asks for of `known` by name."""
    wanted = dict(list(inspect.signature(task).parameters.items())[1:])
    unknown = sorted(set(given) - set(wanted))
    if unknown:
        raise UsageError(f"task {name} takes no {', '.join(unknown)}", hint=f"it takes: {', '.join(wanted) or 'nothing'}")
    values = {key: _read(name, wanted[key], text) for key, text in given.items()}
    values |= {key: value for key, value in known.items() if key in wanted and key not in values}
    missing = [key for key, parameter in wanted.items() if parameter.default is parameter.empty and key not in values]
    if missing:
        raise UsageError(
            f"task {name} needs {', '.join(missing)}", hint=f"give it as {missing[0]}=VALUE, or see the head of tasks/{name}.py"
        )
    return values


def _read(name: str, parameter: inspect.Parameter, text: str) -> Any:
    kind = getattr(parameter.annotation, "__name__", str(parameter.annotation))
    kind = "str" if parameter.annotation is parameter.empty else kind
    if kind not in _READERS:
        raise UsageError(
            f"{parameter.name} of task {name} is a {kind}, which a command line cannot give", hint=f"see the head of tasks/{name}.py"
        )
    try:
        return _READERS[kind](text)
    except (ValueError, KeyError):
        raise UsageError(f"{parameter.name}={text}: task {name} wants a value of type {kind}") from None
