"""Each line of a difference has the places of its own rendered line: on the example company, where equal lines are in many sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

import netops
from companies import Company
from netops import config
from netops.errors import Origin
from netops.model.company import Company as Loaded
from netops.plan import Step, build_step
from netops.render import LineOrigin, Rendered, Renderer
from netops.secrets import OPEN

TARGETS = {
    "cisco_ios": "ber-acc-1",
    "arista_eos": "ber-core-1",
    "juniper_junos": "ber-fw-1",
    "frr": "ber-rtr-1",
    "linux": "ber-bak-1",
}
CLOSERS = ("!", "exit", "end")


@pytest.fixture(scope="module")
def example(make_example: Callable[[], Company]) -> Loaded:
    return netops.load(make_example().root)


@pytest.fixture(scope="module", params=TARGETS)
def traced(request: pytest.FixtureRequest, example: Loaded) -> Rendered:
    return Renderer(example.project).render(example.view(TARGETS[request.param], trace=True), trace=True)


def test_lines_have_the_same_origins_where_only_some_are_traced(example: Loaded, traced: Rendered) -> None:
    renderer, view = Renderer(example.project), example.view(traced.target, trace=True)
    numbers = range(1, len(traced.lines) + 1)
    for wanted in (set(numbers[::40]), set(numbers[-3:]), {1}, set(numbers)):
        some = renderer.render(view, trace=True, wanted=wanted)
        assert some.text == traced.text
        assert [_origin(some.lines[number - 1]) for number in wanted] == [_origin(traced.lines[number - 1]) for number in wanted]


def _origin(line: LineOrigin) -> tuple[object, ...]:
    conditions = tuple((one.kind, one.template, one.reads) for one in line.conditions)
    return line.text, line.template, line.values, conditions


def depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def twins(rendered: Rendered) -> set[int]:
    """The numbers of lines in a section, without lines below them, whose text is there more than once."""
    lines = rendered.text.split("\n")
    counts = Counter(line.strip() for line in lines)

    def can_go(line: str, following: str) -> bool:
        text = line.strip()
        inside = bool(rendered.actions or depth(line)) and not line.startswith("###") and not text.endswith(("{", "}"))
        return inside and counts[text] > 1 and text not in ("", *CLOSERS) and depth(following) <= depth(line)

    return {number for number, pair in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1) if can_go(*pair)}


def without(rendered: Rendered, numbers: set[int]) -> str:
    return "\n".join(line for number, line in enumerate(rendered.text.split("\n"), 1) if number not in numbers)


def step_of(rendered: Rendered, running: str, managed: tuple[str, ...] | None = None) -> Step:
    step = build_step(rendered, "replace", running, managed=managed, applied=None)
    assert step is not None
    return step


def check_places(step: Step, rendered: Rendered) -> None:
    """Each wanted line has the places of a line with its text, below a line with the text of the line above it; and none has another's."""
    wanted = [line for line in step.diff if line.sign == "+" and line.source_line]
    for line in wanted:
        own = rendered.lines[line.source_line - 1]
        assert (line.template, line.values) == (own.template, own.places)
        assert OPEN in own.text or own.text.strip().rstrip("{; ") == line.text.strip()
        if line.depth:
            above = (one.text for one in reversed(rendered.lines[: line.source_line]) if depth(one.text) < depth(own.text))
            assert rendered.actions or next(above).strip().rstrip("{; ") == line.path[-2]
    assert len({line.source_line for line in wanted}) == len(wanted)


def test_equal_lines_of_different_sections_have_their_own_places(traced: Rendered) -> None:
    gone = twins(traced)
    step = step_of(traced, without(traced, gone))
    check_places(step, traced)
    wanted = [line for line in step.diff if line.sign == "+"]
    assert all(line.source_line for line in wanted)
    places: dict[str, set[Origin | None]] = {}
    for line in wanted:
        places.setdefault(line.text, set()).add(line.origin)
    assert any(len(found) > 1 for found in places.values())


def test_lines_that_the_device_keeps_shift_no_origin(traced: Rendered) -> None:
    """A partly managed device: its candidate has less lines above than the rendered text."""
    lines = traced.text.split("\n")
    top = [n for n, (line, after) in enumerate(pairwise(lines), 1) if line and not depth(line) and not depth(after)]
    gone = twins(traced) | (set(top[:4]) if not traced.actions and traced.platform != "juniper_junos" else set())
    running, found = without(traced, gone), 0
    for feature in config.features(traced.platform):
        step = build_step(traced, "replace", running, managed=(feature,), applied=None)
        if step is not None:
            check_places(step, traced)
            found += sum(line.source_line > 0 for line in step.diff if line.sign == "+")
    assert found


@pytest.mark.parametrize(
    ("platform", "wanted", "extra", "place"),
    [
        pytest.param("cisco_ios", "interface Vlan1\n ip address 10.0.0.1 255.0.0.0\n", " ip address 10.0.0.2 255.0.0.0", 2, id="a value"),
        pytest.param("cisco_ios", "interface Vlan1\n ip address 10.0.0.1 255.0.0.0\n", " mtu 9000", 1, id="of the section"),
        pytest.param("cisco_ios", "hostname a\nntp server 10.0.0.1\n", "ntp server 10.0.0.2", 2, id="of a list"),
        pytest.param("cisco_ios", "hostname a\nntp server 10.0.0.1\n", "logging host 10.0.0.2", 0, id="of nothing"),
        pytest.param("cisco_ios", "interface Vlan1\n description a\n", "interface Vlan2\n description a", 0, id="a section"),
    ],
)
def test_a_line_that_should_not_be_there_leads_to_what_replaces_it(platform: str, wanted: str, extra: str, place: int) -> None:
    lines = wanted.splitlines()
    running = wanted + extra + "\n" if place != 2 or "server" in extra else wanted.replace(lines[1], extra)
    step = step_of(Rendered("sw1", platform, wanted), running)
    assert {line.source_line for line in step.diff if line.sign == "-"} == {place}
