"""One run at a time on a target: a kernel lock held by a process on the target that lives as long as our connection.

So nothing can be left locked: when the runner dies or the target restarts, the lock is gone.
"""

from __future__ import annotations

import getpass
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import paramiko

from netops.drivers.remote import Remote
from netops.errors import DeviceError, NetopsError, Refused

_WORD = b"held\n"
_PATIENCE_S, _POLL_S = 1.0, 0.1
"""A connection that was cut holds the lock until the target has noticed."""


class TargetLock:
    """The lock of a target. `home` is where it is kept there, `run` what another run is shown."""

    def __init__(self, remote: Remote, home: str, run: str) -> None:
        self._remote, self._home, self._run = remote, home, run
        self._channel: paramiko.Channel | None = None

    def take(self) -> None:
        """Takes the lock, or keeps it. Refused, naming the holder, when someone else has it."""
        if self._channel is not None:
            return
        self._remote.run(["mkdir", "-p", "--", self._home])
        end = time.monotonic() + _PATIENCE_S
        while not self._remote.echoes(channel := self._remote.start(["flock", "-n", self._lock, "cat"]), _WORD):
            if time.monotonic() > end:
                raise self._refused(channel)
            channel.close()
            time.sleep(_POLL_S)
        self._channel = channel
        who = f"run {self._run}, by {getpass.getuser()} on {platform.node()}, process {os.getpid()}\n"
        self._remote.overwrite(self._holder, who.encode())

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Holds the lock for a block; one that was held before is kept."""
        mine = self._channel is None
        self.take()
        try:
            yield
        finally:
            if mine:
                self.release()

    def release(self) -> None:
        """Gives the lock back, and returns when the target has it."""
        channel, self._channel = self._channel, None
        if channel is not None:
            with suppress(OSError, paramiko.SSHException, EOFError):
                channel.shutdown_write()
                while channel.recv(1024):
                    pass
            channel.close()

    @property
    def _lock(self) -> str:
        return f"{self._home}/lock"

    @property
    def _holder(self) -> str:
        return f"{self._home}/holder"

    def _refused(self, channel: paramiko.Channel) -> NetopsError:
        code = channel.recv_exit_status()
        channel.close()
        if code != 1:
            said = f"flock ended with {code}"
            return DeviceError(self._remote.target, f"cannot lock {self._lock}: {said}", hint="the target needs flock (util-linux)")
        holder = (self._remote.read(self._holder) or b"unknown").decode("utf-8", "replace").strip()
        return Refused(f"{self._remote.target}: busy with another {holder}", hint="wait for its end; a dead run holds no lock")
