"""Whether a device brings its old config back by itself when a change is not confirmed."""

from __future__ import annotations

from netops.capability.versions import is_at_least_release
from netops.plan.record import Apply
from netops.platforms import Platform


def has_revert_timer(platform: Platform, apply: Apply, running: str) -> bool:
    """Whether a device that runs a config has a revert timer for a change of this kind. Where its release is not known, it has none."""
    spec = platform.spec
    if spec.revert_granularity_s is None or spec.timer is None:
        return spec.revert_granularity_s is not None
    release = spec.timer.release.search(running)
    return apply in spec.timer.ways and release is not None and is_at_least_release(platform, release[1], spec.timer.since)
