"""Real FRR daemons take the commands, and show afterwards what was predicted, there and back."""

from __future__ import annotations

import pytest
from config_router import Router
from hypothesis import HealthCheck, Phase, given, settings

from config_strategies import frr
from netops import config
from netops.platforms.frr.defaults import DEFAULTS

pytestmark = pytest.mark.real


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(intended=frr())
def test_a_router_goes_to_any_config_and_back(router: Router, intended: str) -> None:
    before = router.running()
    said = router.configure(config.remediate("frr", before, intended))
    after = router.running()
    assert config.diff("frr", after, intended) == (), said
    predicted = config.predict("frr", before, config.remediate("frr", before, intended))
    assert config.normalise("frr", after) == config.normalise("frr", predicted)
    assert config.remediate("frr", after, intended) == []
    said = router.configure(config.rollback("frr", before, intended))
    assert config.normalise("frr", router.running()) == config.normalise("frr", before), said
    router.configure(config.remediate("frr", router.running(), intended))


SECTIONS = {
    "interface ~": "interface r1-eth1",
    "router ospf [~]": "router ospf",
    "router ospf6 [~]": "router ospf6",
    "router isis * [~]": "router isis A",
    "router bgp # [~]": "router bgp 65009",
    "address-family ~": "address-family ipv4 unicast",
    "address-family l2vpn evpn": "address-family l2vpn evpn",
    "line vty": "line vty",
    "router rip|ripng [~]": "router rip",
    "router babel": "router babel",
    "mpls ldp": "mpls ldp",
    "bfd": "bfd",
    "peer|profile ~": "profile P",
}
START = "interface r1-eth1\n description x\nexit\nrouter ospf\nexit\nrouter ospf6\nexit\nrouter isis A\nexit\n"
START += "router rip\nexit\nrouter babel\nexit\nmpls ldp\n address-family ipv4\n exit-address-family\nexit\nbfd\n profile P\n exit\nexit\n"
START += "router bgp 65009\n neighbor 10.0.0.9 remote-as 65010\nexit\n"


def typed(line: str) -> str:
    """A line that a pattern covers."""
    return " ".join({"*": "10.0.0.9", "#": "5"}.get(word, word.split("|")[0]) for word in line.split(" "))


def test_a_router_shows_no_default_that_is_typed(router: Router) -> None:
    """But for those that the table says are shown; those of a level are, where the other level has another value."""
    before = router.running()
    router.configure(START.splitlines())
    start = set(router.running().splitlines())
    lines = [default for default in DEFAULTS if default.line not in ("no hostname", "no description") and "if" not in default.conditions]
    for default in lines:
        sections = [SECTIONS[pattern] for pattern in default.above]
        router.configure([*sections, typed(default.line), *("exit" for _ in sections)])
    shown = {line.strip() for line in router.running().splitlines() if line not in start}
    assert shown == {default.line for default in DEFAULTS if "shown" in default.conditions and "level-1|level-2" not in default.line}
    router.configure(config.remediate("frr", router.running(), before))
