"""A rule that finds something missing is silent where a line of `raw_config` says it; the cases themselves show that it speaks without."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from test_checks_rules import HERE, change_as, findings

from netops.checks._raw import has_raw, raw_addresses, raw_lines, word_pattern

RAW = {
    "rr-acc-1": """
        username spare secret sha512 !secret spare_hash
        ntp server 10.9.30.11
        snmp-server community !secret snmp_ro ro POLLERS
        interface Ethernet4
           switchport access vlan 10""",
    "aa-sw-1": """
        logging vrf MGMT host 10.9.30.10
        ip access-list LOGON
           10 permit ip any any
        ip access-list LOGGIN
        management ssh
           ip access-group LOGIN in""",
    "rr-core-1": """
        management ssh
           ip access-group LOGIN in""",
    "rr-rtr-1": """
        line vty
         access-class LOGIN
        router bgp 65017
         neighbor 203.0.113.1 prefix-list ALL in""",
    "aa-rtr-1": """
        route-map PREFERRED permit 10
        ip prefix-list OUR seq 5 permit any
        ip prefix-list THEIRS seq 5 permit any""",
    "nn-gate-1": """
        security {
            zones {
                security-zone outside {
                    interfaces {
                        ge-0/0/0.0;
                    }
                }
                security-zone inside {
                    host-inbound-traffic {
                        protocols {
                            ospf;
                        }
                    }
                }
            }
        }""",
}
"""Lines by device."""
CASES = [
    *("LOG001-nothing", "LOG003-internet", "LOG004-everybody", "LOG005-nowhere", "LOG006-one", "ACL003-nowhere", "REF004-filter"),
    *("RTG003-policy", "BGP003-everything", "VLN005-none", "ZON002-nowhere", "ZON003-shut-out", "ZON004-silent"),
]


def test_what_raw_lines_say_is_not_missing(tmp_path: Path) -> None:
    root = tmp_path / "company"
    shutil.copytree(HERE / "company", root)
    for case in CASES:
        change_as(case, root)
    for device, lines in RAW.items():
        path = root / "inventory" / "sites" / f"{device[:2]}.yaml"
        quoted = "".join(f"      - {line!r}\n" for line in dedent(lines).strip("\n").split("\n"))
        path.write_text(path.read_text().replace(f"\n  {device}:\n", f"\n  {device}:\n    raw_config:\n{quoted}"))
    codes = {"CHK001"} | {case.partition("-")[0] for case in CASES}
    assert [str(one) for one in findings(root) if one.code in codes] == []


@pytest.mark.parametrize(
    ("platform", "lines", "found"),
    [
        ("cisco_ios", ["router ospf 1", " network 10.0.0.0 0.0.0.255 area 0"], "router ospf 1 network 10.0.0.0 0.0.0.255 area 0"),
        ("juniper_junos", ["system {", "    syslog {", "        host 10.0.0.1 {", "            any any;"], "system {"),
        ("juniper_junos", ["system {", "    name-server {", "        10.0.0.1;", "    }", "}"], "set system name-server 10.0.0.1"),
        ("cisco_catos", ["set  logging  server"], "set logging server"),
    ],
)
def test_lines_come_with_their_sections(platform: str, lines: list[str], found: str) -> None:
    assert found in raw_lines({"platform": platform, "raw_config": lines})


def test_lines_of_an_interface_name_it() -> None:
    data = {
        "platform": "cisco_ios",
        "interfaces": {"Vlan10": {"raw_config": ["ip address 10.0.0.1 255.255.255.0", "ip access-group A in"]}},
    }
    assert raw_lines(data)[1] == "interface Vlan10 ip access-group A in"
    assert [str(one) for one in raw_addresses(data)] == ["10.0.0.1/24"]
    assert (has_raw(data, word_pattern("A")), has_raw(data, word_pattern("AC")), has_raw({}, ".")) == (True, False, False)
