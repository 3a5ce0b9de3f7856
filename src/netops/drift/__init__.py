"""What runs against what is wanted: every difference with its cause and the YAML line that it departs from."""

from netops.drift.items import Cause, Drift, Item, compare, compare_facts

__all__ = ["Cause", "Drift", "Item", "compare", "compare_facts"]
