"""Laws of the tables: a look-up finds what a search through everything finds."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.model.index import PrefixTable, svi_vid
from netops.model.zones import label_of, reverse_zone

NETWORKS = st.builds(lambda number, length: ip_network((number << 16, length), strict=False), st.integers(0, 2**16 - 1), st.integers(0, 32))
NETWORKS6 = st.builds(
    lambda number, length: ip_network((number << 112, length), strict=False), st.integers(0, 2**16 - 1), st.integers(0, 128)
)
ADDRESSES = st.integers(0, 2**32 - 1).map(ip_address) | st.integers(2**112, 2**128 - 1).map(ip_address)


@given(st.sets(NETWORKS | NETWORKS6), ADDRESSES)
def test_table_finds_every_prefix_that_holds_an_address(networks: set[object], address: object) -> None:
    table = PrefixTable((network, str(network)) for network in networks)  # type: ignore[misc]
    holding = sorted((network for network in networks if address in network), key=lambda n: -n.prefixlen)  # type: ignore[operator, attr-defined]
    assert list(table.holding(address)) == [str(network) for network in holding]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("interface", "vid"),
    [
        ("Vlan110", 110),
        ("vlan.20", 20),
        ("irb.190", 190),
        ("Ethernet1", None),
        ("GigabitEthernet1/0/1", None),
        ("irb", None),
        ("eth2.10", None),
    ],
)
def test_vlan_interfaces_are_known_by_name(interface: str, vid: int | None) -> None:
    assert svi_vid(interface) == vid


@pytest.mark.parametrize(
    ("network", "zone"),
    [
        ("10.1.0.0/16", "1.10.in-addr.arpa"),
        ("10.0.0.0/8", "10.in-addr.arpa"),
        ("192.0.2.0/24", "2.0.192.in-addr.arpa"),
        ("2001:db8:1::/48", "1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"),
    ],
)
def test_reverse_zone(network: str, zone: str) -> None:
    assert reverse_zone(ip_network(network)) == zone


@pytest.mark.parametrize(
    ("interface", "label"), [("ge-0/0/1", "ge-0-0-1"), ("Ethernet49/1", "ethernet49-1"), ("Vlan110", "vlan110"), ("irb.110", "irb-110")]
)
def test_interface_as_dns_label(interface: str, label: str) -> None:
    assert label_of(interface) == label
