"""What runs against what is wanted: every difference with its cause and the YAML line that it departs from."""

from netops.config import Cause
from netops.drift.target import Drift, compare, compare_facts

__all__ = ["Cause", "Drift", "compare", "compare_facts"]
