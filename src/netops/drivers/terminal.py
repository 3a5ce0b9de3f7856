"""A login on a device's command line whose output is read as it comes, so that a device that stops is found and not waited for.

netmiko waits for the prompt and times out when it does not come. Here the silence of a device ends a read, and what it printed last says
why: the prompt, a pager that waits for a key, a question, or a line that is not finished.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from netops.drivers.generic import GenericDriver
from netops.errors import DeviceError

PAGER = re.compile(r"more|\(q\)|quit|press |continue|any key|<space>|\(END\)|^:$|lines? \d+", re.IGNORECASE)
"""What pagers write while they wait: `--More--`, `<--- More --->`, `---- More ----`, `--More or (q)uit--`, `Press any key to continue`,
`lines 1-24`, and `less` its `:` and `(END)`. It only makes the check quicker: a device that waits at any other line is found as well."""
POLL_S = 0.01


@dataclass(frozen=True, slots=True)
class ReadTimeouts:
    """How long a device may be silent before a read ends: after its prompt, at a pager, and anywhere else. `late_s`: how long
    nothing more may come once it is done."""

    quiet_s: float = 0.5
    late_s: float = 1.0
    pager_s: float = 2.0
    silent_s: float = 30.0


def last_line(text: str) -> str:
    """The line that the cursor is on, without blanks around it; empty when the last line is finished."""
    return text.replace("\r", "").rpartition("\n")[2].strip()


class Terminal(GenericDriver):
    """`open` logs in and types nothing; `prepare` is what netmiko does at the start of every session."""

    def open(self) -> None:
        with self._telling():
            self._library = self.make(self._known_hosts())
            self._library.connect()

    def close(self) -> None:
        """Closes the connection and types nothing before: a device that waits at a pager would take it for a key."""
        library, self._library = self._library, None
        with suppress(Exception), self._leftovers:
            if library is not None:
                library.connection.paramiko_cleanup()

    def prepare(self) -> str:
        """The prompt as netmiko knows it, after it has switched paging off."""
        self._ask("prepare")
        self.read(lambda text: 0.0)
        return str(self._connection.base_prompt)

    def type(self, line: str) -> None:
        with self._telling():
            self._connection.write_channel(f"{line}\n")

    def read(self, patience_s: Callable[[str], float]) -> str:
        """What comes until the device has been silent for as long as `patience_s` gives for what has come so far."""
        parts: list[str] = []
        tail, heard = "", time.monotonic()
        with self._telling():
            while True:
                came = str(self._connection.read_channel())
                parts.append(came)
                tail = (tail + came)[-2000:]
                if came:
                    heard = time.monotonic()
                elif time.monotonic() - heard >= patience_s(tail):
                    return "".join(parts)
                elif self._connection.remote_conn.closed:
                    raise ConnectionResetError("the device closed the session")
                else:
                    time.sleep(POLL_S)

    def enter_and_leave_config_mode(self) -> None:
        """DeviceError when the device does not enter config mode, or does not leave it."""
        with self._telling():
            self._connection.config_mode()
            if not self._connection.check_config_mode():
                raise DeviceError(self.access.target, "the device did not enter config mode")
            self._connection.exit_config_mode()
            if self._connection.check_config_mode():
                raise DeviceError(self.access.target, "the device did not leave config mode")

    @property
    def _connection(self) -> Any:
        if self._library is None:
            raise DeviceError(self.access.target, "the connection is not open")
        return self._library.connection
