"""Real FRR daemons take the commands, and show afterwards what was predicted, there and back."""

from __future__ import annotations

import pytest
from config_router import Router
from hypothesis import HealthCheck, Phase, given, settings

from config_strategies import frr
from netops import config

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
