"""Places of values: in merged objects that carry them, and paths of the secrets in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from netops.errors import Origin
from netops.model.merge import origins_at
from netops.secrets import SecretRef, secret_names_in_text, with_placeholders
from netops.source.tags import without_tag
from netops.source.trace import TracedDict, TracedList


def place_of_value(value: Any, path: Sequence[str | int]) -> Origin | None:
    """The place of the value at `path` in a traced value; of the nearest thing around it when it is not there."""
    found: Origin | None = None
    for step in path:
        if isinstance(value, TracedDict) and step in value:
            origins, value = origins_at(value, step), dict.__getitem__(value, str(step))
        elif isinstance(value, TracedList) and isinstance(step, int) and step < len(value):
            origins, value = origins_at(value, step), list.__getitem__(value, step)
        else:
            break
        found = next(iter(origins), found)
    return found


RAW_CONFIG = "raw_config"
TEXTS = frozenset({("files", "content"), ("samba", "section"), ("samba", "preamble"), ("shares", "section")})
"""Nouns and keys of texts that may name secrets as a line of `raw_config` does."""


def secrets_in_value(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The secrets that a value uses, by name, each with its path."""
    value = without_tag(value)
    if isinstance(value, SecretRef):
        yield value.name, path
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == RAW_CONFIG and isinstance(item, list):
                yield from (
                    (name, (*path, key, index))
                    for index, line in enumerate(item)
                    for name in secret_names_in_text(with_placeholders(str(line)))
                )
            elif path and (path[0], key) in TEXTS:
                yield from ((name, (*path, key)) for name in secret_names_in_text(with_placeholders(str(item))))
            elif not isinstance(item, str):
                yield from secrets_in_value(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if not isinstance(item, str):
                yield from secrets_in_value(item, (*path, index))


@dataclass(frozen=True, slots=True)
class Placed:
    """A traced object as something that knows the places of its parts; `otherwise` is the place of what has none."""

    value: Any
    otherwise: Origin

    def origin(self, path: Sequence[str | int] = (), key: bool = False) -> Origin:
        return place_of_value(self.value, path) or self.otherwise
