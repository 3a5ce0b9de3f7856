"""`--quiet`: of what a command writes, the last line; and errors, which `cli.run` and `common.warn` write past it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO


class MutedStream(io.StringIO):
    """A stream of which nothing is seen: both of a command write here, so that the last line of both is known."""

    def __init__(self, stream: TextIO, lines: list[tuple[TextIO, str]]) -> None:
        super().__init__()
        self.stream, self._lines, self._begun = stream, lines, ""

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in whole:
            if line.strip():
                self._lines[:] = [(self.stream, line)]
        return len(text)


@contextmanager
def muted_streams(*, results: bool = True) -> Iterator[None]:
    """Streams on which only the last line of a command appears, at its end. Without `results`, stdout is as it is: a whole document."""
    lines: list[tuple[TextIO, str]] = []
    out: TextIO = MutedStream(sys.stdout, lines) if results else sys.stdout
    with redirect_stdout(out), redirect_stderr(MutedStream(sys.stderr, lines)):
        try:
            yield
        finally:
            for stream, line in lines if results else ():
                stream.write(f"{line}\n")


@contextmanager
def real_streams() -> Iterator[None]:
    """The real streams, for a question or an error."""
    streams = [one.stream if isinstance(one, MutedStream) else one for one in (sys.stdout, sys.stderr)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        yield
