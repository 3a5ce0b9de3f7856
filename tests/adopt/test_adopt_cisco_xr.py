"""What the table of IOS XR reads: all that the templates write, and policies and sets wholly or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adopt_golden import again, cases, data_of, lines_of, text_of

from netops.project import Project
from netops.render import Renderer

NOT_READ = frozenset({"main", "raw_config", "aaa", "banner", "dhcp_relay", "vrrp"})
"""A whole text has lines of `raw_config`; TACACS+, banners, DHCP relay and VRRP come in as text."""
DERIVED = {"cisco_xr/acls": "snmp", "cisco_xr/route_maps": "bgp"}
"""The filter that is made of `snmp.clients` comes back as a filter, the policy of a neighbour without one as a policy."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Project(Path(__file__).parents[2]))


@pytest.mark.parametrize("case", cases("cisco_xr", NOT_READ))
def test_what_the_templates_write_is_read_and_comes_back(case: str, renderer: Renderer) -> None:
    assert lines_of("cisco_xr", again(renderer, case, DERIVED.get(case, ""))) == lines_of("cisco_xr", text_of(case))


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (["pass"], [{"action": "permit"}]),
        (["set med 5", "done"], [{"action": "permit", "accept": "done", "set_med": 5}]),
        (
            ["set community (65010:1, no-export) additive"],
            [{"action": "permit", "accept": "implied", "set_communities": ["65010:1", "no-export"], "communities_additive": True}],
        ),
        (
            [
                "if community matches-any (65010:667) and destination in OURS then",
                "drop",
                "elseif as-path is-local then",
                "pass",
                "else",
                "drop",
                "endif",
            ],
            [
                {"action": "deny", "match_community_values": ["65010:667"], "match_prefix_list": "OURS"},
                {"action": "permit", "match_local": True},
                {"action": "deny"},
            ],
        ),
        (
            ["if destination in (0.0.0.0/0 ge 25, 10.0.0.0/8) then", "drop", "endif", "pass"],
            [
                {"action": "deny", "match_prefixes": [{"prefix": "0.0.0.0/0", "ge": 25}, {"prefix": "10.0.0.0/8"}]},
                {"action": "permit", "apart": True},
            ],
        ),
        (["if destination in OURS then", "pass", "endif"], [{"action": "permit", "match_prefix_list": "OURS"}]),
        (["if destination in OURS and community matches-any CUSTOMERS then", "pass", "endif"], None),
        (["if not destination in OURS then", "pass", "endif"], None),
        (["if destination in OURS then", "if as-path is-local then", "pass", "endif", "endif"], None),
        (["if (destination in A or destination in B) then", "pass", "endif"], None),
        (["apply OTHER", "pass"], None),
        (["# who may come in", "pass"], None),
        (["set med +5", "pass"], None),
        (["pass", "set med 5"], None),
    ],
)
def test_a_policy_is_read_wholly_or_not_at_all(body: list[str], entries: list[dict[str, Any]] | None, renderer: Renderer) -> None:
    """What is read comes back word by word; conditions in another order than the templates write them are not read."""
    text = "\n".join(["route-policy P", *(f"  {line}" for line in body), "end-policy", ""])
    data = data_of("cisco_xr", text)
    found = data.get("route_maps", {}).get("P")
    assert found == (None if entries is None else [{"seq": 10 * at, **entry} for at, entry in enumerate(entries, 1)])
    if entries is not None:
        view = {"target": "r1", "platform": "cisco_xr", "bgp": {"asn": 65010}, **data}
        assert lines_of("cisco_xr", renderer.noun(view, "route_maps")) == lines_of("cisco_xr", text)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("prefix-set S\n  10.0.0.0/8 le 24,\n  ::/0\nend-set\n", "prefix_lists"),
        ("community-set S\n  65010:1,\n  no-export\nend-set\n", "community_lists"),
        ("community-set S\n  ios-regex '65010:.*'\nend-set\n", "community_lists"),
        ("as-path-set S\n  ios-regex '^65010$',\n  ios-regex '_65020_'\nend-set\n", "as_path_lists"),
    ],
)
def test_sets_come_back(text: str, noun: str, renderer: Renderer) -> None:
    view = {"target": "r1", "platform": "cisco_xr", **data_of("cisco_xr", text)}
    assert lines_of("cisco_xr", renderer.noun(view, noun)) == lines_of("cisco_xr", text)


@pytest.mark.parametrize(
    "text",
    [
        "prefix-set S\n  10.0.0.0/8 eq 24\nend-set\n",
        "prefix-set S\n  # none\n  10.0.0.0/8\nend-set\n",
        "prefix-set S\nend-set\n",
        "community-set S\n  65010:[1..5]\nend-set\n",
        "as-path-set S\n  length ge 10\nend-set\n",
        "extcommunity-set rt S\n  65010:[1..5]\nend-set\n",
    ],
)
def test_sets_that_the_model_has_no_word_for_are_not_read(text: str) -> None:
    assert data_of("cisco_xr", text) == {}


def test_the_mtu_of_a_bundle_member_and_its_mode_are_where_the_model_has_them() -> None:
    text = "interface Bundle-Ether1\n mtu 1514\n!\ninterface TenGigE0/0/0/1\n bundle id 1 mode on\n lacp period short\n!\n"
    assert data_of("cisco_xr", text)["interfaces"] == {
        "Bundle-Ether1": {"mtu": 1500, "lacp": {"mode": "static", "fast": True}},
        "TenGigE0/0/0/1": {"lag": "Bundle-Ether1"},
    }
