"""`explain`: who sets a value, who else tried, and why they lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from netops.errors import Origin, UsageError
from netops.model import derive, validate
from netops.model.merge import Steps, entry_key, first_key, origins_at, put_with_origins, untraced_elements, untraced_items
from netops.model.views import traced_view
from netops.schema import Shape
from netops.source import FinalTag, ReplaceTag, UnsetTag
from netops.source.tags import without_tag
from netops.source.trace import origins_of

if TYPE_CHECKING:
    from netops.model.company import Company
    from netops.model.layers import Part

STEP = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")
SELECTING = (*validate.SELECTING, "extra_platforms")
"""Keys of a device that choose its layers and its targets."""

DEFAULT_FILES = ("schemas/", "netops:schemas/")
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Contribution:
    """One layer or default that sets a value. `won`: its value is in the result; `reason`: why it is not, or how it is."""

    layer: str
    value: Any
    origin: Origin | None
    won: bool
    reason: str = ""


def steps_of(path: str) -> Steps:
    """`interfaces[ge-0/0/0.0].addresses[0]` as keys and positions."""
    rest = STEP.sub("", path)
    if rest.strip("."):
        hint = "keys joined by dots, such as ntp.servers; a key with a dot in brackets: interfaces[ge-0/0/0.0].mtu"
        raise UsageError(f"not a path: {path!r}", hint=hint)
    return tuple(int(a) if a.isdigit() else a or b for a, b in STEP.findall(path))


def explain_value(company: Company, name: str, path: str) -> list[Contribution]:
    """Everyone who says something about the value, the winner first; nobody: an empty list."""
    steps = steps_of(path)
    if name in company.targets:
        return list(_of_target(company, name, steps))
    for kind, objects in company.traced.objects.items():
        if name in objects:
            value, origin = _walk(objects[name], steps, Shape())[0], company.origin(kind, name, steps)
            return [] if value is _NOTHING else [Contribution(kind, value, origin, True, "")]
    company.target(name)
    return []


def nearest_path(company: Company, name: str, path: str) -> str:
    """The path that is set and differs from this one by a slip in its last key; empty without one."""
    above, _, last = path.rpartition(".")
    if above:
        keys = {str(key) for one in explain_value(company, name, above) if isinstance(one.value, Mapping) for key in one.value}
    else:
        keys = set(map(str, traced_view(company, name))) if name in company.targets else set()
    near = get_close_matches(last, sorted(keys), 1)
    return f"{above}.{near[0]}" if near and above else "".join(near)


def _of_target(company: Company, name: str, steps: Steps) -> Iterator[Contribution]:
    target = company.target(name)
    shape = company.schemas.shape("device")
    final, final_origins, identity = _walk(traced_view(company, name), steps, shape)
    winning = set(final_origins) | set(origins_of(final))
    said = list(_said(company.around(name), target.device, target.platform, identity, shape))
    shared = sum(bool(set(origins) & winning) for _, _, origins in said) > 1
    if final is not _NOTHING and not any(set(origins) & winning for _, _, origins in said):
        yield _from_elsewhere(final, final_origins)
    over = ""
    for layer, value, origins in said:
        won = bool(set(origins) & winning)
        yield Contribution(
            layer, without_tag(value), next(iter(origins), None), won, _reason(value, won, over) or ("merged" if shared else "")
        )
        if not isinstance(without_tag(value), dict | list) or isinstance(value, ReplaceTag | UnsetTag):
            over = over or layer


def _reason(value: Any, won: bool, over: str) -> str:
    if isinstance(value, UnsetTag):
        return "takes away what stands below"
    if isinstance(value, FinalTag):
        return "final"
    if won:
        return ""
    return f"overridden by {over}" if over else "all of it is overridden"


def _from_elsewhere(value: Any, origins: tuple[Origin, ...]) -> Contribution:
    origin = next(iter(origins or origins_of(value)), None)
    default = origin is not None and origin.file.startswith(DEFAULT_FILES)
    return Contribution("schema default" if default else "derived", value, origin, True, "nobody says it" if default else "")


def _said(company: Company, device: str, platform: str, steps: Steps, shape: Shape) -> Iterator[tuple[str, Any, tuple[Origin, ...]]]:
    """What each layer says about the value, the most specific first. A port's interface profile stands below what is said of the port."""
    layers = company.layers(device, platform)[::-1]
    yield from _in_layers(layers, steps, shape)
    if len(steps) > 2 and steps[0] == "interfaces":
        profile = _walk(company.devices[device], (*steps[:2], "profile"), shape)[0]
        for layer, value, origins in _in_layers(layers, ("interface_profiles", str(profile), *steps[2:]), shape):
            yield f"interface profile {profile}, {layer}", value, origins


