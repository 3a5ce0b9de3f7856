"""`netops import csv`, `nornir` and `ansible`: lists of devices become companies, and what is not taken is named with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.adopt.inventories import expand_host_pattern, read_ansible, read_nornir
from netops.adopt.listed import DeviceList, read_csv
from netops.cli import cli
from netops.errors import NetopsError, UsageError, only_errors
from netops.project import Project
from netops.validation import validate_company_files

TABLE = """\
Hostname;Mgmt IP;OS;Site;Role;Serial Number;Model;Vendor;Color
BER-SW1;10.1.0.5/24;ios;Berlin;access;FOC1;C9200;Cisco;red
ber-sw2;10.1.0.6;junos;Berlin;;FOC2;;Juniper;

bad;10.999.1.1;routeros;;;;;;
ber-sw2;10.1.0.7;ios;;;;;;
x;1;2;3;4;5;6;7;8;9
"""
INI = """\
[core]
r[1:2] site=ber
[access]
sw1 ansible_host=10.0.0.9  # the old one
[net:children]
core
access
[net:vars]
ansible_network_os=cisco.ios.ios
ansible_password=geheim
"""


def fields(listed: DeviceList) -> list[dict[str, Any]]:
    return [{key: value for key, value in one.items() if value not in ("", [])} for _, one in listed.devices]


def test_a_table_becomes_a_company(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(TABLE, encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", "csv", str(tmp_path / "d.csv"), "--output", str(tmp_path / "acme")])
    assert result.exit_code == 0, result.output
    assert [line.replace(str(tmp_path), "") for line in result.output.splitlines()[:5]] == [
        "/d.csv:1: the column Color is not taken",
        "/d.csv:5: 10.999.1.1 is no IP address, so the device has none",
        "/d.csv:5: netops has no platform routeros; bad comes in without one",
        "/d.csv:6: there is a device ber-sw2 already, and this one is left out",
        "/d.csv:7: it has 10 cells, and there are 9 headings; it is left out",
    ]
    assert only_errors(validate_company_files(Project(tmp_path / "acme"), None).problems) == []
    assert yaml.safe_load((tmp_path / "acme/inventory/sites/berlin/devices/ber-sw1.yaml").read_text()) == {
        "device_type": "cisco/c9200",
        "role": "access",
        "platform": "cisco_ios",
        "hostname": "BER-SW1",
        "serial": "FOC1",
        "primary_interface": "Management0",
        "interfaces": {"Management0": {"type": "other", "description": "Guess: the list names no interface", "addresses": ["10.1.0.5/24"]}},
    }


def test_a_table_without_names_is_refused() -> None:
    with pytest.raises(UsageError, match=r"d\.csv:2: no heading is a name or an address: a, b"):
        read_csv("\na,b\n1,2\n", "d.csv")


def test_nornir_inherits_from_groups_and_defaults() -> None:
    files = {
        "hosts.yaml": """\
r1: {hostname: 10.0.0.1, groups: [core], password: geheim, data: {site: ber, serial: X1}}
r2: {groups: [core], platform: eos}
""",
        "groups.yaml": "core: {groups: [all-sites], data: {role: core}}\nall-sites: {platform: junos}\n",
        "defaults.yaml": "platform: ios\ndata: {domain: example.com}\n",
    }
    found = read_nornir(files)
    assert fields(found) == [
        {
            "name": "r1",
            "address": "10.0.0.1/32",
            "platform": "junos",
            "role": "core",
            "site": "ber",
            "serial": "X1",
            "tags": ["all-sites", "core"],
        },
        {"name": "r2", "platform": "eos", "role": "core", "tags": ["all-sites", "core"]},
    ]
    assert found.problems == ["the variable domain is not taken, of 2 hosts", "what is needed to log in is not taken, of 1 hosts"]
    assert "geheim" not in repr(found)


def test_ansible_gives_hosts_groups_addresses_and_platforms() -> None:
    found = read_ansible({"inv.ini": INI, "host_vars/r1.yml": "ansible_host: 10.0.0.1\nntp: [a]\nkey: !vault x\n"})
    assert fields(found) == [
        {"name": "r1", "address": "10.0.0.1/32", "platform": "cisco.ios.ios", "site": "ber", "tags": ["core", "net"]},
        {"name": "r2", "platform": "cisco.ios.ios", "site": "ber", "tags": ["core", "net"]},
        {"name": "sw1", "address": "10.0.0.9/32", "platform": "cisco.ios.ios", "tags": ["access", "net"]},
    ]
    assert "geheim" not in repr(found)


def test_ansible_in_yaml_is_the_same() -> None:
    text = """\
all:
  children:
    net:
      vars: {ansible_network_os: cisco.ios.ios, ansible_password: geheim}
      children:
        core: {hosts: {"r[1:2]": {site: ber}}}
        access: {hosts: {sw1: {ansible_host: 10.0.0.9}}}
"""
    assert fields(read_ansible({"inv.yaml": text})) == fields(read_ansible({"inv.ini": INI}))


def test_ranges_of_hosts() -> None:
    assert list(expand_host_pattern("sw[08:10]-[a:b]")) == ["sw08-a", "sw08-b", "sw09-a", "sw09-b", "sw10-a", "sw10-b"]
    with pytest.raises(ValueError, match="at most"):
        list(expand_host_pattern("sw[1:99999999]"))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), kind=st.sampled_from(["csv", "ini", "yaml", "hosts"]))
def test_any_text_is_read_or_refused(text: str, kind: str) -> None:
    try:
        if kind == "csv":
            read_csv(f"name,ip\n{text}", "d.csv")
        elif kind == "hosts":
            read_nornir({"hosts.yaml": text})
        else:
            read_ansible({f"inv.{kind}": text, "group_vars/all.yml": text})
    except NetopsError:
        pass
