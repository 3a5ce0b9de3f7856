"""What is on the shelf: spare devices and supplies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._business import devices_of_services, is_in_service
from netops.checks._help import unknown_name
from netops.checks._locations import unknown_location
from netops.errors import Severity

SHELF = (("stock_item", "device_type"), ("supply", "part"))
"""Kinds of things on a shelf, and what they are called by."""


def _held(company: Scope) -> set[str]:
    """The hardware of which a spare is on some shelf."""
    return {str(item["device_type"]) for item in company.of("stock_item").values() if int(item["quantity"]) > 0}


def _in_use(company: Scope, kinds: Iterable[str]) -> dict[str, list[str]]:
    """The devices in service, by hardware."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, device in company.devices.items():
        if str(device["kind"]) in kinds and is_in_service(device):
            found[str(device["device_type"])].append(name)
    return found


@rule("STK001", title="hardware that is used often has a spare", severity=Severity.WARNING)
def common_hardware_has_spare(company: Scope, *, least: int = 4, kinds: Iterable[str] = ("device",)) -> Iterator[Finding]:
    """One of each model that is in use often lies on a shelf, in a company that keeps spares.

    What it does: counts the devices in service per `device_type`, and looks for a stock item of it with a quantity.
    Why it matters: of many, one fails every year; a new one takes weeks.
    Example: eight access switches of a model, and none on the shelf.
    Use instead: `stock_items: [{device_type: cisco/c9300-48p, quantity: 1, minimum: 1}]`.
    Options: `least`, from how many on; `kinds` of devices that are counted (servers mostly have a contract instead).
    """
    held = _held(company)
    for model, names in _in_use(company, kinds).items() if company.of("stock_item") else ():
        if len(names) >= least and model not in held:
            message = f"{model} is in use ({len(names)}), and no spare is on any shelf"
            yield Finding(place_of("device", names[0], "device_type"), message, expected="a stock item with a quantity", found="none")


@rule("STK002", title="network of a critical service has a spare", severity=Severity.WARNING)
def critical_service_has_spares(company: Scope, *, least: str = "critical", kinds: Iterable[str] = ("device",)) -> Iterator[Finding]:
    """A spare of each device that a critical business service names lies on a shelf, in a company that keeps spares.

    What it does: looks for a stock item of the `device_type` of every device of `kinds` in `depends_on.devices`.
    Why it matters: what may fail for an hour cannot wait for a delivery.
    Example: the warehouse on a distribution switch of which there is one in the whole company.
    Use instead: a stock item of the model.
    Options: `least`, the lowest criticality that counts; `kinds` of devices.
    """
    held = _held(company)
    for service, data, name, place in devices_of_services(company, least) if company.of("stock_item") else ():
        device = company.devices[name]
        if str(device["kind"]) in kinds and str(device["device_type"]) not in held:
            message = f"{service} is {data['criticality']} and depends on {name}, of which there is no spare in stock"
            related = (("its hardware", place_of("device", name, "device_type")),)
            yield Finding(place, message, expected=f"a spare {device['device_type']}", found="none", related=related)


@rule("STK003", title="enough is on the shelf", scope="site", severity=Severity.WARNING)
def stock_is_not_low(site: Scope) -> Iterator[Finding]:
    """Of everything on a shelf there is at least the minimum.

    What it does: compares `quantity` with `minimum` of stock items and supplies.
    Why it matters: the minimum was chosen so that what is ordered now comes in time.
    Example: `{part: CF289X, quantity: 0, minimum: 1}`.
    Use instead: an order; and the new quantity when it has come.
    """
    for kind, key in SHELF:
        for name, item in site.of(kind).items():
            if int(item["quantity"]) < int(item.get("minimum", 0)):
                message = f"too few {item[key]} on the shelf of {item['site']}"
                related = (("the minimum", place_of(kind, name, "minimum")),)
                place, expected = place_of(kind, name, "quantity"), f"{item['minimum']} or more"
                yield Finding(place, message, expected=expected, found=str(item["quantity"]), hint="order some", related=related)


@rule("STK004", title="printer has something on the shelf", severity=Severity.WARNING)
def printer_supplies_are_in_stock(company: Scope) -> Iterator[Finding]:
    """For each model of printer in service some supply is on a shelf, in a company that keeps such.

    What it does: looks for a supply with a quantity that `fits` the model.
    Why it matters: the last delivery note is white.
    Example: three printers of a model, and supplies for another.
    Use instead: `supplies: [{part: CF289X, kind: toner, fits: [hp/laserjet-enterprise-m507], quantity: 2}]`.
    """
    held = {str(model) for supply in company.of("supply").values() if int(supply["quantity"]) > 0 for model in supply["fits"]}
    for model, names in _in_use(company, ("printer",)).items() if company.of("supply") else ():
        if model not in held:
            message = f"nothing is on any shelf for {', '.join(names)} ({model})"
            yield Finding(place_of("device", names[0], "device_type"), message, expected="a supply that fits", found="none")


@rule("STK005", title="what supplies fit and where they lie exists", scope="site")
def stock_references_exist(site: Scope) -> Iterator[Finding]:
    """The printers that a supply fits are in the catalog, and it lies in a location of its site.

    What it does: looks up `fits` and `location`.
    Why it matters: a misspelt model has nothing on the shelf.
    Example: `fits: [hp/laserjet-m507]`.
    Use instead: `fits: [hp/laserjet-enterprise-m507]`.
    """
    models = site.of("device_type")
    for name, supply in site.of("supply").items():
        for position, model in enumerate(supply["fits"]):
            if str(model) not in models:
                place = place_of("supply", name, "fits", position)
                yield unknown_name(
                    "device type",
                    model,
                    models,
                    place,
                    "MANUFACTURER/MODEL of inventory/catalog/device-types",
                    partial(place_of, "device_type"),
                )
        yield from unknown_location(site, str(supply["site"]), supply, place_of("supply", name, "location"))
