"""Every driver keeps the contract of `drivers.base`: its verbs, their arguments, safe closing, and errors that name the target."""

from __future__ import annotations

import datetime
import inspect
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import get_args

import paramiko
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from netops.drivers import base
from netops.drivers.base import Access, Driver
from netops.errors import HostKeyChanged, Unreachable
from netops.platforms import Apply, PlatformSpec, get
from netops.platforms import names as platform_names

DRIVERS = [name for name in platform_names() if get(name).driver]
VERBS = {name: verb for name, verb in vars(Driver).items() if inspect.isfunction(verb) and not name.startswith("_")}
HOST = "127.11.251.9"
TIMEOUT_S = 5.0
PASSWORD = "a-password"
PLAIN = {"arista_eos": "http", "cups": "ipp", "printer": "ipp"}
"""Transports that prove no key; every other driver comes over SSH unless it is told otherwise."""
TLS = {"arista_eos": "https", "cups": "ipps"}


def made(platform: str, port: int = 9, transport: str = "") -> Driver:
    """A driver for a new host: nothing is known of its key."""
    access = Access("dev-1", HOST, port, "netops", PASSWORD, transport=transport or PLAIN.get(platform, "ssh"), timeout_s=TIMEOUT_S)
    return base.connect(platform, access)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else listens there, and that refuses every connection."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        yield taken.getsockname()[1]


class Doorman(paramiko.ServerInterface):
    """Wants a password, and notes each that it is given."""

    def __init__(self, passwords: list[str]) -> None:
        self._passwords = passwords

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        self._passwords.append(password)
        return paramiko.common.AUTH_FAILED


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that answers each connection in turn; one that breaks is nothing to it."""

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line, suppress(OSError, EOFError, paramiko.SSHException):
                answer(line)

    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(20)


def ssh_server(passwords: list[str]) -> AbstractContextManager[int]:
    """An SSH server with a key that nobody knows."""
    key = paramiko.ECDSAKey.generate()

    def answer(line: socket.socket) -> None:
        transport = paramiko.Transport(line)
        transport.add_server_key(key)
        try:
            transport.start_server(server=Doorman(passwords))
            transport.join(TIMEOUT_S)
        finally:
            transport.close()

    return answering(answer)


def tls_server(heard: list[str]) -> AbstractContextManager[int]:
    """A TLS server with a certificate that nobody knows; it notes the requests that reach it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(certificate())
        file.flush()
        context.load_cert_chain(file.name)

    def answer(line: socket.socket) -> None:
        with context.wrap_socket(line, server_side=True) as secure:
            heard.extend(filter(None, [secure.recv(65535).decode()]))

    return answering(answer)


def certificate() -> bytes:
    """A key and its self-signed certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dev-1")])
    start = datetime.datetime(2020, 1, 1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made.not_valid_before(start).not_valid_after(start + datetime.timedelta(36500)).sign(key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + signed.public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize("platform", DRIVERS)
def test_spec_says_what_the_platform_can_do(platform: str) -> None:
    spec = get(platform).spec
    assert type(spec) is PlatformSpec
    assert (spec.platform, spec.apply in get_args(Apply)) == (platform, True)
    assert spec.observed == (spec.apply == "observe")
    assert spec.revert_granularity_s is None or spec.revert_granularity_s > 0
    assert spec.revert_in(1) == spec.revert_granularity_s


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("platform", DRIVERS)
def test_verb_takes_what_the_protocol_says(platform: str, verb: str) -> None:
    """Arguments have the names, the order and the defaults of the protocol; a driver may take more, with defaults."""
    wanted = list(inspect.signature(VERBS[verb]).parameters.values())[1:]
    taken = list(inspect.signature(getattr(made(platform), verb)).parameters.values())
    assert [(p.name, p.default) for p in taken[: len(wanted)]] == [(p.name, p.default) for p in wanted]
    assert [p.name for p in taken[len(wanted) :] if p.default is p.empty] == []


@pytest.mark.parametrize("platform", DRIVERS)
def test_closing_is_safe_before_opening_and_twice(platform: str) -> None:
    driver = made(platform)
    assert driver.is_alive() == {"is_alive": False}
    driver.close()
    driver.close()
    driver.abort()
    driver.abort()
    driver.close()
    assert driver.is_alive() == {"is_alive": False}


@pytest.mark.parametrize("platform", DRIVERS)
def test_nobody_there(platform: str, closed_port: int) -> None:
    driver = made(platform, closed_port)
    begin = time.monotonic()
    with pytest.raises(Unreachable) as caught:
        driver.open()
    assert time.monotonic() - begin < TIMEOUT_S
    assert caught.value.message.startswith(f"dev-1: cannot reach {HOST} port {closed_port}: ")
    assert (caught.value.target, caught.value.hint) == ("dev-1", "is it up, and is its address right?")
    driver.close()
    driver.close()


@pytest.mark.parametrize("platform", DRIVERS)
def test_no_password_for_a_host_whose_key_is_not_known(platform: str) -> None:
    if platform in PLAIN and platform not in TLS:
        assert get(platform).spec.observed, f"{platform} sends a password, so its host has to prove a key"
        return
    heard: list[str] = []
    with (tls_server if platform in TLS else ssh_server)(heard) as port:
        driver = made(platform, port, TLS.get(platform, ""))
        with pytest.raises(HostKeyChanged) as caught:
            driver.open()
        driver.close()
    assert caught.value.target == "dev-1"
    assert caught.value.message.endswith("; no password was sent")
    assert f"put this line into inventory/known_hosts:\n        [{HOST}]:{port} " in caught.value.hint
    assert heard == []


RACE = """
import sys, threading
from netops.drivers.base import Access, connect

def first(platform):
    driver = connect(platform, Access("dev-1", host, port, "netops", "a", transport=ways.get(platform, "ssh"), host_key=key, timeout_s=5))
    together.wait()
    try:
        driver.open()
    except Exception as error:
        told.append(type(error).__name__)

host, port, key = sys.argv[1], int(sys.argv[2]), sys.argv[3]
ways = {"arista_eos": "http"}
platforms, told = ["arista_eos", "cisco_ios", "juniper_junos"], []
together = threading.Barrier(len(platforms))
sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=first, args=(platform,)) for platform in platforms]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*told)
"""


def test_the_first_hosts_of_a_run_may_start_at_once(closed_port: int) -> None:
    """NAPALM's modules import each other in a circle: threads that began together got modules that were not whole."""
    key = f"ssh-ed25519 {paramiko_key()}"
    words = [sys.executable, "-W", "ignore", "-c", RACE, HOST, str(closed_port), key]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Unreachable"] * 3


def paramiko_key() -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.generate().public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return public.decode().split()[1]