def _in_layers(layers: list[Any], steps: Steps, shape: Shape) -> Iterator[tuple[str, Any, tuple[Origin, ...]]]:
    for layer in layers:
        value, origins, _ = _walk(layer.traced, steps, shape)
        if value is not _NOTHING:
            yield layer.name, value, origins


def _walk(value: Any, steps: Steps, shape: Shape) -> tuple[Any, tuple[Origin, ...], Steps]:
    """The value at a path, its origins, and the path with the names of entries in place of their positions."""
    origins: tuple[Origin, ...] = ()
    identity: list[str | int] = []
    for step in steps:
        inner = without_tag(value)
        key = _key(inner, step, shape)
        if key is None:
            return _NOTHING, (), (*identity, step)
        origins = origins_at(inner, key)
        value = dict.__getitem__(inner, key) if isinstance(inner, dict) else list.__getitem__(inner, key)
        identity.append(str(entry_key(value, shape)) if isinstance(inner, list) and shape.key else step)
        shape = shape.items if isinstance(inner, list) else shape.child(str(key))
    return value, origins, tuple(identity)


def _key(container: Any, step: str | int, shape: Shape) -> Any:
    """The key or index that a step means in a container; None when there is none."""
    if isinstance(container, dict):
        return str(step) if str(step) in container else None
    if not isinstance(container, list):
        return None
    if shape.key:
        for key_of in (entry_key, first_key):
            named = next((i for i, item in enumerate(list.__iter__(container)) if str(key_of(item, shape)) == str(step)), None)
            if named is not None:
                return named
    return step if isinstance(step, int) and step < len(container) else None


def places_choosing_layers(company: Company, name: str) -> tuple[Origin, ...]:
    """The places of what chooses the layers and the templates of a target: every line of its text depends on them."""
    company = company.around(name)
    hierarchy = company.files.hierarchy
    patterns = (hierarchy.document.origin(("layers", index)) for index in range(len(hierarchy.patterns)))
    return (*places_selecting_layers(company, company.target(name).device), *patterns)


def places_selecting_layers(company: Company, device: str) -> tuple[Origin, ...]:
    """The places of the values of a device, and of its site, that choose its layers and its targets."""
    files = company.defining("device", device)[0].files
    entry = files.devices[device]
    site = files.objects.get("site", {}).get(entry.site)
    own = (origin for key in SELECTING if key in entry.part.raw for origin in _all_of(entry.part, entry.part.raw[key], (key,)))
    return (*own, *([site.part.origin(("region",))] if site and "region" in site.part.raw else ()))


def _all_of(part: Part, value: Any, path: Steps) -> Iterator[Origin]:
    """The place of a value of a part, and of everything that it holds."""
    yield part.origin(path)
    value = without_tag(value)
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in held:
        yield from _all_of(part, item, (*path, step))


def derivations_by_path(company: Company, name: str) -> dict[Steps, str]:
    """Of each leaf of a target's view that was derived, by its path, the derivation that made it: a module of `model/derive/`."""
    traced = company.traced
    final, view = traced.view(name), traced.devices[company.target(name).device].copy()
    for key in ("device", "site", "target", "platform"):
        put_with_origins(view, key, dict.__getitem__(final, key), origins_at(final, key))
    before = set(leaf_paths(view))
    found: dict[Steps, str] = {}
    for module, made in derive.derivation_steps(view, traced):
        now = set(leaf_paths(made))
        found |= dict.fromkeys(now - before, module)
        before |= now
    return found


def leaf_paths(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """The paths of all that a map or list holds which is neither, or is empty."""
    items = untraced_items(value) if isinstance(value, dict) else enumerate(untraced_elements(value))
    for key, item in items:
        if isinstance(item, dict | list) and any(
            True for _ in (untraced_items(item) if isinstance(item, dict) else untraced_elements(item))
        ):
            yield from leaf_paths(item, (*path, key))
        else:
            yield (*path, key)
