"""What runs against what is wanted: every difference with its cause and the YAML line that it departs from."""

from netops.config import Cause
from netops.drift.target import Drift, compare_facts, target_drift

__all__ = ["Cause", "Drift", "compare_facts", "target_drift"]
