"""Many targets at once: every template error of the run is told together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netops.errors import DataError, Diagnostic, TemplateError
from netops.events import Event, Listener, silent
from netops.render.renderer import Rendered, Renderer

if TYPE_CHECKING:
    from netops.model.company import Company, Target


def render_targets(company: Company, targets: Sequence[Target], *, trace: bool = False, listen: Listener = silent) -> list[Rendered]:
    """The intended config of each target, in their order. DataError with the problems of all of them."""
    renderer = Renderer(company.project)
    rendered: list[Rendered] = []
    problems: dict[Diagnostic, None] = {}
    for target in targets:
        try:
            rendered.append(renderer.render(company.view(target.name, trace=trace), trace=trace))
        except TemplateError as error:
            problems |= dict.fromkeys(error.diagnostics)
        listen(Event("result", "", target.name))
    if problems:
        raise DataError(problems)
    return rendered
