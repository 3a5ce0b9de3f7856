"""`transport: telnet`: a device without SSH is read with the generic driver, and refused where netmiko has nothing for it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from netops import platforms
from netops.drivers.base import Access, connect
from netops.errors import ConfigError, LoginRefused

CONFIG = "version 12.2\nhostname old-sw\n!\ninterface FastEthernet0/1\n!\nend\n"
PASSWORD = "s3cret"


class _Switch(socketserver.StreamRequestHandler):
    """Asks for a login, then answers `show running-config`."""

    def say(self, text: str) -> None:
        self.wfile.write(text.replace("\n", "\r\n").encode())

    def hear(self) -> str | None:
        data = self.rfile.readline()
        return data.replace(b"\0", b"").decode(errors="replace").strip("\r\n") if data else None

    def handle(self) -> None:
        self.say("\nUser Access Verification\n\nUsername: ")
        self.hear()
        self.say("Password: ")
        if self.hear() != PASSWORD:
            self.say("\n% Login invalid\n\nUsername: ")
            return
        self.say("\nold-sw#")
        while (line := self.hear()) is not None:
            shown = CONFIG if line == "show running-config" else ""
            if line == "exit":
                return
            self.say(f"{line}\n{shown}old-sw#")


@pytest.fixture
def access() -> Iterator[Access]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Switch) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        port = server.server_address[1]
        yield Access("old-sw", "127.0.0.1", port=port, username="netops", password=PASSWORD, transport="telnet", timeout_s=5)
        server.shutdown()
        thread.join()


def test_the_running_config_is_read(access: Access) -> None:
    driver = connect("cisco_ios", access)
    driver.open()
    try:
        assert driver.get_config("running")["running"] == CONFIG
    finally:
        driver.close()


def test_a_platform_without_telnet_is_refused(access: Access) -> None:
    platform = replace(platforms.get("cisco_ios"), netmiko="linux")
    driver = connect(platform, access)
    with pytest.raises(ConfigError, match="does not reach linux by telnet"):
        driver.open()
    driver.close()


def test_a_wrong_password_is_a_refused_login(access: Access) -> None:
    driver = connect("cisco_ios", replace(access, password="wrong"))
    with pytest.raises(LoginRefused):
        driver.open()
    driver.close()
