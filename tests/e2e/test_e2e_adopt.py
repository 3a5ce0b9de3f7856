"""Items of the drift of simulated devices are adopted one by one; what is adopted is drift no more, and the rest still is."""

from __future__ import annotations

import json
import subprocess

import pytest
from e2e_lab import LabCompany

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("adopt")]

EOS, IOS, JUNOS = "ber-leaf-1", "ham-acc-1", "ber-fw-1"
BY_HAND = {
    EOS: ["configure", "ntp server 192.0.2.66", "interface Ethernet1", "description Frau Meier", "end"],
    IOS: ["configure terminal", "interface GigabitEthernet1/0/3", "description Frau Meier", "shutdown", "end"],
    JUNOS: ["configure", "set system ntp server 192.0.2.66", "set interfaces ge-0/0/0 description other", "commit", "exit"],
}


def drift(lab: LabCompany) -> dict[str, dict[int, list[str]]]:
    """By target the texts of each item."""
    found: dict[str, dict[int, list[str]]] = {name: {} for name in lab.names}
    for target in json.loads(lab.netops("drift", "--format", "json").out)["targets"]:
        for line in target["items"]:
            found[target["target"]].setdefault(line["item"], []).append(f"{line['sign']} {line['text']}")
    return found


def test_items_of_drift_are_adopted_one_by_one(bench) -> None:
    lab = bench(*BY_HAND, deployed=True)
    for name, lines in BY_HAND.items():
        lab.lab.exec(name, lines)
    before = drift(lab)
    assert {name: list(items) for name, items in before.items()} == {name: [1, 2] for name in BY_HAND}, before
    for name, items in before.items():
        assert lab.company.netops("adopt", name, "--lab", "--list").out.count("  item ") == 2
        lab.company.netops("adopt", name, "--lab", "--item", "2")
        assert drift(lab)[name] == {1: items[1]}
    assert "there is no item 2" in lab.company.netops("adopt", IOS, "--lab", "--item", "2", expect=2).err
    lab.company.append(f"inventory/sites/ber/devices/{JUNOS}.yaml", "domain: other.example\n")
    assert "2 lines differ because the data has changed" in lab.company.netops("adopt", JUNOS, "--lab").err
    assert drift(lab)[JUNOS] == {1: ["- domain-name nordwind.example"], 2: ["+ domain-name other.example"]}
    assert "nothing to adopt" in lab.company.netops("adopt", JUNOS, "--lab").out
    root = str(lab.root)
    for words in (["init", "-q"], ["config", "user.name", "A"], ["config", "user.email", "a@b.c"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run(["git", "-C", root, *words], check=True)
    shown = lab.company.netops("adopt", EOS, "--lab", "--item", "1", "--branch", "by-hand")
    assert drift(lab)[EOS] == {1: before[EOS][1]}
    subprocess.run(["git", "-C", root, "checkout", "-q", "by-hand"], check=True)
    assert drift(lab)[EOS] == {}, shown
    assert (
        "items are numbered over all features" in lab.company.netops("adopt", EOS, "--lab", "--item", "1", "--feature", "ntp", expect=2).err
    )
