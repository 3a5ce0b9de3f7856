"""The front end of simulated EOS devices: eAPI, JSON-RPC over HTTP with basic authentication."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Sequence
from typing import Any

from netops.lab.sim.eos import CommandFailed, EosDevice
from netops.lab.sim.eos_commands import Output, as_text
from netops.lab.sim.eos_shell import EosShell, execute
from netops.lab.sim.frontend import Answer, Endpoint, TargetSpec, World
from netops.lab.sim.listener import Listener
from netops.lab.sim.management.cisco import eos

COMMAND_FAILED = 1002
BODY_LIMIT = 16 * 2**20


class EosTarget:
    """An EOS device that listens."""

    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.device = EosDevice(spec, world.clock)
        self.faults, self.counters = self.device.faults, self.device.counters
        self._expected = world.login.basic_authorization.encode()
        self._listener = Listener(self._serve)
        self.reach = world.network.add(spec, lambda management: eos(self.device.running, management.transport), self._listener)
        self.device.on_change = self.reach.changed

    async def start(self, host: str, port: int) -> Endpoint:
        await self._listener.start(host, port)
        return Endpoint("eapi-http", optional_args={"transport": "http", "port": port})

    async def stop(self) -> None:
        await self._listener.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.device, commands)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            request, headers = _parse_head(head)
            body = await reader.readexactly(min(int(headers.get(b"content-length", b"0")), BODY_LIMIT))
            await self.faults.gate(text := body.decode(errors="replace"))
            if not self.reach.takes_connections:
                return
            status, reply = self._answer(request, headers.get(b"authorization", b""), body)
            if self.faults.loses(text) or not self.reach.takes_connections:  # without its service the answer stays out
                return
            writer.write(_response(status, reply))
            await writer.drain()

    def _answer(self, request: bytes, authorization: bytes, body: bytes) -> tuple[str, bytes]:
        if not request.startswith(b"POST /command-api "):
            return "404 Not Found", b"not found"
        if self.faults.wrong_password or not self.reach.takes_login or not hmac.compare_digest(authorization, self._expected):
            self.counters.logins_refused += 1
            return "401 Unauthorized", b"Unable to authenticate user: Bad username/password combination"
        self.counters.logins += 1
        try:
            call = json.loads(body)
            params = call["params"]
        except (ValueError, KeyError, TypeError):
            return "400 Bad Request", b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}'
        return "200 OK", json.dumps({"jsonrpc": "2.0", "id": call.get("id"), **run_commands(self.device, params)}).encode()


def run_commands(device: EosDevice, params: dict[str, Any]) -> dict[str, Any]:
    """The result, or the error, of one runCmds call. The commands before a failed one have taken effect, as on the device."""
    shell, results = EosShell(device), []
    text = params.get("format") == "text"
    for number, entry in enumerate(params["cmds"], 1):
        command, body = (entry["cmd"], entry.get("input", "")) if isinstance(entry, dict) else (entry, "")
        try:
            results.append(_shaped(shell.feed(command, body), text))
        except CommandFailed as error:
            message = f"CLI command {number} of {len(params['cmds'])} '{command}' failed: invalid command"
            return {"error": {"code": COMMAND_FAILED, "message": message, "data": [*results, {"errors": [str(error)]}]}}
    return {"result": results}


def _shaped(output: Output, text: bool) -> dict[str, Any]:
    if text:
        return {"output": as_text(output)}
    return output if isinstance(output, dict) else {"output": output} if output else {}


def _parse_head(head: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    request, *lines = head.split(b"\r\n")
    return request, {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines if line)}


def _response(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
