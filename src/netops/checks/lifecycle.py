"""The life of devices: support, end of life, what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from netops.checks import Device, Finding, Place, Scope, place_of, rule
from netops.checks._business import devices_of_services, is_in_service
from netops.checks._help import unknown_name
from netops.errors import Severity
from netops.model.lifecycle import KIND, LifecycleFact, last_day, lifecycle_facts

WORDS = {"support_until": "support", "end_of_life": "the life of the hardware"}
ORDERS = (("purchase_date", "warranty_until"), ("purchase_date", "support_until", "end_of_life"))
"""Days that follow each other."""
NAMED = ("device_type", "replacement")
"""Keys of a model's lifecycle that name hardware."""


def _known(device: Device) -> dict[str, LifecycleFact]:
    """What is known of a device in service; nothing for others, which need no support."""
    models = device.of(KIND)
    if "lifecycle" not in device.data and str(device.data["device_type"]) not in models:
        return {}
    return lifecycle_facts(device.name, device.data, models) if is_in_service(device.data) else {}


@rule("LIF001", title="device in service has support", scope="target", severity=Severity.WARNING)
def device_has_vendor_support(device: Device, *, today: date) -> Iterator[Finding]:
    """Every device in service has support: neither its support nor the life of its hardware has ended.

    What it does: compares `support_until` and `end_of_life` with today, for devices that are active, staged or failed.
    Why it matters: no spare part and no security update comes any more; the next failure lasts until something is bought.
    Example: a switch with `support_until: 2024-12-31`.
    Use instead: a new contract and its last day, or a new device; `status: decommissioning` for one that goes.
    """
    end = last_day(_known(device))
    if end is None or end[1].day >= today:
        return
    key, fact = end
    message = f"{device.name}: {WORDS[key]} ended on {fact.value}"
    yield Finding(
        _place(device, fact), message, expected=f"{today} or later", found=str(fact.value), hint=_after(device), related=_model(fact)
    )


@rule("LIF002", title="end of support is planned for", scope="target", severity=Severity.WARNING)
def support_does_not_end_soon(device: Device, *, today: date, days: int = 90) -> Iterator[Finding]:
    """What comes after a device is known some time before its support or the life of its hardware ends.

    What it does: looks for a device in service whose `support_until` or `end_of_life` is near, and that has no `replacement`.
    Why it matters: budgets, deliveries and a night to change it take months.
    Example: `end_of_life` in four weeks, and nothing else.
    Use instead: `lifecycle: {replacement: cisco/c9300-48p}`, or a new contract and its last day.
    Options: `days` before the end from which on this counts.
    """
    known = _known(device)
    end = last_day(known)
    if end is None or "replacement" in known or not today <= end[1].day < today + timedelta(days=days):
        return
    key, fact = end
    message = f"{device.name}: {WORDS[key]} ends on {fact.value}, and nothing comes after it"
    expected = f"a replacement, {days} days before the end"
    hint = "write lifecycle: {replacement: MANUFACTURER/MODEL}, or the last day of a new contract"
    yield Finding(
        _place(device, fact), message, expected=expected, found=f"{(fact.day - today).days} days", hint=hint, related=_model(fact)
    )


def _place(device: Device, fact: LifecycleFact) -> Place:
    """Where somebody has to do something: the day of the device, or its hardware."""
    return device.at("device_type") if fact.place.kind == KIND else fact.place


def _model(fact: LifecycleFact) -> tuple[tuple[str, Place], ...]:
    return (("the day", fact.place),) if fact.place.kind == KIND else ()


def _after(device: Device) -> str:
    known = _known(device)
    return f"{known['replacement'].value} comes after it" if "replacement" in known else "renew the contract, or plan a replacement"


@rule("LIF003", title="critical service depends on supported devices")
def critical_service_has_supported_devices(company: Scope, *, today: date, least: str = "high") -> Iterator[Finding]:
    """No device that an important business service names is past its support or the end of its hardware's life.

    What it does: compares the days of every device in `depends_on.devices` of a service with today.
    Why it matters: what may not fail long depends on a device without vendor support.
    Example: the shop's orders, critical, on a server whose maker left it in 2021.
    Use instead: a supported device; or lower the criticality, if the service is less critical than that.
    Options: `least`, the lowest criticality that counts.
    """
    for service, data, name, place in devices_of_services(company, least):
        end = last_day(lifecycle_facts(name, company.devices[name], company.of(KIND)))
        if end is not None and end[1].day < today:
            message = f"{service} is {data['criticality']} and depends on {name}: {WORDS[end[0]]} ended on {end[1].value}"
            related = (("the day", end[1].place),)
            yield Finding(place, message, expected="a device under vendor support", found=str(end[1].value), related=related)


