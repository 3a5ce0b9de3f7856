"""What netops' own drivers share, where no library brings NAPALM's verbs: a line to the target, configs in NAPALM's shape, a candidate."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from netops import config as configs
from netops.drivers.base import Access, Preview
from netops.errors import ConfigError
from netops.platforms import Platform

V = TypeVar("V")


class Connection(Protocol):
    """The connection of a driver: `remote.Remote` or `ipp.Client`."""

    def open(self) -> None: ...

    def close(self) -> None: ...

    def abort(self) -> None: ...

    def alive(self) -> bool: ...


class OwnDriver:
    """A driver on a line. A subclass reads the configs, and has the verbs that change something."""

    saves_by_itself = False
    """Whether what runs is what starts."""

    def __init__(self, access: Access, platform: Platform, line: Connection) -> None:
        self.access, self.platform, self.line = access, platform, line

    def open(self) -> None:
        self.line.open()
        try:
            self.ready()
        except BaseException:
            self.line.close()
            raise

    def ready(self) -> None:
        """What is asked after the login, so that a target that cannot be worked with is reported at once."""

    def close(self) -> None:
        self.line.close()

    def abort(self) -> None:
        self.line.abort()

    def is_alive(self) -> dict[str, bool]:
        return {"is_alive": self.line.alive()}

    def running(self) -> str:
        """The running config."""
        return ""

    def startup(self) -> str:
        """The saved config, where it is not the running one."""
        return ""

    def candidate(self) -> str:
        """The candidate, empty when none is loaded."""
        return ""

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False, format: str = "text") -> dict[str, str]:
        """`full` changes nothing: no defaults are shown."""
        wanted = ("running", "startup", "candidate") if retrieve == "all" else (retrieve,)
        texts = dict.fromkeys(("running", "candidate", "startup"), "")
        if "running" in wanted or (self.saves_by_itself and "startup" in wanted):
            texts["running"] = self.running()
        if "startup" in wanted:
            texts["startup"] = texts["running"] if self.saves_by_itself else self.startup()
        if "candidate" in wanted:
            texts["candidate"] = self.candidate()
        return {name: self._shown(text, sanitized) if name in wanted else "" for name, text in texts.items()}

    def _shown(self, text: str, sanitized: bool) -> str:
        return configs.redact(self.platform, text) if sanitized else text

    def has_pending_commit(self) -> bool:
        return False

    def check_candidate(self) -> Preview:
        """What the target shows of its candidate is all there is."""
        return Preview()

    def pending_name(self) -> str:
        """Empty: what waits there is made by netops alone."""
        return ""

    def start_run(self, run: str) -> None:
        """Nothing on the target has a name of its own."""

    def end_run(self, run: str) -> None:
        """Nothing is left but what `has_pending_commit` sees."""

    def get_interfaces(self) -> Mapping[str, Mapping[str, Any]]:
        return {}

    def get_lldp_neighbors(self) -> Mapping[str, list[Mapping[str, str]]]:
        return {}

    def get_arp_table(self) -> Sequence[Mapping[str, Any]]:
        return ()

    def get_ipv6_neighbors_table(self) -> Sequence[Mapping[str, Any]]:
        return ()

    def get_mac_address_table(self) -> Sequence[Mapping[str, Any]]:
        return ()


class ValueDriver(OwnDriver, Generic[V]):
    """A driver whose config is a value: it is read whole, and the candidate is kept here until the commit."""

    saves_by_itself = True

    def __init__(self, access: Access, platform: Platform, line: Connection) -> None:
        super().__init__(access, platform, line)
        self._base: V | None = None
        self._candidate: V | None = None

    def read(self) -> V:
        """The config of the target."""
        raise NotImplementedError

    def text(self, value: V) -> str:
        """A config as text."""
        raise NotImplementedError

    def running(self) -> str:
        return self.text(self.read())

    def candidate(self) -> str:
        return "" if self._candidate is None else self.text(self._candidate)

    def compare_config(self) -> str:
        """A unified diff from what was there to the candidate, empty without a candidate. It shows secrets."""
        if self._base is None or self._candidate is None:
            return ""
        old, new = self.text(self._base).splitlines(), self.text(self._candidate).splitlines()
        return "\n".join(difflib.unified_diff(old, new, "running", "candidate", lineterm=""))

    def loaded(self) -> tuple[V, V]:
        """What was there, and the candidate. ConfigError when nothing is loaded."""
        if self._base is None or self._candidate is None:
            raise ConfigError(f"{self.access.target}: nothing is loaded, so nothing can be committed")
        return self._base, self._candidate

    def discard_config(self) -> None:
        self._candidate = None


class ObservedDriver(OwnDriver):
    """A driver of a target that has no config: only facts are read."""

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        raise self._only_observed()

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        raise self._only_observed()

    def compare_config(self) -> str:
        return ""

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        raise self._only_observed()

    def confirm_commit(self) -> None:
        raise self._only_observed()

    def discard_config(self) -> None:
        """Nothing is ever loaded."""

    def rollback(self) -> None:
        raise self._only_observed()

    def cli(self, commands: list[str], encoding: str = "text") -> Mapping[str, str]:
        raise self._only_observed()

    def _only_observed(self) -> ConfigError:
        return ConfigError(f"{self.access.target}: a {self.platform.name} is only observed, netops sends it nothing")


def read_candidate(filename: str | None, config: str | None) -> str:
    """The candidate that was given, as text or as the name of a file."""
    if config is not None:
        return config
    if filename is None:
        raise ConfigError("no candidate: expected a config or the name of a file")
    return Path(filename).read_text(encoding="utf-8")
