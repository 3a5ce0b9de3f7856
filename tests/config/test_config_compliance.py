"""A config by feature: each state, what is managed, and no line of a difference lost."""

from __future__ import annotations

import pytest

from netops import config
from netops.config.compliance import Coverage, FeatureCompliance, compliance, coverage_of
from netops.errors import UsageError

RUNNING = """hostname sw1
banner motd ^C
Welcome to sw1
ntp is down today
^C
ip access-list extended WEB
 10 permit tcp any any eq 443
 20 permit icmp any any
interface Vlan10
 description old
snmp-server location Lab
route-map IN permit 10
boot system flash:x.bin
end
"""
WANTED = """hostname sw1
banner motd ^C
Welcome to sw1
ntp is up
^C
ip access-list extended WEB
 10 permit tcp any any eq 443
 20 permit icmp any any
interface Vlan10
 description new
ntp server 10.0.0.1
route-map IN permit 10
end
"""

JUNOS = """system {
    host-name r1;
    ntp {
        server 10.0.0.1;
    }
    syslog {
        host 10.0.0.9 {
            any any;
        }
    }
}
policy-options {
    policy-statement OUT {
        term a {
            then accept;
        }
        term b {
            then reject;
        }
    }
}
"""
FILES = "### file /etc/chrony/chrony.conf root:root 0644\nserver a\n### file /etc/hosts root:root 0644\n127.0.0.1 localhost\n"


def states(found: tuple[FeatureCompliance, ...]) -> dict[str, str]:
    return {feature.feature: feature.state for feature in found}


def told(found: tuple[FeatureCompliance, ...], name: str) -> list[str]:
    (feature,) = [feature for feature in found if feature.feature == name]
    return [f"{line.sign} {line.text}" for line in feature.difference]


def test_each_feature_has_a_state() -> None:
    found = compliance("cisco_ios", RUNNING, WANTED)
    assert states(found) == {
        "acls": "compliant",
        "banner": "differs",
        "hostname": "compliant",
        "interfaces": "differs",
        "ntp": "missing",
        "route_maps": "compliant",
        "snmp": "extra",
        "other": "extra",
    }
    assert told(found, "interfaces") == ["  interface Vlan10", "- description old", "+ description new"]
    assert told(found, "other") == ["- boot system flash:x.bin"]


def test_a_banner_that_speaks_of_ntp_is_a_banner() -> None:
    found = compliance("cisco_ios", RUNNING, WANTED)
    assert "- ntp is down today" in told(found, "banner")
    assert told(found, "ntp") == ["+ ntp server 10.0.0.1"]


def test_what_is_not_managed_is_compared_and_counted() -> None:
    found = compliance("cisco_ios", RUNNING, WANTED, ["acls", "snmp"])
    assert [feature.feature for feature in found if feature.managed] == ["acls", "snmp"]
    assert coverage_of(found) == Coverage(managed=4, modelled=6, lines=10)
    assert config.coverage("cisco_ios", RUNNING, ["acls", "snmp"]) == (4, 10)
    assert states(found)["ntp"] == "missing"
    assert coverage_of(compliance("cisco_ios", RUNNING, WANTED)) == Coverage(managed=10, modelled=6, lines=10)
    assert coverage_of(compliance("cisco_ios", RUNNING, RUNNING, ["ntp"])).modelled == 10


def test_an_unknown_feature_is_refused() -> None:
    with pytest.raises(UsageError, match="no platform has a feature called 'ntpp'"):
        compliance("cisco_ios", RUNNING, WANTED, ["ntpp"])


def test_junos_statements_belong_to_features_by_their_path() -> None:
    wanted = JUNOS.replace("server 10.0.0.1;", "server 10.0.0.2;").replace("any any", "any notice") + "tenants {\n    alarm;\n}\n"
    found = compliance("juniper_junos", JUNOS, wanted, ["ntp"])
    assert states(found) == {"hostname": "compliant", "ntp": "differs", "route_maps": "compliant", "syslog": "differs", "other": "missing"}
    assert told(found, "ntp") == ["  system", "  ntp", "- server 10.0.0.1", "+ server 10.0.0.2"]
    assert "  system" in told(found, "syslog")


def test_terms_that_changed_places_are_out_of_order() -> None:
    first, second = "term a {\n            then accept;", "term b {\n            then reject;"
    swapped = JUNOS.replace(first, "X").replace(second, first).replace("X", second)
    assert states(compliance("juniper_junos", JUNOS, swapped))["route_maps"] == "out of order"


def test_files_belong_to_features_by_their_path() -> None:
    found = compliance("linux", FILES, FILES.replace("server a", "server b").replace("127", "# 127"), ["ntp"])
    assert states(found) == {"ntp": "differs", "other": "differs"}
    assert coverage_of(found) == Coverage(managed=2, modelled=2, lines=4)


@pytest.mark.parametrize(
    ("platform", "running", "wanted"), [("cisco_ios", RUNNING, WANTED), ("juniper_junos", JUNOS, ""), ("linux", FILES, "")]
)
def test_no_line_of_a_difference_is_lost(platform: str, running: str, wanted: str) -> None:
    for one, other in ((running, wanted), (wanted, running)):
        lines = {line for feature in compliance(platform, one, other) for line in feature.difference}
        assert lines == set(config.diff(platform, one, other))


@pytest.mark.parametrize(("platform", "text"), [("cisco_ios", RUNNING), ("juniper_junos", JUNOS), ("linux", FILES)])
def test_a_config_complies_with_itself(platform: str, text: str) -> None:
    assert set(states(compliance(platform, text, text)).values()) == {"compliant"}
