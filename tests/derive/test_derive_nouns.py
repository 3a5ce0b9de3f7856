"""What each derivation adds to a view, on the small company of the rules' tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netops.model.company import Company
from netops.model.derive import vlans
from netops.project import Project
from netops.validation import open_company

ROOT = Path(__file__).parents[1] / "checks" / "company"


@pytest.fixture(scope="module")
def company() -> Company:
    found, result = open_company(Project(ROOT), date(2026, 1, 1))
    assert found is not None, "\n".join(map(str, result.data))
    return found


def port(company: Company, device: str, name: str) -> dict[str, Any]:
    return dict(company.view(device)["interfaces"][name])


def test_neighbor_and_description_come_from_the_cable(company: Company) -> None:
    here = port(company, "aa-rtr-1", "eth0")
    assert here["neighbor"] == {"device": "aa-rtr-2", "interface": "eth0", "kind": "device", "address": "10.9.255.1"}
    assert here["description"] == "to aa-rtr-2 eth0"


def test_neighbor_without_common_network_has_no_address(company: Company) -> None:
    assert port(company, "aa-sw-1", "Ethernet2")["neighbor"] == {"device": "aa-srv-1", "interface": "eth0", "kind": "server"}


def test_uncabled_port_has_no_neighbor(company: Company) -> None:
    assert not {"neighbor", "description"} & port(company, "aa-sw-1", "Ethernet4").keys()


def test_vlan_numbers(company: Company) -> None:
    assert port(company, "aa-sw-1", "Ethernet2")["vid"] == 30
    assert port(company, "aa-sw-1", "Port-Channel1")["tagged_vids"] == [20]


def test_trunk_without_a_list_carries_what_the_site_uses(company: Company) -> None:
    here = port(company, "aa-sw-2", "Ethernet1")
    assert (here["tagged_vlans"], here["tagged_vids"]) == (["mgmt", "staff", "servers"], [10, 20, 30])


def changed(company: Company, **keys: Any) -> dict[str, Any]:
    """What is derived for aa-sw-2 with a trunk that has no list, and with more keys of the device."""
    view = {"device": {"site": "aa"}, "interfaces": {"Ethernet1": {"mode": "tagged", "tagged_vlans": "all"}}} | keys
    return vlans.derive(view, company)


def test_trunk_of_all_vlans_has_no_list_and_needs_what_the_site_uses(company: Company) -> None:
    found = changed(company)
    assert found["interfaces"] == {}
    assert [vlan["name"] for vlan in found["vlans"]] == ["mgmt", "staff", "servers"]


def test_vlan_database_is_the_table_of_the_device(company: Company) -> None:
    assert changed(company, vlan_database=["servers"])["vlans"] == [{"name": "servers", "vid": 30}]
    assert changed(company, vlan_database=[])["vlans"] == []


def test_device_needs_the_vlans_of_its_ports_and_vlan_interfaces(company: Company) -> None:
    assert company.view("aa-sw-2")["vlans"] == [{"name": "mgmt", "vid": 10}, {"name": "staff", "vid": 20}, {"name": "servers", "vid": 30}]
    assert company.view("aa-rtr-1")["vlans"] == []


def test_vrfs_in_use(company: Company) -> None:
    assert company.view("aa-sw-1")["vrfs"] == [{"name": "guest"}]
    assert company.view("aa-sw-2")["vrfs"] == []


def test_snmp_tells_place_and_contact(company: Company) -> None:
    snmp = company.view("aa-srv-1")["snmp"]
    assert (snmp["location"], snmp["contact"]) == ("Site A", "Service desk, +49 30 5550 2")
    assert "snmp" not in company.view("aa-sw-1")


def test_gateway_is_for_hosts_only(company: Company) -> None:
    assert company.view("aa-srv-1")["default_gateway"] == {"ipv4": "10.9.30.2"}
    assert company.view("aa-sw-2")["default_gateway"] == {"ipv4": "10.9.10.1"}
    assert "default_gateway" not in company.view("aa-rtr-1")


def test_bgp_neighbor_of_ours_is_known(company: Company) -> None:
    ours, theirs = company.view("aa-rtr-1")["bgp"]["neighbors"]
    assert ours == {
        "address": "10.9.255.1",
        "route_map_in": "PREFER",
        "remote_asn": 65002,
        "description": "aa-rtr-2 eth0",
        "family": "ipv4",
    }
    assert (theirs["remote_asn"], theirs["family"], "description" in theirs) == (64500, "ipv4", False)


def test_dhcp_subnets_come_from_prefixes(company: Company) -> None:
    assert company.view("aa-srv-1")["dhcp_server"]["subnets"] == [
        {
            "id": 168367104,
            "subnet": "10.9.20.0/24",
            "start": "10.9.20.100",
            "end": "10.9.20.200",
            "lease_s": 600,
            "gateway": "10.9.20.1",
            "site": "aa",
            "vlan": "staff",
        }
    ]


def test_monitoring_watches_everything_with_an_address(company: Company) -> None:
    targets = company.view("aa-srv-1")["monitoring"]["targets"]
    assert [target["name"] for target in targets if target["site"] == "aa"] == [
        "aa-prn-1",
        "aa-rtr-1",
        "aa-rtr-2",
        "aa-srv-1",
        "aa-sw-1",
        "aa-sw-2",
    ]
    assert targets[0] == {
        "name": "aa-prn-1",
        "address": "10.9.20.50",
        "kind": "printer",
        "site": "aa",
        "role": "printer",
        "platform": "printer",
    }


def test_queue_prints_to_its_printer(company: Company) -> None:
    (queue,) = company.view("aa-srv-1:cups")["print_queues"]
    assert (queue["uri"], queue["location"], queue["description"]) == ("ipp://10.9.20.50/ipp/print", "Site A", "aa-prn-1, acme/box")


def test_filter_permits_the_flows_of_services(company: Company) -> None:
    entries = {entry.get("source"): entry for entry in company.view("aa-sw-1")["acls"]["TO-SERVERS"]["entries"]}
    assert entries["10.9.20.0/24"] == {
        "seq": 10000,
        "action": "permit",
        "protocol": "tcp",
        "source": "10.9.20.0/24",
        "destination": "10.9.30.10/32",
        "port": 445,
        "remark": "Files",
    }
    assert [entry["seq"] for entry in company.view("aa-sw-1")["acls"]["LOGIN"]["entries"]] == [10]


def test_forward_zone_holds_typed_and_derived_records(company: Company) -> None:
    forward = company.view("aa-srv-1")["dns_server"]["zones"][0]
    told = [(r["name"], r["type"], r["value"]) for r in forward["records"]]
    assert forward["name"] == "aa.example"
    assert told[0] == ("www", "CNAME", "aa-srv-1.aa.example.")
    assert ("aa-sw-1", "A", "10.9.10.2") in told
    assert ("vlan20.aa-sw-1", "A", "10.9.20.2") in told
    assert ("eth2-10.aa-rtr-1", "A", "10.9.10.4") not in told
    assert ("aa-rtr-1", "A", "10.9.10.4") in told


def test_reverse_zones_follow_the_containers(company: Company) -> None:
    zones = {zone["name"]: zone["records"] for zone in company.view("aa-srv-1")["dns_server"]["zones"][1:]}
    assert zones.keys() >= {"8.10.in-addr.arpa", "9.10.in-addr.arpa"}
    assert {"name": "10.30", "type": "PTR", "value": "aa-srv-1.aa.example."} in zones["9.10.in-addr.arpa"]


def test_backup_follows_the_policy(company: Company) -> None:
    assert company.view("aa-srv-1")["backup"] == {"policy": "daily", "target": "zz-nas-1", "every_h": 24, "keep_days": 30}
    every = company.view("aa-srv-1", trace=True)["backup"]["every_h"]
    assert [f"{origin.file}:{origin.line}" for origin in every.origins] == [
        "inventory/policies/backup.yaml:2",
        "inventory/sites/aa.yaml:118",
    ]


def test_derived_values_know_the_lines_they_come_from(company: Company) -> None:
    description = company.view("aa-rtr-1", trace=True)["interfaces"]["eth0"]["description"]
    lines = (ROOT / "inventory/sites/aa.yaml").read_text().splitlines()
    assert {lines[origin.line - 1].strip() for origin in description.origins} == {
        "- {a: {device: aa-rtr-1, interface: eth0}, b: {device: aa-rtr-2, interface: eth0}, label: A-4}"
    }


@pytest.mark.parametrize("name", ["aa-sw-1", "aa-rtr-1", "aa-srv-1", "aa-srv-1:cups", "aa-prn-1"])
def test_traced_view_equals_the_plain_one(name: str, company: Company) -> None:
    assert company.view(name, trace=True) == company.view(name)
