"""The Internet Printing Protocol as a server speaks it (RFC 8010): requests taken apart, answers put together, over HTTP."""

from __future__ import annotations

import asyncio
import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Answer, Endpoint
from netops.lab.sim.listener import Listener

OPERATION_GROUP, END, PRINTER_GROUP, UNSUPPORTED_GROUP = 0x01, 0x03, 0x04, 0x05
UNSUPPORTED, DELETE = 0x10, 0x16
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
OCTETS, TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE = 0x30, 0x41, 0x42, 0x44, 0x45, 0x47, 0x48

OK, FORBIDDEN, NOT_POSSIBLE, NOT_FOUND, REFUSED_VALUES, INTERNAL, NOT_SUPPORTED = 0x0000, 0x0401, 0x0404, 0x0406, 0x040B, 0x0500, 0x0501
BODY_LIMIT = 16 * 2**20

Value = str | int | bool
Attribute = tuple[int, Value | list[Value]]
"""Kind of value, and the value or values."""
Attributes = Mapping[str, Attribute]


@dataclass(slots=True)
class Request:
    """An IPP request: `operation` and `printer` hold the attributes of these groups, `document` what follows."""

    code: int
    number: int
    operation: dict[str, list[Value]] = field(default_factory=dict)
    printer: dict[str, list[Value]] = field(default_factory=dict)
    document: bytes = b""

    def text(self, name: str) -> str:
        """The first value of an operation attribute, empty when it is not there."""
        return str(next(iter(self.operation.get(name, ())), ""))


@dataclass(frozen=True, slots=True)
class Reply:
    """An IPP answer: the printers with their attributes, and the attributes that are not taken."""

    status: int = OK
    message: str = ""
    printers: tuple[Attributes, ...] = ()
    unsupported: tuple[str, ...] = ()


def decode_request(data: bytes) -> Request:
    """The request in the bytes. ValueError or struct.error when it is none."""
    _, code, number = struct.unpack_from(">HHI", data)
    request, at, group, name = Request(code, number), 8, {}, ""
    while data[at] != END:
        if data[at] < UNSUPPORTED:
            group = {OPERATION_GROUP: request.operation, PRINTER_GROUP: request.printer}.get(data[at], {})
            at += 1
            continue
        tag, (key, at) = data[at], _sized(data, at + 1)
        raw, at = _sized(data, at)
        name = key.decode() or name
        group.setdefault(name, []).append(_plain(tag, raw))
    request.document = data[at + 1 :]
    return request


def encode_reply(reply: Reply, number: int) -> bytes:
    """The bytes of an answer."""
    head: Attributes = {
        "attributes-charset": (CHARSET, "utf-8"),
        "attributes-natural-language": (LANGUAGE, "en"),
        **({"status-message": (TEXT, reply.message)} if reply.message else {}),
    }
    groups = [(OPERATION_GROUP, head)]
    if reply.unsupported:
        groups.append((UNSUPPORTED_GROUP, dict.fromkeys(reply.unsupported, (UNSUPPORTED, ""))))
    groups += [(PRINTER_GROUP, printer) for printer in reply.printers]
    body = b"".join(bytes([tag]) + b"".join(_attribute(name, *value) for name, value in group.items()) for tag, group in groups)
    return struct.pack(">HHI", 0x0200, reply.status, number) + body + bytes([END])


def _sized(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, at)
    if at + 2 + length > len(data):
        raise ValueError("the request ends too early")
    return data[at + 2 : at + 2 + length], at + 2 + length


def _plain(tag: int, raw: bytes) -> Value:
    if tag in (INTEGER, ENUM):
        return int.from_bytes(raw, "big", signed=True)
    return raw != b"\0" if tag == BOOLEAN else raw.decode()


def _attribute(name: str, tag: int, value: Value | list[Value]) -> bytes:
    values = value if isinstance(value, list) else [value]
    return b"".join(_tagged(tag, "" if index else name, one) for index, one in enumerate(values))


def _tagged(tag: int, name: str, value: Value) -> bytes:
    raw, key = _raw(tag, value), name.encode()
    return bytes([tag]) + struct.pack(">H", len(key)) + key + struct.pack(">H", len(raw)) + raw


def _raw(tag: int, value: Value) -> bytes:
    if tag in (INTEGER, ENUM):
        return int(value).to_bytes(4, "big", signed=True)
    return bytes([bool(value)]) if tag == BOOLEAN else str(value).encode()


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """An HTTP request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An HTTP answer."""

    status: str
    body: bytes = b""
    kind: str = "text/plain"


class IppTarget(ABC):
    """A simulated target that listens with IPP over HTTP. A platform gives `_serve`, which answers each request, and `execute`."""

    def __init__(self, faults: Faults, counters: Counters) -> None:
        self.faults, self.counters = faults, counters
        self._listener = Listener(self._handle)

    async def start(self, host: str, port: int) -> Endpoint:
        await self._listener.start(host, port)
        return Endpoint("ipp")

    async def stop(self) -> None:
        await self._listener.stop()

    @abstractmethod
    async def execute(self, commands: Sequence[str]) -> Answer: ...

    @abstractmethod
    def _serve(self, call: HttpRequest) -> HttpResponse: ...

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            call = await _call(reader)
            await self.faults.gate()
            page = self._serve(call)
            head = f"HTTP/1.1 {page.status}\r\nContent-Type: {page.kind}\r\nContent-Length: {len(page.body)}\r\n\r\n"
            writer.write(head.encode() + page.body)
            await writer.drain()


def ipp_page(body: bytes, answer: Callable[[Request], Reply]) -> HttpResponse:
    """The answer to an IPP request as an HTTP answer."""
    try:
        request = decode_request(body)
    except (ValueError, IndexError, struct.error):
        return HttpResponse("400 Bad Request")
    return HttpResponse("200 OK", encode_reply(answer(request), request.number), "application/ipp")


def requested_attributes(attributes: Attributes, wanted: Iterable[Value]) -> Attributes:
    """The attributes that a request names; all of them when it names none."""
    names = set(wanted)
    return attributes if not names or "all" in names else {name: value for name, value in attributes.items() if name in names}


async def _call(reader: asyncio.StreamReader) -> HttpRequest:
    request, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = request.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(min(int(headers.get("content-length", "0")), BODY_LIMIT))
    return HttpRequest(method, path, headers, body)
