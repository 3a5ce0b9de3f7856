"""What is intended for targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from netops.errors import Diagnostic
from netops.model.company import Company
from netops.render import Rendered, render_targets
from netops.render.targets import TargetRenderer

Intended = Callable[[str, bool], Rendered]
"""The intended config of a target by name, with the origins of its lines when the second argument is true."""


class IntendedConfigs:
    """The intended configs of a company's targets, each rendered at most once.

    `strict`: lines that a target cannot do are errors; else they are warnings, like what is only doubtful. Each warning is given once.
    """

    def __init__(
        self, company: Company, *, strict: bool = True, warn: Callable[[Iterable[Diagnostic]], None] = lambda warnings: None
    ) -> None:
        self._company = company
        self._strict = strict
        self._warn = warn
        self._renderer = TargetRenderer(company)
        self._plain: dict[str, Rendered] = {}
        self._traced: dict[str, Rendered] = {}

    def __call__(self, name: str, trace: bool = False) -> Rendered:
        """The intended config of a target; with `trace` for targets whose lines differ, since that takes a render of its own."""
        if trace:
            if name not in self._traced:
                self._traced[name] = self._renderer.render(name, trace=True, strict=self._strict)
            return self._traced[name]
        self.prepare([name])
        return self._plain[name]

    def prepare(self, names: Iterable[str]) -> None:
        """Render targets together: one DataError has the problems of all of them."""
        missing = [self._company.target(name) for name in names if name not in self._plain]
        if not missing:
            return
        rendered = render_targets(self._company, missing, strict=self._strict)
        given = {warning for r in self._plain.values() for warning in r.warnings}
        self._warn(dict.fromkeys(warning for r in rendered for warning in r.warnings if warning not in given))
        self._plain.update((r.target, r) for r in rendered)
