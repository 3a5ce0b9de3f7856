"""What a health check reads, and what a change means to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from netops.config import ParsedConfig
from netops.config.facts import facts_of_config
from netops.drivers.base import Driver
from netops.errors import DeviceError
from netops.facts import Facts
from netops.platforms import Platform


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that works on a target, as a number: less than before is worse, 0 is nothing at all.

    `subject`: what it is about, such as a neighbour's address or an interface, for `is_removed`. `hold_s`: after so many seconds the device
    gives it up when it hears nothing more, so that until then a loss may not show.
    """

    name: str
    value: int = 1
    subject: str = ""
    hold_s: float | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """An open driver of a target."""

    target: str
    platform: Platform
    driver: Driver

    def get(self, getter: str, *arguments: Any) -> Any:
        """What a getter of the driver gives. DeviceError when it has none of that name."""
        found = getattr(self.driver, getter, None)
        if found is None:
            raise DeviceError(self.target, f"the driver of {self.platform.name} has no {getter}")
        return found(*arguments)

    def show(self, command: str) -> str:
        """What a command prints."""
        return self.driver.cli([command])[command]


class Change:
    """A change of a target: its config before and after as facts, and the words of the lines that come and go."""

    def __init__(self, before: ParsedConfig, after: ParsedConfig, lines: Sequence[str]) -> None:
        self.platform = before.platform
        self.lines = tuple(lines)
        self._configs = before, after

    @cached_property
    def before(self) -> Facts:
        """The facts of the config before the change; none on a platform without them."""
        return _facts(self._configs[0])

    @cached_property
    def after(self) -> Facts:
        """The facts of the intended config."""
        return _facts(self._configs[1])

    @cached_property
    def filters_change(self) -> bool:
        """Whether packets may be let through that were not, or the other way round."""
        return (self.before.filters, self.before.bindings) != (self.after.filters, self.after.bindings)

    def is_about(self, word: str) -> bool:
        """Whether a line that comes or goes, or one above it, has a word."""
        return any(word in line for line in self.lines)


def _facts(config: ParsedConfig) -> Facts:
    return facts_of_config(config) if config.platform.facts else Facts(config.platform.name)


def is_interface_removed(change: Change, name: str) -> bool:
    """Whether an interface is gone or shut in the intended config, by itself or with what it is on, and was neither before."""
    before, after = ({one.name: one for one in facts.interfaces} for facts in (change.before, change.after))
    was, now = before.get(name), after.get(name)
    if was is None:
        return False
    if now is None or (now.enabled is False and was.enabled is not False):
        return True
    return bool(now.parent) and is_interface_removed(change, now.parent)


class Check(Protocol):
    """A module with a health check. All but `TITLE` and `read` may be left out."""

    TITLE: str

    @staticmethod
    def read(device: Device) -> Iterable[Measure]:
        """What works now. A check that cannot be read raises: that is not the same as nothing."""


APPLIES: Callable[[Change], bool] = lambda change: True  # noqa: E731 - the default of a module's function
IS_REMOVED: Callable[[Change, str], bool] = lambda change, subject: False  # noqa: E731
TOUCHES: Callable[[Change], bool] = lambda change: False  # noqa: E731


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A check as the engine uses it.

    `applies`: whether a target has what it reads. `is_removed`: whether the change takes a subject away on purpose. `touches`: whether the
    change could make it fail only after a while. `needs_some`: where it applies, that nothing is read at all is no answer.
    """

    name: str
    title: str
    read: Callable[[Device], Iterable[Measure]]
    applies: Callable[[Change], bool] = APPLIES
    is_removed: Callable[[Change, str], bool] = IS_REMOVED
    touches: Callable[[Change], bool] = TOUCHES
    needs_some: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the checks of a target read: measures by name for each check, and why others could not be read."""

    measures: Mapping[str, Mapping[str, Measure]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
