"""A small fleet: a company of a few targets, and SSH servers that count what they see."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncssh
import pytest

from netops import platforms
from netops.platforms import Platform
from netops.project import Project

T = TypeVar("T")
PASSWORD = "correct-horse"


@dataclass(frozen=True)
class Target:
    name: str
    platform: str = "cisco_ios"
    address: str = ""
    site: str = "ber"
    role: str = "access"
    kind: str = "device"
    status: str = "active"

    @property
    def device(self) -> str:
        return self.name


@dataclass
class Company:
    """What the fleet needs of a company."""

    project: Project
    settings: dict[str, Any]
    targets: Mapping[str, Target]
    objects: Mapping[str, Any] = field(default_factory=dict)
    devices: Mapping[str, Any] = field(default_factory=dict)
    schemas: Any = None

    def secret_origin(self, name: str) -> None:
        return None

    def platform(self, name: str) -> Platform:
        return platforms.get(name, self.project.root)


@dataclass(frozen=True)
class Lab:
    targets: Mapping[str, Mapping[str, Any]]
    secrets: Mapping[str, str] = field(default_factory=dict)
    banner: str = "a lab of a test"


@dataclass
class Seen:
    """What one server saw."""

    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)


class _Server(asyncssh.SSHServer):
    def __init__(self, seen: Seen, password: str) -> None:
        self._seen, self._password = seen, password

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._seen.connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        self._seen.passwords.append(password)
        return password == self._password


@dataclass
class Servers:
    """SSH servers on loopback, in an event loop of their own."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    seen: dict[str, Seen] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    closing: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def add(self, name: str, password: str = PASSWORD, given: str = PASSWORD, **entry: Any) -> None:
        """A server that takes `password`; the lab's entry says to log in with `given`."""
        key = asyncssh.generate_private_key("ssh-ed25519")
        seen = self.seen[name] = Seen()

        async def listen() -> Any:
            return await asyncssh.listen("127.0.0.1", 0, server_factory=lambda: _Server(seen, password), server_host_keys=[key])

        listener = self.do(listen())
        self.closing.append(listener)
        public = key.export_public_key().decode().strip()
        self.entries[name] = {"hostname": "127.0.0.1", "port": listener.get_port(), "username": "netops", "password": given}
        self.entries[name] |= {"transport": "ssh", "host_key": public, "optional_args": {}} | entry

    def lab(self) -> Lab:
        return Lab(self.entries)

    def stop(self) -> None:
        async def close() -> None:
            for listener in self.closing:
                listener.close()
            for connection in [connection for seen in self.seen.values() for connection in seen.connections]:
                connection.abort()
                await connection.wait_closed()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self.do(close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@pytest.fixture
def servers() -> Iterator[Servers]:
    made = Servers()
    yield made
    made.stop()


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company without targets or settings, to add to."""
    (tmp_path / "netops.yaml").write_text("name: Test\nschema: 2\n")
    (tmp_path / "inventory").mkdir()
    return Company(Project(tmp_path), {}, {})
