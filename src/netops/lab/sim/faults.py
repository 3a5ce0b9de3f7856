"""Faults that a test or a person switches on for one simulated target, and what the target counts about itself."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("refuse_line", "hang", "close", "lose", "wrong_password", "commit_fail")
"""refuse_line REGEX: every config line that matches is refused. hang [REGEX]: no answer any more to requests that match. close [REGEX]:
the connection is cut at a request that matches. lose [REGEX]: such a request is carried out, and the connection cut in place of the
answer. wrong_password: no login is accepted. commit_fail: a commit is refused and nothing changes."""
_WITH_REGEX = ("refuse_line", "hang", "close", "lose")


@dataclass(slots=True)
class Counters:
    """What happened at one target since the lab started."""

    logins: int = 0
    logins_refused: int = 0
    commits: int = 0
    saves: int = 0
    opaque_lines: int = 0
    """Lines of the config that the target was started with that it only holds, without behaviour."""

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(slots=True)
class Faults:
    """The faults of one target. A front end calls `gate(request)` before each answer and asks the others where they matter."""

    refuse_line: re.Pattern[str] | None = None
    hang: re.Pattern[str] | None = None
    close: re.Pattern[str] | None = None
    lose: re.Pattern[str] | None = None
    wrong_password: bool = False
    commit_fail: bool = False
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._open.set()

    def set(self, kind: str, argument: str = "") -> None:
        """Switches a fault on; ValueError for an unknown kind or a bad regular expression."""
        if kind not in KINDS:
            raise ValueError(f"no fault {kind!r}; there are {', '.join(KINDS)}")
        setattr(self, kind, _regex(argument) if kind in _WITH_REGEX else True)
        if kind == "hang":
            self._open.clear()

    def clear(self) -> None:
        """Switches all faults off; answers held back by `hang` are given now."""
        for kind in KINDS:
            setattr(self, kind, None if kind in _WITH_REGEX else False)
        self._open.set()

    def refuses(self, line: str) -> bool:
        return _found(self.refuse_line, line)

    def loses(self, request: str) -> bool:
        """Whether the answer to a request never arrives, although the request is carried out."""
        return _found(self.lose, request)

    async def gate(self, request: str = "") -> None:
        """Returns when an answer may be given; ConnectionAbortedError when the connection must be cut."""
        if _found(self.close, request):
            raise ConnectionAbortedError("cut by the fault 'close'")
        if _found(self.hang, request):
            await self._open.wait()

    def as_dict(self) -> dict[str, Any]:
        """The faults that are on: with the regular expression, or True where there is none."""
        on = {kind: getattr(self, kind) for kind in KINDS}
        return {kind: (getattr(value, "pattern", "") or True) for kind, value in on.items() if value}


def _found(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def _regex(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
