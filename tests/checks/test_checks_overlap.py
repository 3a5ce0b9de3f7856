"""Law: one pass over sorted prefixes finds an overlap exactly when comparing all pairs does."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Network, ip_network
from itertools import combinations
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netops.checks.addressing import prefixes_do_not_overlap

PREFIXES = st.builds(
    lambda number, length, role, vrf: (ip_network((number << 24, length), strict=False), role, vrf),
    st.integers(0, 255),
    st.integers(2, 12),
    st.sampled_from(["users", "container"]),
    st.sampled_from(["", "guest"]),
)


@dataclass
class Tables:
    """As much of a company as the rule reads."""

    objects: dict[str, dict[str, Any]]
    networks: dict[str, IPv4Network]
    index: Any = field(init=False)

    def __post_init__(self) -> None:
        self.index = SimpleNamespace(networks=self.networks)

    def of(self, kind: str) -> dict[str, Any]:
        return self.objects[kind]


def wrong(a: tuple[IPv4Network, str, str], b: tuple[IPv4Network, str, str]) -> bool:
    outer = max(a, b, key=lambda row: -row[0].prefixlen)
    return a[2] == b[2] and a[0].overlaps(b[0]) and (a[0] == b[0] or outer[1] != "container")


@given(st.lists(PREFIXES, max_size=12))
def test_overlap_is_found_exactly_when_there_is_one(rows: list[tuple[IPv4Network, str, str]]) -> None:
    prefixes = {
        f"p{at}": {"prefix": str(net), "role": role, "site": "aa", **({"vrf": vrf} if vrf else {})}
        for at, (net, role, vrf) in enumerate(rows)
    }
    tables: Any = Tables({"prefix": prefixes}, {f"p{at}": net for at, (net, _, _) in enumerate(rows)})
    found = list(prefixes_do_not_overlap.check(tables))
    assert bool(found) == any(wrong(a, b) for a, b in combinations(rows, 2))
