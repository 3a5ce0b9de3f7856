"""Internet Printing Protocol (RFC 8010, 8011): requests as plain data over HTTP, answers parsed by pyipp.

pyipp's own client is not used: its serializer silently drops attributes that it does not know, and its errors lose the status message
and the names of refused attributes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import socket
import ssl
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pyipp.enums import IppOperation, IppStatus, IppTag
from pyipp.parser import parse

from netops.drivers import ssh
from netops.drivers.base import Access
from netops.errors import DeviceError, LoginRefused

PORT = 631
LIMIT = 16 * 1024 * 1024

Value = str | int | bool
Attribute = tuple[str, IppTag, Value | Sequence[Value]]
"""Name, kind and value or values of an attribute."""

_NUMBERS = (IppTag.INTEGER, IppTag.ENUM)
_OUT_OF_BAND = (IppTag.DELETE_ATTR, IppTag.NO_VALUE)


@dataclass(frozen=True, slots=True)
class IppReply:
    """An answer: its status, what the printer says about it, its printers, the attributes that it does not take."""

    status: int
    message: str
    printers: tuple[Mapping[str, Any], ...]
    unsupported: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.status < 0x100 and not self.unsupported

    @property
    def why(self) -> str:
        name = IppStatus(self.status).name if self.status in set(IppStatus) else f"0x{self.status:04x}"
        refused = f"refused: {', '.join(self.unsupported)}" if self.unsupported else ""
        return "; ".join(filter(None, (self.message or name, refused)))


class IppClient:
    """Requests to one IPP server. Each opens a connection of its own; `abort` cuts the one that is open."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._connection: http.client.HTTPConnection | None = None
        self._opened = False

    def open(self) -> None:
        """Nothing is sent before the first request."""
        self._opened = True

    def close(self) -> None:
        self._opened = False

    def alive(self) -> bool:
        return self._opened

    def request(
        self,
        operation: IppOperation,
        path: str,
        uri: str,
        attributes: Iterable[Attribute] = (),
        printer: Iterable[Attribute] = (),
        document: bytes = b"",
    ) -> IppReply:
        """The answer to an operation. `attributes` go into the operation group, `printer` into the printer group."""
        body = encode_request(operation, uri, self._access.username, attributes, printer)
        status, content = self._http("POST", path, body + document, {"Content-Type": "application/ipp"})
        if status != 200:
            raise self._unexpected(status, path)
        return self._parsed(content)

    def get(self, path: str) -> bytes:
        """A file of the server, empty when there is none."""
        status, content = self._http("GET", path, b"", {})
        if status not in (200, 404):
            raise self._unexpected(status, path)
        return content if status == 200 else b""

    def uri(self, path: str) -> str:
        """The address of a printer on this server."""
        host = f"[{self._access.hostname}]" if ":" in self._access.hostname else self._access.hostname
        return f"{'ipps' if self._tls else 'ipp'}://{host}:{self._access.port or PORT}{path}"

    def abort(self) -> None:
        """Cuts the connection; whoever waits on it gets an error. Never waits, never raises."""
        line = self._connection.sock if self._connection else None
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    @property
    def _tls(self) -> bool:
        return self._access.transport == "ipps"

    def _http(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        connection = self._connection = self._connect()
        try:
            connection.request(method, quote(path), body, {**headers, **self._login()})
            answer = connection.getresponse()
            return answer.status, answer.read(LIMIT)
        except (OSError, http.client.HTTPException) as error:
            raise ssh.unreachable_message(self._access, error) from error
        finally:
            connection.close()

    def _unexpected(self, status: int, path: str) -> DeviceError:
        where = f"{self._access.hostname} answers HTTP {status} for {path}"
        if status in (401, 403):
            return LoginRefused(
                self._access.target, where, hint="check `access:` in netops.yaml, and the policy in the server's cupsd.conf"
            )
        return DeviceError(
            self._access.target, f"{where}, expected 200", hint="HTTP 400 of CUPS: it wants `ServerAlias *` for this address"
        )

    def _connect(self) -> http.client.HTTPConnection:
        access, port = self._access, self._access.port or PORT
        if not self._tls:
            return http.client.HTTPConnection(access.hostname, port, timeout=access.timeout_s)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(access.hostname, port, timeout=access.timeout_s, context=context)
        try:
            connection.connect()
        except OSError as error:
            raise ssh.unreachable_message(access, error) from error
        self._prove(connection)
        return connection

    def _prove(self, connection: http.client.HTTPSConnection) -> None:
        """HostKeyChanged unless the server shows a certificate that is known; nothing was sent before."""
        line: Any = connection.sock
        found = "sha256:" + hashlib.sha256(line.getpeercert(binary_form=True)).hexdigest()
        known = self._access.host_key.split()
        if found not in known:
            connection.close()
            raise ssh.certificate_message(self._access, f"expected {' or '.join(known) or 'a known one'}, found {found}", found)

    def _login(self) -> dict[str, str]:
        if not self._access.password:
            return {}
        login = f"{self._access.username}:{self._access.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(login).decode()}"}

    def _parsed(self, content: bytes) -> IppReply:
        try:
            answer = parse(content)
        except (struct.error, ValueError, LookupError) as error:
            raise DeviceError(self._access.target, f"{self._access.hostname}: not an IPP answer: {error}") from error
        return IppReply(
            answer["status-code"],
            str(answer["operation-attributes"].get("status-message", "")),
            tuple(printer for printer in answer["printers"] if printer),
            tuple(name for group in answer["unsupported-attributes"] for name in group),
        )


def encode_request(operation: int, uri: str, user: str, attributes: Iterable[Attribute], printer: Iterable[Attribute]) -> bytes:
    """A request as bytes (RFC 8010 section 3.1)."""
    first: list[Attribute] = [
        ("attributes-charset", IppTag.CHARSET, "utf-8"),
        ("attributes-natural-language", IppTag.LANGUAGE, "en"),
        ("printer-uri", IppTag.URI, uri),
        ("requesting-user-name", IppTag.NAME, user or "netops"),
    ]
    groups = {IppTag.OPERATION: [*first, *attributes], IppTag.PRINTER: list(printer)}
    body = b"".join(bytes([tag]) + b"".join(map(_attribute, group)) for tag, group in groups.items() if group)
    return struct.pack(">BBHI", 2, 0, operation, 1) + body + bytes([IppTag.END])


def _attribute(attribute: Attribute) -> bytes:
    name, tag, value = attribute
    values = [value] if isinstance(value, str | int) else list(value)
    return b"".join(_tagged(tag, "" if index else name, one) for index, one in enumerate(values))


def _tagged(tag: IppTag, name: str, value: Value) -> bytes:
    data, key = _value(tag, value), name.encode()
    return bytes([tag]) + struct.pack(">H", len(key)) + key + struct.pack(">H", len(data)) + data


def _value(tag: IppTag, value: Value) -> bytes:
    if tag in _OUT_OF_BAND:
        return b""
    if tag in _NUMBERS:
        return struct.pack(">i", int(value))
    return bytes([bool(value)]) if tag == IppTag.BOOLEAN else str(value).encode()
