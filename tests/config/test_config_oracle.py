"""A second opinion: hier_config, a program with rules of its own, comes to the same config after our commands.

It knows neither what a device drops by itself, nor `default interface`, numbers of entries that change, or VLANs in lists; pairs in which
that decides are named below with the reason, and a test sees that the list stays true.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hier_config import HConfig, Platform, get_hconfig
from hier_config.exceptions import DuplicateChildError

from netops import config

ROOT = Path(__file__).parents[1]
PEERS = {
    "arista_eos": Platform.ARISTA_EOS,
    "cisco_ios": Platform.CISCO_IOS,
    "cisco_nxos": Platform.CISCO_NXOS,
    "cisco_xr": Platform.CISCO_XR,
}
PAIRS = sorted(case for platform in PEERS for case in (ROOT / "config/cases" / platform).iterdir())
NOUNS = sorted(case for platform in PEERS for case in (ROOT / "golden" / platform).iterdir())
DIFFERS = {
    "arista_eos-banner-and-vlans": "VLANs in one line, a banner in several, a list of VLANs in another form",
    "arista_eos-vlan-renamed": "a placeholder equals every secret; `no switchport` beside an address",
    "cisco_ios-filter-without-numbers": "entries of filters without numbers",
    "cisco_ios-order-matters": "entries of filters without numbers",
    "cisco_ios-short-names": "short names of interfaces",
    "cisco_ios-stop-using-first": "a new route map of a neighbor overwrites the old one",
    "cisco_ios-vlans-in-lists": "VLANs in one line",
    "cisco_nxos-bgp-filters-stay": "a new route map or password of a neighbor overwrites the old one",
    "cisco_nxos-features-and-users": "a boot image and a login method overwrite the old ones; the default VDC is called after the host",
    "cisco_nxos-filter-entries": "a new access group overwrites the old one",
    "cisco_nxos-port-emptied": "`default interface`",
    "cisco_nxos-routed-to-switched": "`switchport` takes `no switchport` back",
    "cisco_xr-access": "a placeholder equals every secret; times at the top are noise",
    "cisco_xr-interface-removed": "a new access group overwrites the old one",
}
"""Pairs of which the peer has another idea, and what it does not know."""


def load(platform: str, text: str) -> HConfig:
    """The text as the peer reads it: without words that close a section, which it takes for lines, and one more blank per level."""
    lines = [line for line in text.split("\n") if not re.fullmatch(r"\s*(exit|end|!|exit-[a-z-]+)\s*", line)]
    return get_hconfig(PEERS[platform], "\n".join(" " * (len(line) - len(line.lstrip())) + line for line in lines))


def paths(tree: HConfig) -> set[tuple[str, ...]]:
    return {tuple(child.path()) for child in tree.all_children()}


def opinion(platform: str, running: str, intended: str) -> set[tuple[str, ...]]:
    """The lines in which the peer's idea of the config after our commands differs from the intended one. Skips what it cannot read."""
    commands = "\n".join(config.remediate(platform, running, intended))
    try:
        return paths(load(platform, running).future(load(platform, commands))) ^ paths(load(platform, intended))
    except DuplicateChildError as error:
        pytest.skip(f"hier_config cannot read it: {error}")


@pytest.mark.parametrize("case", NOUNS, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_the_peer_agrees_on_a_new_device(case: Path) -> None:
    assert opinion(case.parent.name, "", (case / "expected.txt").read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_the_peer_agrees_on_a_change(case: Path) -> None:
    running, intended = ((case / f"{side}.txt").read_text(encoding="utf-8") for side in ("running", "intended"))
    agrees = opinion(case.parent.name, running, intended) == set()
    assert agrees == (f"{case.parent.name}-{case.name}" not in DIFFERS)
