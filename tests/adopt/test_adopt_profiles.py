"""What interfaces have in common becomes a profile, whatever order they come in."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netops.adopt.profiles import Profile, find_profiles

DESK = {"mode": "access", "untagged_vlan": "STAFF", "stp": {"port_type": "edge"}}
GATEWAY = {"dhcp_relay": ["10.0.0.1"], "ospf": {"cost": 20}, "cdp": False}


def names(profile: Profile) -> list[str]:
    return [port for _, port in profile.ports]


def test_interfaces_that_are_alike_come_first_and_then_what_others_have_in_common() -> None:
    ports: dict[tuple[str, str], dict[str, Any]] = {("sw", f"e{number}"): DESK | {"description": f"desk {number}"} for number in range(4)}
    ports |= {("sw", f"v{number}"): GATEWAY | {"hsrp": [{"group": number}], "addresses": [f"10.{number}.0.1/24"]} for number in range(5)}
    ports |= {("sw", "e9"): DESK | {"poe": False}, ("sw", "x"): {"mode": "routed"}}
    desk, gateway = find_profiles(ports)
    assert (desk.values, names(desk), desk.is_whole) == (DESK, ["e0", "e1", "e2", "e3", "e9"], False)
    assert (gateway.values, names(gateway), gateway.is_whole) == (GATEWAY, ["v0", "v1", "v2", "v3", "v4"], False)
    del ports["sw", "e9"]
    assert [(names(one), one.is_whole) for one in find_profiles(ports)] == [
        (["e0", "e1", "e2", "e3"], True),
        (["v0", "v1", "v2", "v3", "v4"], False),
    ]


values = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4)


@given(st.lists(values, min_size=1, max_size=12).flatmap(lambda rows: st.permutations(list(enumerate(rows)))))
def test_the_order_of_interfaces_has_no_meaning_and_each_has_what_it_had(rows: list[tuple[int, dict[str, int]]]) -> None:
    ports = {("sw", str(number)): row for number, row in rows}
    found = find_profiles(ports)
    assert found == find_profiles(dict(sorted(ports.items())))
    users = [port for one in found for port in one.ports]
    assert len(users) == len(set(users))
    assert all(one.values.items() <= ports[port].items() for one in found for port in one.ports)
