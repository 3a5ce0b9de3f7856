"""`platforms/SLUG/tests/CASE/`: from `running.txt` to `intended.txt` there is the difference `diff.txt` and the commands `commands.txt`.

The laws hold too: the commands lead to the intended config, and their rollback leads back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from netops import config, platforms
from netops.cases.case import Case, case_folders, read_input
from netops.errors import ConfigError
from netops.platforms import Platform
from netops.project import Project

INPUTS = ("running.txt", "intended.txt")


def find(project: Project) -> Iterator[Case]:
    for folder in case_folders(project, "platforms/*/tests/*"):
        yield Case(project.relative(folder), folder, INPUTS, partial(_remediate, project, folder))


def _remediate(project: Project, folder: Path) -> Mapping[str, str]:
    platform = platforms.get(folder.parents[1].name, project.root)
    running, intended = (read_input(folder, name, project) for name in INPUTS)
    commands = config.remediate(platform, running, intended)
    _check_laws(platform, running, intended, commands)
    diff = "".join(f"{line.sign} {'  ' * line.depth}{line.text}\n" for line in config.diff(platform, running, intended))
    return {"diff.txt": diff, "commands.txt": "".join(f"{line}\n" for line in commands)}


def _check_laws(platform: Platform, running: str, intended: str, commands: list[str]) -> None:
    after = config.predict(platform, running, commands)
    if left := config.diff(platform, after, intended):
        raise ConfigError(f"the commands do not lead to intended.txt: {left[0].sign} {left[0].text.strip()}")
    back = config.predict(platform, after, config.rollback(platform, running, intended))
    if left := config.diff(platform, back, running):
        raise ConfigError(f"the rollback does not lead back to running.txt: {left[0].sign} {left[0].text.strip()}")
