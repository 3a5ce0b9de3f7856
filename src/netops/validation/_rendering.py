"""What cannot be rendered: every target that gets a configuration is rendered, and what templates and hardware refuse is a problem.

Texts come from the cache of renders, and go into it. So this costs a render only of the targets that `netops render` would render again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from netops.cache import Cache, ParallelMap, digest
from netops.errors import Diagnostic, Related, only_errors
from netops.messages import first_few
from netops.model.company import Company, ConfigTarget
from netops.model.target import CONFIGURED
from netops.render.store import RenderStore
from netops.render.targets import stored_renders

REFUSED = "refused"
SHOWN = 3
"""So many of the other targets that a refusal concerns are named."""

Refusal = tuple[str, Diagnostic]
"""A target, and an error for which it gets no configuration."""


def render_errors(company: Company, cache: Cache, parallel_map: ParallelMap) -> list[Diagnostic]:
    """The errors of rendering, once for all targets that have one from the same line."""
    return _once(_refused(company, cache, parallel_map))


def _refused(company: Company, cache: Cache, parallel_map: ParallelMap) -> Iterator[Refusal]:
    """What is refused, by target. That a site has none is in the cache, so its texts need not be read."""
    store = RenderStore(company)
    by_site: dict[str, list[ConfigTarget]] = {}
    for target in company.targets.values():
        if target.status in CONFIGURED:
            by_site.setdefault(target.site, []).append(target)
    todo = {site: targets for site, targets in by_site.items() if not _is_known(store, cache, site)}
    sites_of = {target.name: site for site, targets in todo.items() for target in targets}
    wrong = set()
    for name, made in stored_renders(company, [target for targets in todo.values() for target in targets], parallel_map):
        for problem in only_errors(list(made if isinstance(made, Sequence) else made.problems)):
            wrong.add(sites_of[name])
            yield name, _placed(problem, name, company)
    for site in todo:
        if site not in wrong and store.basis(site):
            cache.put(_name(site), store.basis(site), [])


def _is_known(store: RenderStore, cache: Cache, site: str) -> bool:
    return bool(store.basis(site)) and cache.get(_name(site), store.basis(site)) is not None


def _name(site: str) -> str:
    return f"{digest(site)}.{REFUSED}"


def _placed(problem: Diagnostic, target: str, company: Company) -> Diagnostic:
    """The problem at a place in YAML: a line that a template always writes has that of the hardware of its device."""
    template, device = problem.origin, company.target(target).device
    if problem.code.startswith("REN") or (template and not template.file.startswith(("templates/", "netops:templates/"))):
        return problem
    related = (Related("the template line", template), *problem.related) if template else problem.related
    return replace(problem, origin=company.around(target).origin("device", device, "device_type"), related=related)


def _once(refused: Iterator[Refusal]) -> list[Diagnostic]:
    """Each refusal once, with the other targets that have the same one from the same line."""
    groups: dict[Diagnostic, list[Refusal]] = {}
    for target, problem in refused:
        groups.setdefault(replace(problem, message=problem.message.replace(target, "")), []).append((target, problem))
    return [_for_all(found) for found in groups.values()]


def _for_all(found: Sequence[Refusal]) -> Diagnostic:
    (_, first), *others = found
    if not others:
        return first
    return replace(first, message=f"{first.message}; the same for {first_few([target for target, _ in others], SHOWN)}")
