"""What every job needs: which targets, what is intended for them, how they are reached, and what netops remembers of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nornir.core import Nornir

from netops.config import IsSame, key_by_secret_value
from netops.errors import MissingSecret
from netops.events import Listener, silent
from netops.fleet import DEADLINE_S, WORKERS, TaskAnswer, open_fleet, require_secrets, resolve_all_access, run_task
from netops.fleet.context import company_secrets, find_context
from netops.jobs.intended import IntendedConfigs
from netops.jobs.selection import Selection
from netops.lab import Lab
from netops.model.company import Company, ConfigTarget
from netops.plan import Step
from netops.state import State

NOT_MANAGED = "not managed, never deployed: write `managed: all` into its file, or start with one feature: netops manage {name} FEATURE"


@dataclass(frozen=True, slots=True)
class OwnedFiles:
    """Files of targets that netops owns beside those intended now and applied last.

    `texts`: configs by target that name such files. `actions`: how to check, reload and verify the files of a target, where that is not
    what is rendered now. `wanted`: paths by target that are read as far as they can be: what cannot is named by the driver.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    wanted: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Mapping[str, Step]) -> OwnedFiles:
        """The files that some steps are about."""
        return cls({name: step.intended for name, step in steps.items()}, {name: step.actions for name, step in steps.items()})


class DeviceFleet:
    """The devices of a company, reached over nornir. A login that was refused in one task is refused in all that follow.

    `lab` replaces the inventory's addresses and secrets. `workers` and `deadline_s` go before the company's settings.
    """

    def __init__(self, company: Company, lab: Lab | None = None, workers: int | None = None, deadline_s: float | None = None) -> None:
        self._company = company
        self._lab = lab
        self._workers = workers or company.settings.get("workers", WORKERS)
        self._deadline_s = deadline_s or company.settings.get("timeout_s", DEADLINE_S)
        self._last: Nornir | None = None
        self._secrets = company_secrets(company, lab)
        self._unknown: set[str] = set()

    @property
    def is_same(self) -> IsSame:
        """What compares secrets of a rendered config with those that a device shows, where their values can be had."""
        return key_by_secret_value(self._value, are_real=self._lab is None or not self._lab.runs_files)

    def _value(self, name: str) -> str | None:
        """The value of a secret; None where it cannot be had, which is not tried again."""
        if name in self._unknown:
            return None
        try:
            return self._secrets.value(name)
        except MissingSecret:
            self._unknown.add(name)
            return None

    def open(self, targets: Sequence[ConfigTarget], driver_args: Callable[[str], Mapping[str, Any]]) -> Nornir:
        """A fleet of some targets. `driver_args`: what the driver of each gets beside its access."""
        self._last = open_fleet(
            self._company,
            targets,
            lab=self._lab,
            workers=self._workers,
            deadline_s=self._deadline_s,
            actions=driver_args,
            after=self._last,
        )
        return self._last

    def add_secrets(self, values: Mapping[str, str]) -> None:
        """Give the devices that were opened values of secrets that no source has."""
        if self._last is not None and values:
            find_context(self._last.config, str(self._company.project.root)).secrets.add(values)


@dataclass(frozen=True, slots=True)
class Operation:
    """What a job works with. A copy for other targets shares what was rendered, the logins, and `earlier`: the policy of the last deploy,
    once it is worked out."""

    selection: Selection
    intended: IntendedConfigs
    devices: DeviceFleet
    state: State
    owned: OwnedFiles = field(default_factory=OwnedFiles)
    earlier: list[Any] = field(default_factory=list, compare=False, repr=False)

    @property
    def company(self) -> Company:
        return self.selection.company

    def unmanaged(self) -> dict[str, str]:
        """The targets that netops leaves alone, with the reason: no file says what it owns of them, and it has never deployed them."""
        new = [name for name in self.selection.configured if self.state.applied(name) is None]
        return {name: NOT_MANAGED.format(name=name) for name in new if "managed" not in self.company.view(name)}

    def on_each(
        self, names: Iterable[str], task: Callable[..., Any], listen: Listener = silent, *, logins: bool = True, **arguments: Any
    ) -> dict[str, TaskAnswer]:
        """How a task ended on each reachable target. `logins`: work out all of them before the first target is touched."""
        wanted = set(names)
        chosen = [target for target in self.selection.reachable if target.name in wanted]
        if not chosen:
            return {}
        fleet = self._fleet(chosen)
        if logins:
            resolve_all_access(fleet)
        return run_task(fleet, task, listen, **arguments)

    def require_secrets(self, names: Iterable[str]) -> None:
        """Read secrets before anything is sent: one MissingSecret names all that cannot be had."""
        if wanted := sorted(set(names)):
            require_secrets(self._fleet(self.selection.reachable), wanted)

    def _fleet(self, chosen: Sequence[ConfigTarget]) -> Nornir:
        self.intended.prepare(one.name for one in chosen if self._is_made_of_files(one.name) and one.name not in self.owned.wanted)
        return self.devices.open(chosen, self._driver_args)

    def _is_made_of_files(self, name: str) -> bool:
        return bool(self.company.project.files(f"templates/{self.company.target(name).platform}/*/bundle.yaml"))

    def _driver_args(self, name: str) -> dict[str, Any]:
        """What the driver of a target of files needs: which files netops owns there, and how to check and reload them."""
        if not self._is_made_of_files(name):
            return {}
        if name in self.owned.wanted:
            return {"paths": sorted(self.owned.wanted[name]), "is_lenient": True}
        actions = self.owned.actions.get(name, self.intended(name).actions)
        applied = self.state.applied(name)
        owned = {path for action in actions for path in action["paths"]}
        owned |= _paths(applied.text if applied else "") | _paths(self.owned.texts.get(name, ""))
        return {"paths": sorted(owned), "actions": list(actions)} if owned else {}


def _paths(text: str) -> set[str]:
    """The paths of the files in a text of files."""
    return {line.split()[2] for line in text.splitlines() if line.startswith(("### file ", "### dir "))}
