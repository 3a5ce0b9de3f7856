"""The tree of the locations of a site: buildings, floors, rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def location_path(name: str, find: Callable[[str], Mapping[str, Any]]) -> list[str]:
    """A location and those that it is in, the outermost first. `find` gives one by name, {} where there is none; a circle ends the path."""
    path: list[str] = []
    while name and name not in path:
        path.append(name)
        name = str(find(name).get("parent") or "")
    return path[::-1]
