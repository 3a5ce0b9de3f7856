"""What the tasks of one fleet share: how targets are reached, their secrets, the gate, and which drivers are open."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from nornir.core import Nornir
from nornir.core.configuration import Config
from nornir.core.task import Task

from netops import extras
from netops.drivers import base, ssh
from netops.drivers.base import Access, Driver
from netops.errors import DataError, DeviceError, Diagnostic, MissingSecret
from netops.fleet.access import AccessResolver, Actions, LabAccess, entries_of
from netops.fleet.gate import PATIENCE_S, LoginGate
from netops.fleet.hostkeys import HostKeys
from netops.fleet.secret_injection import SecretInjectingDriver
from netops.fleet.secrets import SecretStore
from netops.fleet.threads import DriversByThread
from netops.render import Rendered
from netops.render.targets import TargetRenderer, earlier_render

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

KEY = "netops"
NOT_IN_LAB = "not in this lab"
_BY_SSH = frozenset({"ssh", "netconf"})
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Context:
    """Made once per fleet, kept in nornir's `config.user_defined`."""

    company: Company
    lookup: AccessResolver
    drivers: DriversByThread
    gate: LoginGate
    renderer: TargetRenderer
    lock: threading.RLock
    skipped: Mapping[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> SecretStore:
        return self.lookup.secrets

    def open(self, name: str) -> Driver:
        """An open driver for a target. Every error leaves nothing open behind."""
        access = self.access(name)
        return self.log_in(access, base.connect(self.company.platform(self.company.targets[name].platform), access))

    def access(self, name: str) -> Access:
        """How to reach a target, with secrets."""
        with self.lock:
            return self.lookup.access(self.company.targets[name])

    def log_in(self, access: Access, made: Driver) -> Driver:
        """A driver of a target, opened now. Every error leaves nothing open behind."""
        return self._opened(access, made, partial(self._login, access))

    def open_again(self, name: str) -> Driver:
        """One more open driver for a target that has let this run in before. A refusal is about the target as it is now: it goes past the
        gate, and stops no login elsewhere."""
        access = self.access(name)
        made = base.connect(self.company.platform(self.company.targets[name].platform), access)
        return self._opened(access, made, lambda driver: driver.open())

    def _opened(self, access: Access, made: Driver, login: Callable[[Driver], None]) -> Driver:
        name = access.target
        driver = cast(Driver, SecretInjectingDriver(name, made, self.secrets, partial(self.drivers.check, name)))
        self.drivers.add(name, driver)
        try:
            login(driver)
        except BaseException:
            self.close(driver)
            raise
        return driver

    def close(self, driver: Driver) -> None:
        """Close a driver; a line that is dead already is no error."""
        self.drivers.remove(driver)
        with suppress(DeviceError):
            driver.close()

    def _login(self, access: Access, driver: Driver) -> None:
        credential = (access.username, access.password or access.key_file)
        if not any(credential):
            driver.open()
            return
        if not self.gate.is_open(credential):
            check_reachable(access)
        with self.gate.login(access.target, credential):
            driver.open()


def check_reachable(access: Access) -> None:
    """DeviceError for a dead device, or one with a wrong host key: before it takes a turn at the gate."""
    if access.jump or access.transport == "snmp":
        return
    if access.transport in _BY_SSH:
        ssh.check_host_key(access)
        return
    try:
        socket.create_connection((access.hostname, access.port or 0), timeout=access.timeout_s).close()
    except OSError as error:
        raise ssh.unreachable_message(access, error) from error


def company_secrets(company: Company, lab: LabAccess | None = None) -> SecretStore:
    """The secrets of a company, or of its lab. Reads none yet."""
    sources = company.settings.get("secrets", {})
    given, file = dict(lab.secrets) if lab else None, str(company.settings.get("secrets_file", ""))
    return SecretStore(sources, company.project.root, company.secret_origin, given, file)


def make_context(
    company: Company,
    lab: LabAccess | None = None,
    actions: Actions | None = None,
    skipped: Iterable[str] = (),
    patience_s: float = PATIENCE_S,
) -> Context:
    """The context of a company's fleet. Reads no secret yet. `patience_s`: how long the gate waits for a first login."""
    secrets = company_secrets(company, lab)
    drivers = DriversByThread()
    lookup = AccessResolver(company, entries_of(company), secrets, HostKeys.read(company.project), lab, actions)
    return Context(
        company,
        lookup,
        drivers,
        LoginGate(drivers, patience_s),
        TargetRenderer(company),
        threading.RLock(),
        dict.fromkeys(skipped, NOT_IN_LAB),
    )


def reuse_context(nornir: Nornir, actions: Actions | None = None, skipped: Iterable[str] = ()) -> Context:
    """The context of an earlier fleet, for other targets: its gate and the secrets it has read stay."""
    known: Context = nornir.config.user_defined[KEY]
    return replace(known, lookup=replace(known.lookup, actions=actions), skipped=dict.fromkeys(skipped, NOT_IN_LAB))


def find_context(config: Config, root: str) -> Context:
    """The context of a nornir object: the one that `open_fleet` put there, else one made from the project at `root`, once."""
    with _making:
        if KEY not in config.user_defined:
            from netops import load

            config.user_defined[KEY] = make_context(load(root))
        found: Context = config.user_defined[KEY]
        return found


def context_of(task: Task) -> Context:
    """What the host of a task shares with the other hosts of its fleet."""
    return find_context(task.nornir.config, task.host["netops"]["project"])


def company_of(task: Task) -> Company:
    """The company that the host of a task belongs to."""
    return context_of(task).company


def intended(task: Task, trace: bool = False, strict: bool = True) -> Rendered:
    """The intended config of the host of a task. DataError when the host cannot do it; not `strict`: then it is in the `warnings`.

    What an earlier run rendered is taken from the cache, where it still holds. The templates are compiled once for all hosts, and one host
    is rendered at a time.
    """
    shared = context_of(task)
    with shared.lock:
        if not trace and (made := earlier_render(shared.renderer.store, target_of(task), strict=strict)) is not None:
            return made
        return shared.renderer.render(task.host.name, trace=trace, strict=strict)


def secrets_of(task: Task) -> SecretStore:
    """The secrets of the fleet of a task; `hide` takes those that were read out of a text."""
    return context_of(task).secrets


def target_of(task: Task) -> ConfigTarget:
    """The target that is the host of a task."""
    return company_of(task).targets[task.host.name]


def require_access(context: Context, names: Iterable[str]) -> None:
    """Work out how to reach every target before the first is touched. One DataError, or MissingSecret, with every problem."""
    problems: dict[Diagnostic, None] = {}
    kinds: set[type[DataError]] = set()
    names = list(names)
    transports = {context.company.platform(context.company.targets[name].platform).transport for name in names}
    extras.require_extra("reaching devices", *dict.fromkeys(extra for way in sorted(transports) for extra in extras.for_transport(way)))
    for name in names:
        try:
            context.lookup.access(context.company.targets[name])
        except DataError as error:
            problems |= dict.fromkeys(error.diagnostics)
            kinds.add(type(error))
    if problems:
        raise (MissingSecret if kinds == {MissingSecret} else DataError)(problems)
