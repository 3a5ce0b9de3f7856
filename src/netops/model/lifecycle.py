"""The life of a device: its own dates, and where it has none those of its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from netops.model.index import Object, Place

if TYPE_CHECKING:
    from netops.model.company import Company

KIND = "hardware_lifecycle"
ENDS = ("support_until", "end_of_life")
"""Keys after which the device has no support."""
LEAVING = "decommissioning"


@dataclass(frozen=True, slots=True)
class LifecycleFact:
    """One thing known of a device's life, and where it stands."""

    value: Any
    place: Place

    @property
    def day(self) -> date:
        """The value as a day; ValueError when it is none (the schema says which values are)."""
        return date.fromisoformat(str(self.value))


def lifecycle_facts(name: str, device: Object, models: Mapping[str, Object]) -> dict[str, LifecycleFact]:
    """What is known of a device's life by key (`support_until`, `end_of_life`, `replacement`, ...); `models` are those of `KIND`."""
    model = str(device["device_type"])
    about_model = {key: LifecycleFact(value, Place(KIND, model, (key,))) for key, value in models.get(model, {}).items()}
    own = {key: LifecycleFact(value, Place("device", name, ("lifecycle", key))) for key, value in device.get("lifecycle", {}).items()}
    return {**about_model, **own}


def last_day(known: Mapping[str, LifecycleFact]) -> tuple[str, LifecycleFact] | None:
    """The first of the days after which a device has no support, with its key; None when no end is known."""
    ends = [(key, known[key]) for key in ENDS if key in known]
    return min(ends, key=lambda end: end[1].day, default=None)


@dataclass(frozen=True, slots=True)
class DeviceLifecycle:
    """The lifecycle of one device: '' and None for what is not known; `ends` is the last day with support."""

    name: str
    site: str
    hardware: str
    ends: date | None
    why: str
    purchase_date: str
    cost: float | None
    currency: str
    replacement: str


def device_lifecycles(company: Company) -> list[DeviceLifecycle]:
    """The life of every box that stays, the one that ends first at the start and those whose end is not known behind."""
    models = company.objects.get(KIND, {})
    boxes = {name: device for name, device in company.devices.items() if "virtual_machine" not in device and device["status"] != LEAVING}
    found = [_life(name, device, lifecycle_facts(name, device, models)) for name, device in boxes.items()]
    return sorted(found, key=lambda life: (life.ends or date.max, life.name))


def _life(name: str, device: Object, known: Mapping[str, LifecycleFact]) -> DeviceLifecycle:
    end = last_day(known)
    text = {key: str(known[key].value) if key in known else "" for key in ("purchase_date", "currency", "replacement")}
    cost = float(known["cost"].value) if "cost" in known else None
    about = {"name": name, "site": str(device["site"]), "hardware": str(device["device_type"])}
    return DeviceLifecycle(**about, **text, cost=cost, ends=end[1].day if end else None, why=end[0] if end else "")
