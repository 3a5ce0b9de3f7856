"""What templates, filters and bundles refuse is an error of `netops validate` at the YAML line of the refused value."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from companies import Company
from netops.errors import Diagnostic, only_errors
from netops.project import Project
from netops.validation import validate_company_files

ROOT = Path(__file__).parents[2]
MARK = "# refused"
IPAM = "inventory/sites/aa/ipam.yaml"
REFUSE = re.compile(r'\{\{ "([^"]+)" \| refuse \}\}')

FILES = {
    "netops.yaml": "schema: 2\nname: A\n",
    "inventory/hierarchy.yaml": "layers: [defaults.yaml]\n",
    "inventory/defaults.yaml": "domain: example.net\n",
    "inventory/catalog/device-types/acme/box.yaml": "manufacturer: Acme\nmodel: Box\nslug: acme-box\ninterfaces: []\n",
    "inventory/sites/aa/site.yaml": "name: A\nregion: north\ntime_zone: Europe/Berlin\n",
    "inventory/regions/north.yaml": "name: North\n",
    IPAM: "vlans:\n  - {name: staff, vid: 20}\nvrfs:\n  - {name: red, rd: '65001:1'}  # refused\n",
}

REFUSED: list[tuple[str, str, str]] = [
    ("cisco_nxos", "interfaces:\n  Ethernet1/1:\n    voice_vlan: staff  # refused\n", "voice_vlan: there is no form"),
    ("cisco_nxos", "interfaces:\n  Ethernet1/1:\n    poe: true  # refused\n", "poe: a Nexus switch"),
    ("cisco_nxos", "ssh:\n  port: 2222  # refused\n", "ssh.port: NX-OS takes another port"),
    ("cisco_nxos", "ospf:\n  router_id: 10.0.0.1\n  reference_bandwidth_mbps: 4000001  # refused\n", "NX-OS takes up to 4000000"),
    (
        "cisco_nxos",
        "route_maps:\n  REDISTRIBUTE: [{seq: 10, action: permit}]  # refused\nospf: {router_id: 10.0.0.1, redistribute: [static]}\n",
        "route_maps.REDISTRIBUTE: on NX-OS",
    ),
    ("juniper_junos", "acls: {A: {entries: [{seq: 1, action: permit}]}}\nssh:\n  acl: A  # refused\n", "ssh.acl: Junos filters logins"),
    (
        "juniper_junos",
        "prefix_lists:\n  A:\n    - {seq: 10, action: deny, prefix: 10.0.0.0/8}  # refused\n"
        "route_maps: {M: [{seq: 10, action: permit, match_prefix_list: A}]}\n",
        "a route map on Junos",
    ),
    ("cisco_xr", "stp:  # refused\n  mode: mstp\n", "stp: IOS XR bridges by l2vpn only"),
    ("cisco_xr", "interfaces:\n  TenGigE0/0/0/1:\n    mode: access\n    untagged_vlan: staff  # refused\n", "vlans: IOS XR keeps no list"),
    ("cisco_xr", "interfaces:\n  TenGigE0/0/0/1:\n    mode: access  # refused\n", "IOS XR has no switched ports"),
    ("cisco_xr", "interfaces:\n  TenGigE0/0/0/1:\n    edge: true  # refused\n", "edge and poe are for switched ports"),
    ("cisco_xr", "interfaces:\n  TenGigE0/0/0/1:\n    speed: 25000  # refused\n", "25000 is none of 10, 100, 1000"),
    ("cisco_xr", "users:\n  - name: ann\n    ssh_keys: [ssh-ed25519 AAAA]  # refused\n", "IOS XR takes public keys by a command"),
    ("cisco_xr", "interfaces:\n  TenGigE0/0/0/1: {vrf: red}\n", "the rd of a VRF is a part of BGP"),
    ("cisco_xr", "ssh:\n  port: 2222  # refused\n", "ssh.port: IOS XR keeps 22"),
    (
        "cisco_xr",
        "prefix_lists:\n  A:\n    - {seq: 10, action: deny, prefix: 10.0.0.0/8}  # refused\n",
        "a prefix set of IOS XR holds permits only",
    ),
    (
        "cisco_xr",
        "route_maps:\n  A:\n    - {seq: 10, action: permit}\n    - {seq: 20, action: permit}  # refused\n",
        "entries after one that matches everything",
    ),
    (
        "cisco_xr",
        "route_maps:\n  PASS-ALL: [{seq: 10, action: permit}]  # refused\n"
        "bgp: {asn: 65001, ebgp_requires_policy: false, neighbors: [{address: 10.0.0.1, remote_asn: 65002}]}\n",
        "route_maps.PASS-ALL: on IOS XR",
    ),
    (
        "cisco_xr",
        "route_maps:\n  A: [{seq: 10, action: permit}]  # refused\nprefix_lists: {A: [{seq: 10, action: permit, prefix: 10.0.0.0/8}]}\n"
        "bgp: {asn: 65001, neighbors: [{address: 10.0.0.1, remote_asn: 65002, prefix_list_in: A, route_map_out: A}]}\n",
        "its name cannot be a route map's",
    ),
    (
        "cisco_xr",
        "route_maps: {B: [{seq: 10, action: permit}]}\nprefix_lists: {A: [{seq: 10, action: permit, prefix: 10.0.0.0/8}]}\n"
        "bgp:\n  asn: 65001\n  neighbors:\n    - {address: 10.0.0.1, remote_asn: 65002, prefix_list_in: A, route_map_in: B}  # refused\n",
        "IOS XR takes one policy per direction",
    ),
    (
        "cisco_xr",
        "bgp: {asn: 65001}\nospf: {router_id: 10.0.0.1}\ninterfaces:\n  TenGigE0/0/0/1:\n    vrf: red  # refused\n    ospf: {area: 0}\n",
        "the OSPF process of IOS XR holds no interface",
    ),
    ("cisco_ios", "banner:\n  login: |  # refused\n    a\n    ^C\n", "ends this text on the device"),
    ("arista_eos", "banner:\n  login: |  # refused\n    a\n    EOF\n", "ends this text on the device"),
    ("cisco_nxos", "banner:\n  login: |  # refused\n    a #^\n", "ends this text on the device"),
    ("cisco_xr", "banner:\n  login: |  # refused\n    a ^#\n", "ends this text on the device"),
    ("cisco_ios", "snmp:\n  contact: 日本  # refused\n", "write it in ASCII"),
    (
        "linux",
        "users: []\nsamba:\n  workgroup: A\n  server_string: 100% files  # refused\nshares: [{name: a, path: /srv/a, groups: [a]}]\n",
        "means something else",
    ),
    ("frr", "our:\n  do: word\n  value: two words  # refused\n", "is not a plain word"),
    ("frr", "our:\n  do: address\n  value: nine  # refused\n", "is not an address or a prefix"),
    ("frr", "our:\n  do: lookup\n  value: nine  # refused\n", "is none of 'one', 'two'"),
    ("frr", "our:\n  do: lines\n  value: |  # refused\n    a\n    b\n", "has no strings of several lines"),
    ("frr", "our:\n  do: list\n  values: [a, b]  # refused\n", "cannot stand in a config"),
    ("frr", "our:\n  do: words\n  values:\n    - a\n    - b c  # refused\n    - d\n", "is not a plain word"),
    ("frr", "our:\n  do: set\n  value: two words  # refused\n", "is not a plain word"),
    ("frr", "our:\n  do: macro\n  value: two words  # refused\n", "is not a plain word"),
    ("frr", "our:\n  do: text\nbanner:\n  login: |  # refused\n    a\n    b\n", "holds a line break"),
    ("frr", "our:\n  do: boolean\nlldp:\n  enabled: true  # refused\n", "True cannot stand in a config"),
    ("frr", "our:\n  do: constant  # refused\n", "always refused"),
    ("frr", "raw_config:\n  - ip nht resolve-via-default  # refused\n", "our routers cannot"),
    ("linux", "our:\n  do: path\n  value: a/../b  # refused\n", "is not a plain word for path"),
    ("linux", "our:  # refused\n  do: twice\n", "/etc/twice is written twice"),
    (
        "cisco_xr",
        "as_path_lists:\n  A:\n    - {action: deny, regex: '^$'}  # refused\n",
        "a set of IOS XR holds permits only",
    ),
    (
        "cisco_xr",
        "community_lists:\n  A:\n    type: standard\n    entries:\n      - {action: deny, communities: ['65001:1']}  # refused\n",
        "a community set of IOS XR holds one permitted community",
    ),
    (
        "cisco_xr",
        "bgp:\n  asn: 65001\n  neighbors:\n    - {address: 10.0.0.1, remote_asn: 65002, add_paths: [receive]}  # refused\n",
        "IOS XR has additional paths at the family of the process only",
    ),
    (
        "cisco_xr",
        "bgp:\n  asn: 65001\n  neighbors:\n    - {address: 10.0.0.1, interface: TenGigE0/0/0/1, remote_asn: 65002}  # refused\n",
        "a neighbor of IOS XR has an address",
    ),
    ("cisco_xr", "isis:\n  metric_style: wide  # refused\n", "IOS XR has the style of metrics"),
    (
        "cisco_xr",
        "ospf:\n  router_id: 10.0.0.1\n  networks: [{prefix: 10.0.0.0/8, area: 0}]  # refused\n",
        "IOS XR lists interfaces per area, not networks",
    ),
    (
        "cisco_xr",
        "route_maps:\n  A:\n    - {seq: 10, action: permit, match_interface: TenGigE0/0/0/1}  # refused\n",
        "a policy of IOS XR has no such match or set",
    ),
    (
        "cisco_xr",
        "segment_routing:\n  locators:\n    - {name: A, prefix: '2001:db8::/48', format: usid-f3216}  # refused\n",
        "the format of a locator is FRR's",
    ),
    ("cisco_xr", "system:\n  grpc:\n    certificate: x  # refused\n", "system.grpc.certificate: IOS XR takes it by a command"),
    ("juniper_junos", "as_path_lists:\n  A:\n    - {action: deny, regex: '^$'}  # refused\n", "a list of AS paths on Junos"),
    (
        "juniper_junos",
        "community_lists:\n  A:\n    type: standard\n    entries:\n      - {action: deny, communities: ['65001:1']}  # refused\n",
        "a list of communities on Junos",
    ),
    (
        "juniper_junos",
        "vrf_instances:\n  red:\n    type: none\n    import_targets: ['65001:1']  # refused\n    export_targets: ['65001:2']\n",
        "route targets on Junos are one for both ways",
    ),
    (
        "cisco_nxos",
        "acls:\n  A:\n    entries:\n      - {seq: 10, action: permit, protocol: tcp, ports: '80,443'}  # refused\n",
        "NX-OS has one port, a range or a bound",
    ),
    (
        "frr",
        "route_maps:\n  A:\n    - {seq: 10, action: permit, set_next_hop: self}  # refused\n",
        "FRR has no next hop `self`",
    ),
    (
        "frr",
        "route_maps:\n  A:\n    - {seq: 10, action: permit, match_community_values: ['65001:1']}  # refused\n",
        "FRR matches and deletes by named lists",
    ),
    ("frr", "segment_routing:\n  global_block: [16000, 17000]  # refused\n", "segment_routing.global_block: FRR has it at the IGP"),
]
"""Platform, keys of a device, message. `our` chooses what the company's own templates do, which is for what netops' do not come to."""

OUR = "{% macro shown(value) %}x {{ value }}{% endmacro %}\n" + "".join(
    f"{{% if our is defined and our.do == '{kind}' %}}\n{line}\n{{% endif %}}\n"
    for kind, line in {
        "word": "x {{ our.value }}",
        "address": "x {{ our.value | netmask }}",
        "lookup": "x {{ our.value | lookup({'one': '1', 'two': '2'}) }}",
        "lines": "x {{ our.value | quote_lines }}",
        "list": "x {{ our.values }}",
        "words": "x {{ our.values | words }}",
        "set": "{% set tag = our.value | lower %}\n!\nx {{ tag }}",
        "macro": "{{ shown(our.value) }}",
        "text": "x {{ banner.login | text }}",
        "boolean": "x {{ lldp.enabled }}",
        "constant": "{{ 'always refused' | refuse }}",
    }.items()
)

NOUN = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "our", "description": "What our templates do.", "type": "object",
  "$id": "our.schema.json", "x-netops-lives": {"in": "device"}, "additionalProperties": false, "examples": [{"do": "word"}],
  "properties": {
    "do": {"type": "string", "description": "What.", "examples": ["word"]},
    "value": {"type": "string", "description": "To what.", "examples": ["x"]},
    "values": {"type": "array", "items": {"type": "string"}, "description": "To what.", "examples": [["x"]]}
  }
}
"""
BUNDLES = {
    "templates/linux/our/bundle.yaml": (
        "when: our\nfiles:\n"
        "  - {when: our.value, source: our.j2, path: '/etc/{{ our.value }}', syntax: plain}\n"
        "  - {source: our.j2, path: /etc/twice, syntax: plain}\n"
    ),
    "templates/linux/our/our.j2": "x\n",
    "templates/linux/ours/bundle.yaml": "when: our\nfiles:\n  - {source: our.j2, path: /etc/twice, syntax: plain}\n",
    "templates/linux/ours/our.j2": "y\n",
}

