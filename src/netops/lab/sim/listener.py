"""A TCP listener that tracks its connections, so that a target can be stopped at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens; OSError when another one does there. asyncio leaves its own open when two begin to listen at once."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(100)
    except OSError:
        made.close()
        raise
    made.setblocking(False)
    return made


class Listener:
    """Serves each connection with a coroutine; a connection that ends, breaks or is cut by a fault is simply over."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._sessions: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self, host: str, port: int) -> None:
        self._server = await asyncio.start_server(self._serve, sock=listening_socket(host, port))

    async def stop(self) -> None:
        """Ends all sessions and waits until their connections are closed."""
        if self._server is not None:
            self._server.close()
        sessions = list(self._sessions)
        for session in sessions:
            session.cancel()  # it may wait for what never comes, by the fault `hang`
        await asyncio.gather(*sessions, return_exceptions=True)

    @property
    def has_sessions(self) -> bool:
        return bool(self._sessions)

    def hang_up(self) -> None:
        """Ends all connections."""
        for writer in list(self._sessions.values()):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = asyncio.current_task()
        assert session is not None
        self._sessions[session] = writer
        try:
            await self._handler(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass
        finally:
            del self._sessions[session]
            writer.transport.abort()
