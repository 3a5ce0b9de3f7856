"""The front end of simulated IOS devices: an SSH shell that echoes and pages like the device, and flash: over SCP and SFTP."""

from __future__ import annotations

from collections.abc import Sequence

import asyncssh

from netops.lab.sim.frontend import Answer, Endpoint, Login, TargetSpec, World
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.ios_cli import IosCli, execute
from netops.lab.sim.sftp import FlashServer
from netops.lab.sim.ssh import SshListener

MORE = " --More-- "
CTRL_C, CTRL_Z = "\x03", "\x1a"


def create(spec: TargetSpec, world: World) -> IosTarget:
    return IosTarget(IosDevice(spec, world.clock), world.login)


class IosTarget:
    """An IOS device that listens."""

    def __init__(self, device: IosDevice, login: Login) -> None:
        self.device, self.faults, self.counters = device, device.faults, device.counters
        self._ssh = SshListener(login, device.faults, device.counters, self._session, self._flash)

    async def start(self, host: str, port: int) -> Endpoint:
        await self._ssh.start(host, port)
        return Endpoint("ssh", self._ssh.host_key, {"port": port, "dest_file_system": "flash:"})

    async def stop(self) -> None:
        await self._ssh.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.device, commands)

    def _flash(self, channel: asyncssh.SSHServerChannel[bytes]) -> FlashServer:
        return FlashServer(channel, self.device.flash, self.device.file)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        cli = IosCli(self.device, process.get_extra_info("username"))
        if process.command is not None:
            await self.faults.gate(process.command)
            process.stdout.write(cli.feed(process.command).replace("\n", "\r\n") + "\r\n")
        else:
            await Terminal(cli, self, process).run()
        process.exit(0)


class Terminal:
    """The terminal side of a shell: characters in, echo and pages out."""

    def __init__(self, cli: IosCli, target: IosTarget, process: asyncssh.SSHServerProcess[str]) -> None:
        self._cli, self._target, self._process = cli, target, process
        self._line = ""
        self._held: list[str] = []
        self._mute = False

    async def run(self) -> None:
        """Serves the terminal until the client leaves."""
        self._process.stdout.write(f"\r\n{self._cli.prompt}")
        while not self._cli.closed and (data := await self._process.stdin.read(4096)):
            await self._target.faults.gate(data)
            self._mute = self._target.faults.loses(data)
            for char in data.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""):
                self._key(char)
                if self._cli.closed:
                    break
            if self._mute:
                raise ConnectionAbortedError("cut by the fault 'lose'")

    def _key(self, char: str) -> None:
        if self._held:
            self._page(char)
        elif char in (CTRL_C, CTRL_Z):
            self._line = ""
            self._cli.interrupt()
            self._write(f"\n{self._cli.prompt}")
        elif char == "\n":
            line, self._line = self._line, ""
            self._write("\n")
            self._show(self._cli.feed(line))
        elif char in "\x7f\x08":
            self._line = self._line[:-1]
            self._write("\b \b")
        else:
            self._line += char
            self._write(char)

    def _show(self, output: str) -> None:
        self._held = output.splitlines()
        self._page(" ")

    def _page(self, key: str) -> None:
        """Prints the next page of what is held back: blank for a page, return for a line, anything else for the end."""
        if len(self._held) > 0 and key not in " \n":
            self._held = []
        size = (1 if key == "\n" else self._cli.page_lines - 1) if self._cli.page_lines else len(self._held)
        page, self._held = self._held[:size], self._held[size:]
        self._write("".join(f"{line}\n" for line in page))
        self._write(MORE if self._held else self._cli.prompt)

    def _write(self, text: str) -> None:
        if not self._mute:
            self._process.stdout.write(text.replace("\n", "\r\n"))
