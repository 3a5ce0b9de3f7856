"""Many targets at once: every template error of the run, and every line that a target cannot do, is told together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from netops.capability import Library
from netops.errors import DataError, Diagnostic, Severity
from netops.events import Event, Listener, silent
from netops.render.renderer import Rendered, Renderer

if TYPE_CHECKING:
    from netops.model.company import Company, Target


def render_targets(company: Company, targets: Sequence[Target], *, trace: bool = False, listen: Listener = silent) -> list[Rendered]:
    """The intended config of each target, in their order. DataError with the problems of all of them."""
    renderer, library = Renderer(company.project), Library(company.project, company.schemas)
    rendered: list[Rendered] = []
    problems: dict[Diagnostic, None] = {}
    for target in targets:
        try:
            rendered.append(accepted(company, target.name, renderer, library, trace=trace))
        except DataError as error:
            problems |= dict.fromkeys(error.diagnostics)
        listen(Event("result", "", target.name))
    if problems:
        raise DataError(problems)
    return rendered


def accepted(company: Company, name: str, renderer: Renderer, library: Library, *, trace: bool = False) -> Rendered:
    """The intended config of a target, with warnings about lines that it may not be able to do. DataError when it cannot do some."""
    view = company.view(name, trace=trace)
    made = renderer.render(view, trace=trace)
    grades = company.settings.get("rules", {})
    if not library.judge(view, made.text, grades=grades):
        return made
    traced = company.view(name, trace=True)
    problems = library.judge(traced, made.text, renderer.render(traced, trace=True).lines, grades)
    if any(problem.severity == Severity.ERROR for problem in problems):
        raise DataError(problems)
    return replace(made, warnings=tuple(problems))
