"""A driver over one of NAPALM's own: same verbs, but hosts share no options, host keys are proven, errors are netops', and every
answer about a change is read back from the device.
"""

from __future__ import annotations

import importlib
import importlib.util
import socket
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, cast

from netops import config
from netops.drivers import library_errors as _errors
from netops.drivers import ssh
from netops.drivers.base import Access, Preview
from netops.drivers.command_line import type_commands
from netops.drivers.neighbors import NeighborTable, parse_neighbors, parse_route_counts
from netops.errors import ConfigError, DeadlineExceeded, DeviceError, HalfChanged
from netops.messages import pluralize
from netops.platforms import Platform

_importing = threading.RLock()


class _Napalm(ModuleType):
    """The package `napalm`, run when something of it is used that is no module of it: it imports the drivers of all platforms."""

    def __getattr__(self, name: str) -> Any:
        with _importing:
            if name not in self.__dict__:
                if "_runs" in self.__dict__:
                    raise AttributeError(name)
                self._runs = True
                assert self.__spec__ and self.__spec__.loader
                self.__spec__.loader.exec_module(self)
        return self.__dict__[name] if name in self.__dict__ else super().__getattribute__(name)


def napalm_class(module: str, name: str) -> Any:
    """A class of NAPALM, imported at its first use, without the drivers of other platforms. One thread at a time: its modules import each
    other in a circle, and two threads that enter it at different places get modules that are not whole."""
    with _importing:
        if "napalm" not in sys.modules and (spec := importlib.util.find_spec("napalm")):
            package = importlib.util.module_from_spec(spec)
            package.__class__ = _Napalm
            sys.modules["napalm"] = package
        return getattr(importlib.import_module(module), name)


def whole_lines(text: str) -> str:
    """A config with one end of line at its end, as it was printed: some libraries cut it, some do not."""
    return f"{text.strip(chr(10))}\n" if text.strip() else ""


def predicted_diff(platform: Platform, running: str, commands: Sequence[str]) -> str:
    """The lines that commands would change on a device that has no candidate, by the rules of its platform, each with its sign."""
    lines = config.diff(platform, running, config.predict(platform, running, commands))
    return "\n".join(f"{line.sign}{line.text}" for line in lines)


