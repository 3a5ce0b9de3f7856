"""Faults that a test or a person switches on for one simulated target, and what the target counts about itself."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("refuse_line", "hang", "close", "wrong_password", "commit_fail")
"""refuse_line REGEX: every config line that matches is refused. hang: no answer any more. close: the connection is cut at the
next request. wrong_password: no login is accepted. commit_fail: a commit is refused and nothing changes."""


@dataclass(slots=True)
class Counters:
    """What happened at one target since the lab started."""

    logins: int = 0
    logins_refused: int = 0
    commits: int = 0
    saves: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(slots=True)
class Faults:
    """The faults of one target. A front end calls `gate()` before each answer and asks the others where they matter."""

    refuse_line: re.Pattern[str] | None = None
    wrong_password: bool = False
    commit_fail: bool = False
    close: bool = False
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._open.set()

    def set(self, kind: str, argument: str = "") -> None:
        """Switches a fault on; ValueError for an unknown kind or a bad regular expression."""
        if kind not in KINDS:
            raise ValueError(f"no fault {kind!r}; there are {', '.join(KINDS)}")
        if kind == "hang":
            self._open.clear()
        elif kind == "refuse_line":
            self.refuse_line = re.compile(argument)
        else:
            setattr(self, kind, True)

    def clear(self) -> None:
        """Switches all faults off; answers held back by `hang` are given now."""
        self.refuse_line, self.wrong_password, self.commit_fail, self.close = None, False, False, False
        self._open.set()

    def refuses(self, line: str) -> bool:
        return self.refuse_line is not None and self.refuse_line.search(line) is not None

    async def gate(self) -> None:
        """Returns when an answer may be given; ConnectionAbortedError when the connection must be cut."""
        if self.close:
            raise ConnectionAbortedError("cut by the fault 'close'")
        await self._open.wait()

    def as_dict(self) -> dict[str, Any]:
        """The faults that are on."""
        flags = {kind: getattr(self, kind) for kind in ("wrong_password", "commit_fail", "close")}
        flags["hang"] = not self._open.is_set()
        line = {"refuse_line": self.refuse_line.pattern} if self.refuse_line else {}
        return line | {kind: True for kind, on in flags.items() if on}
