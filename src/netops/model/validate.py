"""The problems of the files before they are merged: each against its schema, in part or whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from netops.errors import Diagnostic, Related, only_errors
from netops.model import lists, ranges, waivers
from netops.model.inventory import Entry, Inventory
from netops.model.layers import Layer, Part
from netops.model.places import secrets_in_value
from netops.model.unobeyed import unused_settings
from netops.schema import Schema, deprecation_warnings, find_schema_problems
from netops.schema.near import LISTED, close_words, join_with_or
from netops.secrets import undefined_secret

NOT_SHOWN = "SCH010"
"""What a schema says of a secret in plain text, without the value."""

SELECTING = ("device_type", "stack", "role", "platform", "location", "tenant", "profiles")
"""Values that choose the layers of a device, so no layer may hold them."""


def file_problems(inventory: Inventory, today: date | None = None) -> list[Diagnostic]:
    """Every problem of the files, each by itself; of those of the site when the inventory has a base. `today` ends waivers."""
    wrong = settings_problems(inventory)
    found = [*inventory.problems, *wrong, *([] if only_errors(wrong) or _knows_no_secrets(inventory) else _secrets(inventory))]
    found += inventory.hierarchy.problems() if inventory.base is None else []
    for layer in inventory.own_layers():
        found += [*_device_data(inventory, layer), *_selecting(layer)]
    for entry in inventory.devices.values():
        found += [*_device_data(inventory, entry.part), *_layers_named(inventory, entry)]
    for entry in inventory.own_objects():
        found += _object(inventory, entry)
    return _with_leaks(inventory, found, today)


def _with_leaks(inventory: Inventory, found: list[Diagnostic], today: date | None) -> list[Diagnostic]:
    """The problems and the secrets in plain text that no waiver accepts; no other problem shows a value in which one of these stands."""
    if not inventory.leaks:
        return found
    known = {(problem.origin.file, problem.origin.line) for problem in found if problem.origin and problem.code == NOT_SHOWN}
    places = [(leak.origin.file, leak.origin.line) for leak in inventory.leaks if leak.origin]
    new = [leak for leak, place in zip(inventory.leaks, places, strict=True) if place not in known]
    accepted = waivers.apply_waivers(new, waivers.parse_waivers(inventory.objects.get(waivers.KIND, {})), today).problems
    return [*(_redact_diagnostic(problem, places) for problem in found), *accepted]


def _redact_diagnostic(problem: Diagnostic, leaks: list[tuple[str, int]]) -> Diagnostic:
    """A problem without its value, when that holds one of the leaks: it begins on the problem's line, and may go on for some lines."""
    at = problem.origin
    last = at.line + problem.found.count("\n") + problem.found.count("\\n") if at else 0
    is_safe = problem.code == NOT_SHOWN or problem.found.startswith("!secret ")
    if at is None or is_safe or not any(file == at.file and at.line <= line <= last for file, line in leaks):
        return problem
    return replace(problem, found="a value (not shown)" if problem.found else "", hint="")


def settings_problems(inventory: Inventory) -> list[Diagnostic]:
    """What is wrong with netops.yaml; nothing when it is the base's."""
    if inventory.base is not None:
        return []
    return _checked(inventory.settings.document.value or {}, inventory.schemas.whole("netops"), inventory.settings)


def unused_setting_problems(inventory: Inventory) -> list[Diagnostic]:
    """What the files set and nothing obeys; nothing when netops.yaml is wrong, since what it accepts is not known then."""
    return [] if only_errors(settings_problems(inventory.base or inventory)) else unused_settings(inventory)


def _knows_no_secrets(inventory: Inventory) -> bool:
    """Whether netops.yaml, which the base holds, is wrong: then nothing can be said about the secrets of a site."""
    return inventory.base is not None and bool(only_errors(settings_problems(inventory.base)))


def _secrets(inventory: Inventory) -> Iterator[Diagnostic]:
    """Each use of a secret that has no source in netops.yaml, which is valid. What a source gives is asked when something is sent."""
    known = inventory.settings.raw.get("secrets") or {}
    own = () if inventory.base else (inventory.settings.document,)
    for document in (*own, *inventory.documents):
        for name, path in secrets_in_value(document.value):
            if name not in known:
                yield undefined_secret(
                    name, known, document.origin(path), lambda near: inventory.settings.origin(("secrets", near), key=True)
                )


def _device_data(inventory: Inventory, part: Part) -> Iterator[Diagnostic]:
    shape = inventory.schemas.shape("device")
    yield from _checked(part.raw, inventory.schemas.partial("device"), part)
    yield from lists.list_problems(part.raw, shape, part.origin)
    yield from ranges.range_problems(part.raw, lambda key: part.origin((ranges.KEY, key), key=True))


def _checked(value: Any, schema: Schema, part: Part) -> list[Diagnostic]:
    return [*find_schema_problems(value, schema, part), *deprecation_warnings(value, schema, part)]


def _selecting(layer: Layer) -> Iterator[Diagnostic]:
    for key in SELECTING:
        if key in layer.raw:
            message, hint = f"{key!r} stands in a layer", "write it in the file of each device: it chooses the device's layers"
            yield Diagnostic("LAY002", message, origin=layer.origin((key,), key=True), path=key, hint=hint)


def _layers_named(inventory: Inventory, entry: Entry) -> Iterator[Diagnostic]:
    """The profiles that a device names must be there; other layers may be missing."""
    profiles = entry.part.raw.get("profiles")
    known = {name.removeprefix("profiles/").removesuffix(".yaml"): layer for name, layer in inventory.layers.items() if _is_profile(name)}
    for index, profile in enumerate(profiles if isinstance(profiles, list) else ()):
        if profile not in known:
            near = close_words(str(profile), known)
            others = f"there are: {', '.join(sorted(known))}" if 0 < len(known) <= LISTED else ""
            yield Diagnostic(
                "LAY003",
                f"no profile {profile!r}",
                origin=entry.part.origin(("profiles", index)),
                path=f"profiles[{index}]",
                expected=f"a file inventory/profiles/{profile}.yaml",
                hint=f"did you mean {join_with_or(near)}?" if near else others,
                related=tuple(Related(f"{name} is here", known[name].origin()) for name in near),
            )


def _is_profile(layer: str) -> bool:
    return layer.startswith("profiles/")


def _object(inventory: Inventory, entry: Entry) -> list[Diagnostic]:
    shape = inventory.schemas.shape(entry.noun)
    found = _checked(entry.part.raw, inventory.schemas.whole(entry.noun), entry.part)
    return [*found, *lists.list_problems(entry.part.raw, shape, entry.part.origin)]
