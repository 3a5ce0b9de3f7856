"""The time zone that a message suggests is one that the typed word can mean."""

from __future__ import annotations

import pytest

from netops.schema.formats import time_zones
from netops.schema.near import near_zones


@pytest.mark.parametrize(
    ("word", "zones"),
    [
        ("Europe/Berln", ["Europe/Berlin"]),
        ("europe/berlin", ["Europe/Berlin"]),
        ("Berlin", ["Europe/Berlin"]),
        ("new york", ["America/New_York"]),
        ("utc", ["Etc/UTC", "UTC"]),
        ("CEST", []),
        ("UTC+1", []),
        ("GMT+01", []),
    ],
)
def test_the_suggested_zone_is_not_another_time(word: str, zones: list[str]) -> None:
    assert near_zones(word, time_zones()) == zones
