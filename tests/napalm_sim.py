"""Simulated devices in a thread of the test's process, reached as real ones are: by address, port, password, host key."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from netops.drivers.base import Access, Driver, connect
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import Login, Simulated, TargetSpec, World
from netops.lab.sim.process import candidate_addresses, start_target
from netops.platforms import get

T = TypeVar("T")
LOGIN = Login("netops", "correct-horse-battery")
INTERFACES = {
    "arista_eos": ("Ethernet1", "Ethernet2", "Management1"),
    "cisco_ios": ("GigabitEthernet1/0/1", "GigabitEthernet1/0/2"),
    "cisco_nxos": ("Ethernet1/1", "Ethernet1/2", "mgmt0"),
    "cisco_xr": ("GigabitEthernet0/0/0/0", "GigabitEthernet0/0/0/1"),
    "juniper_junos": ("ge-0/0/0", "ge-0/0/1"),
}
VERSIONS = {"arista_eos": "4.32.1F", "cisco_ios": "17.9.4", "cisco_nxos": "10.2(3)", "cisco_xr": "7.3.2", "juniper_junos": "22.4R3"}
INITIAL = {
    "arista_eos": "hostname sw1\nntp server 10.0.0.1\ninterface Ethernet1\n   description one\n",
    "cisco_ios": "hostname sw1\nfile prompt quiet\nip scp server enable\narchive\n path flash:archive\nntp server 10.0.0.1\n",
    "cisco_nxos": "hostname sw1\nfeature scp-server\nntp server 10.0.0.1 use-vrf management\n",
    "juniper_junos": "system {\n    host-name sw1;\n    ntp {\n        server 10.0.0.1;\n    }\n}\n",
}
PLATFORMS = sorted(INITIAL)
TIMED = [p for p in PLATFORMS if get(p).spec.revert_granularity_s is not None]
"""Platforms whose commits can wait for a confirmation."""


@dataclass
class Sim:
    """Devices by name; everything about them happens in one event loop, in a thread of its own."""

    directory: Path
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    targets: dict[str, Simulated] = field(default_factory=dict)
    drivers: list[Driver] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(wake=self.loop.call_later)
        self.world = World(LOGIN, {}, self.clock, self.directory)
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    def call(self, function: Callable[..., T], *args: Any) -> T:
        """The function, called in the thread of the devices."""

        async def work() -> T:
            return function(*args)

        return self.do(work())

    def add(self, platform: str, name: str = "sw1", initial: str | None = None) -> Access:
        """A started device, and how to reach it."""
        text = INITIAL[platform] if initial is None else initial
        return self.add_spec(TargetSpec(name, platform, name, "MODEL", "SERIAL", VERSIONS[platform], INTERFACES[platform], initial=text))

    def add_spec(self, spec: TargetSpec) -> Access:
        """A started device as a spec describes it, and how to reach it."""
        name = spec.name
        (self.directory / name).mkdir(exist_ok=True)
        placed = self.do(self._start(spec))
        self.targets[name] = placed.target
        return Access(
            target=name,
            hostname=placed.host,
            port=placed.port,
            username=LOGIN.username,
            password=LOGIN.password,
            transport=placed.endpoint.transport.removeprefix("eapi-"),
            host_key=placed.endpoint.host_key or "",
            timeout_s=60,
            optional_args=dict(placed.endpoint.optional_args),
        )

    async def _start(self, spec: TargetSpec) -> Any:
        return await start_target(spec, self.world, candidate_addresses())

    def open(self, platform: str, access: Access, **changes: Any) -> Driver:
        """An open driver, closed at the end of the test."""
        driver = connect(platform, replace(access, **changes))
        self.drivers.append(driver)
        driver.open()
        return driver

    def fault(self, name: str, kind: str, argument: str = "") -> None:
        self.call(self.targets[name].faults.set, kind, argument)

    def type(self, name: str, *commands: str) -> str:
        """What a person sees who types commands on the device."""
        return self.do(self.targets[name].execute(commands)).output

    def stop(self) -> None:
        for driver in self.drivers:
            driver.close()
        for target in self.targets.values():
            self.call(target.faults.clear)
            self.do(target.stop())
        self.do(self._drain())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def _drain(self) -> None:
        """Lets the connections end; one that was accepted a moment ago gets its session some turns of the loop later."""
        for _ in range(5):
            await asyncio.sleep(0)
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def running(driver: Driver) -> str:
    """The running config without the comments in which a device tells the time."""
    lines = driver.get_config(retrieve="running")["running"].splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("## "))


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[Sim]:
    made = Sim(tmp_path)
    yield made
    made.stop()
