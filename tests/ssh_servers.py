"""SSH servers of a test on loopback, in an event loop of their own; when they stop, nothing of them is open any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import asyncssh

T = TypeVar("T")


@dataclass(frozen=True)
class Seen:
    """What one server saw."""

    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)


class _Server(asyncssh.SSHServer):
    """One connection to a server that takes a password; None: it takes none."""

    def __init__(self, seen: Seen, password: str | None) -> None:
        self._seen, self._password = seen, password

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._seen.connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return self._password is not None

    def validate_password(self, username: str, password: str) -> bool:
        self._seen.passwords.append(password)
        return password == self._password


class SshServers:
    """Servers that share one event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._acceptors: list[asyncssh.SSHAcceptor] = []
        self._seen: list[Seen] = []
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine that runs in the thread of the servers."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def listen(self, key: asyncssh.SSHKey, password: str | None = None, **options: Any) -> tuple[int, Seen]:
        """The port of a new server with a host key, and what it sees."""
        seen = Seen()

        async def start() -> asyncssh.SSHAcceptor:
            factory = lambda: _Server(seen, password)  # noqa: E731 - a factory of asyncssh takes nothing
            return await asyncssh.listen("127.0.0.1", 0, server_factory=factory, server_host_keys=[key], **options)

        acceptor = self.do(start())
        self._acceptors.append(acceptor)
        self._seen.append(seen)
        return acceptor.get_port(), seen

    def stop(self) -> None:
        """Ends all connections and sessions, waits until they are closed, and ends the loop."""
        self.do(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    async def _close(self) -> None:
        for acceptor in self._acceptors:
            acceptor.close()  # its wait_closed() does not end connections, and before Python 3.12 does not wait for them
        for connection in [connection for seen in self._seen for connection in seen.connections]:
            connection.abort()
            await connection.wait_closed()
        sessions = asyncio.all_tasks() - {asyncio.current_task()}
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)


@contextmanager
def ssh_servers() -> Iterator[SshServers]:
    """Servers that are stopped at the end."""
    servers = SshServers()
    try:
        yield servers
    finally:
        servers.stop()
