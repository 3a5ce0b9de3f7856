"""What the real lab plans and declares, without a lab: cables, addresses, the devices and their services."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.errors import UsageError
from netops.lab.real import needs, network, provision
from netops.lab.real.host import INSIDE

UNITS = json.loads((INSIDE / "units.json").read_text())


def target(name, *ports, platform="linux", addresses=None, neighbors=()):
    return {"name": name, "platform": platform, "interfaces": list(ports), "addresses": addresses or {}, "neighbors": list(neighbors)}


def to(interface, device, remote_interface):
    return {"interface": interface, "device": device, "remote_interface": remote_interface}


def test_a_cable_with_both_ends_in_the_lab_is_laid_once_and_the_rest_goes_to_the_fabric():
    targets = [
        target("r1", "eth0", "eth1", "lo", neighbors=[to("eth1", "r2", "eth1"), to("eth0", "switch", "Ethernet1")]),
        target("r2", "eth1", neighbors=[to("eth1", "r1", "eth1")]),
    ]
    assert network.links_in_lab(targets) == [
        network.Link(("r1", "eth1"), ("r2", "eth1")),
        network.Link(("r1", "eth0"), ("fabric", "p1")),
    ]


def test_hosts_of_one_prefix_share_a_bridge_and_a_gateway_address_that_nobody_has():
    targets = [
        target("a", "eth0", addresses={"eth0": ["10.1.20.1/24"]}),
        target("b", "eth0", addresses={"eth0": ["10.1.20.2/24"]}),
        target("p", "eth0", addresses={"eth0": ["2001:db8::5/64", "10.1.30.5/24"]}),
        target("x", "eth0"),
    ]
    assert [link.bridge for link in network.links_in_lab(targets)] == ["br1", "br1", "br2", ""]
    assert network.gateway_addresses(targets) == {"10.1.20.0/24": "10.1.20.3", "10.1.30.0/24": "10.1.30.1"}


def test_only_ethernet_ports_are_made():
    assert network.ethernet_ports(target("r", "eth0", "lo", "lab0", "Vlan110", "eth0.110", "ge-0/0/0")) == ["eth0"]


def test_the_management_network_avoids_what_the_machine_uses(tmp_path):
    first = network.choose_management(tmp_path, [])
    second = network.choose_management(tmp_path, ["default", str(first.prefix)][1:])
    assert first.interface == second.interface == network.machine_interface(tmp_path)
    assert len(first.interface) <= 15
    assert not first.prefix.overlaps(second.prefix)
    assert network.choose_management(tmp_path, ["0.0.0.0/0"]).prefix == first.prefix


@given(st.integers(0, 200))
def test_no_host_has_the_address_of_the_machine_or_of_another_host(index):
    management = network.choose_management(INSIDE, [])
    ours, next_, machine = (management.address(n) for n in (index, index + 1, -1))
    assert len({ours, next_, machine, str(management.prefix[0]), str(management.prefix[-1])}) == 5


def test_the_first_text_of_a_host_is_read_as_files_and_folders():
    text = "### dir /srv/a root:root 0775\n### file /etc/x.conf root:lp 0640\none\ntwo\n### file /etc/y root:root 644\n"
    assert list(provision.parse_files(text)) == [
        provision.HostFile("/srv/a", None, "root:root", 0o775),
        provision.HostFile("/etc/x.conf", "one\ntwo\n", "root:lp", 0o640),
        provision.HostFile("/etc/y", "", "root:root", 0o644),
    ]


def test_services_are_the_specs_then_the_devices_then_the_platforms():
    assert provision.services_of_host({"name": "ber-nas-1", "platform": "linux", "services": ["nginx"]}) == ("nginx",)
    assert provision.services_of_host({"name": "ber-nas-1", "platform": "linux"}) == provision.DEVICES["ber-nas-1"]
    assert provision.services_of_host({"name": "other", "platform": "frr"}) == provision.HOST_TYPES["frr"].services
    with pytest.raises(UsageError, match="sw-1: the real lab has no hosts of platform 'arista_eos'"):
        provision.services_of_host({"name": "sw-1", "platform": "arista_eos"})


def test_every_service_of_a_host_is_a_unit_and_every_unit_is_whole():
    names = {name for group in (*provision.DEVICES.values(), *(kind.services for kind in provision.HOST_TYPES.values())) for name in group}
    assert names <= set(UNITS)
    for name, unit in UNITS.items():
        assert {"start", "ready"} <= set(unit), name
        assert set(unit.get("needs", ())) <= set(UNITS), name


def test_the_package_list_is_sorted_and_brings_every_program():
    packages = needs.PACKAGES.read_text().split()
    assert all(one < other for one, other in pairwise(packages))
    assert set(needs.PROGRAMS.values()) <= set(packages)
