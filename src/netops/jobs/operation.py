"""What every job needs: a company, the targets in question, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nornir.core import Nornir

from netops.capability import Library
from netops.errors import Diagnostic
from netops.events import Listener, silent
from netops.fleet import DEADLINE_S, WORKERS, Answer, open_fleet, preflight, require_secrets, run_task
from netops.git import source_commit
from netops.jobs.offline import Files
from netops.lab import Lab
from netops.model.company import Company, Target
from netops.platforms import Platform, PlatformSpec
from netops.render import Rendered, Renderer, render_targets
from netops.render.targets import accepted
from netops.state import State


def ignore_warnings(diagnostics: Iterable[Diagnostic]) -> None:
    """Does nothing with warnings."""


@dataclass(frozen=True)
class Operation:
    """A company, the targets in question, and how to reach them. `lab` replaces the inventory's addresses and secrets.

    `also` holds texts by target: the files in them belong to netops too, beside those that are wanted now and those applied last.
    `actions` holds, by target, how to check, reload and verify files where that is not what is rendered now.
    `files` stand in for what the targets run: no device is asked then.
    `strict`: lines that a target cannot do end the operation; else they go to `warn`, as what is only doubtful is.
    """

    company: Company
    targets: Sequence[Target]
    state: State
    lab: Lab | None = None
    workers: int | None = None
    deadline_s: float | None = None
    listen: Listener = silent
    also: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    files: Files | None = None
    strict: bool = True
    warn: Callable[[Iterable[Diagnostic]], None] = ignore_warnings
    fleets: list[Nornir] = field(default_factory=list, repr=False)
    """The fleet opened last: the next one inherits its gate, so that a login refused once is refused for the whole run."""
    known: dict[str, Rendered] = field(default_factory=dict, repr=False)
    """What was rendered already, by target: copies of an operation share it, since the company does not change."""
    with_origins: dict[str, Rendered] = field(default_factory=dict, repr=False)
    """The same with the origins of lines, for the targets whose lines differ."""

    @cached_property
    def rendered(self) -> dict[str, Rendered]:
        """The intended configs, without the origins of their lines. A warning about them is given once."""
        self._render(self.reachable)
        return {target.name: self.known[target.name] for target in self.reachable}

    def _render(self, targets: Iterable[Target]) -> None:
        """Render those of the targets that are not rendered yet."""
        made = render_targets(self.company, [target for target in targets if target.name not in self.known], strict=self.strict)
        given = {warning for r in self.known.values() for warning in r.warnings}
        self.warn(dict.fromkeys(warning for r in made for warning in r.warnings if warning not in given))
        self.known.update((r.target, r) for r in made)

    def _of_files(self, name: str) -> bool:
        """Whether a target is made of files: its driver has to be given which ones netops owns."""
        return bool(self.company.project.files(f"templates/{self.company.target(name).platform}/*/bundle.yaml"))

    @cached_property
    def _renderer(self) -> tuple[Renderer, Library]:
        return Renderer(self.company.project), Library(self.company.project, self.company.schemas)

    def traced(self, name: str) -> Rendered:
        """The intended config of a target with the origins of its lines: to be read only where lines differ."""
        if name not in self.with_origins:
            self.with_origins[name] = accepted(self.company, name, *self._renderer, trace=True, strict=self.strict)
        return self.with_origins[name]

    @cached_property
    def reachable(self) -> list[Target]:
        """The targets of the operation that can be talked to: with a lab, those that it holds."""
        return [target for target in self.targets if target.name not in self.skipped]

    @cached_property
    def skipped(self) -> dict[str, str]:
        """Targets left out, with the reason."""
        left = {t.name: f"status {t.status}" for t in self.targets if t.status not in ("active", "staged")}
        if self.lab is not None:
            left |= {t.name: "not in this lab" for t in self.targets if t.name not in self.lab.targets}
        return left | ({} if self.files is not None else self._without_driver())

    def _without_driver(self) -> dict[str, str]:
        """Targets of platforms whose configs are known and that netops cannot talk to yet."""
        why = "netops has no driver for {}: plan it from files, with --running"
        return {t.name: why.format(t.platform) for t in self.targets if self.company.platform(t.platform).driver is None}

    @cached_property
    def specs(self) -> dict[str, PlatformSpec]:
        """How each target takes a change."""
        return {t.name: self.company.platform(t.platform).spec for t in self.reachable}

    def platform(self, name: str) -> Platform:
        """The platform of a target."""
        return self.company.platform(self.company.target(name).platform)

    @cached_property
    def commit(self) -> str:
        return source_commit(self.company.project.root)

    def managed(self, name: str) -> tuple[str, ...] | None:
        """The features that netops owns on a target; None for all."""
        value = self.company.view(name).get("managed", "all")
        return None if value == "all" else tuple(value)

    def applied(self, name: str) -> str | None:
        found = self.state.applied(name)
        return found.text if found else None

    def driver_args(self, name: str) -> dict[str, Any]:
        """What the driver of a target must know beside its access: the files that netops owns there, and how to check and reload them."""
        if not self._of_files(name):
            return {}
        actions = self.actions.get(name, self.known[name].actions)
        owned = {path for action in actions for path in action["paths"]}
        owned |= _paths(self.applied(name) or "") | _paths(self.also.get(name, ""))
        return {"paths": sorted(owned), "actions": list(actions)} if owned else {}

    def on_each(self, names: Iterable[str], task: Callable[..., Any], *, logins: bool = True, **arguments: Any) -> dict[str, Answer]:
        """How a task ended on each target. `logins`: work out all of them before the first target is touched."""
        wanted = set(names)
        chosen = [target for target in self.reachable if target.name in wanted]
        if not chosen:
            return {}
        fleet = self._fleet(chosen)
        if logins:
            preflight(fleet)
        return run_task(fleet, task, self.listen, **arguments)

    def require_secrets(self, names: Iterable[str]) -> None:
        """Read secrets before anything is sent: one MissingSecret names all that cannot be had."""
        if wanted := sorted(set(names)):
            require_secrets(self._fleet(self.reachable), wanted)

    def _fleet(self, chosen: Sequence[Target]) -> Nornir:
        settings = self.company.settings
        self._render(target for target in chosen if self._of_files(target.name))
        fleet = open_fleet(
            self.company,
            chosen,
            lab=self.lab,
            workers=self.workers or settings.get("workers", WORKERS),
            deadline_s=self.deadline_s or settings.get("timeout_s", DEADLINE_S),
            actions=self.driver_args,
            after=self.fleets[-1] if self.fleets else None,
        )
        self.fleets[:] = [fleet]
        return fleet


def _paths(text: str) -> set[str]:
    """The paths of the files in a text of files."""
    return {line.split()[2] for line in text.splitlines() if line.startswith(("### file ", "### dir "))}
