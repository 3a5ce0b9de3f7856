"""A device with a command line over SSH whose faults are those of real ones: pagers, prompts that move, texts that are cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncssh

from netops.drivers.base import Access
from ssh_servers import ssh_servers

CONFIG = "hostname sw1\n!\ninterface Vlan1\n description a\n!\nntp server 10.0.0.1\nend\n"
SETTINGS = {"terminal width 511": "Width set to 511 columns.\r\n", "terminal length 0": "Pagination disabled.\r\n"}
"""What EOS answers, and netmiko waits for."""
PASSWORD = "a password of the test"


@dataclass
class TypedDevice:
    """What the device does. `pager`: what it writes after each page of `page_lines`; it cannot be switched off.

    `prompt(n)`: the prompt after n lines were typed; `config(n)`: the config at the nth read; `late`: what it prints by itself after a
    config; `mode`: whether `configure terminal` enters config mode.
    """

    pager: str = ""
    page_lines: int = 3
    prompt: Callable[[int], str] = lambda typed: "sw1#"
    config: Callable[[int], str] = lambda read: CONFIG
    late: str = ""
    mode: bool = True
    typed: list[str] = field(default_factory=list)
    reads: int = 0

    async def serve(self, process: asyncssh.SSHServerProcess[str]) -> None:
        """One session: each line is echoed and answered; keys during a page go to the pager."""
        write, configuring = process.stdout.write, False

        def ask() -> None:
            shown = self.prompt(len(self.typed))
            write(f"{shown[:-1]}(config){shown[-1]}" if configuring else shown)

        write("\r\n")
        ask()
        while line := await process.stdin.readline():
            command = line.strip()
            write(f"{command}\r\n")
            self.typed.append(command)
            if command == "show running-config":
                self.reads += 1
                await self._print(process, self.config(self.reads))
            elif command in SETTINGS:
                write(SETTINGS[command])
            elif command == "configure terminal" and not self.mode:
                write("% Permission denied\r\n")
            else:
                configuring = (configuring or command == "configure terminal") and command != "end"
            ask()
            if command == "show running-config" and self.late:
                await asyncio.sleep(0.15)
                write(self.late)
        process.exit(0)

    async def _print(self, process: asyncssh.SSHServerProcess[str], text: str) -> None:
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            process.stdout.write(f"{line}\r\n")
            if self.pager and number % self.page_lines == 0 and number < len(lines):
                process.stdout.write(self.pager)
                await process.stdin.read(1)


@contextmanager
def serving(device: TypedDevice) -> Iterator[Access]:
    """How to reach a device that listens at an address of this machine."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    public = key.export_public_key().decode().strip()
    with ssh_servers() as servers:
        port, _ = servers.listen(key, PASSWORD, process_factory=device.serve, line_editor=False)
        yield Access("sw1", "127.0.0.1", port, "netops", PASSWORD, transport="ssh", host_key=public, timeout_s=10)
