"""Many targets at once: every template error of the run, and every line that a target cannot do, is told together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netops.capability import Library
from netops.errors import DataError, Diagnostic, Severity, errors
from netops.events import Event, Listener, silent
from netops.render.renderer import Rendered, Renderer

if TYPE_CHECKING:
    from netops.model.company import Company, Target


def render_targets(
    company: Company, targets: Sequence[Target], *, trace: bool = False, strict: bool = True, listen: Listener = silent
) -> list[Rendered]:
    """The intended config of each target, in their order. DataError with the problems of all of them; `strict` as in `accepted`."""
    renderer, library = Renderer(company.project), Library(company.project, company.schemas)
    rendered: list[Rendered] = []
    problems: dict[Diagnostic, None] = {}
    for target in targets:
        try:
            rendered.append(accepted(company, target.name, renderer, library, trace=trace, strict=strict))
        except DataError as error:
            problems |= dict.fromkeys(error.diagnostics)
        listen(Event("result", "", target.name))
    if problems:
        raise DataError(problems)
    return rendered


def accepted(company: Company, name: str, renderer: Renderer, library: Library, *, trace: bool = False, strict: bool = True) -> Rendered:
    """The intended config of a target, with warnings about lines that it may not be able to do. DataError when it cannot do some.

    Not `strict`: such lines, and a file of rules that is wrong, are warnings too. That is for what today's data may not stop.
    """
    view = company.view(name, trace=trace)
    made = renderer.render(view, trace=trace)
    try:
        problems = _judged(company, view, made, renderer, library)
    except DataError as error:
        problems = list(error.diagnostics)
    if strict and errors(problems):
        raise DataError(problems)
    return replace(made, warnings=tuple(map(_no_error, problems))) if problems else made


def _judged(company: Company, view: Mapping[str, Any], made: Rendered, renderer: Renderer, library: Library) -> list[Diagnostic]:
    """What the target of a text cannot do. Only when there is something, the places are looked up, since that takes a second render."""
    said = company.settings.get("rules", {})
    grades = {code: told.get("severity", "") if isinstance(told, Mapping) else told for code, told in said.items()}
    if not library.evaluate(view, made.text, grades=grades):
        return []
    traced = company.view(made.target, trace=True)
    return library.evaluate(traced, made.text, renderer.render(traced, trace=True).lines, grades)


def _no_error(problem: Diagnostic) -> Diagnostic:
    return replace(problem, severity=Severity.WARNING) if problem.severity == Severity.ERROR else problem
