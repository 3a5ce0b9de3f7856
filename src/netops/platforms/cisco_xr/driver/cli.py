"""The command line of IOS XR: a line is typed, the answer is read up to the next prompt, and the prompt shows the mode.

The prompt ends with the mode in brackets (`RP/0/RP0/CPU0:r1(config-if)#`), and some commands ask before they act (`... [no]:`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from netops.errors import DeviceError

PROMPT = re.compile(r"(?:\A|\n)\w+/\d+/\w+/CPU\d+:[^\s()#]*(?:\((?P<mode>[^()\n]*)\))?# ?\Z")
QUESTION = re.compile(r"\[(?:no|yes|cancel|confirm)\][:?]? ?\Z")
TIMESTAMP = re.compile(r"\A\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} +\d+ \d\d:\d\d:\d\d\.\d+ \S+[ \t]*(?:\n|\Z)")
"""What XR prints before the output of a command."""
PAUSE_S = 0.003


class XrShell:
    """A shell of a device. `mode` is what stands in the brackets of its prompt: `config-if`, or empty in exec mode."""

    def __init__(self, target: str, connection: Any, timeout_s: float) -> None:
        self._target, self._connection, self._timeout_s = target, connection, timeout_s
        self.mode = ""

    def ask(self, line: str, answers: Mapping[str, str] | None = None, least_s: float = 0) -> str:
        """What the device prints after a line (or several at once, for a banner), without echo, timestamp and prompt.

        `answers`: to each question, by words that stand in it. DeviceError for a question that nobody thought of, after declining it.
        `least_s`: how long the device may stay silent, where that is longer than the timeout.
        """
        wait_s = max(self._timeout_s, least_s)
        said = self._sent(line, wait_s)
        while question := QUESTION.search(said):
            said += self._sent(self._answer(said, question[0], answers or {}), wait_s)
        return _bare(said)

    def show(self, command: str) -> str:
        """The output of a command of exec mode, in whatever mode the shell is."""
        return self.ask(f"do {command}" if self.mode else command)

    def _answer(self, said: str, question: str, answers: Mapping[str, str]) -> str:
        known = next((answer for words, answer in answers.items() if words in said), None)
        if known is not None:
            return known
        self._sent("cancel" if "cancel" in question else "no", self._timeout_s)
        raise DeviceError(self._target, f"the device asks what netops does not expect: {' '.join(_bare(said).split())}")

    def _sent(self, line: str, wait_s: float) -> str:
        """What comes up to the next prompt or question. TimeoutError when neither comes, ConnectionResetError when the line is cut."""
        self._connection.write_channel(f"{line}\n")
        parts, tail, end = [], "", time.monotonic() + wait_s
        while True:
            came = str(self._connection.read_channel()).replace("\r", "")
            parts.append(came)
            tail = (tail + came)[-600:]
            if came and (prompt := PROMPT.search(tail)):
                self.mode = prompt["mode"] or ""
                return "".join(parts)
            if came and QUESTION.search(tail):
                return "".join(parts)
            if came:
                end = time.monotonic() + wait_s
            else:
                self._pause(end)

    def _pause(self, end: float) -> None:
        if self._connection.remote_conn.closed:
            raise ConnectionResetError("the connection was cut")
        if time.monotonic() > end:
            raise TimeoutError("no answer in time")
        time.sleep(PAUSE_S)


def _bare(said: str) -> str:
    _, _, rest = said.partition("\n")
    text = PROMPT.sub("", f"\n{rest}").removeprefix("\n")
    return TIMESTAMP.sub("", text)
