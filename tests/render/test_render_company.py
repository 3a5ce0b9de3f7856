"""The example company: every target renders, strictly, and an NTP server is followed from its YAML line to the devices' lines."""

from __future__ import annotations

import pytest
from render_cases import ROOT

import netops
from netops import config
from netops.model.company import Company
from netops.render import Renderer

pytestmark = pytest.mark.xdist_group("render_company")


@pytest.fixture(scope="module")
def company() -> Company:
    return netops.load(ROOT)


def place(file: str, wanted: str) -> str:
    """`file:line:column` of the first place of a text in a file."""
    for number, line in enumerate((ROOT / file).read_text(encoding="utf-8").splitlines(), start=1):
        if wanted in line:
            return f"{file}:{number}:{line.index(wanted) + 1}"
    raise AssertionError(f"{wanted!r} is not in {file}")


def test_every_target_renders_the_same_with_and_without_trace(company: Company, renderer: Renderer) -> None:
    assert len(company.targets) > 35
    for name, target in company.targets.items():
        plain, traced = renderer.render(company.view(name)), renderer.render(company.view(name, trace=True), trace=True)
        assert (plain.target, plain.platform, plain.text) == (name, target.platform, traced.text)
        assert "".join(f"{line.text}\n" for line in traced.lines) == traced.text
        assert plain.observed == (target.kind == "printer")


def test_every_file_of_a_server_belongs_to_a_feature(company: Company, renderer: Renderer) -> None:
    """So whatever netops brings to a server can be named in `managed`."""
    features = tuple(config.features("linux"))
    for name in (name for name, target in company.targets.items() if target.platform == "linux"):
        text = renderer.render(company.view(name)).text
        assert config.compose("linux", "", text, list(features)) == text, name


def test_every_line_with_a_value_of_the_inventory_names_it(company: Company, renderer: Renderer) -> None:
    """The lines of NTP servers on all platforms lead to the one place where the server stands."""
    wanted = "10.1.20.6"
    origin = place("inventory/defaults.yaml", wanted)
    expected = {
        "ber-core-1": (f"ntp server {wanted} iburst", "templates/arista_eos/ntp.j2"),
        "ber-acc-1": (f"ntp server {wanted}", "templates/cisco_ios/ntp.j2"),
        "ber-fw-1": (f"        server {wanted};", "templates/juniper_junos/ntp.j2"),
        "ber-nas-1": (f"server {wanted} iburst", "templates/linux/chrony/chrony.conf.j2"),
    }
    for name, (text, template) in expected.items():
        rendered = renderer.render(company.view(name, trace=True), trace=True)
        (line,) = [line for line in rendered.lines if line.text == text]
        assert line.template.file == template
        assert "server" in (ROOT / template).read_text().splitlines()[line.template.line - 1]
        assert [str(o) for o in line.values if o.file.startswith("inventory/")] == [origin]


def test_netops_never_locks_itself_out(company: Company, renderer: Renderer) -> None:
    """What netops comes in through is in every config, whatever the data says."""
    needs = {
        "arista_eos": ["management api http-commands\n   no shutdown", "username netops privilege 15"],
        "cisco_ios": ["ip scp server enable", "archive\n path ", "line vty 0 4", " transport input ssh", "username netops privilege 15"],
        "juniper_junos": ["    services {\n        ssh {", "        netconf {\n            ssh;", "user netops {"],
    }
    for name, target in company.targets.items():
        text = renderer.render(company.view(name)).text
        assert [line for line in needs.get(target.platform, ()) if line not in text] == [], name
        if target.address and target.platform in needs:
            assert str(target.address) in text, name


def test_no_secret_stands_outside_of_its_brackets(company: Company, renderer: Renderer) -> None:
    text = renderer.render(company.view("ber-core-1")).text
    assert "snmp-server community ⟦secret:snmp_ro⟧ ro SNMP-CLIENTS" in text
    assert "secret sha512 ⟦secret:netops_hash⟧" in text
