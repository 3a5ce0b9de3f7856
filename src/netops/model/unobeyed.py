"""Settings that the schemas accept and that nothing obeys yet. Where one promises protection or reach, it is an error.

`accept_unobeyed` of netops.yaml names those that a company sets nevertheless. Whoever makes netops obey a setting takes its entry out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from netops.errors import Diagnostic, Severity
from netops.messages import did_you_mean
from netops.model.inventory import Inventory
from netops.model.layers import Part
from netops.model.merge import Steps
from netops.schema.values import dotted_path
from netops.source.tags import without_tag

ACCEPT: Final = "accept_unobeyed"
CODE: Final = "SET001"
STALE: Final = "SET002"
SETTINGS: Final = "netops"
DEVICE: Final = "device"
ANY: Final = "*"
"""A step of a path that is each key of a map and each item of a list."""

PROMISES_NOTHING: Final[tuple[Any, ...]] = (None, "", {}, [])


@dataclass(frozen=True, slots=True)
class UnusedSetting:
    """A setting without a reader. `noun` and `path`: where it is; without a path it is the object itself.

    `effect`: what does not happen; `harmless`: values that mean what netops does anyhow; `hint`: what to do instead.
    """

    name: str
    noun: str
    path: tuple[str, ...]
    effect: str
    hint: str
    harmless: tuple[Any, ...] = PROMISES_NOTHING
    severity: Severity = Severity.ERROR


SETTINGS_NOT_OBEYED: Final = (
    UnusedSetting(
        "state",
        SETTINGS,
        ("state",),
        "journal and leases are in .netops/state.db of this machine, and another machine does not see them",
        "deploy from one machine only",
    ),
    UnusedSetting(
        "vault", SETTINGS, ("secrets", ANY, "vault"), "no secret is read from a vault", "cmd: [vault, kv, get, -field=..., PATH]"
    ),
    UnusedSetting(
        "jump", SETTINGS, ("access", ANY, "jump"), "devices are reached directly or not at all", "run netops on the jump host itself"
    ),
    UnusedSetting(
        "first-use",
        SETTINGS,
        ("access", ANY, "host_keys"),
        "no host key is learned",
        "put the keys into inventory/known_hosts: ssh-keyscan shows them, compare them with the device's own",
        (None, "strict"),
    ),
    UnusedSetting(
        "wlans",
        "wlan",
        (),
        "no wireless controller is configured with it",
        "configure the controller by hand; VLAN and prefix of it are checked",
        severity=Severity.WARNING,
    ),
    UnusedSetting(
        "quota_gb",
        DEVICE,
        ("shares", ANY, "quota_gb"),
        "the file system is not limited",
        "set the quota on the file server by hand",
        severity=Severity.WARNING,
    ),
)
"""The one list of what is not supported yet and refused."""

BY_NAME: Final[Mapping[str, UnusedSetting]] = {one.name: one for one in SETTINGS_NOT_OBEYED}


def unused_settings(inventory: Inventory) -> list[Diagnostic]:
    """Each setting of the files that nothing obeys and that the company has not accepted; of the site's when the inventory has a base."""
    accepted = _accepted(inventory)
    left = [one for one in SETTINGS_NOT_OBEYED if one.name not in accepted]
    return [
        _problem(one, part, path)
        for noun, part in _parts(inventory)
        for one in left
        if one.noun == noun
        for path in promised_paths(one, part.raw)
    ]


def used_names(inventory: Inventory) -> frozenset[str]:
    """The names of what the files set and nothing obeys, accepted or not."""
    parts = list(_parts(inventory))
    return frozenset(
        one.name for one in SETTINGS_NOT_OBEYED for noun, part in parts if noun == one.noun for _ in promised_paths(one, part.raw)
    )


def unused_acceptances(settings: Part, used: Collection[str]) -> list[Diagnostic]:
    """A warning for each name under `accept_unobeyed` that accepts nothing. `used`: the names of what the company sets."""
    return [_unused(settings, number, str(name)) for number, name in enumerate(settings.raw.get(ACCEPT) or ()) if name not in used]


def promised_paths(one: UnusedSetting, written: Mapping[str, Any]) -> Iterator[Steps]:
    """The paths in a part of a file at which a setting promises something."""
    return (path for path, value in _values(written, one.path, ()) if value not in one.harmless)


def _accepted(inventory: Inventory) -> frozenset[str]:
    accepted = inventory.settings.raw.get(ACCEPT)
    return frozenset(map(str, accepted)) if isinstance(accepted, list) else frozenset()


def _parts(inventory: Inventory) -> Iterator[tuple[str, Part]]:
    """What is written in the files, with its noun."""
    if inventory.base is None:
        yield SETTINGS, inventory.settings
    yield from ((DEVICE, layer) for layer in inventory.own_layers())
    yield from ((DEVICE, entry.part) for entry in inventory.devices.values())
    yield from ((entry.noun, entry.part) for entry in inventory.own_objects())


def _values(value: Any, wanted: Steps, path: Steps) -> Iterator[tuple[Steps, Any]]:
    """The values at a path with wildcards, each with its own path."""
    if not wanted:
        yield path, value
        return
    value = without_tag(value)
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if wanted[0] in (ANY, key):
            yield from _values(item, wanted[1:], (*path, key))


def _problem(one: UnusedSetting, part: Part, path: Steps) -> Diagnostic:
    return Diagnostic(
        CODE,
        f"not supported yet: {one.name}: {one.effect}",
        one.severity,
        origin=part.origin(path, key=True),
        path=dotted_path((*part.path, *path)),
        expected=f"no {one.name}, or {ACCEPT}: [{one.name}] in netops.yaml",
        hint=one.hint,
    )


def _unused(settings: Part, number: int, name: str) -> Diagnostic:
    hint = "remove it" if name in BY_NAME else did_you_mean(name, BY_NAME, "remove it: netops obeys what else it accepts")
    message = f"{ACCEPT}: {name} is set nowhere" if name in BY_NAME else f"{ACCEPT}: there is no unobeyed setting {name!r}"
    path = (ACCEPT, number)
    return Diagnostic(STALE, message, Severity.WARNING, settings.origin(path), dotted_path(path), found=name, hint=hint)
