"""`legacy: true`: a server with nothing but the algorithms of old devices is reached, and only by an entry that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from netops.drivers import ssh
from netops.drivers.base import Access
from netops.drivers.legacy import netmiko_connection
from netops.drivers.remote import Remote
from netops.errors import Unreachable
from ssh_servers import ssh_servers

pytestmark = pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")

PASSWORD = "s3cret"


async def _answer(process: asyncssh.SSHServerProcess[str]) -> None:
    if process.command:
        process.stdout.write(f"ran {process.command}\n")
    else:
        process.stdout.write("old-sw#")
        async for line in process.stdin:
            process.stdout.write(f"{line}old-sw#")
    process.exit(0)


@pytest.fixture(scope="module", params=["diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"])
def access(request: pytest.FixtureRequest) -> Iterator[Access]:
    """The access of a server with one way to exchange keys, ssh-rsa, an old cipher and an old MAC."""
    key = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    (pair,) = asyncssh.load_keypairs([key])
    pair.host_key_algorithms = [b"ssh-rsa"]
    old = {"encryption_algs": ["aes128-cbc", "3des-cbc"], "mac_algs": ["hmac-sha1"], "signature_algs": ["ssh-rsa"]}
    with ssh_servers() as servers:
        port, _ = servers.listen(pair, PASSWORD, process_factory=_answer, kex_algs=[request.param], **old)
        public = key.export_public_key().decode().strip()
        yield Access("old-sw", "127.0.0.1", port, "netops", PASSWORD, host_key=public, timeout_s=10, legacy=True)


def test_an_old_server_shows_its_key_and_runs_a_command(access: Access) -> None:
    ssh.check_host_key(access)
    remote = Remote(access)
    remote.open()
    try:
        assert remote.run(["show", "version"]).text == "ran show version"
    finally:
        remote.close()


def test_netmiko_logs_in(access: Access, tmp_path: Path) -> None:
    (tmp_path / "known_hosts").write_text(ssh.known_hosts_text(access))
    login = {"host": access.hostname, "username": access.username, "password": access.password}
    settings = {**login, **ssh.netmiko_settings(access, tmp_path / "known_hosts")}
    connection = netmiko_connection("terminal_server", access.legacy, **settings)
    try:
        assert connection.is_alive()
    finally:
        connection.disconnect()


def test_without_legacy_it_is_not_reached(access: Access) -> None:
    with pytest.raises(Unreachable):
        ssh.check_host_key(replace(access, legacy=False))
