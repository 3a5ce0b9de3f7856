"""The nornir connection plug-in `netops`: `task.host.get_connection("netops", task.nornir.config)` is an open driver.

with session(task) as driver:
    return driver.get_facts()
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nornir.core.configuration import Config
from nornir.core.task import Task

from netops.drivers.base import Driver
from netops.errors import UsageError
from netops.fleet import context

NAME = "netops"


class NetopsConnection:
    """Opens the driver of the target that `extras` names (the inventory plug-in puts it there); login and key come from netops.yaml."""

    def open(
        self,
        hostname: str | None,
        username: str | None,
        password: str | None,
        port: int | None,
        platform: str | None,
        extras: dict[str, Any] | None = None,
        configuration: Config | None = None,
    ) -> None:
        if not extras or "target" not in extras or configuration is None:
            raise UsageError("this host is no target of netops", hint='use the inventory plug-in: inventory={"plugin": "NetopsInventory"}')
        self._context = context.find_context(configuration, extras["project"])
        self._driver = self._context.open(extras["target"])

    def close(self) -> None:
        self._context.close(self._driver)

    @property
    def connection(self) -> Driver:
        return self._driver


@contextmanager
def session(task: Task) -> Iterator[Driver]:
    """An open driver for the host of a task, closed at the end on every path. Inside another session: the same driver."""
    host = task.host
    if NAME in host.connections:
        yield host.get_connection(NAME, task.nornir.config)
        return
    connection = host.open_connection(NAME, task.nornir.config)
    try:
        yield connection.connection
    finally:
        if host.connections.get(NAME) is connection:
            del host.connections[NAME]
        connection.close()


@contextmanager
def second_session(task: Task) -> Iterator[Driver]:
    """One more session with the host of a task, with a login of its own: whether it still lets somebody in."""
    shared = context.context_of(task)
    driver = shared.open_again(task.host.name)
    try:
        yield driver
    finally:
        shared.close(driver)
