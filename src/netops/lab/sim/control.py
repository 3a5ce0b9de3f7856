"""The control channel of a lab: one JSON object per line over a Unix socket, one reply per request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from netops.lab.sim.frontend import Simulated, World

Request = dict[str, Any]
Reply = dict[str, Any]


class Control:
    """Answers `status`, `exec`, `clock`, `fault`, `add`, `stop`. A request that makes no sense gets `{"error": ...}`.

    `add`: how targets are started of the spec in a request.
    """

    def __init__(self, targets: dict[str, Simulated], world: World, done: asyncio.Event, add: Callable[[Request], Awaitable[None]]) -> None:
        self.targets = targets
        self._clock, self._network = world.clock, world.network
        self._done, self._start_targets = done, add
        self._server: asyncio.Server | None = None
        self._verbs: dict[str, Callable[[Request], Awaitable[Reply]]] = {
            "status": self._status,
            "exec": self._exec,
            "clock": self._advance,
            "fault": self._fault,
            "add": self._add,
            "stop": self._stop,
        }

    async def start(self, path: Path) -> Path:
        """Listens on a Unix socket at `path`."""
        self._server = await asyncio.start_unix_server(self._serve, path, limit=2**20)
        return path

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._reply(line)).encode() + b"\n")
                await writer.drain()
        finally:  # the lab ends in the middle of a session too
            writer.close()

    async def _reply(self, line: bytes) -> Reply:
        try:
            request = json.loads(line)
            return await self._verbs[request["do"]](request)
        except ValueError as error:
            return {"error": str(error)}
        except Exception as error:  # whatever went wrong, the client gets the error
            return {"error": f"{type(error).__name__}: {error}"}

    async def _status(self, request: Request) -> Reply:
        unreached = {name: self._network.reasons(name) for name in self.targets}
        shown = {
            name: target.counters.as_dict() | {"faults": target.faults.as_dict(), "unreached": unreached[name]}
            for name, target in self.targets.items()
        }
        return {"targets": shown, "advanced_s": self._clock.advanced_s}

    async def _exec(self, request: Request) -> Reply:
        answer = await self.targets[request["target"]].execute(request["commands"])
        return {"output": answer.output, "ok": answer.ok}

    async def _advance(self, request: Request) -> Reply:
        self._clock.advance(float(request.get("advance_s", 0)))
        return {"now": self._clock.now(), "advanced_s": self._clock.advanced_s}

    async def _fault(self, request: Request) -> Reply:
        """Switches a fault on; without a kind all faults of the target are switched off."""
        faults = self.targets[request["target"]].faults
        if request.get("kind"):
            faults.set(request["kind"], request.get("argument", ""))
        else:
            faults.clear()
        return {"faults": faults.as_dict()}

    async def _add(self, request: Request) -> Reply:
        await self._start_targets(request)
        return {}

    async def _stop(self, request: Request) -> Reply:
        self._done.set()
        return {}
