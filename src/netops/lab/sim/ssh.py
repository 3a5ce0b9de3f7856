"""Simulated targets behind SSH: the lab's login, a host key of its own, one coroutine per session, files by SFTP and SCP."""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import asyncssh

from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Answer, Endpoint, Login
from netops.lab.sim.listener import listening_socket
from netops.lab.sim.management.reach import ALWAYS, ReachState

SftpFactory = Callable[[asyncssh.SSHServerChannel[bytes]], asyncssh.SFTPServer]


class _LoginServer(asyncssh.SSHServer):  # type: ignore[misc]
    """Checks the password of one connection."""

    def __init__(self, target: SshTarget, login: Login, connections: set[asyncssh.SSHServerConnection]) -> None:
        self._target, self._login, self._connections = target, login, connections

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._connections.add(conn)
        if not self._target.reach.takes_connections:
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        right = username == self._login.username and hmac.compare_digest(password.encode(), self._login.password.encode())
        accepted = right and not self._target.faults.wrong_password and self._target.reach.takes_login
        self._target.counters.logins += accepted
        self._target.counters.logins_refused += not accepted
        return accepted


class SshTarget(ABC):
    """A simulated target that listens with SSH. A platform gives `_session`, which gets each shell, exec or subsystem, and `execute`.

    `sftp` serves files (and `scp -t`).
    """

    transport = "ssh"

    def __init__(self, login: Login, faults: Faults, counters: Counters, sftp: SftpFactory | None = None) -> None:
        self.faults, self.counters = faults, counters
        self.reach: ReachState = ALWAYS
        self._login, self._sftp = login, sftp
        self._connections: set[asyncssh.SSHServerConnection] = set()
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._key = asyncssh.generate_private_key("ssh-ed25519")

    async def start(self, host: str, port: int) -> Endpoint:
        self._acceptor = await asyncssh.create_server(
            lambda: _LoginServer(self, self._login, self._connections),
            sock=listening_socket(host, port),
            server_host_keys=[self._key],
            gss_host=None,  # else asyncssh looks this machine's own name up, which takes seconds where it has no address
            process_factory=self._guarded,
            sftp_factory=self._sftp,
            allow_scp=self._sftp is not None,
            line_editor=False,
            login_timeout=30,
            agent_forwarding=False,
        )
        host_key = " ".join(self._key.export_public_key().decode().split()[:2])
        return Endpoint(self.transport, host_key, self._optional_args(port))

    async def stop(self) -> None:
        """Ends all connections and waits until they are closed."""
        if self._acceptor is not None:
            self._acceptor.close()
        connections = list(self._connections)
        self.hang_up()
        for connection in connections:
            await connection.wait_closed()

    @property
    def has_sessions(self) -> bool:
        return bool(self._connections)

    def hang_up(self) -> None:
        """Ends all connections."""
        for connection in list(self._connections):
            connection.abort()

    def _optional_args(self, port: int) -> Mapping[str, Any]:
        """What NAPALM's driver needs beside host and login."""
        return {}

    @abstractmethod
    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None: ...

    @abstractmethod
    async def execute(self, commands: Sequence[str]) -> Answer: ...

    async def _guarded(self, process: asyncssh.SSHServerProcess[str]) -> None:
        """Runs a session; the fault `close` cuts its connection, and so does a way that is gone."""
        try:
            await self._session(process)
        except ConnectionAbortedError:
            process.channel.get_connection().abort()
        except (BrokenPipeError, asyncssh.BreakReceived, asyncssh.TerminalSizeChanged):
            process.exit(1)
