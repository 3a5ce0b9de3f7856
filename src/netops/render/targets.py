"""Many targets at once: every template error of the run, and every line that a target cannot do, is reported together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from netops.cache import ParallelMap, digest, encode_value
from netops.dialects.parts import part_names
from netops.errors import DataError, Diagnostic, Severity, TemplateError, only_errors
from netops.events import Event, Listener, silent
from netops.model.derive.dns import printed_time
from netops.model.explain import places_choosing_layers
from netops.model.sources import SITES, site_of
from netops.render.rendered import Rendered
from netops.render.store import RenderStore, StoredRender, unpack_row
from netops.render.traces import Trace, TraceStore

if TYPE_CHECKING:
    from netops.capability import CapabilityRules
    from netops.model.company import Company, ConfigTarget
    from netops.render.renderer import Renderer


T = TypeVar("T")
NOT_TRACED = "not traced before, or a file changed that a line comes from"


def render_targets(
    company: Company,
    targets: Sequence[ConfigTarget],
    *,
    trace: bool = False,
    strict: bool = True,
    listen: Listener = silent,
    parallel_map: ParallelMap = map,
) -> list[Rendered]:
    """The intended config of each target, in their order. DataError with the problems of all of them; `strict` as in `TargetRenderer`.

    The message of each event is why the target was rendered; it is empty for one that comes from the cache.

    What an earlier run rendered from the same data and templates comes from the company's cache. `parallel_map`: how sites are rendered.
    """
    if trace:
        return [_rendered(found) for found in trace_targets(company, targets, strict=strict, listen=listen, parallel_map=parallel_map)]
    reasons: dict[str, str] = {}
    found = {
        name: _outcome(made, strict) if isinstance(made, StoredRender) else made
        for name, made in stored_renders(company, targets, parallel_map, reasons)
    }
    return _all_of(found, targets, listen, reasons)


def trace_targets(
    company: Company, targets: Sequence[ConfigTarget], *, strict: bool = True, listen: Listener = silent, parallel_map: ParallelMap = map
) -> list[Trace]:
    """Where each line of the targets comes from, in their order; otherwise as `render_targets`."""
    reasons: dict[str, str] = {}
    return _all_of(dict(_traced(company, targets, strict, parallel_map, reasons)), targets, listen, reasons)


def _all_of(
    found: Mapping[str, T | Sequence[Diagnostic]], targets: Sequence[ConfigTarget], listen: Listener, reasons: Mapping[str, str]
) -> list[T]:
    """What was made of each target. DataError with the problems of those of which nothing could be made."""
    problems: dict[Diagnostic, None] = {}
    results: list[T] = []
    for target in targets:
        made = found[target.name]
        if isinstance(made, Sequence):
            problems |= dict.fromkeys(made)
        else:
            results.append(made)
        listen(Event("result", reasons.get(target.name, ""), target.name))
    if problems:
        raise DataError(problems)
    return results


def _rendered(found: Trace) -> Rendered:
    return _with_warnings(found.rendered, found.problems)


Outcome = Rendered | Sequence[Diagnostic]
"""What became of a target: its intended config, or the problems that it has none for."""


def _traced(
    company: Company, targets: Sequence[ConfigTarget], strict: bool, parallel_map: ParallelMap, reasons: MutableMapping[str, str]
) -> Iterator[tuple[str, Trace | Sequence[Diagnostic]]]:
    renderer = TargetRenderer(company)
    missing: dict[str, list[str]] = {}
    for target in targets:
        valid = renderer.traces.valid(target.site, target.name)
        if valid is None:
            missing.setdefault(target.site, []).append(target.name)
        else:
            yield target.name, _accepted(valid, strict)
    if not missing:
        return
    company.prepare(missing, share=1)
    for site, made in zip(missing, parallel_map(lambda site: _traced_site(renderer, site, missing[site]), list(missing)), strict=True):
        reasons.update(dict.fromkeys(missing[site], NOT_TRACED))
        for name, value in zip(missing[site], made, strict=True):
            yield name, value if isinstance(value, tuple) else _accepted(Trace(name, value), strict)


def _accepted(trace: Trace, strict: bool) -> Trace | Sequence[Diagnostic]:
    return trace.problems if strict and only_errors(list(trace.problems)) else trace


def _traced_site(renderer: TargetRenderer, site: str, names: Sequence[str]) -> list[Sequence[Any]]:
    """The packed traces of some targets of a site, or a tuple of the problems for which one has none."""
    made: list[Sequence[Any]] = []
    for name in names:
        try:
            made.append(renderer.trace(site, name).value)
        except DataError as error:
            made.append(tuple(error.diagnostics))
    return made


def stored_renders(
    company: Company, targets: Sequence[ConfigTarget], parallel_map: ParallelMap = map, reasons: MutableMapping[str, str] | None = None
) -> Iterator[tuple[str, StoredRender | Sequence[Diagnostic]]]:
    """Each target with its render, be it of an earlier run or of this one, or with the problems that it has none for; in any order.

    `reasons` grows by why each target was rendered.
    """
    store = RenderStore(company)
    missing: dict[str, list[str]] = {}
    for target in targets:
        valid = store.valid(target.site, target.name)
        if valid is None:
            missing.setdefault(target.site, []).append(target.name)
        else:
            yield target.name, valid
    if not missing:
        return
    company.prepare(missing)
    renderer = TargetRenderer(company)
    for site, made in zip(missing, parallel_map(lambda site: _site(store, renderer, site, missing[site]), list(missing)), strict=True):
        found = {name: unpack_row(name, value) if isinstance(value, list) else value for name, value in made.items()}
        if reasons is not None:
            changed = store.changed_files(site)
            reasons.update({name: store.reason(one, site, changed) for name, one in found.items() if isinstance(one, StoredRender)})
        store.put(site, {name: one.packed() for name, one in found.items() if isinstance(one, StoredRender) and _is_reusable(one, site)})
        yield from found.items()


def _is_reusable(made: StoredRender, site: str) -> bool:
    """Whether all places in a row are in files that its basis covers: lines in the files of another site may move."""
    files = [problem.origin.file for problem in made.problems if problem.origin]
    return not any(file.startswith(SITES) and site_of(file) != site for file in files)


def _outcome(found: StoredRender, strict: bool) -> Outcome:
    if strict and only_errors(list(found.problems)):
        return found.problems
    return _with_warnings(found.rendered, found.problems)


def _site(store: RenderStore, renderer: TargetRenderer, site: str, names: Sequence[str]) -> dict[str, list[Any] | tuple[Diagnostic, ...]]:
    """The rows of some targets of a site, or why a target has none."""
    made: dict[str, list[Any] | tuple[Diagnostic, ...]] = {}
    basis = store.basis(site)
    for name in names:
        try:
            made[name] = _row(store, renderer, site, name, basis).packed()
        except DataError as error:
            made[name] = tuple(error.diagnostics)
    return made


def _row(store: RenderStore, renderer: TargetRenderer, site: str, name: str, basis: str) -> StoredRender:
    view = renderer.company.view(name)
    seen = digest(encode_value(view))
    inputs = store.inputs(str(view["platform"]), seen, renderer.grades)
    if (equal := store.equal(site, name, inputs)) is not None and not equal.problems:
        return replace(equal, basis=basis)
    made = renderer.plain(name, view)
    return StoredRender(basis, seen, inputs, made, tuple(renderer.problems(view, made)), renderer.printed_time(view))


@dataclass(frozen=True)
class TargetRenderer:
    """Renders the targets of a company; what that needs is made when first used."""

    company: Company

    @cached_property
    def renderer(self) -> Renderer:
        from netops.render.renderer import Renderer

        return Renderer(self.company.project, self.company.schemas)

    @cached_property
    def library(self) -> CapabilityRules:
        from netops.capability import CapabilityRules

        return CapabilityRules(self.company.project, self.company.schemas)

    @cached_property
    def store(self) -> RenderStore:
        return RenderStore(self.company)

    @cached_property
    def grades(self) -> Mapping[str, str]:
        """The severities of rules that the company sets, by code."""
        rules = self.company.settings.get("rules", {})
        return {code: value.get("severity", "") if isinstance(value, Mapping) else value for code, value in rules.items()}

    def render(self, name: str, *, trace: bool = False, strict: bool = True) -> Rendered:
        """The intended config of a target, with warnings about lines that it may not be able to do. DataError when it cannot do some.

        Not `strict`: such lines, and a file of rules that is wrong, are warnings too. That is for what today's data may not stop.
        """
        if trace:
            made, problems = self._traced(name)
        else:
            view = self.company.view(name)
            made = self.plain(name, view)
            problems = self.problems(view, made)
        if strict and only_errors(problems):
            raise DataError(problems)
        return _with_warnings(made, problems)

    def placed(self, made: Rendered, wanted: Collection[int]) -> Rendered:
        """What was rendered for a target, with the origins of the wanted lines at least.

        They come from the cache, else from the templates that wrote these lines.
        """
        site = self.company.target(made.target).site
        valid = self.traces.valid(site, made.target) or self.traces.valid(site, made.target, wanted)
        if valid is not None and valid.text == made.text:
            return replace(made, lines=valid.rendered.lines)
        self.company.prepare([site], share=1)
        view = self.company.view(made.target, trace=True)
        found = self.renderer.render(view, trace=True, wanted=wanted)
        if found.text != made.text:  # a template that counts in a namespace what it has written
            found = self.renderer.render(view, trace=True)
        self._put(site, Trace.of(found, (), ()), view, wanted)
        return replace(made, lines=found.lines)

    def plain(self, name: str, view: Mapping[str, Any]) -> Rendered:
        """The render of a target's view. TemplateError at the place of what was refused: it takes a traced render to determine that."""
        try:
            return _with_choices(self.renderer.render(view), view)
        except TemplateError:
            self.renderer.render(self.company.view(name, trace=True), trace=True)
            raise

    @cached_property
    def traces(self) -> TraceStore:
        return TraceStore(self.company)

    def _traced(self, name: str) -> tuple[Rendered, list[Diagnostic]]:
        site = self.company.target(name).site
        found = self.traces.valid(site, name)
        if found is None:
            self.company.prepare([site], share=1)
            found = self.trace(site, name)
        return found.rendered, list(found.problems)

    def trace(self, site: str, name: str) -> Trace:
        """Where each line of a target comes from, made and added to the cache."""
        view = self.company.view(name, trace=True)
        made = _with_choices(self.renderer.render(view, trace=True), view)
        trace = Trace.of(made, places_choosing_layers(self.company, name), self.problems(view, made))
        self._put(site, trace, view)
        return trace

    def _put(self, site: str, trace: Trace, view: Mapping[str, Any], wanted: Collection[int] | None = None) -> None:
        seen = self.company.sites_read(trace.target)
        if seen is not None:
            self.traces.put(site, trace, seen, self.printed_time(view), wanted)

    def printed_time(self, view: Mapping[str, Any]) -> int | None:
        """When the company was changed last, where the text of a view prints that; else None."""
        return printed_time(view, lambda: self.company.project.last_change)

    def problems(self, view: Mapping[str, Any], made: Rendered) -> list[Diagnostic]:
        """What the target of a text cannot do, or what is wrong with the rules. Only when there is something, the places are determined,
        since that takes a second render."""
        try:
            if not self.library.evaluate(view, made.text, grades=self.grades):
                return []
            traced = self.company.view(made.target, trace=True)
            return self.library.evaluate(traced, made.text, self.renderer.render(traced, trace=True).lines, self.grades)
        except DataError as error:
            return list(error.diagnostics)


def _with_choices(made: Rendered, view: Mapping[str, Any]) -> Rendered:
    """The render of a view with the features that netops owns on its target, and the way in which it is changed."""
    managed, apply = part_names(view.get("managed", "all")), str.__str__(view.get("apply", ""))
    owned = None if managed is None else tuple(map(str.__str__, managed))
    return made if owned is None and not apply else replace(made, managed=owned, apply=apply)


def _with_warnings(made: Rendered, problems: Sequence[Diagnostic]) -> Rendered:
    return replace(made, warnings=tuple(map(_no_error, problems))) if problems else made


def _no_error(problem: Diagnostic) -> Diagnostic:
    return replace(problem, severity=Severity.WARNING) if problem.severity == Severity.ERROR else problem


def earlier_render(store: RenderStore, target: ConfigTarget, *, strict: bool = True) -> Rendered | None:
    """What an earlier run rendered for a target from the same data and templates; None when there is nothing of the kind."""
    found = store.valid(target.site, target.name)
    made = _outcome(found, strict) if found is not None else None
    return made if isinstance(made, Rendered) else None
