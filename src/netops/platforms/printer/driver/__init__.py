"""Printers as they are: facts, state and supplies over IPP and SNMP. Nothing is rendered for a printer, nothing is ever changed.

What both report is taken from IPP. SNMP is asked when there is a community. One of them has to answer; `sources` names which did.

`optional_args`:
    community   of SNMP v2c, read only
    path        of the printer on its IPP server (/ipp/print)
    ipp_port, snmp_port   beside the transport that `Access.port` is of (631, 161)
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from puresnmp import V2C, PyWrapper
from puresnmp import Client as SnmpClient
from puresnmp.exc import SnmpError
from puresnmp.transport import Endpoint
from pyipp.enums import IppOperation, IppTag

from netops.drivers import ipp as _ipp
from netops.drivers import ssh
from netops.drivers.base import Access
from netops.drivers.own import ObservedDriver
from netops.errors import DeviceError, Unreachable
from netops.platforms import Platform
from netops.platforms.printer import PLATFORM
from netops.platforms.printer.driver import supplies as _supplies

PATH = "/ipp/print"
SNMP_PORT = 161
DEADLINE_S = 5.0
"""A printer that sleeps deeper than this counts as unreachable."""

_DATAGRAM = 65535

_ASKED = (
    "printer-make-and-model",
    "printer-info",
    "printer-name",
    "printer-location",
    "printer-state",
    "printer-state-reasons",
    "printer-supply",
    "printer-supply-description",
    "printer-firmware-string-version",
    "printer-serial-number",
    "printer-device-id",
    "printer-up-time",
)
_STATES = {3: "idle", 4: "processing", 5: "stopped"}
_ONE = {
    "description": "1.3.6.1.2.1.1.1.0",
    "uptime": "1.3.6.1.2.1.1.3.0",
    "name": "1.3.6.1.2.1.1.5.0",
    "location": "1.3.6.1.2.1.1.6.0",
}
_COLUMNS = {
    "model": "1.3.6.1.2.1.25.3.2.1.3",
    "serial": "1.3.6.1.2.1.43.5.1.1.17",
    "supplies": "1.3.6.1.2.1.43.11.1.1.6",
    "capacities": "1.3.6.1.2.1.43.11.1.1.8",
    "levels": "1.3.6.1.2.1.43.11.1.1.9",
}
"""MIB-2, the Host Resources MIB (RFC 2790) and the Printer MIB (RFC 3805)."""


def connect(access: Access, platform: Platform = PLATFORM) -> PrinterDriver:
    return PrinterDriver(access, platform)


class PrinterDriver(ObservedDriver):
    """One printer. It is asked at `open` and once more for each question."""

    def __init__(self, access: Access, platform: Platform = PLATFORM) -> None:
        options, seconds = access.optional_args, min(access.timeout_s, DEADLINE_S)
        over_snmp = access.transport == "snmp"
        ipp_port = options.get("ipp_port", _ipp.PORT) if over_snmp else access.port
        self._snmp_port = int((access.port if over_snmp else options.get("snmp_port")) or SNMP_PORT)
        reached = replace(access, port=ipp_port, transport="ipp" if over_snmp else access.transport, timeout_s=seconds)
        self._community = str(options.get("community", ""))
        self._path = str(options.get("path", PATH))
        self._ipp = _ipp.IppClient(reached)
        super().__init__(reached, platform, self._ipp)

    def ready(self) -> None:
        self._both()

    def get_facts(self) -> dict[str, Any]:
        """NAPALM's facts, and a printer's own: `serial`, `firmware`, `location`, `state`, `state_reasons`, `supplies`, `sources`."""
        ipp, snmp = self._both()
        model = str(ipp.get("printer-make-and-model") or snmp.get("model") or snmp.get("description") or "")
        serial = str(ipp.get("printer-serial-number") or _device_id(ipp).get("SN") or snmp.get("serial") or "")
        firmware = " ".join(map(str, _supplies.as_list(ipp.get("printer-firmware-string-version"))))
        name = str(snmp.get("name") or ipp.get("printer-info") or ipp.get("printer-name") or "")
        return {
            "hostname": name,
            "fqdn": name,
            "vendor": model.partition(" ")[0],
            "model": model,
            "serial_number": serial,
            "serial": serial,
            "os_version": firmware,
            "firmware": firmware,
            "uptime": float(ipp.get("printer-up-time", snmp.get("uptime", -1))),
            "interface_list": [],
            "location": str(ipp.get("printer-location") or snmp.get("location") or ""),
            "state": _STATES.get(int(ipp.get("printer-state", 0)), "unknown"),
            "state_reasons": [str(reason) for reason in _supplies.as_list(ipp.get("printer-state-reasons")) if reason != "none"],
            "supplies": _left(ipp, snmp),
            "sources": [name for name, answer in (("ipp", ipp), ("snmp", snmp)) if answer],
        }

    def get_supplies(self) -> list[dict[str, Any]]:
        """`[{"name", "type", "color", "level"}]`, level in percent."""
        return _left(*self._both())

    def _both(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What the printer reports over IPP and over SNMP. DeviceError when it answers to neither."""
        lost: list[DeviceError] = []
        answers: list[Mapping[str, Any]] = [{}, {}]
        for index, ask in enumerate((self._ask_ipp, self._ask_snmp)):
            try:
                answers[index] = ask()
            except Unreachable as error:
                lost.append(error)
        if not any(answers):
            raise lost[0]
        return answers[0], answers[1]

    def _ask_ipp(self) -> Mapping[str, Any]:
        wanted: list[_ipp.Attribute] = [("requested-attributes", IppTag.KEYWORD, _ASKED)]
        reply = self._ipp.request(IppOperation.GET_PRINTER_ATTRIBUTES, self._path, self._ipp.uri(self._path), wanted)
        if reply.status >= 0x100 or not reply.printers:
            raise DeviceError(
                self.access.target, f"it does not describe itself: {reply.why}", hint=f"is {self._path} the path of the printer?"
            )
        return reply.printers[0]

    def _ask_snmp(self) -> Mapping[str, Any]:
        if not self._community:
            return {}
        try:
            return asyncio.run(self._walk())
        except (TimeoutError, SnmpError, OSError) as error:
            raise ssh.unreachable_message(replace(self.access, port=self._snmp_port), error) from error

    async def _walk(self) -> dict[str, Any]:
        _, (ip, *_) = await _address(self.access.hostname, self._snmp_port)
        client = PyWrapper(SnmpClient(ip, V2C(self._community), port=self._snmp_port, sender=_send))
        async with asyncio.timeout(self.access.timeout_s):
            values = await client.multiget(list(_ONE.values()))
            columns = {name: [_text(row.value) async for row in client.walk(oid)] for name, oid in _COLUMNS.items()}
        found: dict[str, Any] = dict(zip(_ONE, map(_text, values), strict=True))
        found["uptime"] = getattr(found["uptime"], "total_seconds", lambda: found["uptime"])()
        first = {name: next(iter(columns[name]), "") for name in ("model", "serial")}
        return {**found, **columns, **first}