CAPABILITIES = """platform: frr
rules:
  - {code: OUR101, device_types: [acme/*], line: ip nht resolve-via-default, why: our routers cannot, source: a test}
"""
ALWAYS = """platform: cisco_ios
rules:
  - {code: OUR102, device_types: [acme/*], below: line con *, line: logging synchronous, why: it has no console, source: a test}
"""
PLAIN = "inventory/sites/aa/devices/aa-plain-{}.yaml"
"""Devices with nothing but what each device has."""


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[Diagnostic]:
    """What `validate` finds in a company with a device for each case."""
    root = tmp_path_factory.mktemp("refused") / "company"
    own = {"schemas/our.schema.json": NOUN, "templates/frr/our.j2": OUR, **BUNDLES}
    own["templates/cisco_ios/hostname.j2"] = "hostname {{ hostname }}\nline con 0\n logging synchronous\n"
    own |= {"capabilities/frr.yaml": CAPABILITIES, "capabilities/ios.yaml": ALWAYS}
    own |= {PLAIN.format(number): "role: box\nplatform: cisco_ios\ndevice_type: acme/box\n" for number in (1, 2)}
    own[PLAIN.format(3)] = "role: box\nplatform: cisco_ios\ndevice_type: acme/box\nstatus: planned\n"
    for name, text in {**FILES, **own, **dict(map(_device, range(len(REFUSED))))}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    result = validate_company_files(Project(root), None)
    assert result.complete, "\n".join(map(str, result.data))
    return result.problems


