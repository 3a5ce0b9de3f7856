"""A case: a folder with files to read, and files that hold what is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops.errors import DataError, UsageError
from netops.project import Project
from netops.source import read_document

Compute = Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """`name` is its folder below the project, `inputs` the files that it reads, `compute` gives its texts by file name."""

    name: str
    folder: Path
    inputs: tuple[str, ...]
    compute: Compute


def case_folders(project: Project, pattern: str) -> list[Path]:
    """The folders of cases that match a glob below the company's root."""
    return sorted(path for path in project.root.glob(pattern) if path.is_dir() and not path.name.startswith("."))


def read_input(folder: Path, name: str, project: Project) -> str:
    """The text of an input. UsageError when there is none."""
    path = folder / name
    if not path.is_file():
        raise UsageError(f"{project.relative(path)}: no such file", hint="see docs/testing.md for the files of a case")
    return path.read_text(encoding="utf-8")


def read_map(folder: Path, name: str, project: Project) -> dict[str, Any]:
    """The map in a YAML file. DataError when it holds none."""
    document = read_document(read_input(folder, name, project), project.relative(folder / name))
    if not isinstance(document.value, dict):
        raise DataError(message=f"{document.file}: expected a map, found {type(document.value).__name__}")
    return document.value
