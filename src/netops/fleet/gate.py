"""One gate per credential: the first login runs alone, the others wait for it, and one refusal stops them all.

A wrong password on fifty devices at once locks an account; here it is tried once. A first login that ends otherwise (the device is down)
lets the next one be first. A first login that takes longer than `patience_s` is passed by, so that one hung device holds up nobody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

from netops.errors import LoginRefused
from netops.fleet.threads import DriversByThread

Credential = tuple[str, str]
"""What a server sees of a login: user name, and password or key."""

PATIENCE_S = 20.0


class _Door(Enum):
    UNTRIED = auto()
    BUSY = auto()
    OPEN = auto()
    REFUSED = auto()


@dataclass(slots=True)
class _State:
    door: _Door = _Door.UNTRIED
    by: str = ""
    since: float = 0.0


class LoginGate:
    """Safe for threads. `drivers` has whose deadline is over: such a thread waits no longer and gets in nowhere."""

    def __init__(self, drivers: DriversByThread, patience_s: float = PATIENCE_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._states: dict[Credential, _State] = {}
        self._changed = threading.Condition()
        self._drivers = drivers
        self._patience_s = patience_s
        self._clock = clock
        drivers.on_expiry(self._wake)

    def is_open(self, credential: Credential) -> bool:
        """Whether a device has accepted the credential, and none has refused it."""
        with self._changed:
            return self._state(credential).door is _Door.OPEN

    @contextmanager
    def login(self, target: str, credential: Credential) -> Iterator[None]:
        """Around a login. LoginRefused, without a try, once any device has refused the credential."""
        self._enter(target, credential)
        try:
            yield
        except LoginRefused:
            self._leave(target, credential, _Door.REFUSED)
            raise
        except BaseException:
            self._leave(target, credential, _Door.UNTRIED)
            raise
        self._leave(target, credential, _Door.OPEN)

    def _enter(self, target: str, credential: Credential) -> None:
        with self._changed:
            state = self._state(credential)
            while state.door is _Door.BUSY and not self._drivers.expired() and (left := self._left(state)) > 0:
                self._changed.wait(left)
            self._drivers.check(target)
            if state.door is _Door.REFUSED:
                raise _not_tried(target, credential, state.by)
            if state.door is not _Door.OPEN:
                state.door, state.by, state.since = _Door.BUSY, target, self._clock()

    def _leave(self, target: str, credential: Credential, door: _Door) -> None:
        """A refusal stays. A failure of another kind proves nothing, unless it was this target's turn to be first."""
        with self._changed:
            state = self._state(credential)
            proves_nothing = door is _Door.UNTRIED and (state.door is not _Door.BUSY or state.by != target)
            if state.door is _Door.REFUSED or proves_nothing:
                return
            state.door, state.by = door, target
            self._changed.notify_all()

    def _left(self, state: _State) -> float:
        return state.since + self._patience_s - self._clock()

    def _state(self, credential: Credential) -> _State:
        return self._states.setdefault(credential, _State())

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _not_tried(target: str, credential: Credential, by: str) -> LoginRefused:
    return LoginRefused(
        target,
        f"not tried: {by} refused the login of {credential[0] or 'the user without a name'}, so nothing further was tried with it",
        hint=f"see the message of {by}; one refusal stops every login with the same credential, so that no account gets locked",
    )