def _device(number: int) -> tuple[str, str]:
    platform, body, _ = REFUSED[number]
    return f"inventory/sites/aa/devices/aa-{number}.yaml", f"device_type: acme/box\nrole: box\nplatform: {platform}\n{body}"


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=[f"{platform}: {message}" for platform, _, message in REFUSED])
def test_what_is_refused_is_an_error_at_its_yaml_line(number: int, problems: list[Diagnostic]) -> None:
    message, texts = REFUSED[number][2], dict([_device(number), (IPAM, FILES[IPAM])])
    file, line = next((file, at) for file, text in texts.items() for at, content in enumerate(text.split("\n"), 1) if MARK in content)
    found = [one for one in only_errors(problems) if one.origin and one.origin.file == file and message in one.message]
    assert [one.origin.line for one in found if one.origin] == [line], "\n".join(map(str, problems))
    assert any(f"templates/{REFUSED[number][0]}/" in related.origin.file for related in found[0].related)


WITHOUT_CASE = {"arista_eos": 9, "cisco_ios": 10, "cisco_nxos": 10, "cisco_xr": 14, "frr": 3, "juniper_junos": 4}
"""How many refusals of a platform's templates have no case here yet, all of nouns that came last; to become none."""


def test_there_is_a_case_for_each_refusal_of_a_template() -> None:
    reasons = {
        (path.relative_to(ROOT / "templates").parts[0], reason)
        for path in (ROOT / "templates").rglob("*.j2")
        for reason in REFUSE.findall(path.read_text(encoding="utf-8"))
    }
    assert reasons
    missing = Counter(platform for platform, reason in sorted(reasons) if not any(message in reason for _, _, message in REFUSED))
    assert missing == WITHOUT_CASE