class NapalmDriver:
    """What the drivers of EOS, IOS and Junos share. A subclass makes NAPALM's driver, finds its socket, and knows its traps.

    A timed commit goes on when the driver is closed: another driver can confirm it, and if none does the device reverts.
    """

    takes_message = False
    uses_terminal = False
    """Whether it types on a command line, so that prompt and paging matter."""
    ospf_neighbors: ClassVar[NeighborTable | None] = None
    isis_neighbors: ClassVar[NeighborTable | None] = None
    routes: ClassVar[NeighborTable | None] = None
    """What NAPALM has no getter for, as the platform prints it."""

    def __init__(self, access: Access, platform: Platform) -> None:
        self.access = access
        self.platform = platform
        self.spec = platform.spec
        self._library: Any = None
        self._before: str | None = None
        self.timed = False
        self._aborted = False
        self._leftovers = ExitStack()

    # what a subclass gives

    def make(self, known_hosts: Path) -> Any:
        """NAPALM's driver, not opened; `known_hosts` is the file that it has to check SSH keys against."""
        raise NotImplementedError

    def sockets(self, library: Any) -> Iterator[Any]:
        """What to shut down to end the connection at once."""
        raise NotImplementedError

    def ready(self) -> None:
        """Check, after the login, what the device needs to have for netops to work. DeviceError says what it lacks."""

    # connection

    def open(self) -> None:
        with self._telling():
            self._library = self.make(self._known_hosts())
            self._library.open()
            self.ready()

    def close(self) -> None:
        library, self._library = self._library, None
        with suppress(Exception), self._leftovers:
            if library is not None and not self._aborted:
                self.release_session(library)
                for command in self.cleaning(library):
                    with suppress(Exception):
                        library.cli([command])
                library.close()

    def release_session(self, library: Any) -> None:
        """Before closing: keep the library from undoing a timed commit."""

    def cleaning(self, library: Any) -> list[str]:
        """The commands that take away what this connection has left on the device and nobody needs."""
        return []

    def abort(self) -> None:
        self._aborted = True
        with suppress(Exception):
            for line in self.sockets(self._library):
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def is_alive(self) -> Mapping[str, bool]:
        if self._library is None:
            return {"is_alive": False}
        return cast(Mapping[str, bool], self._ask("is_alive"))

    # config

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False, format: str = "text") -> Mapping[str, str]:
        texts: Mapping[str, str] = self._ask("get_config", retrieve=retrieve, full=full, sanitized=sanitized)
        return {name: whole_lines(texts.get(name) or "") for name in ("running", "candidate", "startup")}

    def running(self) -> str:
        """The running config. DeviceError when the device shows none: silence is not an empty config."""
        text = self.get_config("running")["running"]
        if not text.strip():
            raise DeviceError(self.access.target, "the device shows an empty running config")
        return text

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._ask("load_replace_candidate", filename=filename, config=config)

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._ask("load_merge_candidate", filename=filename, config=config)

    def compare_config(self) -> str:
        return cast(str, self._ask("compare_config"))

    def check_candidate(self) -> Preview:
        """What the device shows of its candidate is all there is."""
        return Preview()

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Commit, after keeping the running config to roll back to. ConfigError when the timer is none that the platform can do."""
        self._check_timer(revert_in)
        self._before = self.running()
        self.apply_candidate(message, revert_in)
        self.timed = revert_in is not None
        if revert_in is not None and not self.has_pending_commit():
            raise DeviceError(self.access.target, "the device has committed, but shows no timer that would revert it")

    def apply_candidate(self, message: str, revert_in: int | None) -> None:
        """NAPALM's commit of what is loaded."""
        self._ask("commit_config", message=message if self.takes_message else "", revert_in=revert_in)

    def confirm_commit(self) -> None:
        self._ask("confirm_commit")
        self.timed = False
        if self.has_pending_commit():
            raise DeviceError(self.access.target, "the commit still waits for its confirmation after it was confirmed")

    def has_pending_commit(self) -> bool:
        return bool(self._ask("has_pending_commit"))

    def pending_name(self) -> str:
        return ""

    def start_run(self, run: str) -> None:
        """Where nothing has a name there is nothing to do."""

    def end_run(self, run: str) -> None:
        """Where nothing is left there is nothing to do."""

    def discard_config(self) -> None:
        self._ask("discard_config")

    def rollback(self) -> None:
        """Bring back the running config from before the commit. HalfChanged when the device then shows another one."""
        self.undo()
        self.timed = False
        if self._before is None:
            return
        left = [f"{line.sign} {line.text.strip()}" for line in config.diff(self.platform, self.running(), self._before) if line.sign != " "]
        if left:
            raise HalfChanged(self.access.target, f"rolled back, but not as before: {pluralize(len(left), 'line')}", commands=left)

    def undo(self) -> None:
        """NAPALM's way back."""
        self._ask("rollback")

    def restore_config(self) -> None:
        """Replace the config with the one from before the commit. ConfigError when this connection has committed nothing."""
        if self._before is None:
            raise self._nothing_committed()
        self.load_replace_candidate(config=self._before)
        self._ask("commit_config")

    # facts

    def get_facts(self) -> Mapping[str, Any]:
        return cast(Mapping[str, Any], self._ask("get_facts"))

    def get_interfaces(self) -> Mapping[str, Mapping[str, Any]]:
        return cast(Mapping[str, Mapping[str, Any]], self._ask("get_interfaces"))

    def get_lldp_neighbors(self) -> Mapping[str, list[Mapping[str, str]]]:
        return cast(Mapping[str, list[Mapping[str, str]]], self._ask("get_lldp_neighbors"))

    def get_arp_table(self) -> Sequence[Mapping[str, Any]]:
        return cast(Sequence[Mapping[str, Any]], self._ask("get_arp_table"))

    def get_ipv6_neighbors_table(self) -> Sequence[Mapping[str, Any]]:
        return cast(Sequence[Mapping[str, Any]], self._ask("get_ipv6_neighbors_table"))

    def get_mac_address_table(self) -> Sequence[Mapping[str, Any]]:
        return cast(Sequence[Mapping[str, Any]], self._ask("get_mac_address_table"))

    def get_ospf_neighbors(self) -> list[dict[str, Any]]:
        return [*parse_neighbors(*self._printed("get_ospf_neighbors", self.ospf_neighbors))]

    def get_isis_neighbors(self) -> list[dict[str, Any]]:
        return [*parse_neighbors(*self._printed("get_isis_neighbors", self.isis_neighbors))]

    def get_route_counts(self) -> dict[str, int]:
        return parse_route_counts(*self._printed("get_route_counts", self.routes))

    def _printed(self, getter: str, table: NeighborTable | None) -> tuple[NeighborTable, str]:
        """What the device prints for a table. DeviceError when it has none, or does not take the command."""
        if table is None:
            raise DeviceError(self.access.target, f"the driver of {self.platform.name} has no {getter}")
        printed = self.cli([table.command])[table.command]
        if self.platform.cli and self.platform.cli.refused.search(printed):
            raise DeviceError(self.access.target, f"{table.command}: {printed.strip().splitlines()[-1].strip()}")
        return table, printed

    def cli(self, commands: list[str], encoding: str = "text") -> Mapping[str, str]:
        return cast(Mapping[str, str], self._ask("cli", commands))

    def __getattr__(self, name: str) -> Any:
        """NAPALM's other getters (`get_bgp_neighbors`, ...), as they are."""
        if not name.startswith("get_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._ask(name, *args, **kwargs)

    # inside

    def _ask(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        with self._telling():
            if self._library is None:
                raise DeviceError(self.access.target, f"{verb}: the connection is not open")
            return getattr(self._library, verb)(*args, **kwargs)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Raise only errors of netops. What caused one is left out: a library's own error may quote lines with secrets."""
        if self._aborted:
            raise DeadlineExceeded(self.access.target, "its connection was closed when its deadline was over")
        try:
            yield
        except Exception as error:
            problem = _errors.netops_error(self.access, error)
            if problem is error:
                raise
            raise problem from None

    def type_commands(self, connection: Any, commands: Iterable[str], *, enter: str = "") -> None:
        """Types commands in config mode. LineRefused at the first one that the device refuses: those before it are in."""
        with self._telling():
            type_commands(connection, self.platform, commands, enter=enter)

    def rollback_commands(self) -> list[str]:
        """The commands to the config from before the commit. ConfigError when this connection has committed nothing."""
        if self._before is None:
            raise self._nothing_committed()
        return config.remediate(self.platform, self.running(), self._before)

    def _check_timer(self, revert_in: int | None) -> None:
        step = self.spec.revert_granularity_s
        if revert_in is not None and (step is None or revert_in <= 0 or revert_in % step):
            can = f"multiples of {step} s" if step else "no revert timer"
            raise ConfigError(f"{self.access.target}: a revert timer of {revert_in} s cannot be set: {self.spec.platform} knows {can}")

    def _nothing_committed(self) -> ConfigError:
        return ConfigError(f"{self.access.target}: nothing to roll back to: this connection has committed nothing")

    def _known_hosts(self) -> Path:
        folder = Path(self._leftovers.enter_context(tempfile.TemporaryDirectory(prefix="netops-")))
        path = folder / "known_hosts"
        path.write_text(ssh.known_hosts_text(self.access), encoding="ascii")
        return path
