"""Which driver is open in which thread: so that a thread whose deadline is over can be cut off from its device by another one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread, current_thread
from weakref import WeakSet

from netops.drivers.base import Driver
from netops.errors import DeadlineExceeded


class DriversByThread:
    """The open drivers by thread. A thread that has expired can open no driver again; another thread for the same target can."""

    def __init__(self) -> None:
        self._open: dict[Thread, list[Driver]] = {}
        self._expired: WeakSet[Thread] = WeakSet()
        self._listeners: list[Callable[[], None]] = []
        self._lock = Lock()

    def on_expiry(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every expiry."""
        self._listeners.append(listener)

    def add(self, target: str, driver: Driver) -> None:
        """Note a driver before it is opened. DeadlineExceeded when this thread has expired."""
        with self._lock:
            if current_thread() not in self._expired:
                self._open.setdefault(current_thread(), []).append(driver)
                return
        raise _too_late(target)

    def remove(self, driver: Driver) -> None:
        with self._lock:
            self._open = {thread: left for thread, drivers in self._open.items() if (left := [d for d in drivers if d is not driver])}

    def expired(self) -> bool:
        """Whether the deadline of this thread is over."""
        with self._lock:
            return current_thread() in self._expired

    def check(self, target: str) -> None:
        if self.expired():
            raise _too_late(target)

    def expire(self, thread: Thread) -> None:
        """Cut a thread off: abort its drivers, refuse it new ones. Never waits."""
        with self._lock:
            self._expired.add(thread)
            drivers = list(self._open.get(thread, ()))
        for driver in drivers:
            driver.abort()
        for listener in self._listeners:
            listener()

    def open_count(self) -> int:
        """How many drivers are open in all threads."""
        with self._lock:
            return sum(map(len, self._open.values()))


def _too_late(target: str) -> DeadlineExceeded:
    return DeadlineExceeded(target, "its deadline was over before it could be worked on further")
