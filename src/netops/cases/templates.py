"""`templates/PLATFORM/tests/NOUN/CASE/`: what NOUN.j2 gives for `view.yaml` is `expected.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from netops.cases.case import Case, case_folders, read_map
from netops.project import Project
from netops.render import Renderer

VIEW = "view.yaml"


def find(project: Project) -> Iterator[Case]:
    renderer = Renderer(project)
    for folder in case_folders(project, "templates/*/tests/*/*"):
        yield Case(project.relative(folder), folder, (VIEW,), partial(_render, project, renderer, folder))


def _render(project: Project, renderer: Renderer, folder: Path) -> Mapping[str, str]:
    platform, noun = folder.parents[2].name, folder.parent.name
    view = {"target": folder.name, "platform": platform, **read_map(folder, VIEW, project)}
    return {"expected.txt": renderer.noun(view, noun)}
