"""The terminal side of a simulated device's shell: it echoes what is typed, edits the line, and pages what is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import asyncssh

from netops.lab.sim.faults import Faults

MORE = " --More-- "
CTRL_C, CTRL_Z = "\x03", "\x1a"


class Cli(Protocol):
    """A login on a device: it takes lines and gives what is printed. `page_lines` 0 switches paging off."""

    closed: bool
    page_lines: int

    @property
    def prompt(self) -> str: ...

    def interrupt(self) -> None: ...

    def feed(self, line: str) -> str: ...


class Terminal:
    """The terminal side of a shell: characters in, echo and pages out."""

    def __init__(self, cli: Cli, faults: Faults, process: asyncssh.SSHServerProcess[str], check: Callable[[], None]) -> None:
        """`check` fails with a ConnectionError when the way to the client is gone."""
        self._cli, self._faults, self._process, self._check = cli, faults, process, check
        self._line = ""
        self._held: list[str] = []
        self._mute = False

    async def run(self) -> None:
        """Serves the terminal until the client leaves."""
        self._process.stdout.write(f"\r\n{self._cli.prompt}")
        while not self._cli.closed and (data := await self._process.stdin.read(4096)):
            await self._faults.gate(data)
            self._mute = self._faults.loses(data)
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
            output = self._cli.feed(line)
            self._check()
            self._show(output)
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
