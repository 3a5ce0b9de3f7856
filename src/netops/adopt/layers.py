"""What several devices have in common, once: in the layer that all of them have, in a profile, in a range of interfaces.

Greedy from the widest layer to the narrowest, over sorted names; so the same devices give the same files in whatever order they came.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netops.adopt.common import common_value, is_equal, without_common
from netops.adopt.draft import INTERFACES, RAW, WITHOUT, Data
from netops.adopt.names import LONGEST_NAME, free_name
from netops.adopt.profiles import find_profiles
from netops.dialects.grammar import Grammar
from netops.messages import pluralize
from netops.schema.shape import FREE, Shape
from netops.secrets import with_placeholders

OWN = frozenset({"device_type", "role", "platform", "hostname", INTERFACES, "interface_profiles", "serial", "stack"})
"""Keys that stay with the device."""
LINES = (RAW, WITHOUT)
"""Keys whose lines are of one platform: they are in its layer, or at the device."""
PROFILES = "interface_profiles"
NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_NUMBERED = re.compile(r"(.*\D)(\d+)")


@dataclass(slots=True)
class LayeredDevices:
    """`layers`: by file below inventory/. `devices`: what is left of each. `reasons`: what went where, and why."""

    devices: dict[str, Data]
    layers: dict[str, Data] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def split_into_layers(
    devices: Mapping[str, Data], grammars: Mapping[str, Grammar], shape: Shape = FREE, staying: Container[str] = ()
) -> LayeredDevices:
    """The devices by name with what they have in common in layers. `shape`: how data merges; without it a list is common as a whole.

    `staying`: keys that stay with the devices.
    """
    out = LayeredDevices({name: _in_chunks(devices[name], grammars[name]) for name in sorted(devices)})
    _profiles(out)
    for file, members in _scopes(out.devices):
        _raise(out, file, members, shape, staying)
    for name, data in out.devices.items():
        if INTERFACES in data:
            out.devices[name] = {**data, INTERFACES: with_port_ranges(data[INTERFACES])}
    for group in (out.devices, out.layers):
        group.update({name: _in_lines(data) for name, data in group.items()})
    return out


def _in_chunks(data: Data, grammar: Grammar) -> Data:
    """Data with its raw lines in sections: a line at the left with all that belongs to it."""
    return {key: split_into_sections(value, grammar) if key in LINES else value for key, value in data.items()}


def _in_lines(data: Data) -> Data:
    return {key: [line for chunk in value for line in chunk] if key in LINES else value for key, value in data.items()}


def split_into_sections(lines: list[str], grammar: Grammar) -> list[tuple[str, ...]]:
    """Raw lines by sections. What comes before the first one belongs to it: in braces the line that opens a block is none of its own."""
    found = grammar.dialect.written(grammar, with_placeholders("\n".join(lines)))
    starts = sorted({1} | {line.first for line in found if len(line.path) == 1})
    ends = [*starts[1:], len(lines) + 1]
    return [tuple(lines[first - 1 : end - 1]) for first, end in zip(starts, ends, strict=True)]


def _scopes(devices: Mapping[str, Data]) -> Iterator[tuple[str, list[str]]]:
    """The layers, widest first, with the devices that have each."""
    yield "defaults.yaml", list(devices)
    for key, folder in (("platform", "platforms"), ("role", "roles")):
        values = sorted({str(data[key]) for data in devices.values()})
        yield from ((f"{folder}/{value}.yaml", [name for name, data in devices.items() if data[key] == value]) for value in values)


def _raise(out: LayeredDevices, file: str, members: list[str], shape: Shape, staying: Container[str]) -> None:
    """Move what all members have in common to a layer."""
    if len(members) < 2:
        return
    found: Data = {}
    for key in out.devices[members[0]]:
        is_for_all = key not in OWN and key not in staying and (key not in LINES or file.startswith("platforms/"))
        if is_for_all and all(key in out.devices[name] for name in members):
            values = [out.devices[name][key] for name in members]
            common = _common_chunks(values) if key in LINES else common_value(values, shape.child(key))
            if common not in (None, {}, []):
                found[key] = common
    if not found:
        return
    out.layers[file] = {**out.layers.get(file, {}), **found}
    out.reasons += [f"{key} to {file}: {_words(value)} the same on all {len(members)} devices" for key, value in found.items()]
    for name in members:
        out.devices[name] = _without_layer(out.devices[name], found, shape)


def _words(value: Any) -> str:
    return f"{len(value)} of its entries are" if isinstance(value, dict | list) else "it is"


def _common_chunks(values: list[list[Any]]) -> list[Any]:
    """The sections of raw lines that all have."""
    return [chunk for chunk in values[0] if all(chunk in one for one in values[1:])]


def _without_layer(data: Data, layer: Mapping[str, Any], shape: Shape) -> Data:
    """A device without what is in a layer."""
    raw = {key: [chunk for chunk in data[key] if chunk not in layer[key]] for key in LINES if key in data and key in layer}
    rest = without_common({key: value for key, value in data.items() if key not in raw}, layer, shape)
    left = rest | {key: value for key, value in raw.items() if value}
    return {key: left[key] for key in data if key in left}


def _profiles(out: LayeredDevices) -> None:
    """Interfaces that are alike, as a whole or in part, take a profile."""
    ports = {(device, port): value for device, data in out.devices.items() for port, value in data.get(INTERFACES, {}).items()}
    names: set[str] = set()
    for one in find_profiles(ports):
        name = free_name(NO_NAME.sub("-", _profile_name(one.values)), names, longest=LONGEST_NAME)
        names.add(name)
        owners = sorted({device for device, _ in one.ports})
        _put_profile(out, name, one.values, owners)
        for device, port in one.ports:
            held = dict(out.devices[device][INTERFACES])
            held[port] = {"profile": name} | {key: item for key, item in held[port].items() if key not in one.values}
            out.devices[device] = {**out.devices[device], INTERFACES: held}
        alike = "are alike" if one.is_whole else f"have {', '.join(one.values)} in common"
        out.reasons.append(f"profile {name}: {len(one.ports)} interfaces of {pluralize(len(owners), 'device')} {alike}")


def _put_profile(out: LayeredDevices, name: str, shape: Data, owners: list[str]) -> None:
    if len(owners) > 1:
        layer = out.layers.setdefault("defaults.yaml", {})
        layer[PROFILES] = {**layer.get(PROFILES, {}), name: shape}
    else:
        data = out.devices[owners[0]]
        out.devices[owners[0]] = _before(data, INTERFACES, PROFILES, {**data.get(PROFILES, {}), name: shape})


def _before(data: Data, other: str, key: str, value: Any) -> Data:
    """Data with a key, before another one."""
    pairs: list[tuple[str, Any]] = []
    for one, item in data.items():
        if one == other:
            pairs.append((key, value))
        if one != key:
            pairs.append((one, item))
    return dict(pairs)


def _profile_name(shape: Data) -> str:
    mode, vlan = str(shape.get("mode", "port")), shape.get("untagged_vlan")
    base = {"tagged": "trunk"}.get(mode, mode)
    if mode == "access" and vlan is not None:
        base = f"access-{vlan}"
    return f"{base}-off" if shape.get("enabled") is False else base


def with_port_ranges(ports: Mapping[str, Data]) -> dict[str, Data]:
    """Interfaces with those side by side that are alike as one range."""
    out: dict[str, Data] = {}
    run: list[str] = []

    def close() -> None:
        if run:
            match = _NUMBERED.fullmatch(run[-1])
            name = f"{run[0]}-{match[2]}" if len(run) > 1 and match else run[0]
            out[name] = ports[run[0]]
            run.clear()

    for name in ports:
        if run and not (_follows(run[-1], name) and is_equal(ports[run[-1]], ports[name])):
            close()
        run.append(name)
    close()
    return out


def _follows(one: str, other: str) -> bool:
    first, second = _NUMBERED.fullmatch(one), _NUMBERED.fullmatch(other)
    return bool(first and second and first[1] == second[1] and int(second[2]) == int(first[2]) + 1 and "." not in one)