@rule("LIF004", title="days of a life are in order", scope="target")
def lifecycle_dates_are_in_order(device: Device) -> Iterator[Finding]:
    """A device is bought before its warranty and its support end, and support is not paid for longer than the hardware's life.

    What it does: compares `purchase_date` with `warranty_until`, and `purchase_date`, `support_until` and `end_of_life` with each other.
    Why it matters: one of the days is mistyped, or a contract is paid that cannot be fulfilled.
    Example: `lifecycle: {purchase_date: 2026-03-01, support_until: 2025-03-01}`.
    Use instead: the days on the invoice and in the maker's notice.
    """
    if "lifecycle" not in device.data:
        return
    known = lifecycle_facts(device.name, device.data, device.of(KIND))
    for keys in ORDERS:
        for first, later in pairwise(key for key in keys if key in known):
            if known[first].day > known[later].day:
                message = f"{first} of {device.name} is after its {later}"
                expected = f"not after {known[later].value}"
                related = ((later, known[later].place),)
                yield Finding(known[first].place, message, expected=expected, found=str(known[first].value), related=related)


@rule("LIF005", title="device with a support contract has a serial number", scope="target", severity=Severity.WARNING)
def supported_device_has_serial(device: Device) -> Iterator[Finding]:
    """The serial number of hardware that is under support is known.

    What it does: looks for `serial` on devices with `lifecycle.support_until` or `contract`.
    Why it matters: the first question of the maker's hotline is the serial number.
    Example: `lifecycle: {support_until: 2030-04-30}` without `serial`.
    Use instead: `serial: FOC2233X0AA`.
    """
    life = device.data.get("lifecycle", {})
    key = next((key for key in ("contract", "support_until") if key in life), None)
    if key is not None and "serial" not in device.data and is_in_service(device.data):
        message = f"{device.name} is under support, and its serial number is not known"
        yield Finding(
            device.at("lifecycle", key), message, expected="serial", found="none", hint="it is on the box, and in `show inventory`"
        )


@rule("LIF006", title="hardware that comes after is in the catalog")
def lifecycle_hardware_is_in_catalog(company: Scope) -> Iterator[Finding]:
    """The hardware that a lifecycle is about, and what replaces it, is in the catalog.

    What it does: looks up `device_type` and `replacement` of policies/lifecycle.yaml and `lifecycle.replacement` of devices.
    Why it matters: a misspelt model is never seen to reach its end.
    Example: `replacement: cisco/c9300-48`.
    Use instead: `replacement: cisco/c9300-48p`, or add the model to the catalog.
    """
    known, expected = company.of("device_type"), "MANUFACTURER/MODEL of inventory/catalog/device-types"
    rows = [(model[key], place_of(KIND, name, key)) for name, model in company.of(KIND).items() for key in NAMED if key in model]
    for name, device in company.devices.items():
        life = device.get("lifecycle", {})
        if "replacement" in life:
            rows.append((life["replacement"], place_of("device", name, "lifecycle", "replacement")))
    for model, place in rows:
        if str(model) not in known:
            yield unknown_name("device type", model, known, place, expected, partial(place_of, "device_type"))


@rule("LIF007", title="support lasts until the business service is reviewed", severity=Severity.WARNING)
def support_lasts_until_service_review(company: Scope) -> Iterator[Finding]:
    """What a business service depends on is supported until the service's next review, or has a replacement.

    What it does: compares `next_review` of a service with the end of support, and of hardware, of each device in `depends_on.devices`.
    Why it matters: the support ends before the next review.
    Example: `next_review: 2027-03-01` for a service on a server with `support_until: 2026-12-31`.
    Use instead: an earlier review; or `lifecycle: {replacement: dell/poweredge-r660}` for the server.
    """
    for service, data, name, place in devices_of_services(company):
        known = lifecycle_facts(name, company.devices[name], company.of(KIND)) if "next_review" in data else {}
        end = last_day(known)
        if end is not None and "replacement" not in known and str(end[1].value) < str(data["next_review"]):
            message = f"{service} is reviewed on {data['next_review']}, and {name}: {WORDS[end[0]]} ends on {end[1].value}"
            related = (("the review", place_of("service", service, "next_review")), ("the day", end[1].place))
            yield Finding(place, message, expected=f"{data['next_review']} or later", found=str(end[1].value), related=related)
