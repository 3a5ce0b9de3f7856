"""The configs of one target beside what its step expects."""

from __future__ import annotations

from collections.abc import Mapping

from netops.config import ConfigPair, ParsedConfig, Secret
from netops.drivers.base import Driver
from netops.errors import NetopsError
from netops.fleet.backup import check_complete
from netops.plan import Step
from netops.platforms import Platform


class TargetConfigs:
    """The configs of one target, each parsed once, beside what its step expects."""

    def __init__(self, platform: Platform, step: Step) -> None:
        self.step = step
        self.platform = platform
        self.intended = ParsedConfig(platform, step.intended)
        self._seen = {step.intended: self.intended}

    def of(self, text: str) -> ParsedConfig:
        """The config of a text."""
        return self._seen.setdefault(text, ParsedConfig(self.platform, text))

    def add(self, *configs: ParsedConfig) -> None:
        """Configs that are parsed already."""
        self._seen.update((config.text, config) for config in configs)

    def redacted(self, text: str) -> str:
        """A text in the device's own form as the state store may hold it."""
        return self.of(text).redacted(self.intended)

    def by_redaction(self, text: str) -> dict[Secret, str]:
        """The secrets that are taken out of that text, by their place and what it has there."""
        return self.of(text).by_redaction(self.intended)

    def differs_from_plan(self, text: str) -> list[str]:
        """The lines in which a config is not the predicted one. What a device has or shows by itself is none of them."""
        if self.normal(text) == self.step.predicted:
            return []
        return [f"{line.sign} {line.text.strip()}" for line in self._to_predicted(text).difference if line.sign != " "]

    def normal(self, text: str) -> str:
        """A config as plans and logs may hold it, and as digests are made over it."""
        return self.of(text).normal(self.intended)

    def runs_old(self, text: str) -> bool:
        """Whether a config is the one that the plan was made for."""
        return self.of(text).digest(self.intended) == self.step.running_digest

    def finish(self, text: str) -> tuple[str, ...]:
        """The commands that end a half change, else the lines that differ."""
        try:
            return self._to_predicted(text).commands
        except NetopsError:
            return tuple(self.differs_from_plan(text))

    def _to_predicted(self, text: str) -> ConfigPair:
        return ConfigPair(self.of(self.normal(text)), self.of(self.step.predicted))


def read_configs(driver: Driver, texts: TargetConfigs, retrieve: str = "all") -> Mapping[str, str]:
    """The configs of the device. DeviceError when the running one was cut off on the way: it would pass for a change."""
    configs = driver.get_config(retrieve=retrieve)
    check_complete(texts.step.target, texts.platform, configs["running"])
    return configs
