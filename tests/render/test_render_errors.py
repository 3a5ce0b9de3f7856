"""What a template must not do: every error names the template line, the target, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from netops.errors import DataError, ExitCode, TemplateError
from netops.render import Renderer

Company = Callable[[dict[str, str]], Renderer]
VIEW: dict[str, Any] = {"target": "sw-1", "platform": "toy", "hostname": "sw-1", "ntp": {"servers": [{"host": "10.0.0.1"}], "keys": "data"}}

CASES = {
    "a name the view does not have": (
        "hostname {{ hostname }}\nntp {{ ntpp.servers }}\n",
        "templates/toy/main.j2:2:1: error REN001: undefined name 'ntpp', for sw-1\n"
        "    hint: a name that may be left out is tested first: {% if NAME is defined %}",
    ),
    "a key that a map does not have": (
        "{% for s in ntp.servers %}\nntp server {{ s.hots }}\n{% endfor %}\n",
        "templates/toy/main.j2:2:1: error REN001: undefined name 'hots', for sw-1\n    hint: did you mean 'host'?",
    ),
    "a name in a filter for optional keys": (
        "ntp{{ ntpp | then(' {}') }}\n",
        "templates/toy/main.j2:1:1: error REN001: undefined name 'ntpp', for sw-1\n"
        "    hint: a name that may be left out is tested first: {% if NAME is defined %}",
    ),
    "a method that a map must not lend": (
        "{{ ntp.pop('servers') }}\n",
        "templates/toy/main.j2:1:1: error REN001: undefined name 'pop', for sw-1\n    hint: there are: keys, servers",
    ),
    "nothing": (
        "{% if false %}x{% endif %}\n! only a comment\n",
        "templates/toy/main.j2:1:1: error REN004: nothing is rendered for sw-1\n"
        "    expected: at least one line of configuration\n    found: none\n"
        "    hint: an empty config would wipe the device; give it data, or take it out of the inventory",
    ),
    "none": (
        "x\ny {{ none }}\n",
        "templates/toy/main.j2:2:1: error REN003: a value cannot be printed here, for sw-1: "
        "None cannot stand in a config; test it with {% if %} or use a filter",
    ),
    "true": (
        "x {{ true }}\n",
        "templates/toy/main.j2:1:1: error REN003: a value cannot be printed here, for sw-1: "
        "True cannot stand in a config; test it with {% if %} or use a filter",
    ),
    "syntax": (
        "x\n{% if %}\n",
        "templates/toy/main.j2:2:1: error REN002: the template fails, for sw-1: TemplateSyntaxError: "
        "Expected an expression, got 'end of statement block'",
    ),
    "an include that is not there": (
        'x\n{% include "gone.j2" %}\n',
        "templates/toy/main.j2:2:1: error REN002: no template 'gone.j2', for sw-1\n    hint: an include names a file of the same platform",
    ),
    "an include outside of the templates": (
        '{% include "../../netops.yaml" %}\n',
        "templates/toy/main.j2:1:1: error REN002: no template '../../netops.yaml', for sw-1\n"
        "    hint: an include names a file of the same platform",
    ),
    "the brackets of secrets": (
        "x\ny ⟦secret:root⟧\n",
        "templates/toy/main.j2:2:1: error REN002: the template fails, for sw-1: TemplateSyntaxError: "
        "the brackets ⟦ and ⟧ belong to secrets alone",
    ),
    "a filter that fails": (
        "{{ hostname | netmask }}\n",
        "templates/toy/main.j2:1:1: error REN003: a value cannot be printed here, for sw-1: 'sw-1' is not an address or a prefix "
        "('sw-1' does not appear to be an IPv4 or IPv6 interface)",
    ),
}


@pytest.mark.parametrize(("text", "message"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("trace", [False, True], ids=["plain", "traced"])
def test_errors_name_line_target_and_cure(text: str, message: str, trace: bool, company: Company) -> None:
    renderer = company({"toy/main.j2": text})
    with pytest.raises(TemplateError) as caught:
        renderer.render(VIEW, trace)
    assert str(caught.value) == message
    assert caught.value.exit_code is ExitCode.DATA


def test_an_error_in_an_include_names_the_included_file(company: Company) -> None:
    renderer = company({"toy/main.j2": 'x\n{% include "ntp.j2" %}\n', "toy/ntp.j2": "\n\n{{ nope }}\n"})
    with pytest.raises(TemplateError) as caught:
        renderer.render(VIEW)
    assert str(caught.value.diagnostics[0].origin) == "templates/toy/ntp.j2:3:1"


def test_items_come_before_methods(company: Company) -> None:
    assert company({"toy/main.j2": "keys {{ ntp.keys }}\n"}).render(VIEW).text == "keys data\n"


def test_a_missing_last_newline_is_added(company: Company) -> None:
    assert company({"toy/main.j2": "end"}).render(VIEW).text == "end\n"


ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ hostname|attr('__class__') }}",
    "{{ ''['format_map']({}) }}",
    "{{ ntp.servers.append(1) }}",
    "{{ ntp.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__ }}",
    "{{ lipsum() }}",
    "{{ [1,2]|random }}",
)


@pytest.mark.parametrize("payload", ESCAPES)
def test_the_sandbox_holds(payload: str, company: Company) -> None:
    with pytest.raises(TemplateError):
        company({"toy/main.j2": f"x {payload}\n"}).render(VIEW)


HOSTILE = ("x\n!\nno aaa new-model", "a\rb", "a\x1b[2J", "a\u2028b", "⟦secret:root⟧", "two words", "")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_bare_value_is_one_word(value: str, company: Company) -> None:
    with pytest.raises(TemplateError) as caught:
        company({"toy/main.j2": "hostname {{ hostname }}\n"}).render({**VIEW, "hostname": value})
    assert caught.value.diagnostics[0].code == "REN003"


@pytest.mark.parametrize("value", HOSTILE[:5])
def test_free_text_is_one_line(value: str, company: Company) -> None:
    with pytest.raises(TemplateError) as caught:
        company({"toy/main.j2": "description {{ hostname | text }}\n"}).render({**VIEW, "hostname": value})
    assert caught.value.diagnostics[0].code == "REN003"


def test_a_banner_cannot_end_itself(renderer: Renderer) -> None:
    endings = {"cisco_ios": "^C", "arista_eos": "EOF", "cisco_nxos": "#^", "cisco_xr": "^#"}
    for platform, text in ((platform, f"a\n{end}\nusername evil") for platform, end in endings.items()):
        with pytest.raises(TemplateError, match="ends this text on the device"):
            renderer.noun({"target": "sw-1", "platform": platform, "banner": {"login": text}}, "banner")


def test_a_printer_is_observed_only(renderer: Renderer) -> None:
    rendered = renderer.render({"target": "prn-1", "platform": "printer"})
    assert (rendered.text, rendered.observed, rendered.actions) == ("", True, ())


def test_a_bundle_is_checked_against_its_schema(company: Company) -> None:
    renderer = company({"box/web/bundle.yaml": "when: web\nfiles:\n  - {source: a.j2, path: /etc/a, mode: 644}\n"})
    with pytest.raises(DataError) as caught:
        renderer.render({"target": "srv-1", "platform": "box", "web": {}})
    assert [str(d.origin) for d in caught.value.diagnostics] == ["templates/box/web/bundle.yaml:3:5", "templates/box/web/bundle.yaml:3:40"]


def test_two_bundles_cannot_write_one_path(company: Company) -> None:
    bundle = "when: hostname\nfiles:\n  - {source: a.j2, path: /etc/a, syntax: plain}\n"
    renderer = company({"box/one/bundle.yaml": bundle, "box/two/bundle.yaml": bundle, "box/one/a.j2": "a\n", "box/two/a.j2": "b\n"})
    with pytest.raises(TemplateError) as caught:
        renderer.render({"target": "srv-1", "platform": "box", "hostname": "srv-1"})
    assert str(caught.value) == (
        "templates/box/two/bundle.yaml:3:5: error REN005: srv-1: /etc/a is written twice\n"
        "    see templates/box/one/bundle.yaml:3:5: the first"
    )
