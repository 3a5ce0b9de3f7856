"""Laws of drift, on generated configs: the causes share the difference out, and each is right where there is only one who moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from config_strategies import configs
from netops import config
from netops.drift import Cause, Drift, target_drift
from netops.platforms import get, names
from netops.render import Rendered

PLATFORMS = [name for name in names() if get(name).grammar]
LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def drift_of(platform: str, running: str, wanted: str, applied: str | None) -> Drift:
    return target_drift(Rendered("t1", platform, wanted), running, "ber", managed=None, applied=applied)


def causes(drift: Drift) -> set[Cause]:
    return {line.cause for line in drift.lines if line.differs}


def one_version(one: str, other: str) -> bool:
    """Whether only one of two texts names its release: Junos shows that as a difference of one direction, which no normal form has."""
    return ("version 22" in one) != ("version 22" in other)


@pytest.mark.parametrize("platform", PLATFORMS)
@LAW
@given(data=st.data())
def test_the_causes_share_the_difference_out(platform: str, data: st.DataObject) -> None:
    """Every line of the difference is there once, in its order, with one cause of those that are possible."""
    running, wanted, base = (data.draw(configs(platform)) for _ in range(3))
    assume(running and wanted)
    difference = [(line.sign, line.text) for line in config.diff(platform, running, wanted)]
    for applied, possible in ((base, {Cause.MANUAL, Cause.UNDEPLOYED}), (None, {Cause.UNKNOWN})):
        found = drift_of(platform, running, wanted, applied)
        assert [(line.sign, line.text) for line in found.lines] == difference
        assert causes(found) <= possible
        assert found.clean == (config.normalise(platform, running) == config.normalise(platform, wanted)) or one_version(running, wanted)


@pytest.mark.parametrize("platform", PLATFORMS)
@LAW
@given(data=st.data())
def test_where_one_side_stayed_the_other_one_moved(platform: str, data: st.DataObject) -> None:
    before, after = data.draw(configs(platform)), data.draw(configs(platform))
    assume(before and after)  # an empty text is no config: reading one is refused
    assume(not one_version(before, after))
    moved = config.normalise(platform, before) != config.normalise(platform, after)
    assert causes(drift_of(platform, after, before, applied=before)) == ({Cause.MANUAL} if moved else set())
    assert causes(drift_of(platform, before, after, applied=before)) == ({Cause.UNDEPLOYED} if moved else set())
    assert drift_of(platform, after, after, applied=before).clean


@pytest.mark.parametrize("platform", PLATFORMS)
@LAW
@given(data=st.data())
def test_a_manual_change_is_where_the_device_left_the_last_deploy(platform: str, data: st.DataObject) -> None:
    """The manual lines are those in which the device differs from both, each below the same sections."""
    running, wanted, base = (data.draw(configs(platform)) for _ in range(3))
    found = drift_of(platform, running, wanted, base)
    manual = {path for path, line in zip(paths(found.lines), found.lines, strict=True) if line.cause == Cause.MANUAL}
    both = set(paths(config.diff(platform, running, base))) & set(paths(config.diff(platform, running, wanted)))
    assert {path for path in manual if path[0] != " "} == {path for path in both if path[0] != " "}


def paths(lines: Iterable[Any]) -> list[tuple[str, ...]]:
    """Each line of a difference as its sign and the texts from the top of the config down to it."""
    found: list[tuple[str, ...]] = []
    for line in lines:
        above = next((path[1:] for path in reversed(found) if len(path) == line.depth + 1), ()) if line.depth else ()
        found.append((line.sign, *above, line.text))
    return found
