"""Many targets at once: every template error of the run, and every line that a target cannot do, is reported together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netops.cache import ParallelMap
from netops.errors import DataError, Diagnostic, Severity, errors
from netops.events import Event, Listener, silent
from netops.model.sources import SITES, site_of
from netops.render.rendered import Rendered
from netops.render.store import RenderStore, Row, row

if TYPE_CHECKING:
    from netops.capability import Library
    from netops.model.company import Company, Target
    from netops.render.renderer import Renderer


def render_targets(
    company: Company,
    targets: Sequence[Target],
    *,
    trace: bool = False,
    strict: bool = True,
    listen: Listener = silent,
    parallel_map: ParallelMap = map,
) -> list[Rendered]:
    """The intended config of each target, in their order. DataError with the problems of all of them; `strict` as in `accepted`.

    What an earlier run rendered from the same data and templates comes from the company's cache. `parallel_map`: how sites are rendered.
    """
    found = dict(_traced(company, targets, strict) if trace else _plain(company, targets, strict, parallel_map))
    problems: dict[Diagnostic, None] = {}
    rendered: list[Rendered] = []
    for target in targets:
        made = found[target.name]
        if isinstance(made, Rendered):
            rendered.append(made)
        else:
            problems |= dict.fromkeys(made)
        listen(Event("result", "", target.name))
    if problems:
        raise DataError(problems)
    return rendered


Outcome = Rendered | Sequence[Diagnostic]
"""What became of a target: its intended config, or the problems that it has none for."""


def _traced(company: Company, targets: Sequence[Target], strict: bool) -> Iterator[tuple[str, Outcome]]:
    tools = Tools(company)
    for target in targets:
        try:
            yield target.name, accepted(company, target.name, tools.renderer, tools.library, trace=True, strict=strict)
        except DataError as error:
            yield target.name, error.diagnostics


def _plain(company: Company, targets: Sequence[Target], strict: bool, parallel_map: ParallelMap) -> Iterator[tuple[str, Outcome]]:
    store = RenderStore(company)
    missing: dict[str, list[str]] = {}
    for target in targets:
        valid = store.valid(target.site, target.name, store.basis(target.site))
        if valid is None:
            missing.setdefault(target.site, []).append(target.name)
        else:
            yield target.name, _outcome(valid, strict)
    if not missing:
        return
    company.prepare(missing)
    tools = Tools(company)
    for site, made in zip(missing, parallel_map(lambda site: _site(store, tools, site, missing[site]), list(missing)), strict=True):
        store.put(site, {name: value for name, value in made.items() if isinstance(value, list) and _is_reusable(row(name, value), site)})
        for name, value in made.items():
            yield name, _outcome(row(name, value), strict) if isinstance(value, list) else value


def _is_reusable(made: Row, site: str) -> bool:
    """Whether all places in a row are in files that its basis covers: lines in the files of another site may move."""
    files = [problem.origin.file for problem in made.problems if problem.origin]
    return not any(file.startswith(SITES) and site_of(file) != site for file in files)


def _outcome(found: Row, strict: bool) -> Outcome:
    if strict and errors(list(found.problems)):
        return found.problems
    return replace(found.rendered, warnings=tuple(map(_no_error, found.problems)))


def _site(store: RenderStore, tools: Tools, site: str, names: Sequence[str]) -> dict[str, list[Any] | tuple[Diagnostic, ...]]:
    """The rows of some targets of a site, or why a target has none."""
    made: dict[str, list[Any] | tuple[Diagnostic, ...]] = {}
    basis = store.basis(site)
    for name in names:
        try:
            made[name] = _row(store, tools, site, name, basis).packed()
        except DataError as error:
            made[name] = tuple(error.diagnostics)
    return made


def _row(store: RenderStore, tools: Tools, site: str, name: str, basis: str) -> Row:
    view = tools.company.view(name)
    inputs = store.inputs(view, tools.grades)
    if (equal := store.equal(site, name, inputs)) is not None and not equal.problems:
        return replace(equal, basis=basis)
    made = tools.renderer.render(view)
    return Row(basis, inputs, made, tuple(_problems(tools.company, view, made, tools.renderer, tools.library)))


@dataclass(frozen=True)
class Tools:
    """What renders the targets of a company, each made when first used."""

    company: Company

    @cached_property
    def renderer(self) -> Renderer:
        from netops.render.renderer import Renderer

        return Renderer(self.company.project, self.company.schemas)

    @cached_property
    def library(self) -> Library:
        from netops.capability import Library

        return Library(self.company.project, self.company.schemas)

    @cached_property
    def grades(self) -> Mapping[str, str]:
        return _grades(self.company)


def accepted(company: Company, name: str, renderer: Renderer, library: Library, *, trace: bool = False, strict: bool = True) -> Rendered:
    """The intended config of a target, with warnings about lines that it may not be able to do. DataError when it cannot do some.

    Not `strict`: such lines, and a file of rules that is wrong, are warnings too. That is for what today's data may not stop.
    """
    view = company.view(name, trace=trace)
    made = renderer.render(view, trace=trace)
    problems = _problems(company, view, made, renderer, library)
    if strict and errors(problems):
        raise DataError(problems)
    return replace(made, warnings=tuple(map(_no_error, problems))) if problems else made


def _problems(company: Company, view: Mapping[str, Any], made: Rendered, renderer: Renderer, library: Library) -> list[Diagnostic]:
    """What the target of a text cannot do, or what is wrong with the rules. Only when there is something, the places are determined,
    since that takes a second render."""
    try:
        grades = _grades(company)
        if not library.evaluate(view, made.text, grades=grades):
            return []
        traced = company.view(made.target, trace=True)
        return library.evaluate(traced, made.text, renderer.render(traced, trace=True).lines, grades)
    except DataError as error:
        return list(error.diagnostics)


def _grades(company: Company) -> dict[str, str]:
    """The severities of rules that the company sets, by code."""
    rules = company.settings.get("rules", {})
    return {code: value.get("severity", "") if isinstance(value, Mapping) else value for code, value in rules.items()}


def _no_error(problem: Diagnostic) -> Diagnostic:
    return replace(problem, severity=Severity.WARNING) if problem.severity == Severity.ERROR else problem


def earlier_render(store: RenderStore, target: Target, *, strict: bool = True) -> Rendered | None:
    """What an earlier run rendered for a target from the same data and templates; None when there is nothing of the kind."""
    found = store.valid(target.site, target.name, store.basis(target.site))
    made = _outcome(found, strict) if found is not None else None
    return made if isinstance(made, Rendered) else None
