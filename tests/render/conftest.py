"""Views and companies for the tests of rendering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from render_cases import ROOT

from netops.project import Project
from netops.render import Renderer


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer(Project.discover(ROOT))


@pytest.fixture
def company(tmp_path: Path) -> Callable[[dict[str, str]], Renderer]:
    """A renderer for a company with templates of its own, by name below templates/."""

    def make(templates: dict[str, str]) -> Renderer:
        (tmp_path / "netops.yaml").write_text("name: Test\n")
        for name, text in templates.items():
            path = tmp_path / "templates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Renderer(Project.discover(tmp_path))

    return make
