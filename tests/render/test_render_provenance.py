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


Told = list[tuple[str, list[tuple[str, int, list[int]]]]]


def conditions(renderer: Renderer, data: dict[str, Any]) -> tuple[Told, list[tuple[int, int, list[int]]]]:
    """Of each line its conditions: kind, template line, YAML lines; then the branches: first and last template line, YAML lines."""
    view = traced_view(data)
    rendered = renderer.render(view, trace=True)
    assert rendered.text == renderer.render(view).text
    told = [(line.text, [(c.kind, c.template.line, [o.line for o in c.reads]) for c in line.conditions]) for line in rendered.lines]
    return told, [(b.template.line, b.last, [o.line for o in b.reads]) for b in rendered.branches]


def traced_view(data: dict[str, Any]) -> TracedDict:
    view: TracedDict = traced(data)
    for key, value in (("target", "sw-1"), ("platform", "toy")):
        view.put(key, value, ())
    return view


def test_a_line_hangs_on_the_tests_and_turns_that_ran(company: Callable[[dict[str, str]], Renderer]) -> None:
    renderer = company(
        {"toy/main.j2": "{% for p in ports %}\nport {{ p.name }}\n{% if not p.enabled %}\n shutdown\n{% endif %}\n{% endfor %}\n"}
    )
    data = {"ports": [{"name": "a", "enabled": False}, {"name": "b", "enabled": True}]}
    assert lines(renderer, data) == [
        ("port a", "templates/toy/main.j2:2", [1]),
        (" shutdown", "templates/toy/main.j2:4", []),
        ("port b", "templates/toy/main.j2:2", [3]),
    ]
    assert conditions(renderer, data) == (
        [
            ("port a", [("for", 1, [1]), ("for", 1, [1])]),
            (" shutdown", [("for", 1, [1]), ("for", 1, [1]), ("if", 3, [2])]),
            ("port b", [("for", 1, [1]), ("for", 1, [3])]),
        ],
        [(2, 4, [1]), (4, 4, [4])],
    )


def test_what_chose_a_branch_and_what_was_left_out(company: Callable[[dict[str, str]], Renderer]) -> None:
    template = (
        "{% set fast = speed > 5 %}\n{% if mode == 'a' %}\nis a\n{% elif fast %}\nis fast\n{% else %}\nis slow\n{% endif %}\n"
        "{{ 'up' if on else 'down' }} {{ name }}\n{% for n in numbers if n > 2 %}\nnumber {{ n }}\n{% endfor %}\n"
    )
    data = {"mode": "b", "speed": 9, "on": True, "name": "x", "numbers": [1, 3]}
    assert conditions(company({"toy/main.j2": template}), data) == (
        [
            ("is fast", [("if", 2, [1]), ("if", 4, [2])]),
            ("up x", [("expression", 9, [3])]),
            ("number 3", [("for", 10, [5]), ("for", 10, [6])]),
        ],
        [(3, 3, [1]), (7, 7, [2]), (11, 11, [5])],
    )


def test_a_variable_remembers_what_it_was_set_from(company: Callable[[dict[str, str]], Renderer]) -> None:
    template = (
        "{% set seen = false %}\n{% if on %}\n{% set seen = late %}\n{% endif %}\n{% set box = namespace(n=0) %}\n"
        "{% for n in numbers %}\n{% set box.n = box.n + n %}\n{% endfor %}\n{% if seen %}\nseen\n{% else %}\nunseen\n{% endif %}\n"
        "sum {{ box.n }}\n{% macro row(flag) %}\nrow{{ flag | then(' set') }}\n{% endmacro %}\n{{ row(late) }}"
    )
    data = {"on": False, "late": True, "numbers": [4, 5]}
    told, branches = conditions(company({"toy/main.j2": template}), data)
    assert told == [
        ("unseen", [("if", 9, [1])]),
        ("sum 9", []),
        ("row set", [("macro", 15, [2])]),
    ]
    assert branches == [(3, 3, [1]), (7, 7, [3]), (10, 10, [1])]
    numbers = lines(company({"toy/main.j2": template}), data)[1]
    assert numbers == ("sum 9", "templates/toy/main.j2:14", [3, 4])


def test_a_list_that_is_only_asked_for_is_a_condition(company: Callable[[dict[str, str]], Renderer]) -> None:
    data = {"clients": ["a", "b"], "port": 7}
    template = "snmp{{ clients | then(' CLIENTS') }}{{ port | then(' port {}') }}\n"
    assert conditions(company({"toy/main.j2": template}), data)[0] == [("snmp CLIENTS port 7", [("expression", 1, [1, 2])])]
    assert lines(company({"toy/main.j2": template}), data) == [("snmp CLIENTS port 7", "templates/toy/main.j2:1", [3])]


def test_places_are_values_else_what_the_innermost_condition_looked_at(company: Callable[[dict[str, str]], Renderer]) -> None:
    view = traced_view({"on": True, "name": "x"})
    rendered = company({"toy/main.j2": "{% if on %}\nname {{ name }}\nend\n{% endif %}\nexit\n"}).render(view, trace=True)
    assert [[o.line for o in line.places] for line in rendered.lines] == [[2], [1], []]


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
        ("relay", "templates/toy/main.j2:5", []),
    ]


def test_a_template_that_is_included_sees_no_variable_of_another_one(company: Callable[[dict[str, str]], Renderer]) -> None:
    users = "{% set kind = user %}\nuser {{ kind }}\n"
    banner = "{% for kind in ['motd'] if banner[kind] is defined %}\nbanner {{ kind }}\n{% endfor %}\n"
    files = {"toy/main.j2": "{% include 'users.j2' %}\n{% include 'banner.j2' %}\n", "toy/users.j2": users, "toy/banner.j2": banner}
    view = {"target": "sw-1", "platform": "toy", **traced({"user": "ann", "banner": {"motd": "hello"}})}
    user, motd = company(files).render(view, trace=True).lines
    assert [origin.line for origin in user.values] == [1]
    assert {origin.line for origin in motd.reads} == {2}


def test_a_template_that_counts_what_it_writes_is_traced_as_a_whole(company: Callable[[dict[str, str]], Renderer]) -> None:
    files = {
        "toy/main.j2": "{% set n = namespace(at=0) %}\n{% include 'one.j2' %}\nend\n",
        "toy/one.j2": "{% set n.at = n.at + 1 %}\n{{ n.at }} {{ x }}\n",
    }
    renderer, view = company(files), {"target": "sw-1", "platform": "toy", **traced({"x": "y"})}
    assert renderer.render(view, trace=True, wanted={1}).text != renderer.render(view).text, "the caller sees it by the text"
