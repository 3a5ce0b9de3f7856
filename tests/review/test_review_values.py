"""Values side by side: keyed lists, tags, types, and secrets, which never show."""

from __future__ import annotations

import pytest
from review_repository import Repository

from netops.model.layers import Part
from netops.project import Project, bundled_folder
from netops.review.values import PlacedValue, value_changes
from netops.schema import load
from netops.source import read_document

SHAPE = load(Project(bundled_folder())).shape("device")


def told(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    sides = []
    for name, text in (("old.yaml", old), ("new.yaml", new)):
        part = Part(name, read_document(text, name))
        sides.append(PlacedValue(part, (), part.raw))
    return [(found.path, found.old, found.new) for found in value_changes(*sides, SHAPE)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("domain: a\n", "domain: a # x\n", []),
        ("domain: a\n", "domain: b\n", [("domain", "a", "b")]),
        ("mtu: 1\n", 'mtu: "1"\n', [("mtu", "1", '"1"')]),
        ("lldp: {enabled: true}\n", "lldp: {enabled: 1}\n", [("lldp.enabled", "true", "1")]),
        ("lldp: {}\n", "lldp: {enabled: true}\n", [("lldp.enabled", None, "true")]),
        ("dns: {servers: [1.1.1.1, 2.2.2.2]}\n", "dns: {servers: [2.2.2.2]}\n", [("dns.servers", "[1.1.1.1, 2.2.2.2]", "[2.2.2.2]")]),
        (
            "ntp: {servers: [{host: a}, {host: b}]}\n",
            "ntp: {servers: [{host: c}, {host: a, prefer: true}]}\n",
            [("ntp.servers.a.prefer", None, "true"), ("ntp.servers.b.host", "b", None), ("ntp.servers.c.host", None, "c")],
        ),
        (
            "ntp: {servers: [{host: a}, {host: b}]}\n",
            "ntp: {servers: [{host: b}, {host: a}]}\n",
            [("ntp.servers (order)", "[a, b]", "[b, a]")],
        ),
        (
            "ntp: {servers: [{host: a}]}\n",
            "ntp: {servers: !replace [{host: a}]}\n",
            [("ntp.servers", "[{host: a}]", "!replace [{host: a}]")],
        ),
        ("ntp: {servers: [{host: a}]}\n", "ntp: {servers: [!unset a]}\n", [("ntp.servers.a", "{host: a}", "!unset a")]),
        ("banner: {login: a}\n", "banner:\n  login: |\n    a\n    b\n", [("banner.login", "a", "a\\nb\\n")]),
        ("snmp: {community: !secret a}\n", "snmp: {community: !secret b}\n", [("snmp.community", "!secret a", "!secret b")]),
        ("snmp: {community: hunter1}\n", "snmp: {community: hunter2}\n", [("snmp.community", "one value", "another value")]),
        ("snmp: {community: !secret a}\n", "snmp: {community: hunter2}\n", [("snmp.community", "!secret a", "⟦secret⟧")]),
        ("snmp: {community: !final hunter1}\n", "snmp: 1\n", [("snmp", "{community: !final ⟦secret⟧}", "1")]),
        ("raw_config: []\n", "raw_config: [enable secret hunter2]\n", [("raw_config", "[]", "[enable secret ⟦secret⟧]")]),
    ],
)
def test_values(old: str, new: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert sorted(told(old, new)) == expected


def test_no_secret_in_any_form(company: Repository) -> None:
    """Whether somebody has typed one where a reference belongs, or into a line that no schema knows."""
    layer = "inventory/regions/south.yaml"
    company.append(layer, "snmp:\n  community: hunter2secret\n")
    for format_ in ("text", "markdown", "html", "json"):
        assert "hunter2" not in company.netops("review", "HEAD", "--format", format_, expect=3).out
    company.edit(layer, "snmp:\n  community: hunter2secret\n", "raw_config:\n  - snmp-server community hunter2secret RO\n")
    for format_ in ("text", "markdown", "json"):
        said = company.netops("review", "HEAD", "--format", format_, expect=None).out
        assert "hunter2" not in said and "snmp-server community ⟦secret⟧ RO" in said


def test_another_secret_by_name_is_told_as_an_object_alone(company: Repository) -> None:
    company.append("inventory/sites/lei.yaml", "snmp: {community: !secret netops_hash}\n")
    made = company.review("HEAD")
    assert [value["new"] for change in made["objects"] for value in change["values"]] == ["!secret netops_hash"]
    assert made["rendering"]["changed"] == 0 and made["rendering"]["alike"]
