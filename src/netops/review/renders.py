"""The targets of one side of a review, each rendered when its text is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from netops.cache import ParallelMap, digest, encode_value
from netops.errors import DataError, Diagnostic, NetopsError
from netops.model.company import Company
from netops.render import Rendered
from netops.render.store import StoredRender
from netops.render.targets import TargetRenderer, stored_renders, trace_targets


@dataclass
class SideRenders:
    """The targets of one side. `problems` grows by what is wrong with those that were needed.

    `valid`: no rule finds an error. What is derived relies on that: without it, it may fail in any way, which is no bug.
    """

    side: str
    company: Company
    valid: bool = True
    parallel_map: ParallelMap = map
    problems: dict[Diagnostic, None] = field(default_factory=dict)
    _rows: dict[str, StoredRender] = field(default_factory=dict)
    _traced: dict[str, Rendered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._renderer = TargetRenderer(self.company)

    def basis(self, site: str) -> str:
        """The digest of all that the targets of a site are made from; '' when it cannot be determined."""
        return self._renderer.store.basis(site)

    def prepare(self, names: Collection[str]) -> None:
        """Render targets together, as far as they were not rendered before; the texts of those that have problems are made when needed."""
        targets = [target for name, target in self.company.targets.items() if name in names]
        with suppress(NetopsError), self._excused():
            self._rows |= {
                name: found for name, found in stored_renders(self.company, targets, self.parallel_map) if isinstance(found, StoredRender)
            }

    def prepare_origins(self, names: Collection[str]) -> None:
        """The same with the origins of lines."""
        targets = [target for name, target in self.company.targets.items() if name in names]
        with suppress(NetopsError), self._excused():
            traces = trace_targets(self.company, targets, strict=False, parallel_map=self.parallel_map)
            self._traced |= {trace.target: trace.rendered for trace in traces}

    def view(self, name: str) -> str:
        """The digest of all that a template sees of a target, its order included."""
        if name in self._rows:
            return self._rows[name].view
        with self._excused():
            return digest(encode_value(self.company.view(name)))

    def text(self, name: str, *, trace: bool = False) -> Rendered:
        """The text of a target; what the target cannot do is a problem, and no reason to hide the text. DataError when there is none."""
        if name in (self._traced if trace else self._rows):
            row = self._rows.get(name)
            self.problems |= dict.fromkeys(row.problems if row else ())
            return self._traced[name] if trace else self._rows[name].rendered
        try:
            with self._excused():
                made = self._renderer.render(name, trace=trace)
            self.problems |= dict.fromkeys(made.warnings)
            return made
        except DataError as error:
            self.problems |= dict.fromkeys(error.diagnostics)
        try:
            with self._excused():
                return self._renderer.render(name, trace=trace, strict=False)
        except DataError as error:
            raise DataError(error.diagnostics, f"{self.side}: {error}" if error.diagnostics else str(error)) from error

    @contextmanager
    def _excused(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if self.valid or isinstance(error, NetopsError):
                raise
            reason = f"{self.side} is not valid, so this cannot be worked out ({type(error).__name__}: {error})"
            raise DataError(message=reason, hint="fix the errors among the findings first") from error
