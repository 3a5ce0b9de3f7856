"""What is intended for targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from netops.errors import Diagnostic
from netops.model.company import Company
from netops.render import Rendered, render_targets
from netops.render.targets import TargetRenderer

Intended = Callable[[str, Collection[int]], Rendered]
"""The intended config of a target by name, with the origins of the lines at least whose numbers are given."""


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

    def __call__(self, name: str, lines: Collection[int] = ()) -> Rendered:
        """The intended config of a target; with the origins of the `lines` that differ, since these take a render of their own."""
        self.prepare([name])
        return self._renderer.placed(self._plain[name], lines) if lines else self._plain[name]

    def prepare(self, names: Iterable[str]) -> None:
        """Render targets together: one DataError has the problems of all of them."""
        missing = [self._company.target(name) for name in names if name not in self._plain]
        if not missing:
            return
        rendered = render_targets(self._company, missing, strict=self._strict)
        given = {warning for r in self._plain.values() for warning in r.warnings}
        self._warn(dict.fromkeys(warning for r in rendered for warning in r.warnings if warning not in given))
        self._plain.update((r.target, r) for r in rendered)
