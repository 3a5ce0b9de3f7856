"""What is wrong with a file, collected while its events are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netops.errors import DataError, Diagnostic, Origin

if TYPE_CHECKING:
    from yaml.events import Event

MAX_REPORTED = 100
"""Problems of one file that are reported: nobody reads more, and a file of nothing else would never end."""


class FileProblems:
    """The problems of one file, each at the place of an event."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def add(self, code: str, message: str, event: Event, *, expected: str = "", found: str = "", hint: str = "") -> None:
        origin = Origin(self.file, *line_and_column(event))
        self.note(Diagnostic(code, message, origin=origin, expected=expected, found=found, hint=hint))

    def note(self, problem: Diagnostic) -> None:
        """Keep a problem. DataError, with all of them, when there are too many to go on."""
        self.found.append(problem)
        if len(self.found) == MAX_REPORTED:
            expected, hint = f"fewer than {MAX_REPORTED}", "what follows was not read: correct the problems above first"
            end = Diagnostic("YML009", "too many problems in one file", origin=problem.origin, expected=expected, hint=hint)
            raise DataError([*self.found, end])

    def fatal(self, code: str, message: str, event: Event, *, expected: str = "", hint: str = "") -> DataError:
        """The error that ends reading at once, with what was found before."""
        self.add(code, message, event, expected=expected, hint=hint)
        return DataError(self.found)


def line_and_column(event: Event) -> tuple[int, int]:
    """Line and column of an event, from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
