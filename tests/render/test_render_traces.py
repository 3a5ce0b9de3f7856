"""Traces of earlier runs are the traces of this one: after every change, what comes from the cache equals what is made anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import astuple
from datetime import date
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import pytest
from test_render_store import EDITS, SITES, change

import netops
from companies import Company
from netops import validation
from netops.cache import Cache, encode_value
from netops.errors import Origin
from netops.model.company import Company as Loaded
from netops.model.explain import places_choosing_layers
from netops.model.views import traced_view
from netops.project import Project
from netops.render import Rendered, render_targets
from netops.render.edges import Dependents, merge_rows
from netops.render.lines import Condition
from netops.render.renderer import Renderer
from netops.render.targets import trace_targets
from netops.render.traces import Trace
from netops.source.trace import TracedDict, TracedList

pytestmark = pytest.mark.xdist_group("traces")

TODAY = date(2026, 1, 1)
MOVED = {
    "lines of another site move": lambda company: change(company, f"{SITES}/ham/devices/ham-rtr-1.yaml", "", "# one more line\n"),
}
CHANGES = ("a VLAN's name", "an address that others see", "lines of another site move", "a template")
SAMPLE = ("ber-acc-1", "ham-rtr-1", "ber-fw-1", "ber-mon-1", "ber-print-1:cups")
"""Targets that read a little, or all, of other sites; of files and of texts."""


def opened(root: Path) -> Loaded:
    project = Project(root)
    company, result = validation.open_company(project, TODAY, Cache(project.state_dir / "cache" / "validate"))
    assert company is not None, result.data
    return company


def traces(company: Loaded) -> dict[str, Any]:
    targets = [company.targets[name] for name in SAMPLE if name in company.targets]
    return {one.target: json.loads(encode_value(one.value)) for one in trace_targets(company, targets, strict=False)}


def views(company: Loaded) -> dict[str, Any]:
    """Every value of traced views with its origins: from the cache where that has them."""
    return {name: with_all_origins(traced_view(company, name)) for name in SAMPLE if name in company.targets}


def with_all_origins(value: Any) -> Any:
    if isinstance(value, TracedDict):
        origins = {key: list(map(repr, found)) for key, found in value.origins.items()}
        return "map", [(key, with_all_origins(item)) for key, item in dict.items(value)], origins
    if isinstance(value, TracedList):
        return "list", list(map(with_all_origins, list.__iter__(value))), [list(map(repr, found)) for found in value.origins]
    return type(value).__name__, repr(value), repr(getattr(value, "origins", None))


def test_kept_traces_and_views_equal_new_ones_after_every_change(make_example: Callable[[], Company]) -> None:
    example = make_example()
    fresh = netops.load(example.root, TODAY)
    assert traces(opened(example.root)) == traces(fresh)
    assert views(opened(example.root)) == views(opened(example.root)) == views(fresh)
    for what in CHANGES:
        (EDITS | MOVED)[what](example)
        fresh = netops.load(example.root, TODAY)
        assert traces(opened(example.root)) == traces(fresh), what
        assert views(opened(example.root)) == views(fresh), what


def test_nothing_is_traced_again_that_did_not_change(make_example: Callable[[], Company], monkeypatch: pytest.MonkeyPatch) -> None:
    example, original, seen = make_example(), Renderer.render, []

    def counted(self: Renderer, view: dict[str, object], trace: bool = False) -> Rendered:
        seen.append(view["target"])
        return original(self, view, trace)

    monkeypatch.setattr(Renderer, "render", counted)
    shutil.rmtree(example.root / ".netops", ignore_errors=True)
    traces(opened(example.root))
    assert len(seen) >= len(SAMPLE)
    seen.clear()
    traces(opened(example.root))
    assert seen == []
    MOVED["lines of another site move"](example)
    traces(opened(example.root))
    assert "ham-rtr-1" in seen
    assert "ber-acc-1" not in seen, "an access switch reads nothing of another site"


def test_a_damaged_trace_counts_as_absent(make_example: Callable[[], Company]) -> None:
    example = make_example()
    before = traces(opened(example.root))
    files = sorted((example.root / ".netops/cache/validate").glob("*.trace"))
    assert len(files) >= len(before)
    for file, damage in zip(files, cycle([b"", b"{}", b"\xff\xff", files[0].read_bytes()]), strict=False):
        file.write_bytes(damage)
    assert traces(opened(example.root)) == before


def flat(made: Rendered) -> tuple[object, ...]:
    """A traced render without the identities of its conditions."""
    return (made.platform, made.text, made.actions, [astuple(line) for line in made.lines], [astuple(one) for one in made.branches])


def whole(root: Path) -> Iterator[tuple[Rendered, tuple[Origin, ...]]]:
    company = netops.load(root, TODAY)
    renderer = Renderer(company.project)
    for name in SAMPLE:
        if name in company.targets:
            yield renderer.render(company.view(name, trace=True), trace=True), places_choosing_layers(company, name)


def test_a_packed_trace_has_all_of_the_render_and_its_edges(make_example: Callable[[], Company]) -> None:
    decided = 0
    for made, chosen in whole(make_example().root):
        trace = Trace.of(made, chosen, ())
        assert flat(trace.rendered) == flat(made)
        assert all(trace.line(number) is not None for number in range(1, len(made.lines) + 1))
        for places in all_places(made, chosen):
            one, other = trace.edges(places), edges(made, chosen, places)
            assert astuple(one) == astuple(other)
            decided += bool(one.decided)
    assert decided > 30


def edges(rendered: Rendered, chosen: tuple[Origin, ...], places: frozenset[Origin]) -> Dependents:
    """What depends on the places, by a search through all lines of a traced text."""
    lines = list(enumerate(rendered.lines, start=1))
    under: dict[Condition, list[int]] = {}
    for number, line in lines:
        for condition in line.conditions:
            under.setdefault(condition, []).append(number)
    return Dependents(
        rendered.target,
        tuple(number for number, line in lines if not places.isdisjoint(line.values)),
        tuple(merge_rows((condition, held) for condition, held in under.items() if not places.isdisjoint(condition.reads))),
        tuple(branch for branch in rendered.branches if not places.isdisjoint(branch.reads)),
        tuple(origin for origin in chosen if origin in places),
    )


def all_places(made: Rendered, chosen: tuple[Origin, ...]) -> list[frozenset[Origin]]:
    """Some of the places that a line, a condition, a branch or the choice of layers names, and pairs of them."""
    found = dict.fromkeys(
        [
            *chosen,
            *(place for line in made.lines for place in (*line.values, *line.reads)),
            *(place for branch in made.branches for place in branch.reads),
        ]
    )
    places = list(found)[:: max(1, len(found) // 15)]
    return [frozenset(pair) for pair in pairwise(places)] + [frozenset([place]) for place in places]


def test_an_origin_render_of_the_command_line_is_the_same(make_example: Callable[[], Company]) -> None:
    company = opened(make_example().root)
    target = company.targets["ber-acc-1"]
    first, again = (render_targets(company, [target], trace=True)[0] for _ in range(2))
    assert flat(first) == flat(again)
    assert first.text == render_targets(company, [target])[0].text
