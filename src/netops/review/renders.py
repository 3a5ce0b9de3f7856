"""The targets of one side of a review, rendered when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from netops.cache import digest, encode
from netops.capability import Library
from netops.errors import DataError, Diagnostic, NetopsError
from netops.model.company import Company
from netops.render import Rendered, Renderer
from netops.render.targets import accepted


@dataclass
class Renders:
    """The targets of one side, rendered when asked for. `problems` grows by what is wrong with them.

    `valid`: no rule finds an error. What is derived relies on that: without it, it may fail in any way, which is no bug.
    """

    side: str
    company: Company
    valid: bool = True
    problems: dict[Diagnostic, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._renderer = Renderer(self.company.project)
        self._library = Library(self.company.project, self.company.schemas)

    def view(self, name: str) -> str:
        """The digest of all that a template sees of a target, its order included."""
        with self._excused():
            return digest(encode(self.company.view(name)))

    def text(self, name: str, *, trace: bool = False) -> Rendered:
        """The text of a target; what the target cannot do is a problem, and no reason to hide the text. DataError when there is none."""
        try:
            with self._excused():
                made = accepted(self.company, name, self._renderer, self._library, trace=trace)
            self.problems |= dict.fromkeys(made.warnings)
            return made
        except DataError as error:
            self.problems |= dict.fromkeys(error.diagnostics)
        try:
            with self._excused():
                return accepted(self.company, name, self._renderer, self._library, trace=trace, strict=False)
        except DataError as error:
            raise DataError(error.diagnostics, f"{self.side}: {error}" if error.diagnostics else str(error)) from error

    @contextmanager
    def _excused(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if self.valid or isinstance(error, NetopsError):
                raise
            said = f"{self.side} is not valid, so this cannot be worked out ({type(error).__name__}: {error})"
            raise DataError(message=said, hint="mend the errors among the findings first") from error