def test_a_line_that_is_always_written_is_refused_at_the_hardware(problems: list[Diagnostic]) -> None:
    found = [str(one.origin) for one in problems if one.code == "OUR102"]
    assert found == [f"{PLAIN.format(number)}:3:14" for number in (1, 2)], "a planned device gets no configuration"


def test_a_refusal_of_many_targets_is_one(starter: Company) -> None:
    line = starter.edit("inventory/defaults.yaml", "lldp: {enabled: true}\n", "banner:\n  login: |\n    EOF\n") + 1
    text = "device_type: arista/dcs-7050sx3-48yc8\nrole: access\nplatform: arista_eos\nstatus: active\n"
    for number in range(2, 8):
        (starter.root / f"inventory/sites/hq/devices/hq-sw-{number}.yaml").write_text(text, encoding="utf-8")
    first = starter.netops("validate", expect=3).out
    assert f"inventory/defaults.yaml:{line}:10: error REN003: a value cannot be printed here, for hq-sw-1: 'EOF' holds 'EOF', " in first
    assert "ends this text on the device; the same for hq-sw-2, hq-sw-3, hq-sw-4 and 3 more\n" in first
    assert first.count("REN003") == 1
    assert starter.netops("validate", expect=3).out == first, "from the cache"
    assert starter.netops("validate", "--no-cache", expect=3).out == first
    starter.edit("inventory/defaults.yaml", "    EOF\n", "    Welcome\n")
    assert "REN003" not in starter.netops("validate", expect=0).out
