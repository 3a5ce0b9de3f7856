"""netops schema: the keys of a noun, and plurals where kinds are named."""

from __future__ import annotations

import json

import pytest

from companies import Company


@pytest.fixture(scope="module")
def company(untouched_starter: Company) -> Company:
    return untouched_starter


def test_the_keys_of_a_noun(company: Company) -> None:
    lines = company.netops("schema", "ntp").out.splitlines()
    assert lines[0] == "ntp: Time servers. On a Linux server this is its chrony."
    assert "  servers              list of map: Time servers, by host." in lines
    assert lines[-1] == "3 keys with keys below: netops schema ntp.servers"
    assert (
        "  [].prefer            true or false: Use this one while it answers. Default: false."
        in company.netops("schema", "ntp.servers").out
    )


def test_programs_get_every_depth(company: Company) -> None:
    keys = {key["key"]: key for key in json.loads(company.netops("schema", "ntp", "-f", "json").out)["keys"]}
    assert keys["servers[].host"]["required"]
    assert keys["servers[].prefer"]["default"] is False
    assert keys["boot_server"]["examples"] == ["10.1.20.7", "2001:db8:1:20::7", "ntp.nordwind.example"]


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("vlans", "vlans: A VLAN of a site."),
        ("VLAN", "VLAN: A VLAN of a site."),
        ("service", "service: What the company does"),
        ("device.interfaces.Ethernet1", "device.interfaces.Ethernet1: One interface"),
        ("device.ntp.servers.host", "device.ntp.servers.host: The time server."),
    ],
)
def test_ways_to_name_a_noun_or_a_key(company: Company, path: str, first: str) -> None:
    assert company.netops("schema", path).out.startswith(first)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("vlna", "did you mean 'vlan'? netops schema lists them"),
        ("vlan.vdi", "did you mean 'vid'? keys here are custom, description, name, shown_as, status, tenant, trunk_groups, vid"),
        ("device.interfaces.Ethernet1.x", "keys are here, such as "),
        ("vlan.name.x", "vlan.name has one value, and no keys"),
    ],
)
def test_a_name_that_is_not_there_lists_the_near_and_the_possible(company: Company, path: str, hint: str) -> None:
    assert hint in company.netops("schema", path, expect=2).err


def test_every_noun_is_listed(company: Company) -> None:
    assert company.netops("schema").out.count("\n") > 60


def test_kinds_may_be_in_the_plural(company: Company) -> None:
    for one, many in (("device", "devices"), ("prefix", "prefixes"), ("vlan", "vlans")):
        assert company.netops("show", one).out == company.netops("show", many).out
    assert "did you mean device? kinds: " in company.netops("show", "devces", expect=2).err
