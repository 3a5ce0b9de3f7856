"""How messages show values and paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from netops.secrets import SecretRef
from netops.source.tags import Tagged, UnsetTag, without_tag

SHOWN = 60
"""Characters of a value that a message shows."""

SIMPLE_KEY = re.compile(r"[^.\[\]]+")


def dotted_path(path: Iterable[str | int]) -> str:
    """`interfaces[ge-0/0/0.0].mtu`: keys joined by dots, positions and keys that hold a dot in brackets."""
    text = ""
    for step in path:
        plain = isinstance(step, str) and SIMPLE_KEY.fullmatch(step)
        text += (f".{step}" if text else str(step)) if plain else f"[{step}]"
    return text


def shown_value(value: Any) -> str:
    """The value as a message shows it: short, and of containers only what they are."""
    if isinstance(value, Tagged | UnsetTag):
        return shown_value(without_tag(value)) if isinstance(value, Tagged) else "!unset"
    if isinstance(value, dict):
        return "a map" if value else "an empty map"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, SecretRef):
        return f"!secret {value.name}"
    text = yaml_text(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def yaml_text(value: Any) -> str:
    """The value as it would be typed; text in quotes."""
    if value is None:
        return "nothing"
    return repr(str(value)) if isinstance(value, str) else json.dumps(value)
