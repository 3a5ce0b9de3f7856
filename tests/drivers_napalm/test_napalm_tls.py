"""eAPI over TLS: the certificate is compared with the pinned one before a request, with its password, leaves."""

from __future__ import annotations

import datetime
import hashlib
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from netops.drivers.base import Access, connect
from netops.errors import DeviceError, HostKeyChanged, LoginRefused


def certificate(folder: Path) -> tuple[Path, str]:
    """A key and a self-signed certificate in one file, and the certificate's fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sw1")])
    start = datetime.datetime(2020, 1, 1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made.not_valid_before(start).not_valid_after(start + datetime.timedelta(36500)).sign(key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path, "sha256:" + hashlib.sha256(signed.public_bytes(serialization.Encoding.DER)).hexdigest()


class Server(HTTPServer):
    """Answers every request with `status`, and keeps what it was sent."""

    status = 401

    def __init__(self, pem: Path) -> None:
        self.requests: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not like the certificate hangs up: that is no error of the server."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        self.server.requests.append(self.headers["Authorization"])
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Server, Access]]:
    pem, pin = certificate(tmp_path)
    with Server(pem) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield made, Access("sw1", "127.0.0.1", made.server_port, "netops", "a-password", transport="https", host_key=pin, timeout_s=20)
        made.shutdown()
        thread.join(10)


def failure(access: Access, **changes: str) -> DeviceError:
    from dataclasses import replace

    driver = connect("arista_eos", replace(access, **changes))
    with pytest.raises(DeviceError) as caught:
        driver.open()
    driver.close()
    return caught.value


def test_pinned_certificate_is_accepted(server: tuple[Server, Access]) -> None:
    made, access = server
    assert type(failure(access)) is LoginRefused
    assert len(made.requests) == 1


def test_other_certificate_gets_no_request(server: tuple[Server, Access]) -> None:
    made, access = server
    error = failure(access, host_key="sha256:" + "0" * 64)
    assert type(error) is HostKeyChanged
    assert "no password was sent" in str(error)
    assert error.hint.endswith(f"[127.0.0.1]:{access.port} tls-sha256 {access.host_key.removeprefix('sha256:')}")
    assert made.requests == []


def test_certificate_without_a_pin_has_to_be_trusted(server: tuple[Server, Access]) -> None:
    made, access = server
    error = failure(access, host_key="")
    assert type(error) is HostKeyChanged and "it is not trusted here (self-signed certificate)" in str(error)
    assert made.requests == []


def test_other_status_is_told(server: tuple[Server, Access]) -> None:
    made, access = server
    made.status = 503
    error = failure(access)
    assert str(error).startswith("sw1: eAPI answers 503 Service Unavailable")
