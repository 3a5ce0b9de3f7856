"""The life of a device: its own dates, and where it has none those of its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from netops.model.index import Object, Place

KIND = "hardware_lifecycle"
ENDS = ("support_until", "end_of_life")
"""Keys after which nobody mends the device."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of a device's life, and where it stands."""

    value: Any
    place: Place

    @property
    def day(self) -> date:
        """The value as a day; ValueError when it is none (the schema says which values are)."""
        return date.fromisoformat(str(self.value))


def facts(name: str, device: Object, models: Mapping[str, Object]) -> dict[str, Fact]:
    """What is known of a device's life by key (`support_until`, `end_of_life`, `replacement`, ...); `models` are those of `KIND`."""
    model = str(device["device_type"])
    about_model = {key: Fact(value, Place(KIND, model, (key,))) for key, value in models.get(model, {}).items()}
    own = {key: Fact(value, Place("device", name, ("lifecycle", key))) for key, value in device.get("lifecycle", {}).items()}
    return {**about_model, **own}


def last_day(known: Mapping[str, Fact]) -> tuple[str, Fact] | None:
    """The first of the days after which nobody mends a device, with its key; None when no end is known."""
    ends = [(key, known[key]) for key in ENDS if key in known]
    return min(ends, key=lambda end: end[1].day, default=None)
