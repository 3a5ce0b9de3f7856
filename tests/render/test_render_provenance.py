"""Each line knows the template line that wrote it and the places in YAML of its values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netops.errors import Origin
from netops.render import LineOrigin, Renderer
from netops.source.trace import TracedDict, TracedInt, TracedList, TracedSecret, TracedStr

FILE = "inventory/x.yaml"


def traced(value: Any, line: list[int] | None = None) -> Any:
    """The value with origins, a line of its own for each leaf in reading order."""
    line = line or [0]
    if isinstance(value, dict):
        made = TracedDict()
        for key, inner in value.items():
            first = line[0] + 1
            made.put(key, traced(inner, line), (Origin(FILE, first),))
        return made
    if isinstance(value, list):
        items = TracedList()
        for inner in value:
            first = line[0] + 1
            items.put(traced(inner, line), (Origin(FILE, first),))
        return items
    line[0] += 1
    origins = (Origin(FILE, line[0]),)
    kinds = {str: TracedStr, int: TracedInt}
    return kinds[type(value)](value, origins) if type(value) in kinds else value


def lines(renderer: Renderer, data: dict[str, Any]) -> list[tuple[str, str, list[int]]]:
    view = {"target": "sw-1", "platform": "toy", **traced(data)}
    rendered = renderer.render(view, trace=True)
    assert rendered.text == renderer.render(view).text == "".join(f"{line.text}\n" for line in rendered.lines)
    return [(line.text, f"{line.template.file}:{line.template.line}", [o.line for o in line.values]) for line in rendered.lines]


def test_values_through_loops_filters_macros_and_includes(company: Callable[[dict[str, str]], Renderer]) -> None:
    renderer = company(
        {
            "toy/main.j2": "hostname {{ hostname }}\n{% include 'ntp.j2' %}\nend\n",
            "toy/ntp.j2": "{% macro row(s) %}\n server {{ s.host }}\n  port {{ s.port }}\n{% endmacro %}\n"
            "ntp\n{% for s in ntp.servers | sort(attribute='host') %}\n{{ row(s) }}{% endfor %}\n"
            "all {{ ntp.servers | map(attribute='host') | join(',') }}\n"
            "vlans {{ ntp.vlans | ranges }}\n",
        }
    )
    data = {"hostname": "sw-1", "ntp": {"servers": [{"host": "b", "port": 1}, {"host": "a", "port": 2}], "vlans": [1, 2, 3]}}
    found = lines(renderer, data)
    assert found == [
        ("hostname sw-1", "templates/toy/main.j2:1", [1]),
        ("ntp", "templates/toy/ntp.j2:5", []),
        (" server a", "templates/toy/ntp.j2:2", [4]),
        ("  port 2", "templates/toy/ntp.j2:3", [5]),
        (" server b", "templates/toy/ntp.j2:2", [2]),
        ("  port 1", "templates/toy/ntp.j2:3", [3]),
        ("all b,a", "templates/toy/ntp.j2:8", [2, 4]),
        ("vlans 1-3", "templates/toy/ntp.j2:9", [6, 7, 8]),
        ("end", "templates/toy/main.j2:3", []),
    ]


def test_conditions_count_for_lines_without_values(company: Callable[[dict[str, str]], Renderer]) -> None:
    renderer = company(
        {"toy/main.j2": "{% for p in ports %}\nport {{ p.name }}\n{% if not p.enabled %}\n shutdown\n{% endif %}\n{% endfor %}\n"}
    )
    data = {"ports": [{"name": "a", "enabled": False}, {"name": "b", "enabled": True}]}
    assert lines(renderer, data) == [
        ("port a", "templates/toy/main.j2:2", [1]),
        (" shutdown", "templates/toy/main.j2:4", [2]),
        ("port b", "templates/toy/main.j2:2", [3]),
    ]


def test_a_flag_and_a_secret_have_their_places(company: Callable[[dict[str, str]], Renderer]) -> None:
    renderer = company({"toy/main.j2": "server {{ s.host }}{{ s.prefer | then(' prefer') }}\nkey {{ s.key }}\n"})
    server = traced({"host": "a", "prefer": True})
    server.put("key", TracedSecret("ntp", (Origin(FILE, 9),)), (Origin(FILE, 9),))
    rendered = renderer.render({"target": "sw-1", "platform": "toy", "s": server}, trace=True)
    assert rendered.lines == (
        LineOrigin("server a prefer", Origin("templates/toy/main.j2", 1), (Origin(FILE, 1), Origin(FILE, 2))),
        LineOrigin("key ⟦secret:ntp⟧", Origin("templates/toy/main.j2", 2), (Origin(FILE, 9),)),
    )


def test_lines_of_files_and_their_heads(company: Callable[[dict[str, str]], Renderer]) -> None:
    bundle = (
        "when: shares\nfiles:\n  - {source: a.j2, path: /etc/a, syntax: plain}\ndirs:\n  - {path: '{{ s.path }}', for_each: s in shares}\n"
    )
    renderer = company({"toy/a/bundle.yaml": bundle, "toy/a/a.j2": "{% for s in shares %}\npath {{ s.path }}\n### x\n{% endfor %}\n"})
    assert lines(renderer, {"shares": [{"path": "/srv/x"}]}) == [
        ("### file /etc/a root:root 0644", "templates/toy/a/bundle.yaml:3", []),
        ("path /srv/x", "templates/toy/a/a.j2:2", [1]),
        ("\\### x", "templates/toy/a/a.j2:3", []),
        ("### dir /srv/x root:root 0755", "templates/toy/a/bundle.yaml:5", [1]),
    ]


def test_a_vrf_leads_to_the_interface_that_it_follows_from(company: Callable[[dict[str, str]], Renderer]) -> None:
    template = (
        "{% for s in servers %}\nserver {{ s }} {{ ports | vrf_of('', 'oob') }}\n{% endfor %}\n"
        "{% if ports | having('relay') %}\nrelay\n{% endif %}\n"
    )
    ports = {"Ethernet1": {"mtu": 1}, "mgmt0": {"addresses": ["a"]}, "Ethernet2": {"relay": "b"}}
    assert lines(company({"toy/main.j2": template}), {"servers": ["a"], "ports": ports}) == [
        ("server a oob", "templates/toy/main.j2:2", [1, 3]),
        ("relay", "templates/toy/main.j2:5", [4]),
    ]
