"""Laws: no value changes the number of lines, the same input gives the same bytes, with trace or without."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render_cases import ROOT, golden_view

from netops.errors import TemplateError
from netops.project import Project
from netops.render import Renderer

PLATFORMS = ("frr", "arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr", "juniper_junos")
SERVICES = ("samba", "nfs-ganesha", "bind9", "kea", "postfix", "nginx", "chrony", "resolv", "rsyslog", "snmpd", "backup", "prometheus")
VIEWS = [(platform, "main") for platform in PLATFORMS] + [("linux", service) for service in SERVICES] + [("cups", "print_queues")]
FREE = {
    "description",
    "location",
    "contact",
    "comment",
    "remark",
    "host",
    "server_string",
    "workgroup",
    "path",
    "pseudo",
    "value",
    "target",
}
"""Keys whose values are free text for the templates; the others choose what is written."""

TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ['a"; }', "a;\nb", "# x", "! x", "^C", "a\\", "%m", "$(reboot)", "{", "}", "a\tb", "x\x00", '"', "'", "a b", "###", "⟦secret:x⟧"]
    ),
)
RENDERER = Renderer(Project.discover(ROOT))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all free text in a view."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if isinstance(inner, str) and path and key in FREE:
            yield (*path, key)
        yield from places(inner, (*path, key))


def replaced(view: dict[str, Any], path: tuple[Any, ...], text: str) -> dict[str, Any]:
    made = deepcopy(view)
    inner: Any = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = text
    return made


@pytest.mark.parametrize(("platform", "case"), VIEWS, ids="/".join)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_changes_the_number_of_lines(platform: str, case: str, data: st.DataObject) -> None:
    view = golden_view(platform, case)
    found = list(places(view))
    if not found:
        return
    expected = RENDERER.render(view).text.count("\n")
    hostile = replaced(view, data.draw(st.sampled_from(found)), data.draw(TEXT))
    try:
        text = RENDERER.render(hostile).text
    except TemplateError:
        return
    assert text.count("\n") == expected
    assert text == RENDERER.render(hostile, trace=True).text


@given(st.lists(st.integers(1, 4094), max_size=40))
def test_ranges_hold_every_number_once(numbers: list[int]) -> None:
    from netops.render.filters import ranges

    back: list[int] = []
    for run in filter(None, ranges(numbers).split(",")):
        first, _, last = run.partition("-")
        back += range(int(first), int(last or first) + 1)
    assert back == sorted(set(numbers))


@given(st.text(max_size=40))
def test_quoted_junos_strings_read_back(text: str) -> None:
    from netops.dialects.syntax import Unprintable
    from netops.platforms import get

    try:
        quoted = get("juniper_junos").syntax.quote(text)
    except Unprintable:
        return
    assert "\n" not in quoted
    inner = quoted[1:-1].replace('\\"', "").replace("\\\\", "") if quoted.startswith('"') else quoted
    assert '"' not in inner


def test_rendering_changes_nothing_and_repeats() -> None:
    view = golden_view("arista_eos", "main")
    before = deepcopy(view)
    first = RENDERER.render(view)
    assert (view, Renderer(RENDERER.project).render(view).digest) == (before, first.digest)