def _left(ipp: Mapping[str, Any], snmp: Mapping[str, Any]) -> list[dict[str, Any]]:
    columns = (snmp.get(name, []) for name in ("supplies", "capacities", "levels"))
    return _supplies.from_ipp(ipp) or _supplies.from_snmp(*columns)


def _device_id(printer: Mapping[str, Any]) -> dict[str, str]:
    """The parts of an IEEE 1284 device ID (`MFG:Acme;MDL:LaserLab 1;SN:1234;`)."""
    parts = (part.partition(":") for part in str(printer.get("printer-device-id", "")).split(";"))
    return {key.strip(): value.strip() for key, _, value in parts}


async def _address(host: str, port: int) -> tuple[int, Any]:
    """Family and socket address of a name or an address."""
    [(family, *_, address), *_] = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    return family, address


async def _send(endpoint: Endpoint, packet: bytes, timeout: int = 1, loop: Any = None, retries: int = 3) -> bytes:
    """The answer to a datagram. puresnmp's own sender leaves its socket open when no answer comes."""
    running = asyncio.get_running_loop()
    family, address = await _address(str(endpoint.ip), endpoint.port)
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        await running.sock_connect(line, address)
        for _ in range(retries):
            await running.sock_sendall(line, packet)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    return await running.sock_recv(line, _DATAGRAM)
    raise TimeoutError(f"no answer to SNMP, or the community is wrong ({retries} tries)")


def _text(value: Any) -> Any:
    """Octets as text; printers send Latin-1 as often as UTF-8."""
    if not isinstance(value, bytes):
        return value
    with contextlib.suppress(UnicodeDecodeError):
        return value.decode("utf-8").strip("\0 ")
    return value.decode("latin-1").strip("\0 ")
