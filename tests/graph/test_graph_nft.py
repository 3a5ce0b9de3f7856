"""What a filter makes of a packet is what nft makes of it, in the kernel."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nft_rules import Packet, packets, ruleset

from netops.graph.nft import rulesets_at_hook
from netops.graph.place import ConfigPlace
from netops.graph.rulesets import evaluate_ruleset

PROBE = Path(__file__).with_name("nft_probe.py")


def why_not() -> str:
    """Why the kernel cannot be asked here; '' when it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs Linux and root"
    missing = [name for name in ("nft", "unshare", "ip") if shutil.which(name) is None]
    if missing or not Path("/dev/net/tun").exists():
        return f"needs {', '.join(missing) or '/dev/net/tun'}"
    tried = subprocess.run(["unshare", "--net", "nft", "list", "ruleset"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "network namespaces or nft do not work here"


def passed_by_kernel(folder: Path, rules: str, sent: list[Packet]) -> set[int]:
    """The numbers of the packets that the kernel lets through."""
    (folder / "rules").write_text(rules, encoding="ascii")
    (folder / "packets").write_text("\n".join(one.wire(number).hex() for number, one in enumerate(sent)), encoding="ascii")
    command = ["unshare", "--net", sys.executable, str(PROBE), str(folder / "rules"), str(folder / "packets")]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return set(map(int, found.stdout.split()))


def passed_by_us(rules: str, sent: list[Packet]) -> set[int]:
    filters = list(rulesets_at_hook(rules, "forward", lambda line: ConfigPlace(line=line)))
    assert len(filters) == 1
    found = set()
    for number, one in enumerate(sent):
        decision = evaluate_ruleset(filters[0], one.as_set)
        assert not decision.unknown, decision.unknown[0][0].text
        if decision.passed:
            found.add(number)
    return found


def compare(folder: Path, seed: int, count: int) -> int:
    """How many packets of one ruleset passed; fails at the first one on which both differ."""
    chance, rules = random.Random(seed), ruleset(seed)
    sent = packets(chance, count)
    ours, theirs = passed_by_us(rules, sent), passed_by_kernel(folder, rules, sent)
    wrong = [f"{sent[number]}: nft {'accepts' if number in theirs else 'drops'}" for number in sorted(ours ^ theirs)]
    assert not wrong, f"seed {seed}: {len(wrong)} of {count}, {wrong[0]}\n{rules}"
    return len(ours)


@pytest.mark.real
@pytest.mark.skipif(bool(why_not()), reason=why_not() or "works")
def test_a_thousand_packets_are_decided_as_by_nft(tmp_path: Path) -> None:
    passed = [compare(tmp_path, seed, 250) for seed in range(4)]
    assert 100 < sum(passed) < 900, passed


@pytest.mark.soak
@pytest.mark.skipif(bool(why_not()), reason=why_not() or "works")
def test_ten_thousand_packets_are_decided_as_by_nft(tmp_path: Path) -> None:
    passed = [compare(tmp_path, seed, 200) for seed in range(1000, 1050)]
    assert 1000 < sum(passed) < 9000, passed
